"""Small streams to read archives through: in bounded pieces, and never further than they may."""

import io
from abc import abstractmethod
from typing import BinaryIO, Final, Protocol, cast

from articles.formats.archives.limits import BrokenArchive, Budget

PIECE: Final = 256 * 1024  # the most that is asked of a stream at once


class Source(Protocol):
    """Whatever bytes can be read from, in pieces that may be shorter than asked."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, none at the end."""


class Stream(io.RawIOBase):
    """A readable stream that says in one method where its bytes come from."""

    @abstractmethod
    def piece(self, size: int) -> bytes:
        """Return up to `size` bytes, none at the end."""

    def readable(self) -> bool:
        """Say yes."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes; fewer do not mean that the end is near."""
        return self.piece(PIECE if size < 0 else min(size, PIECE))

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Fill the beginning of a buffer."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def buffered(self) -> BinaryIO:
        """Return it as readers of many small pieces like it."""
        return cast("BinaryIO", io.BufferedReader(self, PIECE))


class Part(Stream):
    """The next `size` bytes of a source that is read forward."""

    def __init__(self, source: Source, size: int) -> None:
        self._source, self._left = source, size

    def piece(self, size: int) -> bytes:
        """
        Return what is next.

        :raises BrokenArchive: if the source ends first.
        """
        if not self._left:
            return b""
        data = self._source.read(min(size, self._left))
        if not data:
            raise BrokenArchive(f"it breaks off: {self._left:,} bytes are missing; it may be half an archive")
        self._left -= len(data)
        return data

    def skip(self) -> None:
        """Read on to the end."""
        while self.piece(PIECE):
            pass


class Window(Stream):
    """`size` bytes of a file from `start` on; others may move about in the file meanwhile."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self._file, self._at, self._end = file, start, start + size

    def piece(self, size: int) -> bytes:
        """
        Return what is next.

        :raises BrokenArchive: if the file ends first.
        """
        size = min(size, self._end - self._at)
        if size <= 0:
            return b""
        self._file.seek(self._at)
        data = self._file.read(size)
        if not data:
            raise BrokenArchive(f"it breaks off at byte {self._at:,}; it may be half an archive")
        self._at += len(data)
        return data


class Chained(Stream):
    """What was read of a stream already, and then the rest of it."""

    def __init__(self, head: bytes, rest: Source) -> None:
        self._head, self._rest = head, rest

    def piece(self, size: int) -> bytes:
        """Return what is next."""
        if self._head:
            data, self._head = self._head[:size], self._head[size:]
            return data
        return self._rest.read(size)


class Metered(Stream):
    """A stream of unknown length, whose bytes count as packed ones while they are read."""

    def __init__(self, source: Source, budget: Budget) -> None:
        self._source, self._budget = source, budget

    def piece(self, size: int) -> bytes:
        """Return what is next."""
        data = self._source.read(size)
        self._budget.packed += len(data)
        return data


def read_most(source: Source, size: int) -> bytes:
    """Return `size` bytes, or all there are; never asks for more than a piece at once."""
    pieces = []
    while size > 0 and (data := source.read(min(size, PIECE))):
        pieces.append(data)
        size -= len(data)
    return b"".join(pieces)


def read_head(source: Source, size: int) -> bytes:
    """
    Return the first `size` bytes, or all there are up to where the source breaks: it will break there again.

    :raises BrokenArchive: if nothing comes before that.
    """
    pieces: list[bytes] = []
    try:
        while size > 0 and (data := source.read(min(size, PIECE))):
            pieces.append(data)
            size -= len(data)
    except BrokenArchive:
        if not pieces:
            raise
    return b"".join(pieces)
