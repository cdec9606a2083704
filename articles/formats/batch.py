"""Recover many documents as lines of JSON, in order, on one core or several."""

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context

from articles.formats.documents import Document, ReadOptions, Refusal, UnreadableDocument
from articles.formats.reading import read
from articles.formats.rendering import as_json

# JSON need not escape these, but many a reader would end the line at them.
_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}
_AS_IT_COMES = ReadOptions()
_AHEAD = 4  # documents a worker may have waiting


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document's line of JSON, or the reason why there is none."""

    key: str
    line: str = ""
    reason: str = ""


def render(document: Document | Refusal, *, options: ReadOptions = _AS_IT_COMES, lines: bool = False) -> Rendered:
    """Return one document as a line of JSON; whatever cannot be read has a reason instead."""
    if isinstance(document, Refusal):
        return Rendered(document.key, reason=document.reason)
    try:
        recovered = read(document, options)
    except UnreadableDocument as error:
        return Rendered(document.key, reason=str(error))
    return Rendered(document.key, json.dumps(as_json(recovered, lines=lines), ensure_ascii=False).translate(_LINE_ENDS))


def render_all(
    documents: Iterable[Document | Refusal],
    *,
    options: ReadOptions = _AS_IT_COMES,
    lines: bool = False,
    workers: int = 1,
) -> Iterator[Rendered]:
    """
    Yield every document rendered, in the order they come in.

    With more than one worker, a pool of processes works ahead by a few
    documents each: memory does not grow with their number.
    """
    job = partial(render, options=options, lines=lines)
    if workers <= 1:
        yield from map(job, documents)
    else:
        yield from _in_pool(job, documents, workers)


def _in_pool(
    job: Callable[[Document | Refusal], Rendered], documents: Iterable[Document | Refusal], workers: int
) -> Iterator[Rendered]:
    waiting: deque[Future[Rendered]] = deque()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for document in documents:
            waiting.append(pool.submit(job, document))
            if len(waiting) >= workers * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
