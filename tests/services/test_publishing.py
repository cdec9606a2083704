"""What becomes visible to readers, when, and what the journal says of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from articles.merging.snapshot import Credit, Related
from articles.models import Article, Change
from articles.services.editing import save_article
from articles.services.names import ensure_authors, ensure_sections
from articles.services.publishing import publish_article, return_article, submit_article, withdraw_article
from articles.workflow import Status, TransitionRefused
from tests.factories import NOON, make_article, make_draft, make_user

pytestmark = pytest.mark.django_db


def visible(article: Article, **later: float) -> bool:
    return Article.objects.published(at=NOON + timedelta(**later)).filter(pk=article.pk).exists()


def test_published_now_is_visible_now() -> None:
    article = make_article()
    assert visible(article)
    assert article.published_at == article.first_published_at == article.updated_at == NOON


def test_a_date_of_its_own_stands() -> None:
    article = make_article(published_at="2020-04-05T04:58:00+00:00")
    assert article.published_at == datetime(2020, 4, 5, 4, 58, tzinfo=UTC)


def test_scheduled_becomes_visible_at_its_instant() -> None:
    article = make_article(published_at=(NOON + timedelta(hours=1)).isoformat())
    assert article.status == Status.PUBLISHED
    assert not visible(article, minutes=59.9)
    assert visible(article, minutes=60)


def test_an_embargo_holds_after_the_date_of_publication() -> None:
    article = make_article(embargoed_until=(NOON + timedelta(hours=2)).isoformat())
    assert not visible(article, hours=1.9)
    assert visible(article, hours=2)


def test_withdrawn_is_gone_and_can_come_back() -> None:
    article = make_article()
    withdraw_article(article_id=article.pk, actor=None, at=NOON)
    assert not visible(article)
    publish_article(article_id=article.pk, actor=None, at=NOON + timedelta(hours=1))
    assert visible(article, hours=1)
    assert Article.objects.get(pk=article.pk).first_published_at == NOON


def test_a_draft_cannot_be_withdrawn() -> None:
    with pytest.raises(TransitionRefused, match="cannot 'withdraw' an article that is 'draft'"):
        withdraw_article(article_id=make_draft().pk, actor=None, at=NOON)


def test_review_and_back() -> None:
    article = make_draft()
    assert submit_article(article_id=article.pk, actor=None, at=NOON).status == Status.IN_REVIEW
    assert return_article(article_id=article.pk, actor=None, at=NOON).status == Status.DRAFT


@pytest.mark.parametrize("fields", [{"headline": " "}, {"body": ()}])
def test_nothing_empty_is_published(fields: dict[str, Any]) -> None:
    article = make_draft(**fields)
    with pytest.raises(ValidationError, match="cannot publish without"):
        publish_article(article_id=article.pk, actor=None, at=NOON)
    assert not visible(article)
    assert Change.objects.count() == 0


def test_who_may_only_change_may_not_publish() -> None:
    article = make_draft()
    with pytest.raises(PermissionDenied, match="publish_article"):
        publish_article(article_id=article.pk, actor=make_user("rex", "change_article"), at=NOON)


def test_the_journal_names_what_readers_may_see_change() -> None:
    article = make_article(tags=("Mill",), authors=("Maren Oake",), section="Town")
    tag, author = article.tags.get(), article.authors.get()
    subjects = set(Change.objects.values_list("subject", flat=True))
    expected = {f"article:{article.pk}", f"tag:{tag.pk}", f"author:{author.pk}", f"section:{article.section_id}"}
    assert subjects == expected | {"front"}
    assert sorted(Change.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_saving_a_draft_is_nothing_to_readers() -> None:
    make_draft()
    assert Change.objects.count() == 0


def test_what_an_unpublished_revision_names_may_be_gone_by_then() -> None:
    author, section = ensure_authors(["Gone Soon"])["gone soon"], ensure_sections(["Gone"])["gone"]
    article = make_article()
    content = article.revisions.get().content
    content = replace(
        content, bylines=(Credit(author.pk),), section=section.pk, related=(Related("Gone", article=10**6),)
    )
    save_article(article_id=article.pk, content=content, base_number=1, actor=None, at=NOON)
    author.delete()
    section.delete()
    article = publish_article(article_id=article.pk, actor=None, at=NOON)
    assert (article.section, article.bylines.count(), article.related_links.get().target) == (None, 0, None)
