"""The same questions get the same answers on both databases, and none is an error."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import search
from articles.models import Article
from articles.search import END, START, excerpts, matching, parse_query
from articles.services.editing import save_article
from tests.factories import NOON, make_draft

pytestmark = pytest.mark.django_db


def found(words: str) -> list[str]:
    return [article.headline for article in matching(Article.objects.all(), parse_query(words))]


@pytest.fixture(autouse=True)
def three_articles() -> None:
    make_draft(headline="Ferry strike ends", body=("<p>The Tolney boats sail again.</p>",))
    make_draft(headline="Café reopens", standfirst="After the strike, coffee.", body=("<p>Nothing else.</p>",))
    make_draft(headline="港の新聞", body=("<p>灯台が再び点灯した。３日が過ぎた。</p>",))


@pytest.mark.parametrize(
    ("words", "headlines"),
    [
        ("tolney", ["Ferry strike ends"]),
        ("sailing boat", ["Ferry strike ends"]),  # stemmed
        ("cafe", ["Café reopens"]),
        ("CAFÉ", ["Café reopens"]),
        ("strike", ["Ferry strike ends", "Café reopens"]),  # a headline weighs more than a standfirst
        ('"boats sail"', ["Ferry strike ends"]),
        ('"sail boats"', []),
        ("strike tolney", ["Ferry strike ends"]),  # all words
        ("灯台", ["港の新聞"]),
        ("台灯", []),
        ("３日が", ["港の新聞"]),  # a wide digit, and a mark that belongs to its letter
        ("が再び", ["港の新聞"]),
        ("", []),
        ('"', []),
        ("<p>", []),
    ],
)
def test_words(words: str, headlines: list[str]) -> None:
    assert found(words) == headlines


@given(st.text(max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_any_text_is_a_safe_question(words: str) -> None:
    found(words)


@pytest.mark.parametrize(
    "words", ["AND", "NOT x", "a*", "col:x", "NEAR(a b)", "'; DROP TABLE", "a OR", "-", "\x00", "^a"]
)
def test_no_word_is_syntax(words: str) -> None:
    found(words)


def test_an_edit_is_found_at_once_and_its_old_words_no_more() -> None:
    article = Article.objects.get(headline="Ferry strike ends")
    content = article.revisions.get().content.from_json(article.revisions.get().snapshot | {"body": ["<p>Gone.</p>"]})
    save_article(article_id=article.pk, content=content, base_number=1, actor=None, at=NOON)
    assert found("tolney") == []
    assert found("gone") == ["Ferry strike ends"]


def test_a_forgotten_article_is_not_found() -> None:
    article = Article.objects.get(headline="Ferry strike ends")
    search.forget([article.pk])
    assert found("tolney") == []


def test_excerpts_mark_the_found_words() -> None:
    article = Article.objects.get(headline="Ferry strike ends")
    excerpt = excerpts([article.pk], parse_query("tolney"))[article.pk]
    assert f"{START}Tolney{END}" in excerpt


def test_excerpts_join_what_indexing_parted() -> None:
    article = Article.objects.get(headline="港の新聞")
    excerpt = excerpts([article.pk], parse_query("灯台"))[article.pk]
    assert excerpt.replace(START, "").replace(END, "").startswith("灯台が再び")


def test_one_query_each(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        articles = list(matching(Article.objects.all(), parse_query("strike")))
    with django_assert_num_queries(1):
        excerpts([article.pk for article in articles], parse_query("strike"))
