"""Pages of a list, by number, without a count of the whole."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from articles.models import Article, ArticleQuerySet

PAGE_SIZE = 20
LAST_PAGE = 999_999
COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class StoryPage:
    """A page of articles; `number` is 1-based."""

    stories: list[Article]
    number: int
    has_next: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A value that a list could be narrowed to, with the number of its articles."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What a list holds, counted over its first 1,000 articles; `is_more` tells that it holds more."""

    count: int
    is_more: bool
    sections: list[Facet]
    languages: list[Facet]


def page_number(request: HttpRequest) -> int:
    """
    Return the number of the page that the request asks for, 1 if it asks for none.

    :raises BadRequest: if it is no whole number from 1.
    :raises Http404: if no list is that long.
    """
    asked = request.GET.get("page", "1")
    if not (asked.isascii() and asked.isdigit()) or not int(asked[:9]):
        raise BadRequest(_("page: “%s” is not the number of a page; write a whole number from 1.") % asked[:40])
    if len(asked) > len(str(LAST_PAGE)):
        raise Http404(_("There is no page %s.") % asked[:40])
    return int(asked)


def story_page(articles: ArticleQuerySet, *, at: datetime, number: int) -> StoryPage:
    """
    Return one page of `articles`, which are in order: 3 queries, 1 for an empty list.

    The keys come first, out of an index alone; then the rows of that page.

    :raises Http404: if the page is beyond the last, and not the first.
    """
    start = (number - 1) * PAGE_SIZE
    pks = list(articles.values_list("pk", flat=True)[start : start + PAGE_SIZE + 1])
    if not pks and number > 1:
        raise Http404(_("There is no page %s.") % number)
    return StoryPage(by_pk(pks[:PAGE_SIZE], at=at), number, has_next=len(pks) > PAGE_SIZE)


def by_pk(pks: list[int], *, at: datetime) -> list[Article]:
    """Return the public articles with these keys, in this order, ready for a list: 2 queries, none without keys."""
    if not pks:
        return []
    rows = {row.pk: row for row in Article.objects.published(at=at).filter(pk__in=pks).for_listing()}
    return [rows[pk] for pk in pks if pk in rows]


def tally(articles: ArticleQuerySet) -> Tally:
    """Count `articles`, and how many of them each section and language has: 1 query, over 1,000 articles at most."""
    counted = list(articles.order_by().values_list("section__slug", "section__name", "language")[: COUNTED + 1])
    is_more = len(counted) > COUNTED
    rows = counted[:COUNTED]
    sections = _facets((slug, name) for slug, name, _language in rows if slug)
    languages = _facets((language, language) for _slug, _name, language in rows)
    return Tally(len(rows), is_more, sections, languages)


def _facets(values: Iterable[tuple[str, str]]) -> list[Facet]:
    counts = Counter(values)
    return [Facet(value, label, count) for (value, label), count in sorted(counts.items(), key=lambda i: (-i[1], i[0]))]
