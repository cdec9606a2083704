"""Completion: a few suggestions, for those who may write, whatever is typed."""

from typing import Any

import pytest
from django.test import Client

from articles.models import TagAlias
from articles.services.names import ensure_authors, ensure_tags
from tests.admin.desk import address, client_of
from tests.factories import make_article, make_draft, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return client_of()


def suggested(desk: Client, kind: str, words: str) -> list[dict[str, Any]]:
    response = desk.get(address("complete", kind), {"q": words})
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"
    results: list[dict[str, Any]] = response.json()["results"]
    return results


def test_tags_by_their_beginning_whatever_their_case(desk: Client) -> None:
    make_draft(tags=("Harbour trust", "Harbour", "Trust"))
    assert [row["label"] for row in suggested(desk, "tags", "#harb")] == ["Harbour (1)", "Harbour trust (1)"]


def test_tags_by_the_beginning_of_another_name(desk: Client) -> None:
    (tag,) = ensure_tags(["United States"]).values()
    TagAlias.objects.create(name="America", key="america", loose_key="america", tag=tag)
    assert [row["value"] for row in suggested(desk, "tags", "Ameri")] == ["United States"]


def test_at_most_twenty(desk: Client) -> None:
    ensure_tags(f"Tag {n}" for n in range(40))
    ensure_authors(f"Author {n}" for n in range(40))
    assert len(suggested(desk, "tags", "tag")) == 20
    assert len(suggested(desk, "authors", "author")) == 20


def test_articles_by_words_of_the_text_or_number(desk: Client) -> None:
    article = make_article(headline="Mill to close", body=("<p>The sluice froze.</p>",))
    for words in ("sluice", "ill to cl", str(article.pk)):
        row = suggested(desk, "articles", words)[0]
        assert (row["id"], row["value"]) == (article.pk, "Mill to close"), words
        assert "published" in row["label"]


@pytest.mark.parametrize("kind", ["tags", "authors", "articles", "images"])
@pytest.mark.parametrize("words", ["", " ", '"', "%", "\x00", "9" * 50, "a" * 5000])
def test_anything_may_be_typed(desk: Client, kind: str, words: str) -> None:
    assert suggested(desk, kind, words) == []


@pytest.mark.parametrize("kind", ["tags", "authors", "articles", "images"])
def test_one_query_each(desk: Client, kind: str, django_assert_num_queries: Any) -> None:
    make_draft(headline="Mill", tags=("Mill",), authors=("Mill",))
    with django_assert_num_queries(3):  # session, user, suggestions
        suggested(desk, kind, "mill")


def test_strangers_get_nothing() -> None:
    reader = client_of(make_user("rita", "view_article"))
    assert reader.get(address("complete", "tags"), {"q": "a"}).status_code == 403
    assert Client().get(address("complete", "tags"), {"q": "a"}).status_code == 302


def test_no_such_kind_is_not_found(desk: Client) -> None:
    assert desk.get(address("complete", "users"), {"q": "a"}).status_code == 404
