"""
Read a zip archive by its directory, or, where that is cut off, from its beginning.

Python's own reader loads the directory whole: a million members take more
memory than an import may.
"""

import stat
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from articles.formats.archives.compression import Unpacked
from articles.formats.archives.limits import BrokenArchive, Budget
from articles.formats.archives.members import DEVICE, LINK, Member
from articles.formats.archives.streams import Source, Stream, Window, read_most

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_ENTRY: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_LOCATOR: Final = struct.Struct("<4sLQL")
_END_64: Final = struct.Struct("<4sQ2H2L4Q")
_MAX_COMMENT: Final = 0xFFFF
_WIDE: Final = 0xFFFFFFFF  # stands for a number that is too large: the extra field has it
_ENCRYPTED, _STREAMED, _UTF8 = 1, 8, 0x800
_METHODS: Final = {0: "", 8: "deflate", 12: "bzip2", 93: "zstd"}
_OTHER_METHODS: Final = {9: "Deflate64", 14: "LZMA", 95: "XZ", 98: "PPMd", 99: "AES"}
_UNIX: Final = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """What the directory says of a member; `offset` is where its own header begins in the file."""

    path: str
    method: int
    flags: int
    mode: int
    crc: int
    packed: int
    size: int
    offset: int


def is_zip(head: bytes) -> bool:
    """Tell by the first header, or by the end of an empty archive."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x06"))


def read_zip(file: BinaryIO, size: int, budget: Budget) -> Iterator[Member]:
    """
    Yield the files of a zip archive, in the order of its directory; memory does not grow with their number.

    :raises BrokenArchive: where it is damaged or breaks off.
    """
    directory = _find_directory(file, size)
    if directory is None:
        yield from _from_beginning(file, size, budget)
        return
    for entry in read_entries(file, *directory):
        if not entry.path.endswith(("/", "\\")):
            yield _member(file, entry, size, budget)


def open_entry(file: BinaryIO, entry: Entry, size: int, budget: Budget) -> Stream:
    """
    Return the unpacked bytes of a member.

    :raises BrokenArchive: if its header does not stand where the directory says.
    """
    local = read_most(Window(file, entry.offset, min(_LOCAL.size, max(0, size - entry.offset))), _LOCAL.size)
    if len(local) < _LOCAL.size or not local.startswith(b"PK\x03\x04"):
        raise BrokenArchive(f"it is damaged: no member at byte {entry.offset:,}, where its directory says there is one")
    *_, name_length, extra_length = _LOCAL.unpack(local)
    start = entry.offset + _LOCAL.size + name_length + extra_length
    packed = Window(file, start, min(entry.packed, max(0, size - start)))
    return _Checked(Unpacked(packed, _METHODS[entry.method], budget), entry)


class _Checked(Stream):
    """The bytes of a member, held against its length and its checksum."""

    def __init__(self, source: Source, entry: Entry) -> None:
        self._source, self._entry = source, entry
        self._crc = self._count = 0

    def piece(self, size: int) -> bytes:
        """
        Return what is next.

        :raises BrokenArchive: if the bytes are not those that were packed.
        """
        data = self._source.read(size)
        self._count += len(data)
        self._crc = zlib.crc32(data, self._crc)
        if self._count > self._entry.size or (
            not data and (self._count, self._crc) != (self._entry.size, self._entry.crc)
        ):
            raise BrokenArchive(
                f"it is damaged: {self._count:,} bytes of {self._entry.size:,}, or its checksum does not fit"
            )
        return data


def _member(file: BinaryIO, entry: Entry, size: int, budget: Budget) -> Member:
    kind = stat.S_IFMT(entry.mode)
    if kind == stat.S_IFLNK:
        return Member(entry.path, None, LINK)
    if kind not in (0, stat.S_IFREG):
        return Member(entry.path, None, DEVICE)
    if entry.flags & _ENCRYPTED:
        return Member(entry.path, None, "it is encrypted; unpack the archive with its password first")
    if entry.method not in _METHODS:
        name = _OTHER_METHODS.get(entry.method, f"method {entry.method}")
        return Member(entry.path, None, f"it is packed by {name}, which cannot be unpacked here; pack it by Deflate")
    try:
        return Member(entry.path, open_entry(file, entry, size, budget))
    except BrokenArchive as error:
        return Member(entry.path, None, str(error))


def find_entries(file: BinaryIO, size: int) -> Iterator[Entry]:
    """Yield what the directory of a zip archive says; nothing where it is missing."""
    if directory := _find_directory(file, size):
        yield from read_entries(file, *directory)


def _find_directory(file: BinaryIO, size: int) -> tuple[int, int, int] | None:
    """Return where the directory begins and ends, and what offsets in it must be moved by; None when it is missing."""
    tail_start = max(0, size - _MAX_COMMENT - _END.size)
    tail = read_most(Window(file, tail_start, size - tail_start), size - tail_start)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        return None
    *_, length, offset, _comment = _END.unpack_from(tail, at)
    end = tail_start + at
    if at >= _LOCATOR.size and tail[at - _LOCATOR.size :].startswith(b"PK\x06\x07"):
        end -= _LOCATOR.size + _END_64.size
        if end < 0:
            return None
        wide = read_most(Window(file, end, _END_64.size), _END_64.size)
        if not wide.startswith(b"PK\x06\x06"):
            return None
        *_, length, offset = _END_64.unpack(wide)
    start = end - length
    if start < 0:
        return None
    return start, end, start - offset


def read_entries(file: BinaryIO, start: int, end: int, moved: int) -> Iterator[Entry]:
    """
    Yield what the directory between two places of the file says.

    :raises BrokenArchive: where it is damaged.
    """
    directory = Window(file, start, end - start).buffered()
    while fixed := directory.read(_ENTRY.size):
        if len(fixed) < _ENTRY.size or not fixed.startswith(b"PK\x01\x02"):
            raise BrokenArchive("its directory is damaged: an entry is missing")
        _, made, _, flags, method, _, _, crc, packed, size, *lengths, _, _, attributes, offset = _ENTRY.unpack(fixed)
        name, extra, _ = (directory.read(length) for length in lengths)
        size, packed, offset = _widened(extra, size, packed, offset)
        mode = attributes >> 16 if made >> 8 == _UNIX else 0
        yield Entry(_path(name, flags), method, flags, mode, crc, packed, size, max(0, offset + moved))


def _from_beginning(file: BinaryIO, size: int, budget: Budget) -> Iterator[Member]:
    at = 0
    while True:
        local = read_most(Window(file, at, min(_LOCAL.size, size - at)), _LOCAL.size)
        if len(local) < _LOCAL.size or not local.startswith(b"PK\x03\x04"):
            break
        _, _, flags, method, _, _, crc, packed, length, name_length, extra_length = _LOCAL.unpack(local)
        described = read_most(Window(file, at + _LOCAL.size, min(name_length + extra_length, size - at)), 2 * 0xFFFF)
        name, extra = described[:name_length], described[name_length:]
        length, packed, _ = _widened(extra, length, packed, 0)
        start = at + _LOCAL.size + name_length + extra_length
        if flags & _STREAMED or start + packed > size:
            break
        entry = Entry(_path(name, flags), method, flags, 0, crc, packed, length, at)
        if not entry.path.endswith("/"):
            yield _member(file, entry, size, budget)
        at = start + packed
    raise BrokenArchive(f"it breaks off: it has no directory, and no whole member from byte {at:,} on")


def _widened(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """Return the numbers that an extra field has in full, for those that did not fit."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == 1:
            wide = iter(
                struct.unpack_from(f"<{length // 8}Q", extra[: at + 4 + length].ljust(at + 4 + length, b"\x00"), at + 4)
            )
            size, packed, offset = (next(wide, each) if each == _WIDE else each for each in (size, packed, offset))
            break
        at += 4 + length
    return size, packed, offset


def _path(name: bytes, flags: int) -> str:
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("utf-8" if flags & _UTF8 else "cp437", "replace")
