"""Every page asks the database as often with ten articles as with a thousand."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from tests.factories import make_article, make_editor
from tests.views.builder import fill

EXPECTED = {
    "front": 5,  # keys, rows and bylines of the top, the sections twice
    "list": 5,
    "list filtered": 8,
    "article": 7,
    "short": 2,
    "section": 5,
    "tags": 3,
    "tag": 6,
    "author": 6,
    "archive": 2,
    "archive_year": 4,
    "archive_month": 5,
    "archive_day": 5,
    "search": 1,
    "search results": 6,
    "rss": 4,
    "atom": 4,
    "sitemap": 1,
    "sitemap_pages": 3,
    "sitemap_articles": 1,
    "robots": 0,
    "healthz": 1,
    "not found": 1,
    "bad request": 1,
}


def pages(newest: Article) -> dict[str, str]:
    """Return an address for each page, about the newest article."""
    assert newest.published_at
    day = newest.published_at
    return {
        "front": "/",
        "list": "/articles/",
        "list filtered": "/articles/?section=world&tag=ferry&author=ada&from=2020-01-01&q=ferry&language=en",
        "article": newest.get_absolute_url(),
        "short": newest.get_short_url(),
        "section": "/sections/world/",
        "tags": "/tags/",
        "tag": "/tags/ferry/",
        "author": "/authors/ada/",
        "archive": "/archive/",
        "archive_year": f"/archive/{day.year}/",
        "archive_month": f"/archive/{day:%Y/%m}/",
        "archive_day": f"/archive/{day:%Y/%m/%d}/",
        "search": "/search/",
        "search results": "/search/?q=ferry",
        "rss": "/feeds/rss.xml",
        "atom": "/feeds/atom.xml",
        "sitemap": "/sitemap.xml",
        "sitemap_pages": "/sitemap-pages.xml",
        "sitemap_articles": f"/sitemap-articles-{newest.pk // 20_000}.xml",
        "robots": "/robots.txt",
        "healthz": "/healthz",
        "not found": "/nowhere/",
        "bad request": "/articles/?page=abc",
    }


def count_queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    assert response.status_code in (200, 302, 400, 404), path
    return len(queries)


@pytest.mark.django_db
def test_queries_do_not_grow(client: Client) -> None:
    few = {name: count_queries(client, path) for name, path in pages(fill(10)[0]).items()}
    many = {name: count_queries(client, path) for name, path in pages(fill(1_000)[0]).items()}
    assert few == EXPECTED
    assert many == EXPECTED | {"front": 7}  # rows and bylines of a strip


@pytest.mark.django_db
def test_the_preview_costs_the_same_however_many_there_are(client: Client) -> None:
    client.force_login(make_editor())
    counts = set()
    for size in (10, 300):
        fill(size)
        article = make_article(tags=("Ferry",), authors=("Ada",), related=("Elsewhere",))
        counts.add(count_queries(client, f"/preview/{article.pk}/"))
    assert len(counts) == 1
