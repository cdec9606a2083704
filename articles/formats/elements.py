"""Read XML of any size: cut elements of some name out of a file, one at a time, and parse each by itself, safely."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from html.entities import html5
from typing import Any, Final

from lxml import etree

from articles.formats.documents import HEAD_BYTES, MAX_DOCUMENT_BYTES, UnreadableDocument
from articles.formats.fragments import local_name
from articles.formats.recoding import encoding_of, utf8_text

Element = Any  # lxml ships no types

MOST_TAGS: Final = 400_000  # of one document: each takes some hundred bytes while it is read
_PROLOG = re.compile(rb"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[(?P<own>.*?)\]\s*)?>", re.DOTALL)
_START_TAG: Final = rb"<((?:[\w.-]+:)?[\w.-]+)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>"
_ROOT = re.compile(_START_TAG)
_NAMESPACE = re.compile(rb"\sxmlns(?::([\w.-]+))?\s*=\s*(\"[^\"]*\"|'[^']*')")
_XML_ATTRIBUTE = re.compile(rb"\sxml:(lang|base)\s*=\s*(\"[^\"]*\"|'[^']*')")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_HTML_NAME = re.compile(rb"&([A-Za-z][A-Za-z0-9]*);")
_XML_NAMES: Final = frozenset("amp lt gt quot apos".split())
_CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_HEAD_BYTES: Final = 1024
_NAMESPACE_BYTES: Final = 4096  # in which namespaces are declared around elements
_OUTSIDE_BYTES: Final = 64 * 1024  # of what lies around the elements
_KEPT_BYTES: Final = 64 * 1024  # of an element that is too large
_TAIL_BYTES: Final = 512  # where a tag may be cut in two


@dataclass(frozen=True, slots=True)
class Root:
    """The outermost element of a document: its name as written, namespaces by prefix, and xml:lang and xml:base."""

    name: str
    namespaces: dict[str, str]
    attributes: dict[str, str] = field(default_factory=dict)

    @property
    def local(self) -> str:
        """Return the name without its prefix."""
        return self.name.rpartition(":")[2]

    def holds(self, namespace: str) -> bool:
        """Tell whether a namespace that begins so is declared."""
        return any(each.startswith(namespace) for each in self.namespaces.values())


@dataclass(frozen=True, slots=True)
class Slice:
    """The bytes of one element of a file and its 1-based number; with a `reason` they are not whole."""

    name: str
    number: int
    data: bytes
    reason: str = ""


def root_of(head: bytes) -> Root | None:
    """Return the outermost element of what may be XML, None for anything else."""
    if b"<" not in head:  # in none of its encodings
        return None
    encoding = encoding_of(head[:_HEAD_BYTES])
    if encoding.startswith(("utf-16", "utf-32")):
        head = head.decode(encoding, "replace").encode("utf-8", "replace")
    at = _after_prolog(head.removeprefix(b"\xef\xbb\xbf"))[0]
    match = _ROOT.match(head.removeprefix(b"\xef\xbb\xbf"), at)
    if not match:
        return None
    spaces, attributes = _declared(match[2])
    return Root(_text(match[1]), spaces, attributes)


def parse_element(data: bytes, given: str | None = None) -> tuple[Element, str, list[str]]:
    """
    Return the root of an XML document, its encoding, and notes.

    No entity is expanded and nothing is fetched; controls that XML does not
    allow are taken out.

    :raises UnreadableDocument: if it is no well-formed XML, declares entities
        of its own, nests deeper than 256 elements, or has more than MOST_TAGS.
    """
    text, encoding = utf8_text(data, given)
    text, controls = _CONTROLS.subn("", text)
    notes = [f"{controls} control characters, which XML does not allow, were taken out"] if controls else []
    stored = _DECLARATION.sub("", text).encode("utf-8", "replace")
    refuse_entities(stored)
    if stored.count(b"<") > MOST_TAGS:
        raise UnreadableDocument(f"the XML has more than {MOST_TAGS:,} tags; give one article, not a heap of them")
    if b"<!DOCTYPE" in stored[:_HEAD_BYTES]:  # it may define them elsewhere, where nobody looks
        stored = _HTML_NAME.sub(_named, stored)
    try:
        try:
            return etree.fromstring(stored, _parser()), encoding, notes
        except etree.XMLSyntaxError as error:
            if "not defined" not in str(error):
                raise
            return etree.fromstring(_HTML_NAME.sub(_named, stored), _parser()), encoding, notes
    except etree.XMLSyntaxError as error:
        raise UnreadableDocument(f"no well-formed XML: {_problem(error)}") from error
    except ValueError as error:
        raise UnreadableDocument(f"no XML can be read from it: {error}") from error


def refuse_entities(data: bytes) -> None:
    """:raises UnreadableDocument: if the XML declares entities of its own."""
    _, own = _after_prolog(data)
    if b"<!ENTITY" in own:
        raise UnreadableDocument(
            "the XML declares entities of its own, which can make a small file huge or read other files; "
            "take out its <!ENTITY …> declarations"
        )


def text_of(element: Element | None) -> str:
    """Return all words of an element on one line, character references resolved; "" without an element."""
    return " ".join("".join(_pieces(element)).split()) if element is not None else ""


def raw_text_of(element: Element | None) -> str:
    """Return the text of an element as it stands, "" without an element."""
    return "".join(_pieces(element)) if element is not None else ""


def children(element: Element, name: str, namespace: str | None = None) -> list[Element]:
    """Return the children of that local name, in any namespace or in that one."""
    found = [each for each in element if local_name(each) == name]
    return found if namespace is None else [each for each in found if etree.QName(each).namespace == namespace]


def child(element: Element, name: str, namespace: str | None = None) -> Element | None:
    """Return the first child of that local name, None without one."""
    return next(iter(children(element, name, namespace)), None)


def descendants(element: Element, *names: str) -> list[Element]:
    """Return all elements below one that bear one of these local names, in order."""
    return [each for each in element.iter() if local_name(each) in names]


class Elements:
    """
    A walk through a file that cuts out the elements of some local names.

    `root` and `outside`, the bytes around the elements, are filled on the way:
    the root and what stands before an element are known when it is yielded.
    """

    def __init__(self, chunks: Iterable[bytes], names: Collection[str]) -> None:
        alternatives = b"|".join(re.escape(name.encode()) for name in names)
        self._token = re.compile(
            rb"<!\[CDATA\[|<!--|<(?P<open>(?:[\w.-]+:)?(?P<name>" + alternatives + rb"))(?=[\s/>])"
            rb"|</(?:[\w.-]+:)?(?P<close>" + alternatives + rb")\s*>"
        )
        self._chunks = iter(chunks)
        self._names = frozenset(names)
        self._buffer, self._is_over, self._is_whole = b"", False, False
        self.root: Root | None = None
        self.outside = bytearray()
        self._around: list[tuple[str, str]] | None = None  # namespaces, known from the first element on

    def __iter__(self) -> Iterator[Slice]:
        """
        :raises UnreadableDocument: if the file declares entities of its own.
        """
        while len(self._buffer) < HEAD_BYTES and not self._is_over:
            self._more()
        refuse_entities(self._buffer)
        self.root = root_of(self._buffer)
        number = at = 0
        while (found := self._token_from(at)) is not None:
            if found["open"] is None:
                at = found.end() if found["close"] else self._after_section(found)
                continue
            self._keep_outside(self._buffer[: found.start()])
            self._buffer = self._buffer[found.start() :]
            number += 1
            yield self._element(_text(found["name"]), number)
            at = 0
        self._keep_outside(self._buffer)
        if self.root and not self._is_whole and self.root.local not in self._names:
            reason = f"the file breaks off: </{self.root.name}> is missing; get it again"
            yield Slice(self.root.name, number + 1, b"", reason)

    def alone(self, data: bytes) -> bytes:
        """Return a cut-out element with the namespaces declared that it uses and others declare around it."""
        tag = _ROOT.match(data)
        if not tag:
            return data
        if self._around is None:
            nearer = _declared(bytes(self.outside[:_NAMESPACE_BYTES]))[0]
            self._around = sorted((nearer | (self.root.namespaces if self.root else {})).items())
        own = _declared(tag[2])[0]
        used = "".join(
            f' xmlns{":" if prefix else ""}{prefix}="{escape(address)}"'
            for prefix, address in self._around
            if prefix not in own and (not prefix or f"{prefix}:".encode() in data)
        )
        return data[: tag.end(1)] + used.encode() + data[tag.end(1) :]

    def _token_from(self, at: int) -> re.Match[bytes] | None:
        """Find the next token outside of an element; what is passed over is dropped."""
        while True:
            found = self._token.search(self._buffer, at)
            if found or self._is_over:
                return found
            keep = max(0, len(self._buffer) - _TAIL_BYTES, at)
            self._keep_outside(self._buffer[:keep])
            self._buffer, at = self._buffer[keep:], 0
            self._more()

    def _after_section(self, opening: re.Match[bytes]) -> int:
        """Return where a comment or a CDATA section outside of an element ends."""
        end = b"-->" if opening[0] == b"<!--" else b"]]>"
        self._keep_outside(self._buffer[: opening.start()])
        self._buffer, at = self._buffer[opening.start() :], 4
        while (found := self._buffer.find(end, at)) < 0:
            if self._is_over:
                return len(self._buffer)
            self._buffer, at = self._buffer[:4] + self._buffer[-2:], 4
            self._more()
        return found + 3

    def _element(self, name: str, number: int) -> Slice:
        """Return the element that the buffer begins with."""
        depth, at, dropped = 0, 0, b""
        while True:
            found = self._token.search(self._buffer, at)
            if found is None or (found["open"] and not self._is_over and b">" not in self._buffer[found.start() :]):
                if self._is_over:
                    data, self._buffer, self._is_whole = dropped or self._buffer, b"", True
                    return Slice(name, number, data, "the file breaks off in it: get it again")
                at = max(at, len(self._buffer) - _TAIL_BYTES) if found is None else found.start()
                if len(self._buffer) > MAX_DOCUMENT_BYTES:
                    dropped = dropped or self._buffer[:_KEPT_BYTES]
                    self._buffer, at = self._buffer[at:], 0
                self._more()
            elif found["open"]:
                tag = _ROOT.match(self._buffer, found.start())
                depth += 0 if tag and tag[2].endswith(b"/") else 1
                at = tag.end() if tag else found.end()
                if not depth:
                    break
            elif found["close"]:
                depth, at = depth - 1, found.end()
                if depth <= 0:
                    break
            else:
                at = self._after_inner(found)
        data, self._buffer = self._buffer[:at], self._buffer[at:]
        if dropped or len(data) > MAX_DOCUMENT_BYTES:
            limit = MAX_DOCUMENT_BYTES // (1024 * 1024)
            reason = f"larger than {limit} MiB, the most that a document may have"
            return Slice(name, number, dropped or data[:_KEPT_BYTES], reason)
        return Slice(name, number, data)

    def _after_inner(self, opening: re.Match[bytes]) -> int:
        """Return where a comment or a CDATA section within an element ends: the end of the buffer if none does yet."""
        end = b"-->" if opening[0] == b"<!--" else b"]]>"
        at = opening.end()
        while (found := self._buffer.find(end, at)) < 0:
            if self._is_over or len(self._buffer) > 2 * MAX_DOCUMENT_BYTES:
                return len(self._buffer)
            at = max(opening.end(), len(self._buffer) - 2)
            self._more()
        return found + 3

    def _more(self) -> None:
        chunk = next(self._chunks, b"")
        self._is_over = not chunk
        self._buffer += chunk

    def _keep_outside(self, data: bytes) -> None:
        if self.root and f"</{self.root.name}".encode() in data:
            self._is_whole = True
        room = _OUTSIDE_BYTES - len(self.outside)
        self.outside += data[: max(0, room)]


def _after_prolog(data: bytes) -> tuple[int, bytes]:
    """Return where the root begins, and the declarations of the document's own."""
    at, own = 0, b""
    while match := _PROLOG.match(data, at):
        own = match["own"] or own
        at = match.end()
    if data[at : at + 9] == b"<!DOCTYPE":  # one without an end
        own = data[at:]
    return at, own


def _declared(tag: bytes) -> tuple[dict[str, str], dict[str, str]]:
    spaces = {_text(prefix): unescape(_text(address)[1:-1]) for prefix, address in _NAMESPACE.findall(tag)}
    return spaces, {_text(name): unescape(_text(value)[1:-1]) for name, value in _XML_ATTRIBUTE.findall(tag)}


def _pieces(element: Element) -> Iterator[str]:
    if element.tag is etree.Entity:
        yield unescape(element.text)
    elif isinstance(element.tag, str):
        yield element.text or ""
        for each in element:
            yield from _pieces(each)
            yield each.tail or ""


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _parser() -> Any:
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _named(match: re.Match[bytes]) -> bytes:
    """Return the character that HTML gives this name and XML does not, such as &nbsp;."""
    name = match[1].decode()
    return match[0] if name in _XML_NAMES else html5.get(f"{name};", match[0].decode()).encode()


def _problem(error: etree.XMLSyntaxError) -> str:
    line, column = error.position
    message = (error.msg or "it cannot be parsed").split(", line ")[0]
    if "Premature end" in message or "EndTag" in message or "not found" in message:
        return f"it breaks off in line {line}, column {column} ({message}); the file is not whole, or a tag stays open"
    if "depth" in message.casefold():
        return f"elements nest too deep in line {line} ({message}); close the tags that were left open"
    return f"line {line}, column {column}: {message}; correct it there"
