"""Let the documents of one source teach each other, before they are recovered for good."""

import heapq
from collections.abc import Iterable
from hashlib import blake2b
from itertools import islice
from typing import Final

from articles.formats.documents import Document, ReadOptions, Refusal, UnreadableDocument
from articles.formats.reading import read
from articles.recovery.collection import ALONE, Collection, collect

SAMPLE: Final = 100  # documents that teach
_LOOKED_AT: Final = 2_000  # documents that the sample is taken from
_LEAST: Final = 3  # fewer have nothing in common that could be told from chance
_MOST_BYTES: Final = 256 * 1024  # a longer document teaches nothing that a page would not


def learn(documents: Iterable[Document | Refusal], options: ReadOptions) -> Collection:
    """
    Return what the flattened texts among the documents of one source have in common.

    A sample is recovered: those whose keys have the lowest hashes, so that
    the documents' order does not matter. Formats that say what their parts are
    neither teach nor learn. Memory is bounded by the sample.
    """
    sample = heapq.nsmallest(SAMPLE, _fit(islice(documents, _LOOKED_AT)), key=_rank)
    found = []
    for document in sample:
        try:
            recovered = read(document, options)
        except UnreadableDocument:
            continue
        if recovered.format == "text":
            found.append(recovered.article)
    return collect(found) if len(found) >= _LEAST else ALONE


def _fit(documents: Iterable[Document | Refusal]) -> Iterable[Document]:
    return (
        document
        for document in documents
        if isinstance(document, Document)
        and document.recovered is None
        and document.format in ("", "text")
        and len(document.data) <= _MOST_BYTES
    )


def _rank(document: Document) -> bytes:
    return blake2b(document.key.encode(errors="replace"), digest_size=8).digest()
