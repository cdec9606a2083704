"""
Sitemaps: an index, and under it the pages of the site and the articles.

An articles' map holds a range of keys, not a range of places in a list: it
is found by the index of keys alone however many articles there are, and an
article never moves from one map to another.
"""

from collections.abc import Iterable
from datetime import datetime
from io import StringIO
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from articles.models import Article, Author, Section, Tag

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
KEYS_A_MAP = 20_000
MAX_PAGES = 50_000


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Answer with the addresses of all sitemaps: 1 query, by the key's index."""
    last = Article.objects.published(at=timezone.now()).order_by("-pk").values_list("pk", flat=True).first()
    count = 0 if last is None else last // KEYS_A_MAP + 1
    maps = [reverse("articles:sitemap_pages"), *(reverse("articles:sitemap_articles", args=[n]) for n in range(count))]
    return _answer("sitemapindex", "sitemap", ((path, None) for path in maps))


@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    """Answer with the front page and every section, tag and author that has stories, at most 50,000: 3 queries."""
    public = Article.objects.published(at=timezone.now())
    authors = Author.objects.of(public).order_by("pk")
    rows: list[Section | Tag | Author] = [*Section.objects.in_order(), *Tag.objects.of(public).in_order(), *authors]
    paths = [reverse("articles:front"), *(row.get_absolute_url() for row in rows)]
    return _answer("urlset", "url", ((path, None) for path in paths[:MAX_PAGES]))


@require_safe
def stories(request: HttpRequest, number: int) -> HttpResponse:
    """
    Answer with the public articles whose keys fall into the range `number`, counted from 0: 1 query.

    :raises Http404: if there are none.
    """
    if number > 10**9:
        raise Http404(_("There is no such sitemap."))
    public = Article.objects.published(at=timezone.now())
    of_range = public.filter(pk__gte=number * KEYS_A_MAP, pk__lt=(number + 1) * KEYS_A_MAP).order_by("pk")
    rows = of_range.only("slug", "published_at", "updated_at")
    entries = [(row.get_absolute_url(), row.updated_at) for row in rows]
    if not entries:
        raise Http404(_("There is no such sitemap."))
    return _answer("urlset", "url", entries)


def _answer(root: str, item: str, entries: Iterable[tuple[str, datetime | None]]) -> HttpResponse:
    """Return a sitemap of `entries`: paths on this site, and when each last changed, where that is known."""
    text = StringIO()
    xml = SimplerXMLGenerator(text, "utf-8")
    xml.startDocument()
    xml.startElement(root, AttributesImpl({"xmlns": NAMESPACE}))
    for path, changed_at in entries:
        xml.startElement(item, AttributesImpl({}))
        xml.addQuickElement("loc", f"{settings.SITE_URL}{path}")
        if changed_at:
            xml.addQuickElement("lastmod", changed_at.isoformat(timespec="seconds"))
        xml.endElement(item)
    xml.endElement(root)
    xml.endDocument()
    return HttpResponse(text.getvalue(), content_type="application/xml; charset=utf-8")
