"""Read WARC and WET, the archives of web crawlers: each page in them is a document, named by its address."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from typing import Any, BinaryIO, Final

from articles.formats.archives.streams import PIECE, read_most
from articles.formats.documents import (
    MAX_DOCUMENT_BYTES,
    Document,
    Format,
    Reading,
    ReadOptions,
    Refusal,
    UnreadableDocument,
)
from articles.formats.fields import as_instant
from articles.formats.words import HTML, TEXT

# Optional: requirements-warc.txt brings it.
_PACKAGE: Final = "warcio"
_ITERATOR: Final[Any] = import_module(f"{_PACKAGE}.archiveiterator").ArchiveIterator if find_spec(_PACKAGE) else None
_MISSING: Final = "WARC needs one package more; install it: pip install --require-hashes -r requirements-warc.txt"
_MAX_HEADER: Final = 64 * 1024
_FIELD = re.compile(rb"^([!-9;-~]+):[ \t]*(.*?)[ \t]*\r?$", re.MULTILINE)
_PAGES: Final = ("text/html", "application/xhtml+xml")
_OK: Final = "200"


@dataclass(frozen=True, slots=True)
class _Page:
    """The page in a record, and what the record and its server say of it."""

    data: bytes
    is_plain: bool
    charset: str | None
    fields: dict[str, str]


def _split(stream: BinaryIO, key: str, options: ReadOptions) -> Iterator[Document | Refusal]:
    """Yield each page of a crawl, whole record and all, under its address; other records are passed over."""
    if _ITERATOR is None:
        yield Refusal(key, _MISSING)
        return
    try:
        while header := _read_header(stream):
            fields = _fields(header)
            length = _length(fields)
            address = fields.get("warc-target-uri", "").strip("<>") or key
            if fields.get("warc-type") not in ("response", "resource", "conversion"):
                _skip(stream, length)
            elif length > MAX_DOCUMENT_BYTES:
                yield Refusal(address, f"too large: a record of {length:,} bytes; a document has 16 MiB at most")
                _skip(stream, length)
            else:
                data = header + _read(stream, length)
                if _holds_page(data):
                    yield Document(address, data, format="warc")
    except UnreadableDocument as error:
        yield Refusal(key, f"{error}; the records before that were read")


def _read_record(data: bytes, options: ReadOptions) -> Reading:
    if _ITERATOR is None:
        raise UnreadableDocument(_MISSING)
    page = _page(data)
    if page is None:
        raise UnreadableDocument("the record holds no page: neither HTML nor text that its server gave out")
    reading = _reading(page, options)
    captured = as_instant(page.fields.get("warc-date"))
    article = reading.article
    address = page.fields.get("warc-target-uri", "").strip("<>")
    article = replace(
        article,
        captured_at=captured or article.captured_at,
        canonical_url=article.canonical_url or address or None,
        confidence=article.confidence | ({"captured_at": 1.0} if captured else {}),
    )
    note = ("captured_at: the record of the crawl states it",) if captured else ()
    return replace(reading, article=article, notes=(*reading.notes, *note))


def _reading(page: _Page, options: ReadOptions) -> Reading:
    """Read a page in the encoding that its server named, where that fits; else as it says itself."""
    kind = TEXT if page.is_plain else HTML
    if options.encoding is None and page.charset and not page.data.startswith(b"\xef\xbb\xbf"):
        try:
            return kind.read(page.data, replace(options, encoding=page.charset))
        except UnreadableDocument:
            return kind.read(page.data, options)
    return kind.read(page.data, options)


def _holds_page(data: bytes) -> bool:
    try:
        return _page(data) is not None
    except UnreadableDocument:  # reading it says what is wrong
        return True


def _page(data: bytes) -> _Page | None:
    """
    Return the page that a record holds, None if it holds something else.

    :raises UnreadableDocument: if the record or the answer in it is damaged.
    """
    fields = _fields(data[:_MAX_HEADER].partition(b"\r\n\r\n")[0])
    try:
        record = next(iter(_ITERATOR(BytesIO(data))))
        http = record.http_headers
        said = (http.get_header("Content-Type") if http else fields.get("content-type")) or ""
        status = http.get_statuscode() if http else _OK
        mime, _, rest = said.partition(";")
        mime = mime.strip().lower()
        if status != _OK or not (mime in _PAGES or (mime == "text/plain" and fields.get("warc-type") == "conversion")):
            return None
        body = read_most(record.content_stream(), MAX_DOCUMENT_BYTES + 1)
    except StopIteration:
        raise UnreadableDocument("a record without a header that can be read") from None
    except (ValueError, OSError, EOFError, KeyError, IndexError, zlib.error) as error:
        raise UnreadableDocument(f"the answer in the record cannot be read: {error}") from error
    if len(body) > MAX_DOCUMENT_BYTES:
        raise UnreadableDocument("too large: the page unpacks to more than the 16 MiB that a document may have")
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", rest, re.IGNORECASE)
    return _Page(body, mime == "text/plain", charset[1] if charset else None, fields)


def _read_header(stream: BinaryIO) -> bytes:
    """Return a record's header with the blank line after it, b"" at the end of the file."""
    lines: list[bytes] = []
    size = 0
    while line := stream.readline(_MAX_HEADER):
        if not lines and not line.strip():
            continue
        if not lines and not line.startswith(b"WARC/"):
            raise UnreadableDocument(f"damaged before byte {stream.tell():,}: a record that does not begin with WARC/")
        lines.append(line)
        size += len(line)
        if not line.strip():
            return b"".join(lines)
        if size > _MAX_HEADER:
            raise UnreadableDocument(f"damaged before byte {stream.tell():,}: a record's header that has no end")
    if lines:
        raise UnreadableDocument(f"it breaks off at byte {stream.tell():,}, in a record's header")
    return b""


def _fields(header: bytes) -> dict[str, str]:
    return {name.decode("ascii").lower(): value.decode("utf-8", "replace") for name, value in _FIELD.findall(header)}


def _length(fields: dict[str, str]) -> int:
    stated = fields.get("content-length", "")
    if not re.fullmatch(r"[0-9]{1,18}", stated):
        raise UnreadableDocument(f"damaged: a record whose length is “{stated[:20]}”")
    return int(stated)


def _read(stream: BinaryIO, length: int) -> bytes:
    data = read_most(stream, length)
    if len(data) < length:
        raise UnreadableDocument(f"it breaks off at byte {stream.tell():,}, in a record; it may be half a file")
    return data


def _skip(stream: BinaryIO, length: int) -> None:
    while length > 0:
        length -= len(_read(stream, min(length, PIECE)))


WARC: Final = Format(
    "warc",
    "application/warc",
    lambda head: head.startswith(b"WARC/"),
    _read_record,
    _split,
    losses=("records that are no pages: requests, redirects, errors, pictures, scripts",),
)
