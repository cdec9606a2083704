"""An article's page, its short address and its preview."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client

from articles.models import Article, RelatedLink
from tests.factories import NOON, make_article, make_draft, make_editor, make_user

pytestmark = pytest.mark.django_db

EARLIER = (NOON - timedelta(days=400)).isoformat()


def page_of(client: Client, article: Article) -> str:
    response = client.get(article.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_it_shows_the_whole_story(client: Client) -> None:
    article = make_article(
        headline="Ferry sails", standfirst="At noon.", body=("<h2>Boats</h2>", "<p>It <em>sails</em>.</p>"),
        authors=("Ada Lovelace", "Grace Hopper"), tags=("Ferry", "Harbour"), section="Town", dateline="Kelmouth",
        published_at=EARLIER,
    )  # fmt: skip
    page = page_of(client, article)
    text = " ".join(re.sub("<[^>]+>", "", page).split())
    assert "By Ada Lovelace and Grace Hopper in Kelmouth" in text
    assert "18 October 2025, 12:00 UTC" in text
    assert "1 min read" in text
    assert '<a href="/tags/ferry/" rel="tag">Ferry</a>' in page
    assert "<p>It <em>sails</em>.</p>" in page
    assert '<p class="kicker" lang="en" dir="ltr"><a href="/sections/town/">Town</a></p>' in page


@pytest.mark.parametrize("path", ["/2019/01/02/{}/", "/2025/10/18/{}/?a=b", "/2025/1/1/{}/"])
def test_another_day_leads_to_the_right_one_for_good(client: Client, path: str) -> None:
    article = make_article(headline="Ferry sails", published_at=EARLIER)
    response = client.get(path.format(article.slug))
    if "2025/10/18" in path:
        assert response.status_code == 200
    else:
        assert (response.status_code, response["Location"]) == (301, article.get_absolute_url())


def test_a_headline_in_another_script_has_an_address(client: Client) -> None:
    article = make_article(headline="港の新聞")
    assert client.get(article.get_absolute_url()).status_code == 200


def test_the_short_address_leads_to_the_full_one(client: Client) -> None:
    article = make_article()
    response = client.get(article.get_short_url())
    assert (response.status_code, response["Location"]) == (302, article.get_absolute_url())


def test_related_stories_are_links_only_where_they_lead_somewhere(client: Client) -> None:
    target = make_article(headline="A target", published_at=EARLIER)
    hidden = make_draft(headline="A draft")
    article = make_article(headline="A story", related=("A target", "A draft", "Print only"))
    RelatedLink.objects.create(
        article=article, position=9, headline="Outside", key="outside", url="https://out.example/"
    )
    RelatedLink.objects.filter(article=article, headline="A draft").update(target=hidden)
    page = page_of(client, article)
    assert f'<a href="{target.get_absolute_url()}">A target</a>' in page
    assert "18 October 2025" in page
    assert '<span class="plain">A draft</span>' in page
    assert '<span class="plain">Print only</span>' in page
    assert '<a href="https://out.example/" rel="external">Outside</a>' in page
    assert "Mentioned in" in page_of(client, target)
    assert article.get_absolute_url() in page_of(client, target)


def test_a_date_that_stands_in_for_another_is_said_to(client: Client) -> None:
    captured = make_article(published_at=EARLIER, date_origin="captured")
    received = make_article(published_at=EARLIER, date_origin="received")
    assert "As captured on" in page_of(client, captured)
    assert "Received on" in page_of(client, received)
    listed = client.get("/articles/").content.decode()
    assert "as captured <time" in listed
    assert "received <time" in listed


def test_an_updated_story_says_when(client: Client) -> None:
    article = make_article(published_at=EARLIER)
    assert "updated" not in page_of(client, article)
    Article.objects.filter(pk=article.pk).update(updated_at=NOON)
    assert "22 November 2026, 12:00 UTC" in page_of(client, article)


def test_other_scripts_are_set_in_their_direction(client: Client) -> None:
    page = page_of(client, make_article(headline="الميناء", language="ar"))
    assert '<article class="article" lang="ar" dir="rtl">' in page
    assert '<html lang="en" dir="ltr">' in page
    assert '<h3 class="story__head" lang="ar" dir="rtl">' in page_of(client, make_article(language="en"))


def test_structured_data_holds_and_cannot_be_broken_out_of(client: Client) -> None:
    evil = "</script><script>alert(1)</script> & “quotes”"
    page = page_of(client, make_article(headline=evil, authors=("Ada",), section="Town", published_at=EARLIER))
    assert "<script>alert" not in page
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    data = json.loads(found[1])
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == evil
    assert data["author"] == [{"@type": "Person", "name": "Ada", "url": "http://127.0.0.1:8000/authors/ada/"}]
    assert data["datePublished"] == EARLIER


def test_the_canonical_address_is_the_first_one(client: Client) -> None:
    own = make_article()
    page = page_of(client, own)
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{own.get_absolute_url()}">' in page
    other = make_article(canonical_url="https://first.example/a")
    assert '<link rel="canonical" href="https://first.example/a">' in page_of(client, other)


@pytest.mark.parametrize("path", ["/", "/articles/", "/search/?q=text", "/nowhere/"])
def test_readers_get_no_cookie_and_pages_do_not_vary_on_one(client: Client, path: str) -> None:
    make_article()
    client.cookies["sessionid"] = "anything"
    response = client.get(path)
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies


def test_the_article_page_does_not_vary_on_a_cookie_either(client: Client) -> None:
    response = client.get(make_article().get_absolute_url())
    assert "Cookie" not in response.get("Vary", "")


def test_the_preview_shows_a_draft_to_the_desk_alone(client: Client) -> None:
    draft = make_draft(headline="Not yet")
    path = f"/preview/{draft.pk}/"
    assert client.get(path)["Location"].startswith("/admin/login/")
    client.force_login(make_user("nora"))  # of the staff, without permissions
    assert client.get(path).status_code == 302
    client.force_login(make_user("vera", "view_article"))
    response = client.get(path)
    assert response.status_code == 200
    assert "Not yet" in response.content.decode()
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]


def test_there_is_no_preview_of_nothing(client: Client) -> None:
    client.force_login(make_editor())
    assert client.get("/preview/4711/").status_code == 404
    assert client.get("/preview/99999999999999999999999/").status_code == 404
