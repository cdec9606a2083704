"""Hand recovered documents on: a line of JSON holds a document's bytes and all that was read from them."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from itertools import count
from typing import Any, BinaryIO, Final

from articles.formats.documents import (
    MAX_DOCUMENT_BYTES,
    Document,
    Format,
    Reading,
    ReadOptions,
    Recovered,
    Refusal,
    UnreadableDocument,
)
from articles.recovery.accounting import faults_of
from articles.recovery.article import (
    Block,
    BlockKind,
    RecoveredArticle,
    RecoveredImage,
    RelatedHeadline,
    Role,
    Span,
)

_VERSION: Final = 1
_MARK: Final = b'{"recovered_document": '
_MAX_LINE_BYTES: Final = 12 * MAX_DOCUMENT_BYTES  # bytes, their text, and the spans of it
_INSTANTS: Final = ("published_at", "modified_at", "captured_at")
_LISTS: Final[dict[str, Callable[[Any], object]]] = {
    "body": lambda block: Block(BlockKind(block["kind"]), block["text"], block["html"]),
    "related": lambda each: RelatedHeadline(each["headline"], each["url"]),
    "images": lambda each: RecoveredImage(each["url"], each["alt"], each["caption"], each["credit"]),
    "spans": lambda row: Span(row[0], row[1], row[2], Role(row[3]), row[4], row[5]),
    "authors": str,
    "tags": str,
}


def packed(document: Document, recovered: Recovered) -> str:
    """Return a document and what was recovered from it as one line of JSON, in ASCII."""
    article = asdict(recovered.article)
    for name in _INSTANTS:
        article[name] = article[name] and article[name].isoformat()
    article["spans"] = [[s.number, s.start, s.end, s.role, s.confidence, s.why] for s in recovered.article.spans]
    return json.dumps(
        {
            "recovered_document": _VERSION,
            "key": document.key,
            "data": b64encode(document.data).decode(),
            "format": recovered.format,
            "encoding": recovered.encoding,
            "notes": recovered.notes,
            "is_verbatim": recovered.is_verbatim,
            "article": article,
        }
    )


def unpacked(line: bytes) -> Document:
    """
    Return the document of a line that `packed` made; `recovered` is set.

    :raises UnreadableDocument: if the line is no such line, or its spans do not account for its text.
    """
    try:
        found = json.loads(line)
        if found["recovered_document"] != _VERSION:
            raise UnreadableDocument(
                f"version {found['recovered_document']} of recovered documents; this newsroom reads version {_VERSION}"
            )
        article = _article(found["article"])
        recovered = Recovered(
            found["key"], found["format"], found["encoding"], article, tuple(found["notes"]), found["is_verbatim"]
        )
        document = Document(found["key"], b64decode(found["data"], validate=True), recovered=recovered)
    except UnreadableDocument:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError) as error:
        raise UnreadableDocument(
            f"no whole line of recovered documents ({error}); make it with recover_documents --complete"
        ) from error
    if fault := next(faults_of(article.text, article.spans), ""):
        raise UnreadableDocument(f"its lines are not accounted for: {fault}; recover the document again")
    return document


def _article(stored: dict[str, Any]) -> RecoveredArticle:
    values = dict(stored)
    for name in _INSTANTS:
        values[name] = datetime.fromisoformat(values[name]) if values[name] else None
    for name, make in _LISTS.items():
        values[name] = tuple(make(each) for each in values[name])
    return RecoveredArticle(**values)


def _split(stream: BinaryIO, key: str, options: ReadOptions) -> Iterator[Document | Refusal]:
    """Yield the document of each line; one line is in memory at a time."""
    for number in count(1):
        line = stream.readline(_MAX_LINE_BYTES)
        if not line:
            return
        if not line.strip():
            continue
        try:
            yield unpacked(line)
        except UnreadableDocument as error:
            yield Refusal(f"{key}#line-{number}", str(error), data=line[:MAX_DOCUMENT_BYTES])


def _read(data: bytes, options: ReadOptions) -> Reading:
    document = unpacked(data)
    if document.recovered is None:
        raise UnreadableDocument("nothing was recovered in it; make it with recover_documents --complete")
    return Reading(document.recovered.article, document.recovered.encoding, document.recovered.notes)


RECOVERED: Final = Format(
    "recovered",
    "application/jsonl",
    lambda head: head.startswith(_MARK),
    _read,
    _split,
    losses=("images that lie beside a document: they are not handed on with it",),
)
