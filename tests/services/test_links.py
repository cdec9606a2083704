"""A related headline becomes a link on the day its article arrives, whichever came first."""

from dataclasses import replace

import pytest

from articles.models import Article, Change
from articles.services.editing import save_article
from tests.factories import NOON, make_article, make_draft

pytestmark = pytest.mark.django_db


def target_of(article: Article) -> int | None:
    return article.related_links.get().target_id


def test_a_headline_that_is_there_is_linked_at_once() -> None:
    mill = make_article(headline="Mill to close")
    assert target_of(make_article(related=("MILL to close!",))) == mill.pk


def test_a_headline_is_linked_when_its_article_arrives() -> None:
    asking = make_article(related=("Mill to close",))
    assert target_of(asking) is None
    mill = make_article(headline="Mill to close")
    assert target_of(asking) == mill.pk
    assert Change.objects.filter(subject=f"article:{asking.pk}").count() == 2


def test_two_articles_of_one_headline_are_nobodys_target() -> None:
    make_article(headline="Weather")
    make_article(headline="Weather")
    assert target_of(make_article(related=("Weather",))) is None


def test_an_article_is_not_related_to_itself() -> None:
    assert target_of(make_article(headline="Weather", related=("Weather",))) is None


def test_a_renamed_target_is_given_up() -> None:
    mill = make_draft(headline="Mill to close")
    asking = make_draft(related=("Mill to close",))
    content = replace(mill.revisions.get().content, headline="Mill to stay")
    save_article(article_id=mill.pk, content=content, base_number=1, actor=None, at=NOON)
    assert target_of(asking) is None
