"""Questions in the queue for tests."""

from typing import Any

from articles.merging.three_way import Conflict
from articles.models import Article, ReviewItem, SourceDocument
from articles.services.applying import apply_snapshots
from articles.services.editing import append_revision
from articles.workflow import Door
from tests.factories import NOON, make_draft
from tests.services.review.documents import TEXT, make_source


def make_item(article: Article | None = None, *, confidence: float = 0.4, **fields: object) -> ReviewItem:
    """Make a question about an article, a new draft if none is given."""
    article = article or make_draft()
    values: dict[str, object] = {"kind": "recovery", "subject": f"document:{article.pk}"} | fields
    return ReviewItem.objects.create(article=article, confidence=confidence, created_at=NOON, **values)


def make_reading(text: str = TEXT, *, key: str = "mill.txt", **fields: object) -> ReviewItem:
    """Make a question about the reading of a stored document."""
    document: SourceDocument = make_source(text, key=key)
    assert document.article
    values: dict[str, Any] = {"subject": f"document:{document.pk}", "detail": {"field": "headline"}} | fields
    return make_item(document.article, document=document, **values)


def make_conflict() -> ReviewItem:
    """Make a question who is right about headline and body."""
    article = make_draft(headline="Desk headline", body=("<p>Desk words.</p>",))
    conflicts = (
        Conflict("headline", "Old headline", "Desk headline", "New headline"),
        Conflict("body", ["<p>Old words.</p>"], ["<p>Desk words.</p>"], ["<p>New words.</p>"]),
    )
    content = article.revisions.get().content
    revision = append_revision(
        article, content, base_number=1, actor=None, at=NOON, door=Door.IMPORT, conflicts=conflicts
    )
    apply_snapshots([(article, content)])
    return make_item(
        article, kind="conflict", subject=f"revision:{revision.pk}", detail={"fields": ["headline", "body"]}
    )
