"""Take files of JSON with many items apart: lists, lists within an object, or an object a line."""

import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from hashlib import sha256
from itertools import chain
from typing import Any, BinaryIO, Final

from articles.formats.documents import MAX_DOCUMENT_BYTES, Document, ReadOptions, Refusal, UnreadableDocument
from articles.formats.jsonvalues import Path, Slice, outline, parse_object, slices
from articles.formats.recoding import encoding_of, utf8_chunks

_KEY_CHARS: Final = 500
_HEAD_BYTES: Final = 1024
_KEPT_BYTES: Final = 64 * 1024


def head_of(head: bytes) -> dict[Path, Any]:
    """Return the first keys of what may be JSON, with their texts and numbers; {} for anything else."""
    text = head
    encoding = encoding_of(head[:_HEAD_BYTES])
    if encoding != "utf-8":
        text = head.decode(encoding, "replace").encode("utf-8", "replace")
    bare = text.removeprefix(b"\xef\xbb\xbf").lstrip()
    if bare[:1] not in (b"{", b"["):
        return {}
    return {path: _scalar(token) for path, token in outline(bare).items() if path}


def item_key(key: str, identity: str | None, data: bytes) -> str:
    """Return the key of an item of a file: its own identity, or the hash of its bytes where it has none."""
    name = " ".join((identity or "").encode("utf-8", "replace").decode().replace("\x00", "").split())
    if len(name) > _KEY_CHARS:  # what tells two of them apart may stand at their ends
        name = f"{name[:_KEY_CHARS]}…{sha256(name.encode()).hexdigest()[:16]}"
    return f"{key}#{name or sha256(data).hexdigest()[:16]}"


def documents_of(
    stream: BinaryIO,
    key: str,
    options: ReadOptions,
    *,
    name: str,
    lists: Collection[Path],
    identify: Callable[[dict[str, Any]], str | None],
    wrap: Callable[[dict[str, Any]], bytes] | None = None,
) -> Iterator[Document | Refusal]:
    """
    Yield the items at the paths `lists` as documents of the format `name`; memory does not grow with the file.

    An item's key ends in what `identify` finds. An object that holds none of
    these lists is one document; a second object after it makes the file JSON
    Lines. What cannot be read is a Refusal with its number and its bytes.
    """
    count = 0
    try:
        for part in _parts(stream, options, lists):
            if part.path == () and part.number == 1 and not part.reason:
                yield Document(key, part.data, name)
            else:
                yield _document(part, key, name, identify, wrap)
            count += 1
    except UnreadableDocument as error:
        yield Refusal(key, f"{error}; {count} items before it were read")
        return
    if not count:
        yield Refusal(key, "the JSON holds no items: its list is empty, or the file breaks off before the first")


def _parts(stream: BinaryIO, options: ReadOptions, lists: Collection[Path]) -> Iterator[Slice]:
    chunks = utf8_chunks(stream, options.encoding)
    head = next(chunks, b"")
    rest = chain((head,), chunks)
    if is_lines(head):
        yield from _lines(rest)
        return
    first = head.lstrip()[:1]
    if first not in (b"{", b"["):
        raise UnreadableDocument("no JSON: it begins with neither { nor [; check its format")
    keys = outline(head)
    # An object with a uri is an item itself, whatever lists it holds.
    if first == b"[" or (("uri",) not in keys and any(path[:-1] in keys for path in lists if path[:-1])):
        yield from slices(rest, lists)
        return
    for part in slices(rest, [()]):
        if part.data[:1] != b"{":
            yield replace(part, reason="after the end of the JSON something follows that is no object")
            return
        yield part


def is_lines(head: bytes) -> bool:
    """Tell whether the beginning of a file has an object of JSON on its first line and one begins on the second."""
    lines = [line for line in head.lstrip().split(b"\n", 3)[:3] if line.strip()]
    if len(lines) < 2 or lines[0][:1] != b"{" or lines[1].lstrip()[:1] != b"{":
        return False
    try:
        return isinstance(json.loads(lines[0]), dict)
    except (ValueError, RecursionError):
        return lines[0].rstrip()[-1:] == b"}"


def _lines(chunks: Iterator[bytes]) -> Iterator[Slice]:
    """Yield each line that is not blank; one that is too large is cut, and the rest goes on."""
    number, size = 0, 0
    held: list[bytes] = []
    for chunk in chain(chunks, (b"\n",)):
        *ended, last = chunk.split(b"\n")
        for piece in ended:
            line = b"".join((*held, piece))
            total, held, size = size + len(piece), [], 0
            if line.strip():
                number += 1
                yield _line(line, total, number)
        size += len(last)
        if size <= MAX_DOCUMENT_BYTES or not held:
            held.append(last[: MAX_DOCUMENT_BYTES + 1])


def _line(line: bytes, size: int, number: int) -> Slice:
    if size > MAX_DOCUMENT_BYTES:
        limit = MAX_DOCUMENT_BYTES // (1024 * 1024)
        return Slice(("*",), number, line[:_KEPT_BYTES], f"larger than {limit} MiB, the most that a document may have")
    return Slice(("*",), number, line)


def _document(
    part: Slice,
    key: str,
    name: str,
    identify: Callable[[dict[str, Any]], str | None],
    wrap: Callable[[dict[str, Any]], bytes] | None,
) -> Document | Refusal:
    where = f"{key}#item {part.number}"
    if part.reason:
        return Refusal(where, part.reason, data=part.data)
    try:
        item, _ = parse_object(part.data, ReadOptions())
    except UnreadableDocument as error:
        return Refusal(where, str(error), data=part.data)
    return Document(item_key(key, identify(item), part.data), wrap(item) if wrap else part.data.strip(), name)


def _scalar(token: bytes) -> Any:
    try:
        return json.loads(token) if token not in (b"{", b"[") else token.decode()
    except ValueError:
        return token.decode("utf-8", "replace")
