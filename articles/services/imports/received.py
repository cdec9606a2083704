"""Documents on their way into the tables: what was received, on what terms it is stored, what is known of it."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from articles.formats.documents import Document
from articles.formats.drafting import Draft
from articles.merging.snapshot import Snapshot
from articles.models import ImportRun, SourceDocument
from articles.services.imports.pictures import Lead, Pictures
from articles.services.permissions import Actor
from articles.services.rows import insert_rows, reserve_ids

Name = tuple[str, str]  # source and key
Stored = tuple["Received", SourceDocument]  # with the last version known, or the row being written
_COLUMNS = (
    "id", "source", "key", "version", "data", "sha256", "media_type", "encoding", "received_at", "captured_at",
    "evidence", "corrections", "article_id", "revision_id", "imported", "run_id",
)  # fmt: skip


@dataclass
class Received:
    """
    A document and, once it was read, its draft.

    `is_known`: these bytes were stored under this key, and need not be read
    again. `is_read_otherwise`: they were, but read with other options. `lead`
    is the picture that it leads with.
    """

    source: str
    document: Document
    draft: Draft | None = None
    is_known: bool = False
    is_read_otherwise: bool = False
    lead: Lead = field(default_factory=Lead)

    @property
    def key(self) -> str:
        return self.document.key

    @property
    def name(self) -> Name:
        return self.source, self.document.key

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.document.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a batch is stored."""

    run: ImportRun | None
    publish: bool
    actor: Actor
    at: datetime
    pictures: Pictures | None = None  # where lead images are found; without them there are none
    is_dry: bool = False


def known_versions(batch: Iterable[Received]) -> dict[Name, SourceDocument]:
    """Return the last stored version of each document: 1 query for each source."""
    keys: dict[str, list[str]] = {}
    for received in batch:
        keys.setdefault(received.source, []).append(received.key)
    return {
        (source, key): version
        for source, names in keys.items()
        for key, version in SourceDocument.objects.latest_versions(source=source, keys=names).items()
    }


def store_documents(
    written: Sequence[tuple[Received, Draft, int, int, int, Snapshot | None]], terms: Terms
) -> list[SourceDocument]:
    """
    Store the bytes and the evidence of documents: 2 statements.

    Each comes with its draft, the id of its article, that of its revision, its
    version, and what was read from it where the revision holds more. The rows
    that are returned name no revision, and hold of the evidence the confidence alone.
    """
    rows = [
        SourceDocument(
            pk=pk,
            source=received.source,
            key=received.key,
            version=version,
            evidence={"confidence": draft.confidence},
            article_id=article_id,
            run=terms.run,
        )
        for pk, (received, draft, article_id, _, version, _) in zip(
            reserve_ids(SourceDocument, len(written)), written, strict=True
        )
    ]
    run_id = terms.run.pk if terms.run else None
    insert_rows(
        SourceDocument,
        _COLUMNS,
        (
            (
                row.pk,
                received.source,
                received.key,
                version,
                received.document.data,
                received.sha256,
                draft.media_type,
                draft.encoding,
                terms.at,
                draft.captured_at,
                draft.evidence,
                "[]",
                article_id,
                revision_id,
                json.dumps(imported.as_json()) if imported else None,
                run_id,
            )
            for row, (received, draft, article_id, revision_id, version, imported) in zip(rows, written, strict=True)
        ),
    )
    return rows
