"""One article: its page, its short address, and the desk's preview of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from django.contrib.auth.decorators import user_passes_test
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, PermissionsMixin
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.markup.html import plain_text
from articles.models import Article, Byline, RelatedLink, Tag
from articles.services.previewing import preview_of
from articles.views.reading import description, reading_minutes
from articles.views.structured import news_article

MORE = 3
MENTIONS = 5
TARGETS = ("target", "target__superseded_by")


@dataclass(frozen=True, slots=True)
class RelatedLine:
    """A related story as readers see it; without an address it is a headline only."""

    headline: str
    address: str = ""
    article: Article | None = None


@require_safe
def article(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """
    Answer with an article's page: 7 queries. Another day before the right slug leads there for good.

    So does the address of an article whose story goes on in another one.

    :raises Http404: if readers may not see it, or there is none.
    """
    at = timezone.now()
    found = _public_or_404(at=at, slug=slug)
    if request.path != unquote(found.get_absolute_url()):
        return redirect(found, permanent=True)
    context = article_context(found, bylines=found.bylines.all(), tags=tags_of(found), related=related_of(found), at=at)
    return TemplateResponse(request, "articles/article.html", context)


@require_safe
def short(request: HttpRequest, code: str) -> HttpResponse:
    """
    Lead from the short address to the full one: 3 queries. Not for good: the full one may change.

    From an article whose story goes on in another one, it leads there.

    :raises Http404: if readers may not see the article, or there is none.
    """
    return redirect(_public_or_404(at=timezone.now(), short_code=code))


def _may_preview(user: AbstractBaseUser | AnonymousUser) -> bool:
    return isinstance(user, PermissionsMixin) and user.is_staff and user.has_perm("articles.view_article")  # type: ignore[attr-defined]


@require_safe
@never_cache
@user_passes_test(_may_preview, login_url="admin:login")
def preview(request: HttpRequest, article_id: int) -> HttpResponse:
    """
    Answer with the latest revision of an article as readers would see it, whatever its state.

    :raises Http404: if there is none.
    """
    shown = preview_of(get_object_or_404(Article.objects.for_page(), pk=article_id))
    context = article_context(
        shown.article, bylines=shown.bylines, tags=shown.tags, related=shown.related, at=timezone.now()
    )
    response = TemplateResponse(request, "articles/article.html", context | {"is_preview": True})
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def article_context(
    article: Article,
    *,
    bylines: Iterable[Byline],
    tags: Iterable[Tag],
    related: Iterable[RelatedLink],
    at: datetime,
) -> dict[str, Any]:
    """
    Return what the article's template takes, for readers at the instant `at`: 2 queries.

    `article` need not be stored as it is: a preview passes the fields of a
    snapshot. Bylines come with their authors, related links with their targets.
    """
    text = plain_text(article.body)
    lines = [_as_readers_see(link, at=at) for link in related]
    linked = [line.article.pk for line in lines if line.article]
    mentions = [story for story in _mentions(article, at=at) if story.pk not in linked]
    seen = {article.pk, *linked, *(story.pk for story in mentions)}
    signed = list(bylines)
    return {
        "now": at,
        "article": article,
        "writers": [byline for byline in signed if not byline.role],
        "contributors": [byline for byline in signed if byline.role],
        "tags": list(tags),
        "related": lines,
        "mentions": mentions[:MENTIONS],
        "more": [story for story in _more(article, at=at) if story.pk not in seen][:MORE],
        "minutes": reading_minutes(text),
        "description": description(article.standfirst or text),
        "structured": news_article(article, bylines=signed, text=article.standfirst or text),
    }


def tags_of(article: Article) -> list[Tag]:
    """Return an article's tags in their order: 1 query."""
    return list(Tag.objects.filter(article_links__content_object=article).order_by("article_links__position", "key"))


def related_of(article: Article) -> Sequence[RelatedLink]:
    """Return an article's related links with their targets: 1 query."""
    links = article.related_links.select_related("target", "target__superseded_by")
    return list(links.defer(*(f"{target}__{words}" for target in TARGETS for words in ("body", "standfirst"))))


def _public_or_404(*, at: datetime, **which: str) -> Article:
    """Return the public article, or the one that its story goes on in: 2 queries, or 4."""
    found = Article.objects.published(at=at).for_page().filter(**which).first()
    if found is None:
        earlier = Article.objects.superseded().filter(**which)
        found = Article.objects.published(at=at).for_page().filter(supersedes__in=earlier).first()
    if found is None:
        raise Http404(_("There is no such story here."))
    return found


def _as_readers_see(link: RelatedLink, *, at: datetime) -> RelatedLine:
    target = link.target and (link.target.superseded_by or link.target)
    if target and target.is_public(at=at):
        return RelatedLine(link.headline, target.get_absolute_url(), target)
    return RelatedLine(link.headline, link.url)


def _mentions(article: Article, *, at: datetime) -> list[Article]:
    """Return public articles that link to this one: 1 query."""
    versions = Article.objects.filter(Q(pk=article.pk) | Q(superseded_by=article.pk))
    naming = RelatedLink.objects.filter(target__in=versions.values("pk"))
    found = Article.objects.published(at=at).filter(pk__in=naming.values("article")).exclude(pk=article.pk)
    return list(found.newest_first().defer("body", "standfirst")[: MENTIONS * 4])


def _more(article: Article, *, at: datetime) -> list[Article]:
    """Return the newest stories of the same section, or of all if it has none: 1 query."""
    public = Article.objects.published(at=at).exclude(pk=article.pk).newest_first().defer("body", "standfirst")
    if article.section:
        public = public.in_section(article.section)
    return list(public[: MORE * 5])
