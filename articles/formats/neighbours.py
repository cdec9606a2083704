"""Find the pictures that documents name, in the folder or the archive that they came from; never on the network."""

import os
from abc import ABC, abstractmethod
from collections.abc import Iterator
from itertools import count
from pathlib import Path, PurePosixPath
from posixpath import dirname, join, normpath
from tempfile import TemporaryDirectory
from typing import Final, Self
from urllib.parse import unquote, urlsplit

from articles.formats.archives.contents import Leaf, packing_of, take_apart
from articles.formats.archives.limits import BrokenArchive, Budget, TooMuch
from articles.formats.archives.members import clean_path, refusal_of
from articles.formats.archives.streams import read_most
from articles.formats.archives.zips import Entry, find_entries, open_entry
from articles.formats.documents import HEAD_BYTES, Document
from articles.formats.keys import Keys
from articles.formats.pictures import ENDINGS, is_picture

MAX_PICTURE_BYTES: Final = 20 * 1024 * 1024
_MAX_EXTRACTED: Final = 16 * 1024**3
_MAX_URL_CHARS: Final = 4000


class NoPicture(ValueError):
    """Say why a picture is not taken."""


class Neighbours:
    """
    The files beside documents, archive by archive and folder by folder.

    An archive that cannot be read at any place is gone through once, and its
    pictures wait in a temporary folder until `close`.
    """

    def __init__(self) -> None:
        self._places: dict[Path, _Place] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of all that was unpacked."""
        for place in self._places.values():
            place.close()
        self._places.clear()

    def picture(self, document: Document, url: str) -> tuple[str, bytes]:
        """
        Return the path and the bytes of the picture that `url` names in a document.

        A relative address is looked up beside the document. Where nothing lies
        there, and for an address on the web, a file counts whose name no other
        has, or that shares more of its path with the address than any other.

        :raises NoPicture: if there is none, or it is too large.
        """
        wanted = _wanted(url)
        if document.near is None:
            raise NoPicture("it came without a folder or an archive around it")
        try:
            place = self._places.get(document.near)
            if place is None:
                place = self._places[document.near] = _place(document.near)
            found = place.find(document.member, wanted, is_web=bool(urlsplit(url).netloc))
            return found, place.read(found)
        except (OSError, BrokenArchive, TooMuch) as error:
            raise NoPicture(f"it cannot be read: {error}") from error


def _wanted(url: str) -> str:
    """Return the path that an address names."""
    try:
        address = urlsplit(url.strip()[:_MAX_URL_CHARS])
    except ValueError:
        raise NoPicture("its address is none") from None
    if address.scheme not in ("", "http", "https"):
        raise NoPicture(f"its address is no path: it begins with {address.scheme[:20]}:")
    path = unquote(address.path).replace("\\", "/")
    if not PurePosixPath(path).name or "\x00" in path:
        raise NoPicture("its address names no file")
    return path


class _Place(ABC):
    """A folder or an archive, in which files are known by their paths."""

    def __init__(self) -> None:
        self._by_name: dict[str, list[str]] | None = None

    def find(self, member: str, wanted: str, *, is_web: bool) -> str:
        """Return the path of the file meant."""
        if not is_web:
            path = normpath(wanted.lstrip("/") if wanted.startswith("/") else join(dirname(member), wanted))
            if path.startswith(".."):
                raise NoPicture("its address leads out of the folder or the archive")
            if self.has(path):
                return path
        return self._by_suffix(wanted)

    def _by_suffix(self, wanted: str) -> str:
        if self._by_name is None:
            self._by_name = {}
            for path in self.paths():
                self._by_name.setdefault(PurePosixPath(path).name, []).append(path)
        parts = PurePosixPath(wanted).parts
        found = [(_shared(parts, path), path) for path in self._by_name.get(parts[-1], ())]
        best = max((shared for shared, _ in found), default=0)
        paths = [path for shared, path in found if shared == best]
        if not paths:
            raise NoPicture("no file of this name lies beside the document; nothing is fetched from the network")
        if len(paths) > 1:
            raise NoPicture(f"{len(paths)} files beside the document have this name")
        return paths[0]

    @abstractmethod
    def has(self, path: str) -> bool: ...

    @abstractmethod
    def paths(self) -> Iterator[str]: ...

    @abstractmethod
    def read(self, path: str) -> bytes: ...

    @abstractmethod
    def close(self) -> None: ...


def _shared(parts: tuple[str, ...], path: str) -> int:
    """Return how many parts two paths have in common at their ends."""
    pairs = zip(reversed(parts), reversed(PurePosixPath(path).parts), strict=False)
    return next(
        (number for number, (one, other) in enumerate(pairs) if one != other), min(len(parts), path.count("/") + 1)
    )


class _Folder(_Place):
    """A folder that was given; or that of a file that was given alone: there nothing is searched for."""

    def __init__(self, root: Path, *, is_given: bool) -> None:
        super().__init__()
        self._root, self._is_given = root.resolve(), is_given

    def has(self, path: str) -> bool:
        return self._inside(path) is not None

    def paths(self) -> Iterator[str]:
        for folder, _, names in os.walk(self._root) if self._is_given else ():
            for name in sorted(names):
                if PurePosixPath(name).suffix.lower() in ENDINGS:
                    path = (Path(folder) / name).relative_to(self._root).as_posix()
                    if self.has(path):
                        yield path

    def read(self, path: str) -> bytes:
        inside = self._inside(path)
        if inside is None:
            raise NoPicture("it is gone")
        if inside.stat().st_size > MAX_PICTURE_BYTES:
            raise NoPicture(_too_large())
        with inside.open("rb") as file:
            return _checked(file.read(MAX_PICTURE_BYTES + 1))

    def close(self) -> None:
        return

    def _inside(self, path: str) -> Path | None:
        """Return the file where it is one and lies in the folder, links followed."""
        try:
            resolved = (self._root / path).resolve(strict=True)
            return resolved if resolved.is_relative_to(self._root) and resolved.is_file() else None
        except (OSError, ValueError, RuntimeError):
            return None


class _Zip(_Place):
    """A zip archive on disk: pictures are read where they lie; archives inside it are unpacked when asked for."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._file = path.open("rb")
        self._size = path.stat().st_size
        self._entries: dict[str, Entry] = {}
        self._names = Keys()
        self._nested: _Unpacked | None = None
        self._path = path
        try:
            for entry in find_entries(self._file, self._size):
                if not refusal_of(entry.path):
                    name = clean_path(entry.path)
                    self._names.add(name)
                    if PurePosixPath(name).suffix.lower() in ENDINGS:
                        self._entries[name] = entry
        except BrokenArchive:  # what the directory said so far counts
            return

    def find(self, member: str, wanted: str, *, is_web: bool) -> str:
        if any(str(parent) in self._names for parent in PurePosixPath(member).parents):
            self._nested = self._nested or _Unpacked(self._path)
            return self._nested.find(member, wanted, is_web=is_web)
        return super().find(member, wanted, is_web=is_web)

    def has(self, path: str) -> bool:
        return path in self._entries

    def paths(self) -> Iterator[str]:
        return iter(self._entries)

    def read(self, path: str) -> bytes:
        entry = self._entries.get(path)
        if entry is None:
            return self._nested.read(path) if self._nested else b""
        if entry.size > MAX_PICTURE_BYTES:
            raise NoPicture(_too_large())
        return _checked(read_most(open_entry(self._file, entry, self._size, Budget(self._size)), MAX_PICTURE_BYTES + 1))

    def close(self) -> None:
        self._file.close()
        if self._nested:
            self._nested.close()


class _Unpacked(_Place):
    """Any other archive: gone through once, for the pictures in it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._folder = TemporaryDirectory(prefix="pictures-")
        self._files: dict[str, Path] = {}
        numbers, left = count(), _MAX_EXTRACTED
        size = path.stat().st_size
        try:
            with path.open("rb") as file:
                for leaf in take_apart(file, "", Budget(size), file_size=size):
                    if isinstance(leaf, Leaf) and is_picture(leaf.head) and left > 0:
                        left -= self._keep(leaf, next(numbers))
        except (BrokenArchive, TooMuch):  # the import itself tells of it
            return

    def _keep(self, leaf: Leaf, number: int) -> int:
        rest = read_most(leaf.rest, MAX_PICTURE_BYTES + 1 - len(leaf.head))
        path = Path(self._folder.name) / str(number)
        self._files[leaf.member] = path
        return path.write_bytes(leaf.head + rest)

    def has(self, path: str) -> bool:
        return path in self._files

    def paths(self) -> Iterator[str]:
        return iter(self._files)

    def read(self, path: str) -> bytes:
        return _checked(self._files[path].read_bytes())

    def close(self) -> None:
        self._folder.cleanup()


def _place(near: Path) -> _Place:
    if near.is_dir():
        return _Folder(near, is_given=True)
    size = near.stat().st_size
    with near.open("rb") as file:
        if packing_of(file.read(HEAD_BYTES)) == "zip":
            return _Zip(near)
        file.seek(0)
        first = next(take_apart(file, "", Budget(size), file_size=size), None)
    is_alone = isinstance(first, Leaf) and not first.member
    return _Folder(near.parent, is_given=False) if is_alone else _Unpacked(near)


def _checked(data: bytes) -> bytes:
    if len(data) > MAX_PICTURE_BYTES:
        raise NoPicture(_too_large())
    return data


def _too_large() -> str:
    return f"it is larger than the {MAX_PICTURE_BYTES >> 20} MiB that a picture may have"
