"""Sitemaps hold every public address, and no map more than search engines take."""

import pytest
from django.test import Client
from lxml import etree

from articles import sitemaps
from tests.factories import make_article

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"


def locations(client: Client, path: str) -> list[str]:
    response = client.get(path)
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    root = etree.fromstring(response.content)
    return [loc.text or "" for loc in root.iter(f"{{{sitemaps.NAMESPACE}}}loc")]


def test_the_index_leads_to_maps_that_hold_all(client: Client) -> None:
    article = make_article(section="Town", tags=("Ferry",), authors=("Ada",))
    maps = locations(client, "/sitemap.xml")
    assert (
        maps
        == [f"{SITE}/sitemap-pages.xml", f"{SITE}/sitemap-articles-{article.pk // sitemaps.KEYS_A_MAP}.xml"][
            : len(maps)
        ]
    )
    found = [loc for path in maps for loc in locations(client, path.removeprefix(SITE))]
    expected = ["/", "/sections/town/", "/tags/ferry/", "/authors/ada/", article.get_absolute_url()]
    assert found == [f"{SITE}{path}" for path in expected]


def test_articles_are_parted_by_key(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "KEYS_A_MAP", 2)
    articles = [make_article() for _ in range(5)]
    maps = [path.removeprefix(SITE) for path in locations(client, "/sitemap.xml") if "articles" in path]
    answers = [client.get(path).status_code for path in maps]
    held = [loc for path, status in zip(maps, answers, strict=True) if status == 200 for loc in locations(client, path)]
    assert held == [f"{SITE}{article.get_absolute_url()}" for article in articles]
    assert sitemaps.MAX_PAGES <= 50_000


def test_an_empty_newsroom_has_a_map(client: Client) -> None:
    assert locations(client, "/sitemap.xml") == [f"{SITE}/sitemap-pages.xml"]
    assert locations(client, "/sitemap-pages.xml") == [f"{SITE}/"]


def test_a_map_says_when_a_story_changed(client: Client) -> None:
    article = make_article(published_at="2020-04-05T08:00:00+00:00")
    page = client.get(f"/sitemap-articles-{article.pk // sitemaps.KEYS_A_MAP}.xml").content.decode()
    assert "<lastmod>2020-04-05T08:00:00+00:00</lastmod>" in page
