"""Sections and tags at the desk."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.markup.folding import fold_name
from articles.models import Section, Tag
from articles.services.tags import delete_tag, rename_tag
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


class TagForm(forms.ModelForm):
    """A tag's name, which no other tag may fold to."""

    class Meta:
        model = Tag
        fields = ["name"]

    def clean_name(self) -> str:
        """
        Return the name in one line.

        :raises ValidationError: if another tag has it, spelled this way or another.
        """
        name = " ".join(self.cleaned_data["name"].split()).lstrip("#").strip()
        if not fold_name(name):
            raise ValidationError(_("A tag needs a name of letters or digits."))
        other = Tag.objects.filter(key=fold_name(name)).exclude(pk=self.instance.pk).first()
        if other:
            raise ValidationError(
                _("There is a tag “%(name)s” already. Choose another name."), params={"name": other.name}
            )
        return name


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    """Tags, with how many articles carry each. New ones come into being on an article."""

    form = TagForm
    list_display = ["name", "articles_count", "slug"]
    search_fields = ["key"]
    list_per_page = 100
    show_full_result_count = False
    actions = None
    actions_on_bottom = True

    def get_queryset(self, request: HttpRequest) -> Any:
        """Count the articles of each: 1 query."""
        return Tag.objects.with_counts().in_order()

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Compare folded names."""
        key = fold_name(search_term)
        return (queryset.filter(key__contains=key) if key else queryset), False

    @admin.display(description=_("Articles"), ordering="articles_count")
    def articles_count(self, tag: Any) -> int:
        """Show how many articles carry it, whatever their state."""
        return int(tag.articles_count)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Let tags be made on articles only."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Tag | None = None) -> bool:
        """Let only a tag go that no article carries."""
        is_used = obj is not None and getattr(obj, "articles_count", 1) > 0
        return not is_used and super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Tag, form: Any, change: bool) -> None:
        """Rename by the service, which tells the articles."""
        rename_tag(tag_id=obj.pk, name=obj.name, actor=request.user, at=timezone.now())

    def delete_model(self, request: HttpRequest, obj: Tag) -> None:
        """Delete by the service."""
        delete_tag(tag_id=obj.pk, actor=request.user, at=timezone.now())


def make_optional(form: Any, name: str, help_text: Any) -> None:
    """Let a field of a model form stay empty; somebody who may only look has no such field."""
    if name in form.base_fields:
        form.base_fields[name].required = False
        form.base_fields[name].help_text = help_text
