"""The page that splits a tag: its articles, narrowed by words, and another tag for those that are chosen."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.states import state_of
from articles.admin.tag_operations import told
from articles.models import Article, ArticleQuerySet, Tag
from articles.search import matching, parse_query
from articles.services.names import MAX_TAG_CHARS
from articles.services.tags import split_tag
from articles.services.tags.names import plain_name

if TYPE_CHECKING:
    from articles.admin.tags import TagAdmin

SHOWN = 100


class SplitForm(forms.Form):
    """The other tag's name, and which articles get it: those that are ticked, or all that the words find."""

    name = forms.CharField(label=gettext_lazy("The other tag"), max_length=MAX_TAG_CHARS)
    everything = forms.BooleanField(required=False)

    def clean_name(self) -> str:
        """
        Return the name in one line.

        :raises ValidationError: if it is no name.
        """
        return plain_name(self.cleaned_data["name"])


def split_page(desk: "TagAdmin", request: HttpRequest, tag_id: int) -> HttpResponse:
    """
    Show the newest articles of a tag, and split it: 6 queries to show.

    :raises Http404: if there is no such tag.
    :raises PermissionDenied: if the user may not add and change tags.
    """
    tag = get_object_or_404(Tag, pk=tag_id)
    if not desk.has_split_permission(request):
        raise PermissionDenied("split: for those who may add and change tags")
    words = " ".join((request.POST if request.method == "POST" else request.GET).get("q", "").split())[:200]
    found = _found(tag, words)
    form = SplitForm(request.POST if request.method == "POST" else None)
    ticked = {int(pk) for pk in request.POST.getlist("article") if pk.isdecimal() and len(pk) < 19}
    if request.method == "POST" and form.is_valid():
        chosen = found.values_list("pk", flat=True) if form.cleaned_data["everything"] else ticked
        operation = told(request, split_tag, tag_id=tag.pk, parts={form.cleaned_data["name"]: list(chosen)})
        if operation:
            desk.log_change(request, tag, operation.summary)
            return HttpResponseRedirect(reverse("admin:articles_tag_changelist"))
    now = timezone.now()
    shown = [(article, state_of(article, at=now)) for article in found.newest_first().for_listing()[: SHOWN + 1]]
    context: dict[str, Any] = desk.admin_site.each_context(request) | {
        "title": _("Split the tag “%(tag)s”") % {"tag": tag.name},
        "opts": desk.opts,
        "tag": tag,
        "words": words,
        "form": form,
        "count": found.count(),
        "shown": shown[:SHOWN],
        "is_more": len(shown) > SHOWN,
        "ticked": ticked,
    }
    return TemplateResponse(request, "admin/articles/tag/split.html", context)


def _found(tag: Tag, words: str) -> ArticleQuerySet:
    """Return the articles of a tag in which the words stand."""
    articles = Article.objects.tagged(tag)
    return (
        articles.filter(pk__in=matching(Article.objects.all(), parse_query(words)).order_by().values("pk"))
        if words
        else articles
    )
