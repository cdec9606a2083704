"""The history: who saved what by which door, what changed, and the way back."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from articles.models import Article
from articles.services.duplicates import join_stories
from articles.services.editing import save_article
from tests.admin.desk import address, client_of, content_of
from tests.factories import NOON, make_article, make_draft, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return client_of()


def save(article: Article, base: int | None = None, **fields: Any) -> None:
    article.refresh_from_db()
    content = replace(article.revisions.get(number=base or article.latest_number).content, **fields)
    number = base or article.latest_number
    save_article(
        article_id=article.pk, content=content, base_number=number, actor=None, at=NOON, reason="<b>because</b>"
    )


def page_of(desk: Client, article: Article, **question: Any) -> str:
    response = desk.get(address("history", article.pk), question)
    assert response.status_code == 200
    return response.content.decode()


def test_revisions_are_told_in_sentences(desk: Client) -> None:
    article = make_article(headline="One")
    save(article, headline="Two")
    save(article, base=1, headline="Three")
    page = page_of(desk, article)
    assert "written by the operator" in page
    assert "what readers see" in page
    assert "&lt;b&gt;because&lt;/b&gt;" in page
    assert "made from revision 1, merged with what came between" in page
    assert "Collided in Headline" in page


def test_any_two_can_be_compared_word_by_word(desk: Client) -> None:
    article = make_draft(headline="Mill to close", body=("<p>It closed in May after ninety years.</p>", "<p>Same.</p>"))
    save(article, headline="Mill to stay", body=("<p>It closed in June after ninety years.</p>", "<p>Same.</p>"))
    for question in ({"from": 1, "to": 2}, {"from": 2, "to": 1}):
        page = page_of(desk, article, **question)
        assert "<del>May</del>" in page
        assert "<ins>June</ins>" in page
        assert "<ins>stay</ins>" in page


def test_a_headline_with_markup_is_text_in_the_comparison(desk: Client) -> None:
    article = make_draft(headline="<img src=x onerror=alert(1)> old")
    save(article, headline="<img src=x onerror=alert(1)> new", tags=("<i>tag</i>",))
    page = page_of(desk, article, **{"from": 1, "to": 2})
    assert "<img src=x" not in page
    assert "<i>tag" not in page


@pytest.mark.parametrize(
    "question", [{"from": "9", "to": "1"}, {"from": "x", "to": "1"}, {"to": "1"}, {"from": "", "to": ""}]
)
def test_a_revision_that_is_not_there_is_said_to_be(desk: Client, question: dict[str, str]) -> None:
    assert "Choose two revisions of this article." in page_of(desk, make_draft(), **question)


def test_restoring_makes_a_new_revision(desk: Client) -> None:
    article = make_draft(headline="First")
    save(article, headline="Second")
    desk.post(address("restore", article.pk), {"number": "1", "base_number": "2"})
    assert content_of(article).headline == "First"
    assert article.latest_number == 3
    assert article.revisions.get(number=3).reason == "Restored revision 1"


def test_restoring_leaves_out_what_is_gone(desk: Client) -> None:
    article = make_draft(headline="First", section="Town")
    section = article.section
    assert section is not None
    save(article, headline="Second", section=None)
    section.delete()
    desk.post(address("restore", article.pk), {"number": "1", "base_number": "2"})
    content = content_of(article)
    assert (content.headline, content.section) == ("First", None)


@pytest.mark.parametrize("number", ["", "x", "77", "9" * 30])
def test_restoring_what_is_not_there_is_not_found(desk: Client, number: str) -> None:
    assert desk.post(address("restore", make_draft().pk), {"number": number}).status_code == 404


def test_restoring_is_for_those_who_may_change() -> None:
    reader, article = client_of(make_user("rita", "view_article")), make_draft()
    assert reader.post(address("restore", article.pk), {"number": "1"}).status_code == 403
    assert "Restore revision" not in page_of(reader, article)


def test_queries_do_not_grow_with_the_history(desk: Client, django_assert_num_queries: Any) -> None:
    article = make_draft(tags=("A",), authors=("B",))
    save(article, headline="Two")
    with django_assert_num_queries(10):
        page_of(desk, article, **{"from": 1, "to": 2})
    for number in range(30):
        save(article, headline=f"Number {number}")
    with django_assert_num_queries(10):
        page_of(desk, article, **{"from": 1, "to": 32})


def test_a_joined_article_is_an_earlier_version_and_can_be_split_off(desk: Client) -> None:
    keep, other = make_article(headline="Ferry aground"), make_article(headline="Ferry runs aground off Kelmouth")
    join_stories(keep_id=keep.pk, other_id=other.pk, actor=None, at=NOON)
    assert "Earlier versions of this story" in page_of(desk, keep)
    assert str(other) in page_of(desk, keep)
    assert f'action="{address("split", other.pk)}"><input type="hidden" name="csrfmiddlewaretoken"' in page_of(
        desk, keep
    )
    assert "Goes on in another article" in page_of(desk, other)
    assert desk.get(address("split", other.pk)).status_code == 405
    assert desk.post(address("split", other.pk)).status_code == 302
    other.refresh_from_db()
    assert (other.superseded_by_id, other.status) == (None, "published")
    assert "continues in no other" in desk.post(address("split", other.pk), follow=True).content.decode()


def test_splitting_off_is_for_those_who_publish(desk: Client) -> None:
    keep, other = make_article(), make_article()
    join_stories(keep_id=keep.pk, other_id=other.pk, actor=None, at=NOON)
    writer = client_of(make_user("wren", "change_article", "view_article"))
    assert "Split off" not in page_of(writer, keep)
    assert writer.post(address("split", other.pk)).status_code == 403
    assert desk.post(address("split", 10**6)).status_code == 404
