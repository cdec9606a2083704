"""The formats that can be read, in the order in which a document is held against them."""

from collections.abc import Collection
from typing import Final

from articles.formats.atom import ATOM
from articles.formats.documents import HEAD_BYTES, Format
from articles.formats.feeds import RSS
from articles.formats.ghost import GHOST
from articles.formats.jsonfeed import JSONFEED
from articles.formats.newsml import NEWSML
from articles.formats.ninjs import NINJS
from articles.formats.nitf import NITF
from articles.formats.recovered import RECOVERED
from articles.formats.table import CSV, has_columns
from articles.formats.warc import WARC
from articles.formats.words import HTML, MARKDOWN, TEXT
from articles.formats.wxr import WXR

# The most particular first; whatever nothing else claims is text.
FORMATS: Final[tuple[Format, ...]] = (
    RECOVERED,
    WARC,
    NINJS,
    NEWSML,
    NITF,
    RSS,
    ATOM,
    JSONFEED,
    WXR,
    GHOST,
    CSV,
    HTML,
    MARKDOWN,
    TEXT,
)
_UP_TO_LAST_HEAP: Final = FORMATS[: max(at for at, each in enumerate(FORMATS) if each.split) + 1]
NAMES: Final = ("auto", *(each.name for each in FORMATS))


def named(name: str) -> Format:
    """
    Return the format of that name.

    :raises ValueError: if there is none.
    """
    for each in FORMATS:
        if each.name == name:
            return each
    raise ValueError(f"format “{name}” is unknown; use one of {', '.join(NAMES)}")


def detect(data: bytes) -> Format:
    """Return the format of a document by its content, of which the first HEAD_BYTES suffice."""
    head = data[:HEAD_BYTES]
    return next(each for each in FORMATS if each.looks_like(head))


def detect_heap(data: bytes, columns: Collection[str] = ()) -> Format | None:
    """
    Return the format of a document whose file may hold many articles, None for any other: cheaper than `detect`.

    A document whose first line names all of `columns` is a table.
    """
    head = data[:HEAD_BYTES]
    if columns and has_columns(head, columns):
        return CSV
    found = next((each for each in _UP_TO_LAST_HEAP if each.looks_like(head)), None)
    return found if found and found.split else None
