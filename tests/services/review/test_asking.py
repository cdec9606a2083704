"""Questions reach the queue once, sorted by what is least sure, at the same cost whatever their number."""

import pytest
from pytest_django import DjangoAssertNumQueries

from articles.merging.three_way import Conflict
from articles.models import Article, ReviewItem, Revision, SourceDocument
from articles.services.editing import append_revision
from articles.services.review import ask, questions_of_import
from articles.services.review.asking import lowest_confidence
from articles.workflow import Door
from tests.factories import NOON, make_draft, make_snapshot

SURE = {"headline": 1.0, "body": 1.0, "published_at": 1.0}
pytestmark = pytest.mark.django_db


def document(article: Article, *, version: int = 1, **confidence: float) -> SourceDocument:
    return SourceDocument.objects.create(
        source="wire",
        key=f"{article.pk}.txt",
        version=version,
        data=b"Mill to close",
        sha256="0" * 64,
        media_type="text/plain",
        encoding="utf-8",
        received_at=NOON,
        evidence={"confidence": SURE | confidence},
        article=article,
        revision=article.revisions.get(number=article.latest_number),
    )


def conflicting(article: Article, door: Door) -> Revision:
    conflict = Conflict("headline", "Mill open", "Mill to close", "Mill closed")
    return append_revision(
        article, make_snapshot(), base_number=1, actor=None, at=NOON, door=door, conflicts=(conflict,)
    )


@pytest.mark.parametrize(
    ("confidence", "field"),
    [
        (SURE, 1.0),
        (SURE | {"headline": 0.2}, 0.2),
        (SURE | {"authors": 0.0, "tags": 0.0, "standfirst": 0.0}, 1.0),  # not every story has them
        (SURE | {"tags": 0.3}, 0.3),
        (SURE | {"related": 0.1}, 1.0),
        (SURE | {"body": 0.0}, 0.0),
        (SURE | {"published_at": 0.0}, 0.0),
        (SURE | {"published_at": 0.0, "captured_at": 0.8}, 0.4),
        ({}, 1.0),
    ],
)
def test_the_least_sure_field_that_matters_counts(confidence: dict[str, float], field: float) -> None:
    assert lowest_confidence(confidence)[1] == field


def test_an_unsure_reading_is_asked_about_and_a_sure_one_is_not() -> None:
    unsure, sure = make_draft(), make_draft()
    ask(questions_of_import([document(unsure, headline=0.2), document(sure)], at=NOON))
    item = ReviewItem.objects.get()
    assert (item.kind, item.article, item.confidence) == ("recovery", unsure, 0.2)
    assert item.subject == f"document:{unsure.sources.get().pk}"


def test_a_merge_that_met_the_desk_is_asked_about_first() -> None:
    article = make_draft()
    source = document(article, tags=0.5)
    source.revision = conflicting(article, Door.IMPORT)
    ask(questions_of_import([source], at=NOON))
    assert [item.kind for item in ReviewItem.objects.waiting().least_sure_first()] == ["conflict", "recovery"]
    assert ReviewItem.objects.get(kind="conflict").detail == {"fields": ["headline"]}


def test_what_two_editors_settled_is_no_question_of_the_import() -> None:
    article = make_draft()
    source = document(article)
    source.revision = conflicting(article, Door.DESK)
    assert questions_of_import([source], at=NOON) == []


def test_nothing_is_asked_twice_and_no_answer_is_forgotten() -> None:
    source = document(make_draft(), headline=0.2)
    ask(questions_of_import([source], at=NOON))
    ReviewItem.objects.update(state=ReviewItem.State.ACCEPTED, decided_at=NOON)
    ask(questions_of_import([source], at=NOON))
    assert ReviewItem.objects.get().state == "accepted"


def test_a_later_version_replaces_the_question_about_an_earlier_one() -> None:
    article = make_draft()
    ask(questions_of_import([document(article, headline=0.2)], at=NOON))
    ask(questions_of_import([later := document(article, version=2, headline=0.5)], at=NOON))
    assert ReviewItem.objects.get().document == later


def test_the_confidence_is_kept_within_its_bounds() -> None:
    article = make_draft()
    ask([ReviewItem(kind="duplicate", article=article, subject="article:9", confidence=1.2, created_at=NOON)])
    assert ReviewItem.objects.get().confidence == 1.0


def test_asking_costs_the_same_for_few_and_many(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for count in (2, 7):
        questions = questions_of_import([document(make_draft(), headline=0.2) for _ in range(count)], at=NOON)
        with django_assert_num_queries(2):
            ask(questions)
