"""Stored documents of our own making, as an import leaves them, for tests of the queue."""

import json

from articles.formats.documents import Document
from articles.formats.drafting import draft_of
from articles.formats.reading import read
from articles.models import SourceDocument
from articles.recovery.article import Role
from articles.services.editing import create_article
from articles.services.names import ensure_authors
from articles.services.review.rereading import Reread
from tests.factories import NOON

TEXT = """\
The Lower Elm Courier
Mill to close after ninety years
By Jane Doe
20 November 2026, 09:00 GMT

The paper mill in Lower Elm will close in spring, its owners said on Friday.

Its gates have stood open since 1936, and nobody has yet told the two hundred people who work there why they shut.

The owners say that orders have fallen by half in three years, and that no buyer came forward in all that time.

River rises again after a week of rain
Bridge opens two years late
Mill, Lower Elm, Paper
Share this story
"""


def make_source(text: str = TEXT, *, key: str = "mill.txt", **fields: object) -> SourceDocument:
    """Make a draft article out of a document, and store the document beside it."""
    document = Document(key, text.encode())
    recovered = read(document)
    draft = draft_of(recovered)
    known = ensure_authors(draft.authors)
    article = create_article(content=Reread(draft.content, draft.authors, {}).with_authors(known), actor=None, at=NOON)
    row = SourceDocument(
        source="wire",
        key=key,
        data=document.data,
        sha256="0" * 64,
        media_type=draft.media_type,
        encoding=draft.encoding,
        received_at=NOON,
        evidence=json.loads(draft.evidence),
        article=article,
        revision=article.revisions.get(),
    )
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    return row


def start_of(document: SourceDocument, words: str) -> int:
    """Return where the line begins that holds the words."""
    at = document.read_text().index(words)
    return next(span.start for span in document.spans if span.start <= at < span.end)


def role_of(document: SourceDocument, words: str) -> Role:
    """Return the role of the line that holds the words."""
    start = start_of(document, words)
    return next(span.role for span in document.spans if span.start == start)
