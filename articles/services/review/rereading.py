"""Read stored documents again, and make of them what an import would."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from articles.formats.documents import Document, ReadOptions, Recovered
from articles.formats.drafting import draft_of
from articles.formats.reading import read
from articles.markup.folding import fold_name
from articles.merging.snapshot import Credit, Snapshot
from articles.models import Author, ImportRun, SourceDocument
from articles.recovery.article import RecoveredArticle, Role, Span
from articles.recovery.collection import ALONE, Collection
from articles.recovery.correcting import Correction

ORIGINAL = "read"  # where the evidence keeps what recovery said before an editor did


@dataclass(frozen=True, slots=True)
class Reread:
    """What a document says now: a snapshot without rows, the names of its authors, and the evidence for it."""

    content: Snapshot
    authors: tuple[str, ...]
    evidence: dict[str, Any]

    def with_authors(self, known: Mapping[str, Author]) -> Snapshot:
        """Return the snapshot with the authors that are `known`, by folded name."""
        found = (known.get(fold_name(name)) for name in self.authors)
        return replace(self.content, bylines=tuple(dict.fromkeys(Credit(author.pk) for author in found if author)))


def reading_options(run: ImportRun | None, known: Collection = ALONE) -> ReadOptions:
    """Return how a run read its documents; `known` is what other documents of their source teach."""
    stored: dict[str, Any] = (run.options.get("reading") if run else None) or {}
    return ReadOptions(
        format=stored.get("format") or "auto",
        encoding=stored.get("encoding"),
        columns=stored.get("columns") or {},
        repair=bool(stored.get("repair")),
        known=ALONE if stored.get("each_alone") else known,
    )


def read_again(document: SourceDocument, known: Collection = ALONE) -> Recovered:
    """
    Return what today's rules make of a stored document's bytes, without what an editor said of them.

    They are read as its run read them; `known` is what other documents of its source teach.

    :raises UnreadableDocument: if they cannot be read any more.
    """
    return read(stored_document(document), reading_options(document.run, known))


def stored_document(document: SourceDocument) -> Document:
    """Return a stored document as one that is received; its format is the one that it was read in."""
    return Document(document.key, bytes(document.data), format=document.evidence.get("format") or "")


def reread(document: SourceDocument, recovered: Recovered, article: RecoveredArticle) -> Reread:
    """Return what an import would make of `article`, which a document was recovered as."""
    draft = draft_of(replace(recovered, article=article))
    return Reread(draft.content, draft.authors, json.loads(draft.evidence))


def as_first_read(document: SourceDocument, article: RecoveredArticle) -> RecoveredArticle:
    """Return the article with the lines as the import of this document read them: what corrections count in."""
    evidence = document.evidence.get(ORIGINAL) or document.evidence
    spans = tuple(SourceDocument(evidence=evidence).spans)
    if not spans:
        return article
    return replace(article, text=document.read_text(), spans=spans, confidence=dict(evidence.get("confidence") or {}))


def corrections_of(document: SourceDocument) -> list[Correction]:
    """Return what an editor said of the lines of a document."""
    return [Correction(start, end, Role(role)) for start, end, role in document.corrections]


def located(corrections: Sequence[Correction], old: str, article: RecoveredArticle) -> list[Correction]:
    """
    Find the lines that corrections of the text `old` speak of in an article that was read anew.

    A line is the same where its words are; of several, the first not taken
    yet. What is not there any more is left out.
    """
    if old == article.text:
        return list(corrections)
    places: dict[str, list[Span]] = {}
    for span in reversed(article.spans):
        places.setdefault(article.text[span.start : span.end].strip(), []).append(span)
    found: list[Correction] = []
    for each in corrections:
        if spans := places.get(old[each.start : each.end].strip()):
            span = spans.pop()
            found.append(Correction(span.start, span.end, each.role))
    return found
