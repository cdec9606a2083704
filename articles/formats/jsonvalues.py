"""Read JSON of any size: take the values at some path out of a file, one at a time, and parse each by itself."""

import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from articles.formats.documents import MAX_DOCUMENT_BYTES, ReadOptions, UnreadableDocument
from articles.formats.recoding import utf8_text

Path = tuple[str, ...]  # keys from the outermost value inwards; * stands for each item of a list

DEEPEST: Final = 200
MOST_VALUES: Final = 200_000  # lists and objects of one document: each takes some hundred bytes
_ANY = re.compile(rb'["\[\]{}:,]|[^\s"\[\]{}:,]+')
_NESTING = re.compile(rb'["\[\]{}]')
_MARKS: Final = frozenset((b"{", b"[", b"}", b"]", b":", b","))
_BACKSLASH: Final = 0x5C
_MOST_KEYS: Final = 2000
_KEPT_BYTES: Final = 64 * 1024  # of a value that is too large


@dataclass(frozen=True, slots=True)
class Slice:
    """
    The bytes of one value of a file, and its 1-based number among those wanted.

    With a `reason` they are not whole: the value is cut off or too large.
    """

    path: Path
    number: int
    data: bytes
    reason: str = ""


def parse(data: bytes, options: ReadOptions) -> tuple[Any, str]:
    """
    Return a value of JSON and its encoding.

    :raises UnreadableDocument: if it is none, or nested too deep to be a document.
    """
    text, used = utf8_text(data, options.encoding)
    if text.count("[") + text.count("{") > MOST_VALUES:
        raise UnreadableDocument(
            f"the JSON holds more than {MOST_VALUES:,} lists and objects; give one article of them"
        )
    try:
        return json.loads(text, strict=False), used
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        if error.pos >= len(text.rstrip()):
            raise UnreadableDocument(f"the JSON breaks off in {where}: the file is not whole; get it again") from error
        raise UnreadableDocument(f"no valid JSON in {where}: {error.msg}; correct it there") from error
    except RecursionError as error:
        raise UnreadableDocument(
            f"the JSON nests too many values within each other; documents have {DEEPEST} at most"
        ) from error
    except ValueError as error:  # a number of thousands of digits
        raise UnreadableDocument(f"the JSON holds a value that cannot be read: {error}; correct it") from error


def parse_object(data: bytes, options: ReadOptions) -> tuple[dict[str, Any], str]:
    """
    Return an object of JSON and its encoding.

    :raises UnreadableDocument: if it is none.
    """
    value, used = parse(data, options)
    if not isinstance(value, dict):
        raise UnreadableDocument("the JSON is no object; an object such as {“headline”: …} was expected")
    return value, used


def dump(value: object) -> bytes:
    """Return a value as bytes that are the same for the same value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")


def outline(head: bytes) -> dict[Path, bytes]:
    """Return the paths of the first keys in a document's head, with what follows each: a text, a number, [ or {."""
    scan = _Scan((head,), ())
    for _ in scan.slices():
        pass
    return scan.keys


def slices(chunks: Iterable[bytes], wanted: Collection[Path]) -> Iterator[Slice]:
    """Yield every value whose path is wanted, in order; no more than one of them is in memory."""
    return _Scan(chunks, wanted).slices()


class _Scan:
    """A walk through the brackets of a file."""

    def __init__(self, chunks: Iterable[bytes], wanted: Collection[Path]) -> None:
        self._chunks = iter(chunks)
        self._wanted = frozenset(wanted)
        self._buffer, self._at, self._is_over = b"", 0, False
        self._stack: list[str] = []  # the key of each open value, * in a list
        self._count = 0
        self.keys: dict[Path, bytes] = {}

    def slices(self) -> Iterator[Slice]:
        opened: list[bytes] = []
        last = b""  # the last text, which is a key if a colon follows
        key: str | None = None
        while token := self._next(_ANY):
            if token == b":":
                key = _plain(last)
            elif token == b",":
                key = None
            elif token in (b"}", b"]"):
                if opened:
                    opened.pop()
                    self._stack.pop()
                key = None
            else:
                path = self._path(opened, key)
                is_value = not opened or opened[-1] == b"[" or key is not None
                if is_value and len(self.keys) < _MOST_KEYS:
                    self.keys.setdefault(path, token)
                if is_value and path in self._wanted:
                    part = self._capture(path, token)
                    yield part
                    if part.reason and self._is_over:
                        return
                    key = None
                elif token in (b"{", b"["):
                    opened.append(token)
                    self._stack.append(path[-1] if path else "")
                    key = None
                    if len(opened) > DEEPEST:
                        self._count += 1
                        yield Slice(path, self._count, b"", f"the JSON nests more than {DEEPEST} values in each other")
                        return
                last = token
        if opened and self._wanted:
            self._count += 1
            yield Slice((), self._count, b"", "the file breaks off: its brackets stay open; get it again")

    def _path(self, opened: list[bytes], key: str | None) -> Path:
        if not opened:
            return ()
        return (*self._stack[1:], "*" if opened[-1] == b"[" else key or "")

    def _capture(self, path: Path, token: bytes) -> Slice:
        """Return the value that begins with `token`, which was just read."""
        self._count += 1
        if token not in (b"{", b"["):
            return Slice(path, self._count, token)
        start, depth, brackets, dropped = self._at - 1, 1, 0, b""
        self._buffer, self._at = self._buffer[start:], 1
        while depth:
            inner = self._next(_NESTING, keep=not dropped)
            if not inner:
                return Slice(path, self._count, dropped or self._buffer, "the file breaks off in it: get it again")
            depth += 1 if inner in b"{[" else -1 if inner in b"}]" else 0
            brackets += inner != b'"'
            if brackets > 2 * MOST_VALUES:
                kept, self._buffer, self._at, self._is_over = self._buffer[:_KEPT_BYTES], b"", 0, True
                reason = f"it holds more than {MOST_VALUES:,} lists and objects; the file was not read any further"
                return Slice(path, self._count, dropped or kept, reason)
            if not dropped and self._at > MAX_DOCUMENT_BYTES:
                dropped = self._buffer[:_KEPT_BYTES]
        if dropped:
            limit = MAX_DOCUMENT_BYTES // (1024 * 1024)
            return Slice(path, self._count, dropped, f"larger than {limit} MiB, the most that a document may have")
        return Slice(path, self._count, self._buffer[: self._at])

    def _next(self, tokens: re.Pattern[bytes], *, keep: bool = False) -> bytes:
        """Return the next token, b"" at the end; with `keep`, what was read before stays in the buffer."""
        while True:
            match = tokens.search(self._buffer, self._at)
            if match and match[0] == b'"':
                end = _end_of_text(self._buffer, match.end())
                if end:
                    self._at = end
                    return self._buffer[match.start() : end] if tokens is _ANY else b'"'
            elif match and (match.end() < len(self._buffer) or self._is_over or match[0] in _MARKS):
                self._at = match.end()
                return match[0]
            if self._is_over:
                self._at = len(self._buffer)
                return b""
            self._more(match.start() if match else len(self._buffer), keep=keep)

    def _more(self, start: int, *, keep: bool) -> None:
        """Read on; what lies before `start` is dropped unless it is to be kept."""
        if not keep:
            self._buffer, self._at = self._buffer[start:], 0
        else:
            self._at = start
        wanted, pieces = max(1, len(self._buffer) - self._at), [self._buffer]
        while wanted > 0:
            chunk = next(self._chunks, b"")
            if not chunk:
                self._is_over = True
                break
            pieces.append(chunk)
            wanted -= len(chunk)
        if len(self._buffer) - self._at > MAX_DOCUMENT_BYTES:  # a text without an end
            self._is_over, pieces = True, [self._buffer[: self._at]]
        self._buffer = b"".join(pieces)


def _end_of_text(buffer: bytes, at: int) -> int:
    """Return where the text ends whose quotation mark was read before `at`, 0 if it does not."""
    start = at
    while (end := buffer.find(b'"', at)) >= 0:
        before = end
        while before > start and buffer[before - 1] == _BACKSLASH:
            before -= 1
        if (end - before) % 2 == 0:
            return end + 1
        at = end + 1
    return 0


def _plain(token: bytes) -> str:
    try:
        return str(json.loads(token))
    except ValueError:
        return token.decode("utf-8", "replace")
