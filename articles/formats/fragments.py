"""Turn a piece of HTML, or of markup like it, into blocks of text and the images among them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from articles.formats.documents import UnreadableDocument
from articles.recovery.article import Block, BlockKind, RecoveredImage

# What blocks of text cannot hold, whatever format they come from.
MARKUP_LOSSES: Final = ("tables, which become a paragraph a row", "the numbers of numbered lists")
MOST_BLOCKS: Final = 20_000  # of one text
MOST_TAGS: Final = 100_000  # of one text: each takes some hundred bytes while it is read
MOST_ATTRIBUTES: Final = 1000  # of one element: the parser holds each against each
DEEPEST: Final = 200  # elements within each other; news texts nest a dozen
_SKIPPED: Final = frozenset(
    "script style noscript template svg head title meta link select option form input button textarea canvas map "
    "math object applet".split()
)
_INLINE: Final = {
    "a": "a", "strong": "strong", "b": "strong", "em": "em", "i": "em", "sub": "sub", "sup": "sup", "code": "code",
    "s": "s", "strike": "s", "del": "s", "u": "u", "ins": "u",
}  # fmt: skip
_BLOCKS: Final = frozenset(
    "address article aside block body center dd details div dl dt fieldset figcaption figure fn footer header hr html "
    "main nav ol p pre section summary table tbody tfoot thead tr ul caption".split()
)
HTML_KINDS: Final[Mapping[str, BlockKind]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), BlockKind.HEADING),
    "blockquote": BlockKind.QUOTE,
    "li": BlockKind.ITEM,
}
_CELLS: Final = frozenset(("td", "th"))
_MEDIA: Final = frozenset(("iframe", "video", "audio", "embed"))
_VOID: Final = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_SELF_CLOSING: Final = frozenset("p li td th tr dt dd option thead tbody tfoot".split())
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)>")
# A tag as parsers read it: quotes may stand anywhere, and what is in them may hold >.
_ATTRIBUTE: Final = r"[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]++))?+"
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_WHOLE_TAG = re.compile(rf"<[a-zA-Z][^\s/>]*+((?:{_ATTRIBUTE})*+)")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_EMPTY = re.compile(r"<(a|strong|em|sub|sup|code|s|u)(?: [^<>]*)?>(\s*)</\1>")
_EDGE_BREAKS = re.compile(r"^(?:\s*<br>)+\s*|\s*(?:<br>\s*)+$")
_BLANK_LINE = re.compile(r"[^\S\n]*\n[^\S\n]*\n\s*")
_CREDIT_CHARS: Final = 200
_NOTED_CHARS: Final = 1000
_WEB: Final = ("http", "https")
_LINKED: Final = ("http", "https", "mailto", "tel", "")


@dataclass(slots=True)
class Fragment:
    """What a piece of markup holds; `notes` tell what of it no article can carry."""

    blocks: list[Block] = field(default_factory=list)
    images: list[RecoveredImage] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_html_fragment(text: str, *, base: str = "", by_lines: bool = False) -> Fragment:
    """
    Return the blocks and images of a piece of HTML; addresses are counted from `base`.

    With `by_lines`, blank lines end paragraphs, as where software adds the
    tags only when it shows the text.

    :raises UnreadableDocument: if elements nest deeper than DEEPEST, or one has more than MOST_ATTRIBUTES.
    """
    refuse_costly(text)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(_NOT_XML.sub("", text).encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):  # nothing in it but comments and blanks
        return Fragment()
    return read_element(root, base=base, by_lines=by_lines)


def read_element(
    root: Any,  # lxml ships no types
    *,
    base: str = "",
    by_lines: bool = False,
    kinds: Mapping[str, BlockKind] = HTML_KINDS,
    skipped: frozenset[str] = frozenset(),
) -> Fragment:
    """
    Return the blocks and images below an element of HTML, XHTML or XML.

    `kinds` tells what elements make other blocks than paragraphs; those named
    in `skipped` are passed over with all that they hold.
    """
    walk = _Walk(base, by_lines, kinds, _SKIPPED | skipped)
    walk.enter(root, BlockKind.PARAGRAPH, 0)
    walk.end_block(BlockKind.PARAGRAPH)
    return walk.found


def paragraphs_of(text: str) -> list[Block]:
    """
    Return plain text as paragraphs: parted by blank lines where there are any, else by line ends.

    :raises UnreadableDocument: if there are more than MOST_BLOCKS.
    """
    parts = re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n").strip())
    refuse_many(parts[0].count("\n") if len(parts) == 1 else len(parts))
    if len(parts) == 1:
        parts = parts[0].split("\n")
    return [Block(BlockKind.PARAGRAPH, " ".join(part.split())) for part in parts if part.strip()]


def refuse_many(count: int) -> None:
    """:raises UnreadableDocument: if a text has more than MOST_BLOCKS paragraphs."""
    if count > MOST_BLOCKS:
        raise UnreadableDocument(
            f"{count:,} paragraphs; an article has {MOST_BLOCKS:,} at most: cut it into one document for each"
        )


def words_of_html(text: str) -> str:
    """Return the words of a short text that may hold tags and character references, on one line."""
    if "<" not in text and "&" not in text:
        return " ".join(text.split())
    return " ".join(unescape(_TAG.sub(" " if "<br" in text else "", text)).split())


def has_tags(text: str) -> bool:
    """Tell whether a text holds a tag of HTML."""
    return _TAG.search(text) is not None


def local_name(element: Any) -> str:
    """Return the name of an element without its namespace, "" for anything but an element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def refuse_costly(text: str) -> None:
    """
    Let HTML pass that parsers read in a time that grows with its length; linear in the text.

    :raises UnreadableDocument: if elements nest deeper than DEEPEST, one has more
        than MOST_ATTRIBUTES, or there are more than MOST_TAGS.
    """
    for tag in _WHOLE_TAG.finditer(text):
        if len(tag[1]) > MOST_ATTRIBUTES and len(_ATTRIBUTES.findall(tag[1])) > MOST_ATTRIBUTES:
            raise UnreadableDocument(
                f"an element of its HTML has more than {MOST_ATTRIBUTES:,} attributes, which no text needs"
            )
    depth = 0
    for number, tag in enumerate(_TAG.finditer(text), start=1):
        closing, name, rest = tag.groups()
        if number > MOST_TAGS:
            raise UnreadableDocument(
                f"its HTML has more than {MOST_TAGS:,} tags; cut it into one document for each article"
            )
        folded = name.casefold()
        if folded in _VOID or folded in _SELF_CLOSING or rest.endswith("/"):
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        if depth > DEEPEST:
            raise UnreadableDocument(
                f"its HTML nests more than {DEEPEST} elements within each other; close the tags that were left open"
            )


class _Walk:
    """Collects words and inline HTML until a block ends."""

    def __init__(self, base: str, by_lines: bool, kinds: Mapping[str, BlockKind], skipped: frozenset[str]) -> None:
        self.found = Fragment()
        self._base, self._by_lines, self._kinds, self._skipped = base, by_lines, kinds, skipped
        self._words: list[str] = []
        self._html: list[str] = []
        self._open: list[tuple[str, str]] = []  # inline elements: start tag, name
        self._breaks = 0

    def enter(self, element: Any, kind: BlockKind, depth: int) -> None:
        """Walk through one element, its tail left out."""
        name = local_name(element).casefold()
        if not name:
            if element.tag is etree.Entity:
                self._write(unescape(element.text))
        elif depth > DEEPEST:
            self._write(" ".join(part for part in element.itertext() if part))
        elif name == "br":
            self._break(kind)
        elif name == "img":
            self._image(element)
        elif name in _MEDIA:
            self._medium(element, kind)
        elif name == "figure":
            self._figure(element, depth)
        elif name not in self._skipped:
            self._inside(element, name, kind, depth)

    def end_block(self, kind: BlockKind) -> None:
        """End the block that is being written; one without words leaves nothing."""
        text = " ".join("".join(self._words).split())
        if text:
            closing = "".join(f"</{name}>" for _, name in reversed(self._open))
            self.found.blocks.append(Block(kind, text, html=_tidy("".join(self._html) + closing)))
        self._words, self._html, self._breaks = [], [start for start, _ in self._open], 0

    def _inside(self, element: Any, name: str, kind: BlockKind, depth: int) -> None:
        starts_block = name in _BLOCKS or name in self._kinds
        inner = self._kinds.get(name, kind)
        if starts_block:
            self.end_block(kind)
        mark = self._start_inline(element, name)
        if element.text:
            self._write(element.text)
        for child in element:
            self.enter(child, inner, depth + 1)
            if child.tail:
                self._write(child.tail, kind=inner)
        if mark:
            self._open.pop()
            self._html.append(f"</{mark}>")
        if starts_block:
            self.end_block(inner)
        elif name in _CELLS and element.getnext() is not None:
            self._write(" | ")

    def _start_inline(self, element: Any, name: str) -> str:
        tag = _INLINE.get(name, "")
        if any(tag == opened for _, opened in self._open):  # links within links are no HTML
            return ""
        start = f"<{tag}>" if tag else ""
        if tag == "a":
            address = self._address(element.get("href"), _LINKED)
            tag, start = ("a", f'<a href="{escape(address)}">') if address else ("", "")
        if tag:
            self._open.append((start, tag))
            self._html.append(start)
        return tag

    def _write(self, text: str, *, kind: BlockKind = BlockKind.PARAGRAPH) -> None:
        if self._by_lines and "\n" in text:
            first, *others = _BLANK_LINE.split(text)
            self._put(first)
            for other in others:
                self.end_block(kind)
                self._put(other)
        else:
            self._put(text)

    def _put(self, text: str) -> None:
        self._words.append(text)
        self._html.append(escape(text, quote=False))
        if text.strip():
            self._breaks = 0

    def _break(self, kind: BlockKind) -> None:
        self._breaks += 1
        if self._breaks > 1:
            self.end_block(kind)
        else:
            self._words.append(" ")
            self._html.append("<br>")

    def _image(self, element: Any, caption: str = "", credit: str = "") -> None:
        sources = (element.get(name) for name in ("src", "data-src", "data-lazy-src", "data-original"))
        url = next((found for source in sources if (found := self._address(source, ("http", "https", "")))), "")
        if url:
            alt = " ".join((element.get("alt") or "").split())
            self.found.images.append(RecoveredImage(url, alt, caption, credit))
        else:
            self.found.notes.append("an image without an address of the web, such as one within the text, was left out")

    def _figure(self, element: Any, depth: int) -> None:
        """Read a figure: its caption belongs to its images, or is a paragraph where it has none."""
        images = [each for each in element.iter() if local_name(each) == "img"]
        if not images:
            self._inside(element, "figure", BlockKind.PARAGRAPH, depth)
            return
        captions = [each for each in element.iter() if local_name(each) == "figcaption"]
        caption = " ".join(" ".join("".join(each.itertext()).split()) for each in captions)
        whole = " ".join("".join(element.itertext()).split())
        beside = " ".join(whole.replace(caption, " ", 1).split())  # who took it stands beside the caption
        for image in images:
            self._image(image, caption, beside[:_CREDIT_CHARS])
        if len(beside) > _CREDIT_CHARS:
            self.found.notes.append(f"words beside an image were cut to its credit: “{beside[:_NOTED_CHARS]}”")

    def _medium(self, element: Any, kind: BlockKind) -> None:
        """Keep the address of what is embedded as a link, in a paragraph of its own."""
        inner = (each.get("src") for each in element if local_name(each) == "source")
        address = next((found for each in (element.get("src"), *inner) if (found := self._address(each, _WEB))), "")
        if address:
            self.end_block(kind)
            link = f'<a href="{escape(address)}">{escape(address, quote=False)}</a>'
            self.found.blocks.append(Block(BlockKind.PARAGRAPH, address, html=link))
            self.found.notes.append(f"embedded {local_name(element)}: its address is kept as a link")

    def _address(self, written: str | None, schemes: tuple[str, ...]) -> str:
        """Return an address counted from the base, "" where it is none of `schemes`."""
        if not written or written.startswith("#"):
            return ""
        try:
            address = urljoin(self._base, "".join(written.split()))
            return address if urlsplit(address).scheme.casefold() in schemes else ""
        except ValueError:  # no address at all, such as "http://["
            return ""


def _tidy(text: str) -> str:
    """Return inline HTML on one line without empty elements; "" where it holds no tag."""
    text = _EDGE_BREAKS.sub("", " ".join(text.split()))
    while (shorter := _EMPTY.sub(r"\2", text)) != text:
        text = shorter
    text = _EDGE_BREAKS.sub("", " ".join(text.split()))
    return text if "<" in text else ""
