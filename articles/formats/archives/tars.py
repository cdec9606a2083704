"""
Read a tar archive as a stream.

Python's own reader remembers every member and reads headers whole, of any
length: a million members, or one header that lies, would fill the memory.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from articles.formats.archives.limits import BrokenArchive
from articles.formats.archives.members import DEVICE, LINK, Member
from articles.formats.archives.streams import Part, Source, read_most

BLOCK: Final = 512
_MAX_HEADER: Final = 1024 * 1024  # bytes that a long name or a list of attributes may have
_EMPTY: Final = bytes(BLOCK)
_RECORD = re.compile(rb"(\d{1,9}) ")
_LONG_NAME, _LONG_LINK, _OWN, _FOR_ALL = b"L", b"K", b"x", b"g"
_FOLDERS: Final = b"5DV"  # folders and labels: nothing to read
_LINKS: Final = b"12K"
_DEVICES: Final = b"346"
_PIECEMEAL: Final = b"SM"


@dataclass(slots=True)
class _Next:
    """What headers before a member said of it."""

    name: str = ""
    size: int | None = None
    is_sparse: bool = False


@dataclass(frozen=True, slots=True)
class _Header:
    name: str
    size: int
    kind: bytes


@dataclass(slots=True)
class _Tar:
    source: Source
    position: int = 0
    next: _Next = field(default_factory=_Next)


def is_tar(head: bytes) -> bool:
    """Tell by the checksum of its first header."""
    return len(head) >= BLOCK and head[:BLOCK] != _EMPTY and _checks(head[:BLOCK])


def read_tar(source: Source) -> Iterator[Member]:
    """
    Yield the files of a tar archive, in its order; memory does not grow with their number.

    :raises BrokenArchive: where it is damaged or breaks off.
    """
    tar = _Tar(source)
    while (block := _read(tar, BLOCK, "the mark of its end is missing")) != _EMPTY:
        header = _header(block, tar.position - BLOCK)
        if header.kind in (_LONG_NAME, _OWN):
            _look_ahead(tar, header)
            continue
        if header.kind in (_LONG_LINK, _FOR_ALL):
            _read(tar, _padded(header.size), "a header is cut off")
            continue
        said, tar.next = tar.next, _Next()
        size = header.size if said.size is None else said.size
        size = 0 if header.kind in _FOLDERS + b"12346" else size
        part = Part(source, _padded(size))
        if header.kind not in _FOLDERS and not header.name.endswith("/"):
            yield _member(header, said, size, part)
        part.skip()
        tar.position += _padded(size)
    # Only at its very end does a compressed stream tell whether its checksum fits.
    read_most(source, _MAX_HEADER)


def _member(header: _Header, said: _Next, size: int, part: Part) -> Member:
    name = said.name or header.name
    if header.kind in _LINKS:
        return Member(name, None, LINK)
    if header.kind in _DEVICES:
        return Member(name, None, DEVICE)
    if header.kind in _PIECEMEAL or said.is_sparse:
        return Member(name, None, "a file with holes, packed piecemeal; pack it whole, without --sparse")
    return Member(name, Part(part, size))


def _look_ahead(tar: _Tar, header: _Header) -> None:
    """Take in a header that speaks of the next member."""
    data = _read(tar, _padded(header.size), "a header is cut off")[: header.size]
    if header.kind == _LONG_NAME:
        tar.next.name = _text(data)
        return
    for name, value in _records(data, tar.position):
        if name in (b"path", b"GNU.sparse.name"):
            tar.next.name = _text(value)
        elif name == b"size":
            tar.next.size = _decimal(value, tar.position)
        tar.next.is_sparse |= name.startswith(b"GNU.sparse.")


def _records(data: bytes, position: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield the names and values of records such as `20 path=somewhere`, each with its own length in front."""
    at = 0
    while at < len(data) and (match := _RECORD.match(data, at)):
        end = at + int(match[1])
        if end <= match.end():
            break
        name, _, value = data[match.end() : end - 1].partition(b"=")
        yield name, value
        at = end
    if at < len(data) and data[at:].strip(b"\x00"):
        raise BrokenArchive(f"it is damaged before byte {position:,}: a header's records do not fit")


def _read(tar: _Tar, size: int, otherwise: str) -> bytes:
    if size > _MAX_HEADER:
        raise BrokenArchive(f"it is damaged at byte {tar.position:,}: a header that claims {size:,} bytes")
    data = read_most(tar.source, size)
    if len(data) < size:
        at = tar.position + len(data)
        raise BrokenArchive(f"it breaks off at byte {at:,}: {otherwise}; it may be half an archive")
    tar.position += size
    return data


def _header(block: bytes, position: int) -> _Header:
    if not _checks(block):
        raise BrokenArchive(f"it is damaged at byte {position:,}: no header of a member stands there")
    name = _text(block[:100])
    prefix = _text(block[345:500]) if block[257:263] == b"ustar\x00" else ""
    size = _number(block[124:136])
    if size is None or size < 0:
        raise BrokenArchive(f"it is damaged at byte {position:,}: a member without a length")
    return _Header(f"{prefix}/{name}" if prefix else name, size, block[156:157])


def _checks(block: bytes) -> bool:
    stated = _number(block[148:156])
    spaced = block[:148] + b" " * 8 + block[156:]
    return stated is not None and (stated == sum(spaced) or stated == _signed_sum(spaced))


def _signed_sum(block: bytes) -> int:
    """Return the sum that some old programs stored, which took bytes for signed."""
    return sum(byte - 256 if byte > 127 else byte for byte in block)


def _number(stored: bytes) -> int | None:
    """Return an octal number, or a binary one behind a marked first byte; None where there is none."""
    if stored[0] & 0x80:
        value = int.from_bytes(stored, "big", signed=False) & ((1 << (8 * len(stored) - 1)) - 1)
        return value if value < 1 << 62 else None
    digits = stored.replace(b"\x00", b" ").strip()
    if not re.fullmatch(rb"[0-7]*", digits):
        return None
    return int(digits or b"0", 8)


def _decimal(value: bytes, position: int) -> int:
    if not re.fullmatch(rb"\d{1,18}", value):
        raise BrokenArchive(f"it is damaged before byte {position:,}: a length that is no number")
    return int(value)


def _text(stored: bytes) -> str:
    stored = stored.partition(b"\x00")[0]
    try:
        return stored.decode("utf-8")
    except UnicodeDecodeError:
        return stored.decode("cp1252", "replace")


def _padded(size: int) -> int:
    return -(-size // BLOCK) * BLOCK
