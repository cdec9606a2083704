"""What is not public is nowhere: no page, list, count, feed, map or search tells of it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, RelatedLink
from articles.services.publishing import submit_article, withdraw_article
from tests.factories import make_article, make_draft

pytestmark = pytest.mark.django_db

NOW = timezone.now()
LAST_HOUR = NOW - timedelta(hours=1)
MARK = "Zanzibar"
TRACES = (MARK, "zanzibar-tag", "zanzibar-author")
LISTS = [
    "/", "/articles/", "/articles/?language=sw", "/articles/?q=zanzibar", "/sections/coast/", "/tags/",
    "/tags/zanzibar-tag/", "/authors/zanzibar-author/", f"/archive/{LAST_HOUR:%Y}/", f"/archive/{LAST_HOUR:%Y/%m}/",
    f"/archive/{LAST_HOUR:%Y/%m/%d}/", "/search/?q=zanzibar", "/search/?q=zanzibar&sort=newest", "/feeds/rss.xml",
    "/feeds/atom.xml", "/sitemap.xml", "/sitemap-pages.xml", "/sitemap-articles-0.xml",
]  # fmt: skip
TELLING = [path for path in LISTS if path not in (f"/archive/{LAST_HOUR:%Y}/", "/sitemap.xml")]


def fields(**more: object) -> dict[str, object]:
    """Return what marks an article in every list."""
    return {
        "headline": f"{MARK} headline",
        "standfirst": f"{MARK} standfirst",
        "body": (f"<p>{MARK} body</p>",),
        "authors": ("Zanzibar author",),
        "tags": ("Zanzibar tag",),
        "section": "Coast",
        "language": "sw",
        "published_at": LAST_HOUR.isoformat(),
    } | more


def in_review() -> Article:
    return submit_article(article_id=make_draft(at=NOW, **fields()).pk, actor=None, at=NOW)


def scheduled() -> Article:
    return make_article(at=NOW, **fields(published_at=(NOW + timedelta(hours=1)).isoformat()))


def embargoed() -> Article:
    return make_article(at=NOW, **fields(embargoed_until=(NOW + timedelta(hours=1)).isoformat()))


def withdrawn() -> Article:
    return withdraw_article(article_id=make_article(at=NOW, **fields()).pk, actor=None, at=NOW)


HIDDEN: list[Callable[[], Article]] = [
    lambda: make_draft(at=NOW, **fields()), in_review, scheduled, embargoed, withdrawn
]  # fmt: skip


def link(article: Article, target: Article, headline: str) -> None:
    RelatedLink.objects.create(article=article, target=target, position=9, headline=headline, key=headline)


def addresses(article: Article) -> list[str]:
    return [article.get_absolute_url(), article.get_short_url()]


def text_of(client: Client, path: str) -> str:
    return client.get(path).content.decode()


@pytest.mark.parametrize("make", HIDDEN, ids=["draft", "in review", "scheduled", "embargoed", "withdrawn"])
def test_nothing_tells_of_what_is_hidden(client: Client, make: Callable[[], Article]) -> None:
    hidden = make()
    public = make_article(at=NOW, headline="Known to all", section="Coast")
    link(public, hidden, "Words of the link")
    link(hidden, public, "Known to all")
    for path in [*LISTS, public.get_absolute_url()]:
        page = text_of(client, path)
        told = [word for word in (*TRACES, hidden.slug, hidden.short_code) if word in page]
        assert not told, path
    assert [client.get(path).status_code for path in addresses(hidden)] == [404, 404]
    assert "Words of the link" in text_of(client, public.get_absolute_url())


def test_its_tag_and_its_author_do_not_exist(client: Client) -> None:
    make_draft(at=NOW, **fields())
    statuses = {path: client.get(path).status_code for path in ("/tags/zanzibar-tag/", "/authors/zanzibar-author/")}
    assert set(statuses.values()) == {404}
    filters = ("tag=zanzibar-tag", "tag=no-such", "author=zanzibar-author", "author=no-such")
    assert [client.get(f"/articles/?{query}").status_code for query in filters] == [400] * 4


def test_a_count_leaves_it_out(client: Client) -> None:
    make_draft(at=NOW, tags=("Shared",))
    make_article(at=NOW, tags=("Shared",))
    assert "1 story" in text_of(client, "/tags/")
    assert "1 story" in text_of(client, "/tags/shared/")


@pytest.mark.parametrize("path", TELLING)
def test_the_same_places_tell_of_it_once_it_is_public(client: Client, path: str) -> None:
    """Without this, the test above could pass by asking in the wrong places."""
    article = make_article(at=NOW, **fields())
    page = text_of(client, path)
    assert any(word in page for word in (*TRACES, article.slug))


def test_an_embargo_that_has_ended_lets_it_out(client: Client) -> None:
    ended: datetime = NOW - timedelta(minutes=1)
    article = make_article(at=NOW, **fields(embargoed_until=ended.isoformat()))
    assert client.get(article.get_absolute_url()).status_code == 200
