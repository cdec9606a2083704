"""Take an editor's word for a line of a document: the article follows, and the desk's own edits stay."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.formats.documents import UnreadableDocument
from articles.merging.snapshot import Snapshot
from articles.merging.three_way import Conflict, merge
from articles.models import Article, Revision, SourceDocument
from articles.recovery.article import Role, Span
from articles.recovery.correcting import Correction, concerned_fields, correct
from articles.services.applying import apply_snapshots
from articles.services.editing import append_revision
from articles.services.names import ensure_authors
from articles.services.permissions import Actor, require
from articles.services.review.asking import ask, conflict_question
from articles.services.review.rereading import ORIGINAL, Reread, as_first_read, corrections_of, read_again, reread
from articles.workflow import Status

# The fields of a snapshot that follow from a field of recovery.
_FOLLOWING: Final = {
    "authors": ("bylines",),
    "headline": ("headline", "headline_origin"),
    "published_at": ("published_at", "date_origin"),
    "captured_at": ("published_at", "date_origin"),
}


@dataclass(frozen=True, slots=True)
class Correcting:
    """What a correction did; `revision` is None when the article says the same as before."""

    document: SourceDocument
    article: Article
    revision: Revision | None
    conflicts: tuple[Conflict, ...] = ()


@transaction.atomic
def correct_line(*, document_id: int, start: int, role: str, actor: Actor, at: datetime) -> Correcting:
    """
    Give the line that begins at the character `start` a role; the article's fields follow.

    The effect merges into the article as a new revision: base is what the
    document said before, theirs what it says now, ours the desk's. Where the
    desk wrote something else its words stay, and the three texts wait in the
    queue. A live article's row waits for its publication. Locks document and
    article; reads the document's bytes again.

    :raises PermissionDenied: if the actor may not change articles.
    :raises ValidationError: if there is no such line or role, no article, or the bytes cannot be read any more.
    """
    if role not in set(Role):
        known = ", ".join(Role)
        raise ValidationError(
            _("“%(role)s” is no role of a line; use one of %(known)s") % {"role": role, "known": known}
        )

    def change(said: list[Correction], line: Span) -> list[Correction]:
        kept = [each for each in said if not line.start <= each.start < line.end]
        return [*kept, Correction(line.start, line.end, Role(role))]

    return _change(document_id, start, change, actor=actor, at=at)


@transaction.atomic
def forget_correction(*, document_id: int, start: int, actor: Actor, at: datetime) -> Correcting:
    """Take back what an editor said of the line at `start`: recovery's own reading counts again. As `correct_line`."""

    def change(said: list[Correction], line: Span) -> list[Correction]:
        return [each for each in said if not line.start <= each.start < line.end]

    return _change(document_id, start, change, actor=actor, at=at)


def _change(
    document_id: int,
    start: int,
    change: Callable[[list[Correction], Span], list[Correction]],
    *,
    actor: Actor,
    at: datetime,
) -> Correcting:
    require(actor, "articles.change_article")
    document = SourceDocument.objects.select_for_update().get(pk=document_id)
    line = next((span for span in document.spans if span.start <= start < span.end), None)
    if line is None:
        raise ValidationError(_("There is no line at character %(start)d of this document.") % {"start": start})
    if document.article_id is None:
        raise ValidationError(_("The article of this document is gone; import the document again."))
    before = corrections_of(document)
    after = change(before, line)
    was, now = _readings(document, before, after)
    _keep(document, after, now)
    number = line.number
    role = next((each.role for each in after if each.start == line.start), None)
    reason = (
        _("Line %(number)d of the source: %(role)s") % {"number": number, "role": role}
        if role
        else _("Line %(number)d of the source: as it was read") % {"number": number}
    )
    return _merge(document, was.content, now.content, reason=reason, actor=actor, at=at)


def _readings(
    document: SourceDocument, before: Sequence[Correction], after: Sequence[Correction]
) -> tuple[Reread, Reread]:
    """Return what the document says with the corrections before and after; both rest on what its import stored."""
    try:
        recovered = read_again(document)
        first = as_first_read(document, recovered.article)
    except (UnreadableDocument, ValueError) as error:
        raise ValidationError(_("The document cannot be read any more: %(error)s") % {"error": error}) from error
    plain = reread(document, recovered, first)
    base = document.base or plain.with_authors(ensure_authors(plain.authors))

    def said(corrections: Sequence[Correction]) -> Reread:
        found = reread(document, recovered, correct(first, corrections))
        content = found.with_authors(ensure_authors(found.authors))
        names = {
            name
            for field in concerned_fields(first, corrections)
            for name in _FOLLOWING.get(field, (field,))
        }  # fmt: skip
        return replace(found, content=replace(base, **{name: getattr(content, name) for name in names}))

    return said(before), said(after)


def _keep(document: SourceDocument, corrections: Sequence[Correction], now: Reread) -> None:
    original: dict[str, Any] = document.evidence.get(ORIGINAL) or {
        name: document.evidence.get(name) for name in ("roles", "whys", "spans", "confidence")
    }
    evidence = document.evidence | now.evidence | {ORIGINAL: original}
    if not corrections:
        evidence = {name: value for name, value in (document.evidence | original).items() if name != ORIGINAL}
    document.corrections = [list(each) for each in corrections]
    document.evidence = evidence
    document.save(update_fields=["corrections", "evidence"])


def _merge(
    document: SourceDocument, base: Snapshot, theirs: Snapshot, *, reason: str, actor: Actor, at: datetime
) -> Correcting:
    article = Article.objects.select_for_update().get(sources=document)
    ours = article.revisions.get(number=article.latest_number).content
    merged = merge(base=base, ours=ours, theirs=theirs)
    if merged.merged == ours and not merged.conflicts:
        return Correcting(document, article, None)
    revision = append_revision(
        article,
        merged.merged,
        base_number=article.latest_number,
        actor=actor,
        at=at,
        reason=reason,
        conflicts=merged.conflicts,
    )
    if article.status != Status.PUBLISHED:
        article.updated_at = at
        apply_snapshots([(article, merged.merged)])
    else:
        article.save(update_fields=["latest_number", "saved_at"])
    if merged.conflicts:
        ask([conflict_question(document, revision, at=at)])
    return Correcting(document, article, revision, merged.conflicts)
