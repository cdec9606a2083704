"""Find documents: files, folders and standard input become bytes with a key, or a reason why not."""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from articles.formats.documents import MAX_DOCUMENT_BYTES, Document, Refusal

STDIN = "-"


def walk(paths: Iterable[str | os.PathLike[str]], *, stdin: BinaryIO | None = None) -> Iterator[Document | Refusal]:
    """
    Yield every document below `paths`, in the order of its path.

    A key is the path below the folder that was given, or a file's own name;
    hidden files and folders are passed over. What cannot be read is a
    `Refusal` with its reason, never an exception; at most one document is in
    memory, and none over MAX_DOCUMENT_BYTES.
    """
    seen: dict[str, str] = {}
    for given in map(os.fspath, paths):
        found = [(STDIN, None)] if given == STDIN else _files(Path(given))
        for key, path in found:
            if key in seen:
                reason = f"a second document with this key: {path or given} after {seen[key]}; import them apart"
                yield Refusal(key, reason, path=path if path and _is_file(path) else None)
                continue
            seen[key] = str(path or given)
            yield _read_stream(stdin) if path is None else _read_file(key, path)


def count_documents(paths: Iterable[str | os.PathLike[str]]) -> int:
    """Return how many documents `walk` will yield; no file is opened."""
    return sum(1 if os.fspath(path) == STDIN else sum(1 for _ in _files(Path(path))) for path in paths)


def _files(given: Path) -> Iterator[tuple[str, Path | None]]:
    """Yield key and path of what lies at or below `given`, folders that cannot be listed included."""
    if not given.is_dir():
        yield _printable(given.name or str(given)), given
        return
    yield from _below(given, given, above=frozenset())


def _below(folder: Path, top: Path, *, above: frozenset[tuple[int, int]]) -> Iterator[tuple[str, Path | None]]:
    try:
        status = folder.stat()
        names = sorted(entry.name for entry in os.scandir(folder) if not entry.name.startswith("."))
    except OSError:
        yield _key(folder, top), folder
        return
    here = above | {(status.st_dev, status.st_ino)}
    for path in (folder / name for name in names):
        if not path.is_dir():
            yield _key(path, top), path
        elif _identity(path) in here:  # a symlink to a folder it lies in
            yield _key(path, top), path
        else:
            yield from _below(path, top, above=here)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _key(path: Path, top: Path) -> str:
    return _printable(path.relative_to(top).as_posix())


def _printable(name: str) -> str:
    """Return a name that any output and any database can hold, whatever bytes the file system keeps."""
    return name.encode("utf-8", "backslashreplace").decode()


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def _read_file(key: str, path: Path) -> Document | Refusal:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            os.scandir(path).close()
            return Refusal(key, "a link back to a folder that it lies in; its documents are read once")
        if not stat.S_ISREG(status.st_mode):
            return Refusal(key, "not a regular file but a pipe, socket or device; give files or folders")
        if status.st_size > MAX_DOCUMENT_BYTES:
            return Refusal(key, _too_large(status.st_size), path=path)
        data = path.read_bytes()
    except OSError as error:
        return Refusal(key, f"cannot be read: {error.strerror or error}")
    return Document(key, data) if data else Refusal(key, "empty: it holds no bytes")


def _read_stream(stdin: BinaryIO | None) -> Document | Refusal:
    data = stdin.read(MAX_DOCUMENT_BYTES + 1) if stdin else b""
    if len(data) > MAX_DOCUMENT_BYTES:
        return Refusal(STDIN, _too_large(None), data=data)
    return Document(STDIN, data) if data else Refusal(STDIN, "empty: standard input holds no bytes")


def _too_large(size: int | None) -> str:
    bytes_ = f"{size:,} bytes" if size else "more"
    return f"too large: {bytes_}, a document has at most {MAX_DOCUMENT_BYTES:,}; split it into documents"
