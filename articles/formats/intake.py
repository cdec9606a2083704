"""Walk over what was given on the command line: files, folders, archives and standard input become documents."""

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, Final, cast

from articles.formats.archives.contents import Leaf, packing_of, spool, take_apart
from articles.formats.archives.limits import BrokenArchive, Budget, TooMuch
from articles.formats.archives.streams import Metered, read_most
from articles.formats.documents import HEAD_BYTES, MAX_DOCUMENT_BYTES, Document, Format, ReadOptions, Refusal
from articles.formats.keys import Keys
from articles.formats.pictures import is_picture
from articles.formats.registry import detect_heap, named

STANDARD_INPUT: Final = "-"
MAX_KEY_CHARS: Final = 1000  # as many as are stored
_KEPT_BYTES: Final = 64 * 1024 * 1024  # a file that failed is kept whole up to this size
_AS_IT_COMES: Final = ReadOptions()
_KINDS: Final = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


@dataclass(frozen=True, slots=True)
class _Found:
    """A file, its key, and the folder that was given, None for a file given itself; or why it cannot be read."""

    key: str
    path: Path
    root: Path | None = None
    reason: str = ""


def walk(
    paths: Iterable[str | os.PathLike[str]], *, stdin: BinaryIO | None = None, options: ReadOptions = _AS_IT_COMES
) -> Iterator[Document | Refusal]:
    """
    Yield each document below `paths` in order, folders sorted by name; one document is in memory at a time.

    A document's key is its path below the folder that was given, with `/`, or
    its name when the file itself was given; `-` reads `stdin` under the key
    `-`. Archives are known by their content and read as streams: the key goes
    on with the path in the archive. Files that hold many articles are taken
    apart by their format. Hidden files are passed over, and so are pictures
    beside documents. Whatever cannot be read is a Refusal that says why:
    nothing is raised.

    :raises ValueError: if `options.format` is unknown.
    """
    seen = Keys()
    for found in _find(paths):
        for each in _documents(found, stdin, options):
            if len(each.key) > MAX_KEY_CHARS:
                reason = f"its path has {len(each.key):,} characters; {MAX_KEY_CHARS:,} at most can be kept"
                yield Refusal(each.key[:MAX_KEY_CHARS], reason, data=each.data)
            elif isinstance(each, Document) and not seen.add(each.key):
                reason = f"a second document named “{each.key}” in one run; import the two apart, each with a --source"
                yield Refusal(each.key, reason, found.path if each.near is None else None, each.data)
            else:
                yield each


def count(paths: Iterable[str | os.PathLike[str]], *, options: ReadOptions = _AS_IT_COMES) -> int | None:
    """
    Return how many documents and refusals `walk` will yield; None where only unpacking would tell.

    Reads the beginning of each file.
    """
    total = 0
    for found in _find(paths):
        counted = None if found.key == STANDARD_INPUT else _count(found, options)
        if counted is None:
            return None
        total += counted
    return total


def _count(found: _Found, options: ReadOptions) -> int | None:
    try:
        if found.reason or not stat.S_ISREG(found.path.stat().st_mode):
            return 1
        with found.path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except (OSError, ValueError):
        return 1
    if is_picture(head):
        return 0 if found.root else 1
    packing = packing_of(head)
    is_heap = packing not in ("", "other") or (not packing and head and _heap(head, options) is not None)
    return None if is_heap else 1


def _find(paths: Iterable[str | os.PathLike[str]]) -> Iterator[_Found]:
    for given in paths:
        if os.fspath(given) == STANDARD_INPUT:
            yield _Found(STANDARD_INPUT, Path(STANDARD_INPUT))
            continue
        path = Path(given)
        try:
            is_folder = path.is_dir()
        except (OSError, ValueError) as error:
            yield _Found(str(given), path, reason=_reason(error))
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
            yield _Found(key, folder, root, "a link that leads back to a folder above it; remove the loop")
            return
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
    except OSError as error:
        yield _Found(key, folder, root, f"the folder cannot be listed: {_reason(error)}")
        return
    for name in names:
        path = folder / name
        try:
            is_folder = path.is_dir()
        except OSError as error:
            yield _Found(path.relative_to(root).as_posix(), path, root, _reason(error))
            continue
        if is_folder:
            yield from _below(root, path, (*above, mark))
        else:
            yield _Found(path.relative_to(root).as_posix(), path, root)


def _documents(found: _Found, stdin: BinaryIO | None, options: ReadOptions) -> Iterator[Document | Refusal]:
    """Yield what one file holds: itself, or the documents in it."""
    key = _printable(found.key)
    if found.reason:
        yield Refusal(key, found.reason, found.path)
        return
    try:
        if found.key == STANDARD_INPUT:
            yield from _from_input(stdin, options)
        else:
            yield from _from_file(found, options)
    except TooMuch as error:
        yield Refusal(key, str(error), _kept(found.path))
    except BrokenArchive as error:  # what reads a leaf answers for it; this is for whatever slips by
        yield Refusal(key, str(error), _kept(found.path))
    except OSError as error:
        yield Refusal(key, _reason(error), found.path if found.key != STANDARD_INPUT else None)
    except ValueError as error:
        if "null byte" not in str(error):
            raise
        yield Refusal(key, _reason(error))


def _from_input(stdin: BinaryIO | None, options: ReadOptions) -> Iterator[Document | Refusal]:
    if stdin is None:
        yield Refusal(STANDARD_INPUT, "there is no standard input to read; give a file or a folder")
        return
    budget = Budget()
    for leaf in take_apart(Metered(stdin, budget), STANDARD_INPUT, budget, file_size=None):
        yield from [leaf] if isinstance(leaf, Refusal) else _of_leaf(leaf, options)


def _from_file(found: _Found, options: ReadOptions) -> Iterator[Document | Refusal]:
    key, path = _printable(found.key), found.path
    status = path.stat()
    kind = next((name for test, name in _KINDS if test(status.st_mode)), "")
    if kind:
        yield Refusal(key, f"{kind}, not a file; give a regular file", path)
        return
    with path.open("rb") as file:
        budget = Budget(packed=status.st_size)
        for leaf in take_apart(cast("BinaryIO", file), key, budget, file_size=status.st_size):
            if isinstance(leaf, Refusal):
                yield replace(leaf, path=_kept(path)) if leaf.key == key else leaf
            elif leaf.member:
                yield from (_near(each, path, leaf.member) for each in _of_leaf(leaf, options))
            elif not (found.root and is_picture(leaf.head)):
                is_plain = leaf.rest is file
                for each in _of_leaf(leaf, options, file if is_plain else None):
                    if isinstance(each, Refusal):
                        yield replace(each, path=path, data=b"") if each.key == key else each
                    else:
                        yield _near(each, found.root or path, found.key if found.root else path.name)


def _near(each: Document | Refusal, near: Path, member: str) -> Document | Refusal:
    if isinstance(each, Refusal) or each.near is not None:
        return each
    return replace(each, near=near, member=member)


def _of_leaf(leaf: Leaf, options: ReadOptions, file: BinaryIO | None = None) -> Iterator[Document | Refusal]:
    """Yield the documents of a file that is no archive; `file` is the file itself where it lies on disk."""
    if not leaf.head:
        yield Refusal(leaf.key, "empty: it has no bytes")
    elif is_picture(leaf.head):
        if not leaf.member:
            yield Refusal(leaf.key, "a picture, not a document; give the document that names it")
    elif kind := _heap(leaf.head, options):
        yield from _split(leaf, kind, options, file)
    elif file is not None and (size := os.fstat(file.fileno()).st_size) > MAX_DOCUMENT_BYTES:
        yield Refusal(leaf.key, _too_large(f"{size:,} bytes"))
    else:
        try:
            rest = read_most(leaf.rest, MAX_DOCUMENT_BYTES + 1 - len(leaf.head))
        except BrokenArchive as error:
            yield Refusal(leaf.key, str(error))
            return
        data = leaf.head + rest
        yield (
            Refusal(leaf.key, _too_large("more than that"))
            if len(data) > MAX_DOCUMENT_BYTES
            else Document(leaf.key, data)
        )


def _split(leaf: Leaf, kind: Format, options: ReadOptions, file: BinaryIO | None) -> Iterator[Document | Refusal]:
    if kind.split is None:
        return
    if file is not None:
        file.seek(0)
        yield from kind.split(file, leaf.key, options)
        return
    with TemporaryFile() as spooled:
        fault = spool(leaf.head, leaf.rest, spooled)
        spooled.seek(0)
        yield from kind.split(cast("BinaryIO", spooled), leaf.key, options)
        if fault:
            yield Refusal(leaf.key, f"{fault}; the articles before that were read")


def _heap(head: bytes, options: ReadOptions) -> Format | None:
    """Return the format of a file that holds many articles, None for any other."""
    if options.format == "auto":
        return detect_heap(head, options.columns)
    wanted = named(options.format)
    return wanted if wanted.split else None


def _kept(path: Path) -> Path | None:
    """Return a path whose bytes are to be kept with the failure, None where they are too many."""
    try:
        return path if path.is_file() and path.stat().st_size <= _KEPT_BYTES else None
    except (OSError, ValueError):
        return None


def _too_large(has: str) -> str:
    limit = MAX_DOCUMENT_BYTES // (1024 * 1024)
    return f"too large: a document may have {limit} MiB at most, this one has {has}; cut it up"


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
