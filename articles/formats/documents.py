"""A document as received, and the reasons why one cannot be read."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from articles.recovery.article import RecoveredArticle
from articles.recovery.collection import ALONE, Collection

MAX_DOCUMENT_BYTES = 16 * 1024 * 1024
HEAD_BYTES = 64 * 1024  # what a format is known by


@dataclass(frozen=True, slots=True)
class Document:
    """
    Bytes with the key that names them: the path below the folder that was given.

    `format` is known where the document came out of a container, such as a
    feed; "" leaves it to be found out by its content. What the document names
    beside itself, such as an image, may lie in `near`, a folder or an archive
    on disk, counted from `member`, the document's own path in there; for a
    file that was given by its name `near` is the file itself.
    `recovered` is there when the document was recovered elsewhere already.
    """

    key: str
    data: bytes
    format: str = ""
    near: Path | None = None
    member: str = ""
    recovered: "Recovered | None" = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """
    A document that could not be read, and why.

    `path` is the file that holds its bytes, where there is one: it is never
    loaded whole. `data` holds them when they came from elsewhere.
    """

    key: str
    reason: str
    path: Path | None = None
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Recovered:
    """
    What one document held: its format, its encoding, the article, and what people should know of the reading.

    `is_verbatim` tells whether the spans count in what the document's bytes
    decode to with `encoding`; where they do not, `article.text` must be kept.
    """

    key: str
    format: str  # the name of one of formats.registry.FORMATS
    encoding: str
    article: RecoveredArticle
    notes: tuple[str, ...] = ()
    is_verbatim: bool = False


class UnreadableDocument(ValueError):
    """Say what is wrong with a document's bytes, and what would be right."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """
    How documents are to be read.

    `format` is a format's name, or auto: decided by content. `encoding`
    overrides what documents say of themselves. `columns` maps a table's column
    names to the names of fields. `repair` undoes mojibake, which is otherwise
    only reported. `known` is what other documents of the same source taught.
    """

    format: str = "auto"
    encoding: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    repair: bool = False
    known: Collection = ALONE


@dataclass(frozen=True, slots=True)
class Reading:
    """The article in a document's bytes, the encoding that they were in, and notes for the report."""

    article: RecoveredArticle
    encoding: str = "utf-8"
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """
    A format of documents: how to know it, how to read it, how to take a heap of them apart.

    `looks_like` is asked with the first HEAD_BYTES of a document. `read`
    returns the article of one document or raises UnreadableDocument. `split`,
    for formats whose files hold many articles, yields each as a document of its
    own, bytes, format and a key that begins with the file's: its memory does
    not grow with the file. `losses` says what an article read from this format
    cannot carry.
    """

    name: str
    media_type: str
    looks_like: Callable[[bytes], bool]
    read: Callable[[bytes, ReadOptions], Reading]
    split: Callable[[BinaryIO, str, ReadOptions], Iterator[Document | Refusal]] | None = None
    losses: tuple[str, ...] = ()
