"""Images at the desk."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.forms.images import ImageForm
from articles.models import Image
from articles.services.images import add_image, describe_image


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin):
    """Pictures and their words. A picture stays: revisions of articles name it."""

    form = ImageForm
    list_display = ["thumbnail", "alt", "credit", "size", "created_at"]
    list_display_links = ["thumbnail", "alt"]
    search_fields = ["alt", "caption", "credit"]
    ordering = ["-pk"]
    list_per_page = 30
    show_full_result_count = False
    actions = None
    actions_on_bottom = True

    def get_fields(self, request: HttpRequest, obj: Image | None = None) -> Any:
        """Ask for the file once; later only its words change."""
        return ["shown", "alt", "caption", "credit", "size"] if obj else ["file", "alt", "caption", "credit"]

    def get_readonly_fields(self, request: HttpRequest, obj: Image | None = None) -> list[str]:
        """Show the picture above its words."""
        return ["shown", "size"] if obj else []

    @admin.display(description=_("Picture"))
    def thumbnail(self, image: Image) -> SafeString:
        """Show the picture, small."""
        return format_html('<img class="thumb" src="{}" alt="{}" loading="lazy">', image.file.url, image.alt)

    @admin.display(description=_("Picture"))
    def shown(self, image: Image) -> SafeString:
        """Show the picture."""
        html = '<img class="shown" src="{}" width="{}" height="{}" alt="{}">'
        return format_html(html, image.file.url, image.width, image.height, image.alt)

    @admin.display(description=_("Size"))
    def size(self, image: Image) -> str:
        """Say how many pixels it has."""
        return f"{image.width} × {image.height}"

    def has_delete_permission(self, request: HttpRequest, obj: Image | None = None) -> bool:
        """Keep every picture that was taken in."""
        return False

    def save_model(self, request: HttpRequest, obj: Image, form: Any, change: bool) -> None:
        """Add or describe by the services; the admin goes on with the row that they made."""
        words = {name: form.cleaned_data[name] for name in ("alt", "caption", "credit")}
        actor, at = request.user, timezone.now()
        if change:
            describe_image(image_id=obj.pk, **words, actor=actor, at=at)
            return
        name = form.cleaned_data["file"].name
        added = add_image(picture=form.picture, name=name, **words, actor=actor, at=at)
        obj.pk, obj.file, obj.created_at = added.pk, added.file, added.created_at
