"""Walk over what was given on the command line: files, folders and standard input become documents or refusals."""

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from articles.formats.documents import MAX_DOCUMENT_BYTES, Document, ReadOptions, Refusal

STANDARD_INPUT: Final = "-"
_AS_IT_COMES: Final = ReadOptions()
_KINDS: Final = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


@dataclass(frozen=True, slots=True)
class _Found:
    """A file and its key, or the reason why it cannot be one."""

    key: str
    path: Path
    reason: str = ""


def walk(
    paths: Iterable[str | os.PathLike[str]], *, stdin: BinaryIO | None = None, options: ReadOptions = _AS_IT_COMES
) -> Iterator[Document | Refusal]:
    """
    Yield each document below `paths` in order, folders sorted by name; one file is in memory at a time.

    A document's key is its path below the folder that was given, with `/`, or
    its name when the file itself was given; `-` reads `stdin` under the key
    `-`. Hidden files are passed over. Whatever cannot be read is a Refusal that
    says why: nothing is raised.
    """
    seen: dict[str, Path] = {}
    for found in _find(paths):
        if found.reason:
            yield Refusal(_printable(found.key), found.reason, found.path)
        elif found.key in seen:
            yield _duplicate(found, seen[found.key])
        else:
            seen[found.key] = found.path
            yield _read_input(stdin) if found.key == STANDARD_INPUT else _read(found)


def count(paths: Iterable[str | os.PathLike[str]]) -> int:
    """Return how many documents and refusals `walk` will yield; reads no file."""
    return sum(1 for _ in _find(paths))


def _find(paths: Iterable[str | os.PathLike[str]]) -> Iterator[_Found]:
    for given in paths:
        if os.fspath(given) == STANDARD_INPUT:
            yield _Found(STANDARD_INPUT, Path(STANDARD_INPUT))
            continue
        path = Path(given)
        try:
            is_folder = path.is_dir()
        except (OSError, ValueError) as error:
            yield _Found(str(given), path, _reason(error))
            continue
        if is_folder:
            yield from _below(path, path, ())
        else:
            yield _Found(path.name or str(given), path)


def _below(root: Path, folder: Path, above: tuple[tuple[int, int], ...]) -> Iterator[_Found]:
    """Yield the files of a folder and its folders; `above` holds the folders on the way, against loops of links."""
    key = folder.relative_to(root).as_posix()
    try:
        status = folder.stat()
        mark = (status.st_dev, status.st_ino)
        if mark in above:
            yield _Found(key, folder, "a link that leads back to a folder above it; remove the loop")
            return
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
    except OSError as error:
        yield _Found(key, folder, f"the folder cannot be listed: {_reason(error)}")
        return
    for name in names:
        path = folder / name
        try:
            is_folder = path.is_dir()
        except OSError as error:
            yield _Found(path.relative_to(root).as_posix(), path, _reason(error))
            continue
        if is_folder:
            yield from _below(root, path, (*above, mark))
        else:
            yield _Found(path.relative_to(root).as_posix(), path)


def _read(found: _Found) -> Document | Refusal:
    try:
        status = found.path.stat()
        kind = next((name for test, name in _KINDS if test(status.st_mode)), "")
        if kind:
            return Refusal(_printable(found.key), f"{kind}, not a file; give a regular file", found.path)
        if status.st_size > MAX_DOCUMENT_BYTES:
            return Refusal(_printable(found.key), _too_large(status.st_size), found.path)
        with found.path.open("rb") as stream:
            data = stream.read(MAX_DOCUMENT_BYTES + 1)
    except (OSError, ValueError) as error:
        return Refusal(_printable(found.key), _reason(error), found.path)
    return _document(found.key, data, found.path)


def _read_input(stdin: BinaryIO | None) -> Document | Refusal:
    if stdin is None:
        return Refusal(STANDARD_INPUT, "there is no standard input to read; give a file or a folder")
    try:
        data = stdin.read(MAX_DOCUMENT_BYTES + 1)
    except (OSError, ValueError) as error:
        return Refusal(STANDARD_INPUT, _reason(error))
    return _document(STANDARD_INPUT, data, None)


def _document(key: str, data: bytes, path: Path | None) -> Document | Refusal:
    if not data:
        return Refusal(_printable(key), "empty: it has no bytes", path)
    if len(data) > MAX_DOCUMENT_BYTES:
        return Refusal(_printable(key), _too_large(None), path)
    return Document(_printable(key), data)


def _duplicate(found: _Found, first: Path) -> Refusal:
    return Refusal(found.key, f"a second document named “{found.key}” in one run; the first is {first}", found.path)


def _too_large(size: int | None) -> str:
    limit = MAX_DOCUMENT_BYTES // (1024 * 1024)
    has = f"{size:,} bytes" if size else f"more than {limit} MiB"
    return f"too large: {has}; a document may have {limit} MiB at most"


def _printable(key: str) -> str:
    """Return a key without the lone surrogates that undecodable file names give."""
    return key.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder; check the path"
    if isinstance(error, PermissionError):
        return "no permission to read it; allow reading for this user"
    if isinstance(error, OSError) and error.errno == errno.ELOOP:
        return "a link that leads to itself; remove the loop"
    return str(error.strerror if isinstance(error, OSError) and error.strerror else error)
