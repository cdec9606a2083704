"""Sections at the desk."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Section
from articles.services.taxonomy import delete_section, save_section


@admin.register(Section)
class SectionAdmin(admin.ModelAdmin):
    """Sections, in the order of the masthead."""

    list_display = ["name", "position", "description"]
    ordering = ["position", "name"]
    fields = ["name", "slug", "position", "description"]
    actions = None
    actions_on_bottom = True  # without any, Django's list would style itself inline

    def get_form(self, request: HttpRequest, obj: Section | None = None, change: bool = False, **kwargs: Any) -> Any:
        """Let the slug be made from the name."""
        form = super().get_form(request, obj, change, **kwargs)
        make_optional(form, "slug", _("Empty: made from the name."))
        return form

    def save_model(self, request: HttpRequest, obj: Section, form: Any, change: bool) -> None:
        """Save by the service."""
        save_section(section=obj, actor=request.user, at=timezone.now())

    def delete_model(self, request: HttpRequest, obj: Section) -> None:
        """Delete by the service."""
        delete_section(section=obj, actor=request.user, at=timezone.now())


def make_optional(form: Any, name: str, help_text: Any) -> None:
    """Let a field of a model form stay empty; somebody who may only look has no such field."""
    if name in form.base_fields:
        form.base_fields[name].required = False
        form.base_fields[name].help_text = help_text
