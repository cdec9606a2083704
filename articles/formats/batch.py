"""Recover many documents in order, on one core or several, whatever becomes of single ones."""

import json
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import Final, TypeVar

from articles.formats.documents import Document, ReadOptions, Refusal, UnreadableDocument
from articles.formats.drafting import Draft, draft_of
from articles.formats.pool import Chunk, TookTooLong, in_order, within_limit
from articles.formats.reading import read
from articles.formats.recovered import packed
from articles.formats.rendering import as_json
from articles.recovery.article import RecoveryError

In = TypeVar("In", bound=Document | Refusal)
CHUNK_DOCUMENTS: Final = 25  # what a process takes at a time: enough to make the way there cheap
CHUNK_BYTES: Final = 1024 * 1024
# JSON need not escape these, but many a reader would end the line at them.
_LINE_ENDS: Final = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}
_AS_IT_COMES: Final = ReadOptions()
# What a fault of ours raises: the document at hand is refused, and the others go on.
_FAULTS: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


class Detail(StrEnum):
    """How much a line of JSON tells of a document."""

    FIELDS = "fields"
    LINES = "lines"  # and the role of every line
    COMPLETE = "complete"  # all there is, the bytes included: what another newsroom imports as it is


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document's line of JSON, or the reason why there is none."""

    key: str
    line: str = ""
    reason: str = ""


def draft_all(
    chunks: Iterable[Chunk], *, options: ReadOptions, with_fields: bool = False, workers: int = 1
) -> Generator[list[Draft | Refusal], None, None]:
    """
    Yield the drafts of each chunk of documents, in their order; what cannot be read is a Refusal.

    With more than one worker a pool of processes works ahead, by a bounded
    number of chunks: memory does not grow with their number.
    """
    return in_order(partial(draft_chunk, options=options, with_fields=with_fields), chunks, workers=workers)


def draft_chunk(
    chunk: Chunk, *, options: ReadOptions = _AS_IT_COMES, with_fields: bool = False
) -> list[Draft | Refusal]:
    """Return a draft or a refusal for each document: the one place where an import recovers."""
    options = replace(options, known=chunk.known)
    return [
        document if isinstance(document, Refusal) else _draft(document, options, with_fields)
        for document in chunk.documents
    ]


def render(
    document: Document | Refusal, *, options: ReadOptions = _AS_IT_COMES, detail: Detail = Detail.FIELDS
) -> Rendered:
    """Return one document as a line of JSON; whatever cannot be read has a reason instead."""
    if isinstance(document, Refusal):
        return Rendered(document.key, reason=document.reason)
    try:
        with within_limit():
            recovered = read(document, options)
            if detail is Detail.COMPLETE:
                return Rendered(document.key, packed(document, recovered))
            payload = as_json(recovered, lines=detail is Detail.LINES)
    except (TookTooLong, *_FAULTS) as error:
        return Rendered(document.key, reason=_reason(error))
    return Rendered(document.key, json.dumps(payload, ensure_ascii=False).translate(_LINE_ENDS))


def render_all(
    documents: Iterable[Document | Refusal],
    *,
    options: ReadOptions = _AS_IT_COMES,
    detail: Detail = Detail.FIELDS,
    workers: int = 1,
) -> Iterator[Rendered]:
    """Yield every document rendered, in the order they come in; workers as in `draft_all`."""
    job = partial(_render_chunk, options=options, detail=detail)
    for chunk in in_order(job, map(Chunk, chunked(documents)), workers=workers):
        for each in chunk:
            yield Rendered(each.key, reason=each.reason) if isinstance(each, Refusal) else each


def chunked(documents: Iterable[In]) -> Iterator[list[In]]:
    """Yield documents in lists that a process takes at a time; a large one stands alone."""
    chunk: list[In] = []
    size = 0
    for document in documents:
        chunk.append(document)
        size += len(document.data)
        if len(chunk) >= CHUNK_DOCUMENTS or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _render_chunk(chunk: Chunk, *, options: ReadOptions, detail: Detail) -> list[Rendered | Refusal]:
    return [render(document, options=options, detail=detail) for document in chunk.documents]


def _draft(document: Document, options: ReadOptions, with_fields: bool) -> Draft | Refusal:
    try:
        with within_limit():
            return draft_of(read(document, options), with_fields=with_fields)
    except (TookTooLong, *_FAULTS) as error:
        return Refusal(document.key, _reason(error), data=document.data)


def _reason(error: BaseException) -> str:
    """Return what a refused document's editor is told: its own fault in its words, one of ours by name."""
    if isinstance(error, UnreadableDocument | RecoveryError | TookTooLong):
        return str(error)
    name = type(error).__name__
    return f"reading it broke down ({name}: {error}); its bytes are kept; report it with them, since that is our fault"
