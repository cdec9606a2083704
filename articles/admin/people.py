"""Authors at the desk."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.admin.taxonomy import make_optional
from articles.markup.folding import fold_name
from articles.models import Author
from articles.services.taxonomy import delete_author, save_author


@admin.register(Author)
class AuthorAdmin(admin.ModelAdmin):
    """Those who sign articles."""

    list_display = ["name", "job_title"]
    search_fields = ["key"]
    ordering = ["key", "pk"]
    fields = ["name", "slug", "job_title", "biography"]
    show_full_result_count = False
    actions = None
    actions_on_bottom = True

    def get_form(self, request: HttpRequest, obj: Author | None = None, change: bool = False, **kwargs: Any) -> Any:
        """Let the slug be made from the name."""
        form = super().get_form(request, obj, change, **kwargs)
        make_optional(form, "slug", _("Empty: made from the name."))
        return form

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Compare folded names."""
        key = fold_name(search_term)
        return (queryset.filter(key__contains=key) if key else queryset), False

    def save_model(self, request: HttpRequest, obj: Author, form: Any, change: bool) -> None:
        """Save by the service."""
        save_author(author=obj, actor=request.user, at=timezone.now())

    def delete_model(self, request: HttpRequest, obj: Author) -> None:
        """Delete by the service."""
        delete_author(author=obj, actor=request.user, at=timezone.now())
