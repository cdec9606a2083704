"""Know packed bytes by how they begin, and unpack a stream of them piece by piece."""

import bz2
import gzip
import lzma
import re
import zlib
from collections.abc import Callable
from typing import BinaryIO, Final, cast

import zstandard

from articles.formats.archives.limits import BrokenArchive, Budget
from articles.formats.archives.streams import PIECE, Source, Stream

_MAX_WINDOW: Final = 128 * 1024 * 1024  # memory that unpacking may take: as much as `zstd --long` asks for
_FED: Final = 512  # packed bytes at once: four of them may stand for 128 KiB
_FAULTS: Final = (OSError, EOFError, zlib.error, lzma.LZMAError, zstandard.ZstdError)
_MAGIC: Final = (
    ("gzip", re.compile(rb"\x1f\x8b\x08")),
    ("bzip2", re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")),
    ("xz", re.compile(rb"\xfd7zXZ\x00")),
    ("zstd", re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18")),
)


def compression_of(head: bytes) -> str:
    """Return gzip, bzip2, xz or zstd, "" for anything else."""
    return next((name for name, magic in _MAGIC if magic.match(head)), "")


class Unpacked(Stream):
    """
    The bytes that a compressed stream stands for; they are taken from the budget.

    A fault of the stream stays one: each further read names it again.
    """

    def __init__(self, source: Source, compression: str, budget: Budget) -> None:
        self._inner = _READERS[compression](source)
        self._compression, self._budget = compression, budget
        self._position = 0
        self._fault = ""

    def piece(self, size: int) -> bytes:
        """
        Return what is next.

        :raises BrokenArchive: if the packed bytes are damaged or break off.
        :raises TooMuch: if they expand too far.
        """
        if self._fault:
            raise BrokenArchive(self._fault)
        try:
            data = self._inner.read(size)
        except _FAULTS as error:
            self._fault = f"its {self._compression} data is broken after {self._position:,} unpacked bytes ({error})"
            raise BrokenArchive(self._fault) from error
        self._position += len(data)
        self._budget.spend(len(data))
        return data


class _AsItComes:
    """A reader of the standard library, asked such that it hands out what it has before it fails."""

    def __init__(self, file: gzip.GzipFile | bz2.BZ2File) -> None:
        self._file = file

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, none at the end."""
        return self._file.read1(size)


class Deflated:
    """The raw deflate data of a member of a zip archive."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._unpacker = zlib.decompressobj(-zlib.MAX_WBITS)

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, none at the end."""
        while not self._unpacker.eof:
            packed = self._unpacker.unconsumed_tail or self._source.read(PIECE)
            if not packed:
                raise EOFError("it breaks off")
            if data := self._unpacker.decompress(packed, size):
                return data
        return b""


class _Xz:
    """Streams of xz, one after the other; unlike Python's own reader it bounds the memory that they may ask for."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._unpacker = self._next()

    def read(self, size: int, /) -> bytes:
        while True:
            if self._unpacker.eof:
                packed = (self._unpacker.unused_data or self._source.read(PIECE)).lstrip(b"\x00")
                if not packed:
                    return b""
                self._unpacker = self._next()
            else:
                packed = self._source.read(PIECE) if self._unpacker.needs_input else b""
                if not packed and self._unpacker.needs_input:
                    raise EOFError("it breaks off")
            if data := self._unpacker.decompress(packed, size):
                return data

    def _next(self) -> lzma.LZMADecompressor:
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MAX_WINDOW)


class _Zstd:
    """Frames of zstd, one after the other; unlike the package's own reader it tells half a frame from a whole one."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._unpacker = self._next()
        self._out = memoryview(b"")

    def read(self, size: int, /) -> bytes:
        while not self._out:
            if self._unpacker.eof:
                if not (packed := self._unpacker.unused_data or self._source.read(_FED)):
                    return b""
                self._unpacker = self._next()
            elif not (packed := self._source.read(_FED)):
                raise EOFError("it breaks off")
            self._out = memoryview(self._unpacker.decompress(packed))
        data, self._out = bytes(self._out[:size]), self._out[size:]
        return data

    def _next(self) -> "zstandard.ZstdDecompressionObj":
        return zstandard.ZstdDecompressor(max_window_size=_MAX_WINDOW).decompressobj()


def _file(source: Source) -> BinaryIO:
    return cast("BinaryIO", source)


_READERS: Final[dict[str, Callable[[Source], Source]]] = {
    "gzip": lambda source: _AsItComes(gzip.GzipFile(fileobj=_file(source))),
    "bzip2": lambda source: _AsItComes(bz2.BZ2File(_file(source))),
    "xz": _Xz,
    "zstd": _Zstd,
    "deflate": Deflated,
    "": lambda source: source,
}
