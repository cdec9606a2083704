"""Lists of stories, the list of tags, and the front page."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.factories import NOON, make_article
from tests.views.builder import fill

pytestmark = pytest.mark.django_db


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def at(days: int) -> str:
    return (NOON - timedelta(days=days)).isoformat()


def test_an_empty_newsroom_says_so_on_every_page(client: Client) -> None:
    for path in ("/", "/articles/", "/tags/", "/archive/"):
        assert "Nothing published yet" in text_of(client, path)


def test_the_front_page_shows_the_newest_largest_and_each_story_once(client: Client) -> None:
    stories = fill(40)
    page = text_of(client, "/")
    assert f'<h2 class="story__head"><a href="{stories[0].get_absolute_url()}">' in page
    top = [page.count(f'"{story.get_absolute_url()}"') for story in stories[:9]]
    assert top == [1] * 9
    assert 'href="/sections/world/"' in page


def test_pages_part_a_list_without_gap_or_double(client: Client) -> None:
    stories = fill(45)
    seen: list[int] = []
    for number in (1, 2, 3):
        page = client.get(f"/articles/?page={number}").context["page"]
        seen += [story.pk for story in page.stories]
        assert page.has_next is (number < 3)
    assert seen == [story.pk for story in stories]


def test_a_page_keeps_the_filters_of_the_list(client: Client) -> None:
    fill(25)
    page = text_of(client, "/articles/?tag=ferry")
    assert 'rel="next" href="?tag=ferry&amp;page=2"' in page
    assert "about Ferry" in page
    assert 'href="?"' in page  # the same list without it


@pytest.mark.parametrize(
    ("query", "headlines"),
    [
        ("section=town", {"Town story"}),
        ("tag=boats", {"Boat story"}),
        ("author=ada", {"Boat story"}),
        ("language=fr", {"French story"}),
        ("q=whale", {"Boat story"}),
        ("from=2026-11-21", {"Town story", "Boat story"}),
        ("to=2026-11-20", {"French story"}),
        ("from=2026-11-21&to=2026-11-21", {"Boat story"}),
        ("tag=boats&section=town", set()),
        ("unknown=1", {"Town story", "Boat story", "French story"}),
    ],
)
def test_filters(client: Client, query: str, headlines: set[str]) -> None:
    make_article(headline="Town story", section="Town", published_at=at(0))
    make_article(
        headline="Boat story", tags=("Boats",), authors=("Ada",), body=("<p>A whale.</p>",), published_at=at(1)
    )
    make_article(headline="French story", language="fr", published_at=at(2))
    response = client.get(f"/articles/?{query}")
    assert {story.headline for story in response.context["page"].stories} == headlines


def test_a_long_list_is_counted_only_so_far(client: Client) -> None:
    fill(1_001)
    assert "More than 1000 stories" in text_of(client, "/articles/")


def test_an_author_has_a_page(client: Client) -> None:
    make_article(headline="Signed", authors=("Ada Lovelace",))
    make_article(headline="Unsigned")
    page = text_of(client, "/authors/ada-lovelace/")
    assert "Signed" in page
    assert "Unsigned" not in page


def test_tags_are_listed_with_their_counts(client: Client) -> None:
    make_article(tags=("Ferry", "Quay"))
    make_article(tags=("Ferry",))
    page = text_of(client, "/tags/")
    assert '<a href="/tags/ferry/">Ferry</a> <span class="num">2 stories</span>' in page
    assert '<a href="/tags/quay/">Quay</a> <span class="num">1 story</span>' in page


def test_an_empty_section_is_a_page(client: Client) -> None:
    fill(1)
    make_article(section="Quiet")
    assert "Nothing published yet" not in text_of(client, "/sections/quiet/")
    assert text_of(client, "/sections/world/").count("<h1") == 1


def test_robots_keep_out_of_the_desk(client: Client) -> None:
    page = text_of(client, "/robots.txt")
    assert "Disallow: /admin/" in page
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in page


def test_the_site_tells_that_it_is_well(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok", "database": "ok", "cache": "ok"}
