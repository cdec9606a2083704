"""A document as received, and the reasons why one cannot be read."""

from dataclasses import dataclass
from pathlib import Path

from articles.recovery.article import RecoveredArticle

MAX_DOCUMENT_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes with the key that names them: the path below the folder that was given."""

    key: str
    data: bytes


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
    """What one document held: its format, its encoding, and the article."""

    key: str
    format: str  # text | html | markdown
    encoding: str
    article: RecoveredArticle


class UnreadableDocument(ValueError):
    """Say what is wrong with a document's bytes, and what would be right."""
