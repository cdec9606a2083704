"""Tags at the desk: their names and other names, merging and splitting."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.tag_operations import may, told
from articles.admin.tag_splitting import split_page
from articles.markup.folding import fold_name
from articles.models import Tag
from articles.services.tags import create_tag, delete_tag, merge_tags, rename_tag, set_other_names
from articles.services.tags.names import check_free, plain_name


class TagForm(forms.ModelForm):
    """A tag's name, and its other names, one a line; none may be another tag's."""

    other_names = forms.CharField(
        label=gettext_lazy("Other names"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "cols": 40}),
        help_text=gettext_lazy(
            "One a line. An import takes each for this tag. Case, accents, hyphens, spaces and plurals are seen "
            "through without being written here. A merged tag’s old address leads here as long as its name stands here."
        ),
    )

    class Meta:
        model = Tag
        fields = ["name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "other_names" in self.fields:
            names = self.instance.aliases.order_by("key").values_list("name", flat=True)
            self.fields["other_names"].initial = "\n".join(names)

    def clean_name(self) -> str:
        """
        Return the name in one line.

        :raises ValidationError: if another tag has it, or goes by it, spelled this way or another.
        """
        return self._checked(self.cleaned_data["name"])

    def clean_other_names(self) -> list[str]:
        """
        Return the other names.

        :raises ValidationError: naming each that another tag has, or that is none.
        """
        names, wrong = [], []
        for line in filter(str.strip, self.cleaned_data["other_names"].splitlines()):
            try:
                names.append(self._checked(line))
            except ValidationError as error:
                wrong += error.messages
        if wrong:
            raise ValidationError(wrong)
        return names

    def _checked(self, name: str) -> str:
        plain = plain_name(name)
        check_free(plain, tag=self.instance if self.instance.pk else None)
        return plain


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    """Tags, with how many articles carry each."""

    form = TagForm
    fields = ["name", "other_names"]
    list_display = ["name", "articles_count", "slug"]
    search_fields = ["key"]
    list_per_page = 100
    show_full_result_count = False
    actions = ["merge_chosen", "split_chosen"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Count the articles of each: 1 query."""
        return Tag.objects.with_counts().in_order()

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Compare folded names, the other names too."""
        key = fold_name(search_term)
        return (queryset.filter(pk__in=Tag.objects.called(key).values("pk")) if key else queryset), False

    def get_actions(self, request: HttpRequest) -> Any:
        """Offer no deletion of many: a tag that articles carry is merged instead."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_urls(self) -> list[URLPattern]:
        """Add the page that splits a tag."""
        view = self.admin_site.admin_view(self.split_view)
        return [path("<int:tag_id>/split/", view, name="articles_tag_split"), *super().get_urls()]

    def split_view(self, request: HttpRequest, tag_id: int) -> HttpResponse:
        """Show the articles of a tag, and give the chosen ones another."""
        return split_page(self, request, tag_id)

    @admin.display(description=gettext_lazy("Articles"), ordering="articles_count")
    def articles_count(self, tag: Any) -> int:
        """Show how many articles carry it, whatever their state."""
        return int(tag.articles_count)

    def has_merge_permission(self, request: HttpRequest) -> bool:
        """Tell whether somebody may make one tag of several."""
        return may(request, "change_tag", "delete_tag")

    def has_split_permission(self, request: HttpRequest) -> bool:
        """Tell whether somebody may give articles of a tag another one."""
        return may(request, "change_tag", "add_tag")

    def has_delete_permission(self, request: HttpRequest, obj: Tag | None = None) -> bool:
        """Let only a tag go that no article carries."""
        is_used = obj is not None and getattr(obj, "articles_count", 1) > 0
        return not is_used and super().has_delete_permission(request, obj)

    @admin.action(description=gettext_lazy("Merge …"), permissions=["merge"])
    def merge_chosen(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Ask which of the chosen tags stays, then merge the others into it."""
        tags = list(queryset)
        if len(tags) < 2:
            messages.error(request, _("Merging takes two tags or more: tick those that mean the same."))
            return None
        if "confirmed" not in request.POST:
            return TemplateResponse(request, "admin/articles/tag/merge.html", self._merge_context(request, tags))
        keep_id = request.POST.get("keep", "")
        if keep_id not in {str(tag.pk) for tag in tags}:
            messages.error(request, _("Nothing was merged: say which of the tags stays."))
            return None
        others = [tag.pk for tag in tags if str(tag.pk) != keep_id]
        operation = told(request, merge_tags, keep_id=int(keep_id), other_ids=others)
        if operation:
            self.log_change(request, Tag.objects.get(pk=int(keep_id)), operation.summary)
        return None

    def _merge_context(self, request: HttpRequest, tags: list[Any]) -> dict[str, Any]:
        biggest = max(tags, key=lambda tag: tag.articles_count)
        return self.admin_site.each_context(request) | {
            "title": _("Merge tags"),
            "opts": self.opts,
            "tags": tags,
            "biggest": biggest,
            "checkbox_name": ACTION_CHECKBOX_NAME,
        }

    @admin.action(description=gettext_lazy("Split …"), permissions=["split"])
    def split_chosen(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Lead to the page that splits the one tag that was chosen."""
        pks = list(queryset.values_list("pk", flat=True)[:2])
        if len(pks) == 1:
            return HttpResponseRedirect(reverse("admin:articles_tag_split", args=pks))
        messages.error(request, _("One tag is split at a time: tick one."))
        return None

    def save_model(self, request: HttpRequest, obj: Tag, form: Any, change: bool) -> None:
        """Make or rename by the services, which tell the articles."""
        at, names = timezone.now(), form.cleaned_data.get("other_names", [])
        if change:
            former = Tag.objects.get(pk=obj.pk).name
            rename_tag(tag_id=obj.pk, name=obj.name, actor=request.user, at=at)
            if "other_names" in form.changed_data:
                set_other_names(tag_id=obj.pk, names=[former, *names], actor=request.user, at=at)
            return
        made = create_tag(name=obj.name, actor=request.user, at=at)
        obj.pk, obj.slug = made.pk, made.slug
        if names:
            set_other_names(tag_id=obj.pk, names=names, actor=request.user, at=at)

    def delete_model(self, request: HttpRequest, obj: Tag) -> None:
        """Delete by the service."""
        delete_tag(tag_id=obj.pk, actor=request.user, at=timezone.now())
