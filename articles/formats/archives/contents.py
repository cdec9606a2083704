"""Know what a file is packed as, and take it apart down to its documents, archives inside archives included."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import BinaryIO, Final, cast

from articles.formats.archives.compression import Unpacked, compression_of
from articles.formats.archives.limits import MAX_DEPTH, BrokenArchive, Budget, TooMuch
from articles.formats.archives.members import Member, clean_path, is_hidden, refusal_of, shown
from articles.formats.archives.streams import PIECE, Chained, Source, read_head, read_most
from articles.formats.archives.tars import is_tar, read_tar
from articles.formats.archives.zips import is_zip, read_zip
from articles.formats.documents import HEAD_BYTES, Refusal

MAX_SPOOLED: Final = 32 * 1024**3  # bytes on disk that one member may take
_OFFICE = re.compile(rb"PK\x03\x04.{26}(?:\[Content_Types\]\.xml|_rels/\.rels|mimetype|docProps/|word/)", re.DOTALL)
_UNREAD: Final = (
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x1f\x9d", "packed by compress"),
    (b"\x04\x22\x4d\x18", "packed by LZ4"),
    (b"LZIP", "packed by lzip"),
)
_PACK_OTHERWISE: Final = "which cannot be read here; pack it as zip or tar, or by gzip, bzip2, xz or zstd"


@dataclass(frozen=True, slots=True)
class Leaf:
    """
    A file that is no archive: its key, how it begins, and the rest of it.

    `member` is its path in the outermost archive, "" outside of archives.
    """

    key: str
    head: bytes
    rest: Source
    member: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in a file one is: its key, the path in the outermost archive, and the archives around it."""

    key: str
    member: str
    depth: int
    budget: Budget

    def inside(self, path: str) -> "_Place":
        member = f"{self.member}/{path}" if self.member else path
        return _Place(f"{self.key}/{path}", member, self.depth + 1, self.budget)


def packing_of(head: bytes) -> str:
    """Return zip, tar, gzip, bzip2, xz, zstd, or other for what cannot be unpacked; "" for what is not packed."""
    if _OFFICE.match(head) or any(head.startswith(magic) for magic, _ in _UNREAD):
        return "other"
    if is_zip(head):
        return "zip"
    return compression_of(head) or ("tar" if is_tar(head) else "")


def take_apart(
    source: BinaryIO | Source, key: str, budget: Budget, *, file_size: int | None
) -> Iterator[Leaf | Refusal]:
    """
    Yield the files that `source` holds; itself, where it is not packed.

    With `file_size`, the source is a file that can be read anywhere. Read each
    leaf before going on to the next. What is broken is a Refusal that says
    where; what came before it stays.

    :raises TooMuch: if more comes out than `budget` allows.
    """
    place = _Place(key, "", 0, budget)
    head = read_most(source, HEAD_BYTES)
    file = cast("BinaryIO", source) if file_size is not None else None
    yield from _open(head, source, place, file=file, size=file_size or 0)


def _open(
    head: bytes, rest: Source, place: _Place, *, file: BinaryIO | None = None, size: int = 0
) -> Iterator[Leaf | Refusal]:
    packing = packing_of(head)
    if not packing:
        yield Leaf(place.key, head, rest, place.member)
    elif packing == "other":
        yield Refusal(place.key, _unread(head))
    elif place.depth >= MAX_DEPTH:
        yield Refusal(place.key, f"an archive inside {MAX_DEPTH} others; unpack it first")
    elif packing == "zip":
        yield from _in_zip(head, rest, place, file, size)
    elif packing == "tar":
        yield from _members(read_tar(Chained(head, rest)), place)
    else:
        yield from _compressed(Unpacked(Chained(head, rest), packing, place.budget), place)


def _unread(head: bytes) -> str:
    if _OFFICE.match(head):
        return "a document of an office suite; save it as HTML or as text"
    return f"{next(name for magic, name in _UNREAD if head.startswith(magic))}, {_PACK_OTHERWISE}"


def _compressed(stream: Unpacked, place: _Place) -> Iterator[Leaf | Refusal]:
    try:
        head = read_head(stream, HEAD_BYTES)
    except BrokenArchive as error:
        yield Refusal(place.key, str(error))
        return
    if is_tar(head):  # the two are one archive
        yield from _members(read_tar(Chained(head, stream)), place)
    else:
        deeper = _Place(place.key, place.member, place.depth + 1, place.budget)
        yield from _open(head, stream, deeper)


def _in_zip(head: bytes, rest: Source, place: _Place, file: BinaryIO | None, size: int) -> Iterator[Leaf | Refusal]:
    if file is not None:
        yield from _members(read_zip(file, size, place.budget), place)
        return
    with TemporaryFile() as spooled:
        fault = spool(head, rest, spooled)
        yield from _members(read_zip(cast("BinaryIO", spooled), spooled.tell(), place.budget), place)
        if fault:
            yield Refusal(place.key, fault)


def _members(members: Iterator[Member], place: _Place) -> Iterator[Leaf | Refusal]:
    count = 0
    try:
        for member in members:
            place.budget.count_member()
            yield from _member(member, place)
            count += 1
    except BrokenArchive as error:
        yield Refusal(place.key, f"{error}; {count:,} members before that were read")


def _member(member: Member, place: _Place) -> Iterator[Leaf | Refusal]:
    reason = refusal_of(member.path) or member.reason
    if reason or member.stream is None:
        yield Refusal(f"{place.key}/{shown(member.path)}", reason)
        return
    path = clean_path(member.path)
    if is_hidden(path):
        return
    inner = place.inside(path)
    try:
        head = read_head(member.stream, HEAD_BYTES)
    except BrokenArchive as error:
        yield Refusal(inner.key, str(error))
        return
    yield from _open(head, member.stream, inner)


def spool(head: bytes, rest: Source, file: BinaryIO) -> str:
    """
    Copy a stream to a file on disk; return what broke on the way, "" if nothing did.

    :raises TooMuch: if it is larger than MAX_SPOOLED.
    """
    file.write(head)
    try:
        while data := rest.read(PIECE):
            file.write(data)
            if file.tell() > MAX_SPOOLED:
                raise TooMuch(f"it holds a file of more than {MAX_SPOOLED >> 30} GiB; unpack it first")
    except BrokenArchive as error:
        return str(error)
    return ""
