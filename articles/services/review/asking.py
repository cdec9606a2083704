"""Put questions into the review queue: what an import was unsure of, and where it met the desk."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from articles.models import ReviewItem, Revision, SourceDocument
from articles.services.rows import insert_rows
from articles.workflow import Door

SURE: Final = 0.98  # what is at least so sure is not asked about
# An article without these is no article; the others are asked about only where something was read.
_NEEDED: Final = ("headline", "body")
_ESSENTIAL: Final = (*_NEEDED, "standfirst", "authors", "tags", "published_at")
_CLOCK_SHARE: Final = 0.5  # what a page's clock counts that stands in for the date of publication

_COLUMNS: Final = (
    "kind", "article_id", "subject", "other_id", "document_id", "run_id", "detail", "confidence", "state", "created_at",
    "decided_at", "decided_by_id",
)  # fmt: skip


def ask(items: Iterable[ReviewItem]) -> None:
    """
    Put questions into the queue: 2 statements, whatever their number.

    What was asked before about the same `subject` is not asked again, answered
    or not. A question about a later version of a document takes the place of those about its earlier ones.
    """
    asked = list(items)
    if not asked:
        return
    for item in asked:
        item.confidence = min(1.0, max(0.0, item.confidence))
    read = [item for item in asked if item.kind == ReviewItem.Kind.RECOVERY]
    if read:
        outdated = ReviewItem.objects.waiting().filter(
            kind=ReviewItem.Kind.RECOVERY, article__in=[item.article_id for item in read]
        )
        outdated.exclude(subject__in=[item.subject for item in read]).delete()
    insert_rows(ReviewItem, _COLUMNS, (_values(item) for item in asked), skip_known=True)


def _values(item: ReviewItem) -> tuple[object, ...]:
    values = {name: getattr(item, name) for name in _COLUMNS}
    return tuple(
        (values | {"kind": str(item.kind), "state": str(item.state), "detail": json.dumps(item.detail)}).values()
    )


def questions_of_import(documents: Iterable[SourceDocument], *, at: datetime) -> list[ReviewItem]:
    """
    Return what a batch of stored documents leaves open, for `ask`; each has its article, its revision and its run.

    One question for a reading with an essential field below SURE, as sure as
    the least sure of those; one for a merge that met the desk. No query where
    `document.revision` is loaded.
    """
    return [item for document in documents for item in _questions(document, at)]


def conflict_question(document: SourceDocument, revision: Revision, *, at: datetime) -> ReviewItem:
    """Return the question who is right where a document and the desk both changed a field."""
    return ReviewItem(
        kind=ReviewItem.Kind.CONFLICT,
        article_id=revision.article_id,
        subject=f"revision:{revision.pk}",
        document=document,
        run_id=document.run_id,
        detail={"fields": [conflict["field"] for conflict in revision.conflicts]},
        confidence=0.0,  # no rule can say who is right
        created_at=at,
    )


def lowest_confidence(confidence: Mapping[str, float]) -> tuple[str, float]:
    """
    Return the essential field that recovery is least sure of, and how sure it is.

    >>> lowest_confidence({"headline": 0.9, "body": 0.97, "authors": 0.0, "published_at": 0.0, "captured_at": 0.8})
    ('published_at', 0.4)
    """
    known = {name: confidence[name] for name in _ESSENTIAL if name in confidence}
    if "published_at" in known:
        known["published_at"] = max(known["published_at"], _CLOCK_SHARE * confidence.get("captured_at", 0.0))
    asked = {name: value for name, value in known.items() if value or name in (*_NEEDED, "published_at")}
    return min(asked.items(), key=lambda pair: pair[1], default=("", 1.0))


def _questions(document: SourceDocument, at: datetime) -> Iterator[ReviewItem]:
    if document.article_id is None:
        return
    confidence: dict[str, float] = document.evidence.get("confidence") or {}
    field, lowest = lowest_confidence(confidence)
    if lowest < SURE:
        yield ReviewItem(
            kind=ReviewItem.Kind.RECOVERY,
            article_id=document.article_id,
            subject=f"document:{document.pk}",
            document=document,
            run_id=document.run_id,
            detail={"field": field},
            confidence=lowest,
            created_at=at,
        )
    if document.revision and document.revision.door == Door.IMPORT and document.revision.conflicts:
        yield conflict_question(document, document.revision, at=at)
