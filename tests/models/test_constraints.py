"""The database itself refuses what must not be."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from articles.models import (
    Article,
    ArticleTag,
    Author,
    Byline,
    JournalClock,
    RelatedLink,
    ReviewItem,
    Revision,
    Section,
    Tag,
    TagAlias,
)
from tests.factories import NOON, make_article, make_draft

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("article_status_known", {"status": "lost", "visible_from": None}),
        ("article_has_slug", {"slug": ""}),
        ("article_published_is_whole", {"headline": ""}),
        ("article_published_is_whole", {"published_at": None}),
        ("article_published_is_whole", {"first_published_at": None}),
        ("article_published_is_whole", {"visible_from": None}),
        ("article_only_published_is_visible", {"status": "draft"}),
        ("article_superseded_is_hidden", {"superseded_by": 1}),
        ("article_visible_after_publication", {"visible_from": NOON - timedelta(seconds=1)}),
        ("article_visible_after_embargo", {"embargoed_until": NOON + timedelta(seconds=1)}),
    ],
)
def test_article(constraint: str, fields: dict[str, object]) -> None:
    article = make_article()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(**fields)


@pytest.mark.parametrize("field", ["slug", "short_code"])
def test_article_names_are_unique(field: str) -> None:
    first, second = make_draft(), make_draft()
    with pytest.raises(IntegrityError, match=field), transaction.atomic():
        Article.objects.filter(pk=second.pk).update(**{field: getattr(first, field)})


def test_revision_numbers_are_unique() -> None:
    article = make_draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.create(article=article, number=1, snapshot={}, door="desk", created_at=NOON)


def test_a_related_link_has_one_target_and_a_headline() -> None:
    link = make_article(related=("Elsewhere",)).related_links.get()
    target = make_article()
    for fields in ({"headline": ""}, {"target": target, "url": "https://example.org/"}):
        with pytest.raises(IntegrityError, match="relatedlink"), transaction.atomic():
            RelatedLink.objects.filter(pk=link.pk).update(**fields)


def test_places_are_taken_once() -> None:
    article = make_article(tags=("Mill",), authors=("Maren Oake",), related=("Elsewhere",))
    rows: list[Callable[[], object]] = [
        lambda: ArticleTag.objects.create(content_object=article, tag=article.tags.get()),
        lambda: Byline.objects.create(article=article, author=article.authors.get(), position=1),
        lambda: RelatedLink.objects.create(article=article, headline="Another", position=0),
    ]
    for make in rows:
        with pytest.raises(IntegrityError), transaction.atomic():
            make()


def test_a_tag_is_one_whatever_its_case() -> None:
    Tag.objects.create(name="Tolney")
    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.create(name="TOLNEY")


def test_names_need_addresses() -> None:
    for model in (Section, Author):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.create(name="Nameless", slug="")


def test_the_clock_is_one_row() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        JournalClock.objects.create(id=2)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("reviewitem_confidence", {"confidence": 1.5}),
        ("reviewitem_decided_or_open", {"state": "accepted"}),
        ("reviewitem_decided_or_open", {"decided_at": NOON}),
    ],
)
def test_review_item(constraint: str, fields: dict[str, object]) -> None:
    article = make_draft()
    item = ReviewItem.objects.create(
        kind="link", article=article, subject="headline:a", confidence=0.5, created_at=NOON
    )
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ReviewItem.objects.filter(pk=item.pk).update(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewItem.objects.create(kind="link", article=article, subject="headline:a", confidence=1, created_at=NOON)


def test_another_name_leads_to_one_tag() -> None:
    tag = Tag.objects.create(name="Mill")
    TagAlias.objects.create(name="Mills", key="mills", slug="mills", tag=tag)
    for fields in ({"key": "mills"}, {"key": "", "slug": ""}, {"key": "the mill", "slug": "mills"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            TagAlias.objects.create(name="Another", tag=tag, **fields)
