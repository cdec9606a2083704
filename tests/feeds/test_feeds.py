"""The feeds are well-formed, and say of each story what readers need."""

import pytest
from django.test import Client
from lxml import etree

from articles.models import Article
from tests.factories import make_article

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}
SITE = "http://127.0.0.1:8000"


@pytest.fixture
def story() -> Article:
    return make_article(
        headline="Ferry & <b>boat</b>", standfirst="At noon.", authors=("Ada", "Grace"), section="Town", tags=("Quay",),
        published_at="2020-04-05T08:00:00+00:00",
    )  # fmt: skip


def parsed(client: Client, path: str) -> etree._Element:
    return etree.fromstring(client.get(path).content)


def test_rss(client: Client, story: Article) -> None:
    response = client.get("/feeds/rss.xml")
    assert response["Content-Type"].startswith("application/rss+xml")
    channel = etree.fromstring(response.content)
    assert channel.findtext("channel/link") == f"{SITE}/"
    item = channel.find("channel/item")
    assert item is not None
    assert item.findtext("title") == "Ferry & <b>boat</b>"
    assert item.findtext("link") == f"{SITE}{story.get_absolute_url()}"
    assert item.findtext("guid") == f"{SITE}{story.get_short_url()}"
    assert item.findtext("pubDate") == "Sun, 05 Apr 2020 08:00:00 +0000"
    assert item.findtext("description") == "At noon."
    assert [category.text for category in item.findall("category")] == ["Town", "Quay"]


def test_atom(client: Client, story: Article) -> None:
    response = client.get("/feeds/atom.xml")
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = etree.fromstring(response.content)
    assert feed.findtext("a:id", namespaces=ATOM) == f"{SITE}/"
    assert feed.findtext("a:entry/a:id", namespaces=ATOM) == f"{SITE}{story.get_short_url()}"
    assert feed.findtext("a:entry/a:updated", namespaces=ATOM) == "2020-04-05T08:00:00+00:00"
    assert feed.findtext("a:entry/a:author/a:name", namespaces=ATOM) == "Ada, Grace"


def test_an_empty_newsroom_has_feeds(client: Client) -> None:
    assert parsed(client, "/feeds/rss.xml").findall("channel/item") == []
    assert parsed(client, "/feeds/atom.xml").findall("a:entry", ATOM) == []


@pytest.mark.parametrize("path", ["/feeds/rss.xml", "/feeds/atom.xml"])
def test_no_character_stops_a_feed(client: Client, path: str) -> None:
    article = make_article(headline="Bell", published_at="2020-04-05T08:00:00+00:00")
    Article.objects.filter(pk=article.pk).update(headline="Bell \x07 rings", standfirst="\x0bAt noon\ufffe")
    assert b"Bell  rings" in client.get(path).content
    parsed(client, path)


def test_a_story_without_standfirst_is_summed_up_by_its_beginning(client: Client) -> None:
    make_article(body=(f"<p>{'word ' * 200}</p>",))
    summary = parsed(client, "/feeds/rss.xml").findtext("channel/item/description")
    assert summary
    assert len(summary) == 400
