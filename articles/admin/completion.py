"""Answers to what somebody is typing: tags, authors, images and our own articles, as JSON."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from articles.admin.states import state_of
from articles.markup.folding import fold_name
from articles.models import Article, Author, Image, Tag, TagAlias
from articles.search import matching, parse_query

LIMIT = 20
Suggestion = dict[str, Any]


@require_GET
def complete(request: HttpRequest, kind: str) -> JsonResponse:
    """
    Return at most 20 suggestions for `?q=`: `{"results": [{"value", "label", "id"}]}`. 1 query.

    :raises PermissionDenied: if the user may neither add nor change articles.
    """
    user: Any = request.user
    if not (user.has_perm("articles.change_article") or user.has_perm("articles.add_article")):
        raise PermissionDenied("completion: for those who may add or change articles")
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:200]
    results = list(SOURCES[kind](words)) if words else []
    return JsonResponse({"results": results}, headers={"Cache-Control": "no-store"})


def _tags(words: str) -> Iterable[Suggestion]:
    key = fold_name(words)
    other = TagAlias.objects.filter(key__startswith=key).values("tag")
    found = Tag.objects.filter(Q(key__startswith=key) | Q(pk__in=other)).with_counts().in_order()[:LIMIT]
    return ({"id": tag.pk, "value": tag.name, "label": f"{tag.name} ({tag.articles_count})"} for tag in found)


def _authors(words: str) -> Iterable[Suggestion]:
    found = Author.objects.filter(key__contains=fold_name(words)).order_by("key", "pk")[:LIMIT]
    labels = ((author, f"{author.name}, {author.job_title}" if author.job_title else author.name) for author in found)
    return ({"id": author.pk, "value": author.name, "label": label} for author, label in labels)


def _articles(words: str) -> Iterable[Suggestion]:
    """Find by words of the text, by a stretch of the headline, or by number."""
    indexed = matching(Article.objects.all(), parse_query(words)).order_by().values("pk")
    wanted = Q(pk__in=indexed) | Q(headline__icontains=words)
    if words.isdecimal() and len(words) < 19:
        wanted |= Q(pk=int(words))
    found = Article.objects.filter(wanted).exclude(headline="").newest_first().defer("body")[:LIMIT]
    now = timezone.now()
    for article in found:
        day = f"{timezone.localtime(article.published_at):%Y-%m-%d}" if article.published_at else _("no date")
        label = f"{article.headline} ({day}, {state_of(article, at=now).word.lower()})"
        yield {"id": article.pk, "value": article.headline, "label": label}


def _images(words: str) -> Iterable[Suggestion]:
    wanted = Q(alt__icontains=words) | Q(caption__icontains=words) | Q(credit__icontains=words)
    if words.isdecimal() and len(words) < 19:
        wanted |= Q(pk=int(words))
    for image in Image.objects.filter(wanted).order_by("-pk")[:LIMIT]:
        yield {"id": image.pk, "value": str(image.pk), "label": f"{image.pk}: {image}", "thumbnail": image.file.url}


SOURCES: dict[str, Callable[[str], Iterable[Suggestion]]] = {
    "tags": _tags,
    "authors": _authors,
    "articles": _articles,
    "images": _images,
}
