"""The search page: what is found, marked, counted and offered."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.factories import NOON, make_article

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stories() -> None:
    for day, (headline, body, section) in enumerate(
        [("Ferry sails", "The boat left at <b>noon</b>.", "Town"), ("Quay built", "Every ferry may land.", "Harbour")]
    ):
        make_article(
            headline=headline, body=(f"<p>{body}</p>",), section=section, tags=("Ferries",),
            published_at=(NOON + timedelta(days=day - 9)).isoformat(),
        )  # fmt: skip


def headlines(client: Client, query: str) -> list[str]:
    return [story.headline for story, _headline, _text in client.get(f"/search/?{query}").context["results"]]


def test_the_best_match_comes_first_or_the_newest(client: Client) -> None:
    assert headlines(client, "q=ferry") == ["Ferry sails", "Quay built"]
    assert headlines(client, "q=ferry&sort=newest") == ["Quay built", "Ferry sails"]


def test_found_words_are_marked_and_the_rest_is_escaped(client: Client) -> None:
    make_article(headline="Ferry <b>bold</b>", body=("<p>A ferry &amp; a boat.</p>",))
    page = client.get("/search/?q=ferry").content.decode()
    assert "<mark>Ferry</mark> &lt;b&gt;bold&lt;/b&gt;" in page
    assert "Every <mark>ferry</mark> may land" in page
    assert "&amp; a boat" in page


def test_filters_narrow_the_results(client: Client) -> None:
    assert headlines(client, "q=ferry&section=town") == ["Ferry sails"]
    page = client.get("/search/?q=ferry").content.decode()
    assert '<a href="?q=ferry&amp;section=harbour">Harbour</a> <span class="num">1</span>' in page


def test_nothing_found_offers_other_ways(client: Client) -> None:
    page = client.get("/search/?q=ferries+zebra").content.decode()
    assert "No story has all the words of “ferries zebra”" in page
    assert '<a href="/tags/ferries/">Ferries</a>' in page


def test_no_words_are_no_question(client: Client) -> None:
    response = client.get("/search/?q=")
    assert response.status_code == 200
    assert "results" not in response.context


def test_the_words_stay_in_the_field(client: Client) -> None:
    assert 'value="&quot;left at&quot; &lt;x&gt;"' in client.get("/search/", {"q": '"left at" <x>'}).content.decode()
