"""Lay an HTML page out as lines of text, each with the element that it came from."""

from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from lxml import etree, html

from articles.formats.documents import UnreadableDocument

Element: TypeAlias = Any  # lxml ships no types; always an html.HtmlElement
_SKIPPED: Final = frozenset(
    "script style noscript template svg iframe object embed select option head title meta link video audio "
    "canvas map math textarea".split()
)
_INLINE: Final = frozenset(
    "a abbr acronym b bdi bdo big cite code data dfn em font i img input ins kbd label mark nobr q rp rt ruby s "
    "samp small span "
    "strike strong sub sup time tt u var wbr picture source button del".split()
)
TEXT_BLOCKS: Final = frozenset("p h1 h2 h3 h4 h5 h6 li blockquote figcaption td th dd dt pre caption summary".split())
_DEEPEST: Final = 240  # levels; deeper ones are read as one


@dataclass(slots=True)
class FlatLine:
    """One line: its text, the block element that holds it, and how many of its characters are links."""

    text: str
    element: Element
    link_chars: int = 0


@dataclass(slots=True)
class _Layout:
    lines: list[FlatLine] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    link_chars: int = 0
    breaks: int = 0
    owner: Element | None = None

    def write(self, text: str, owner: Element, in_link: bool) -> None:
        if not self.pieces and text.isspace():
            return
        if self.owner is None:
            self.owner = owner
        self.pieces.append(text)
        if not text.isspace():
            self.breaks = 0
        if in_link:
            self.link_chars += len(text)

    def end_line(self) -> None:
        text = " ".join("".join(self.pieces).split())
        if text and self.owner is not None:
            self.lines.append(FlatLine(text, self.owner, self.link_chars))
        self.pieces, self.link_chars, self.breaks, self.owner = [], 0, 0, None


def parse(text: str) -> Element:
    """
    Return the root of an HTML page; broken markup is mended as far as it goes.

    :raises UnreadableDocument: if no element can be made out of it.
    """
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument(f"no HTML can be read from it: {error}; give a page with some text in it") from error
    return root


def flatten(root: Element) -> list[FlatLine]:
    """Return the lines of a page in order; a space sets apart inline siblings outside of text."""
    layout = _Layout()
    body = root.find(".//body")
    start = body if body is not None else root
    _walk(start, start, layout, False, 0)
    layout.end_line()
    return layout.lines


def _walk(element: Element, block: Element, layout: _Layout, in_link: bool, depth: int) -> None:
    tag = element.tag
    if not isinstance(tag, str) or tag in _SKIPPED:
        return
    if depth > _DEEPEST:
        layout.write(" ".join(element.itertext()), block, in_link)
        return
    if tag == "br":
        _break(layout, block)
        return
    inline = tag in _INLINE
    if not inline:
        layout.end_line()
        block = element
    elif (
        layout.pieces
        and block.tag not in TEXT_BLOCKS
        and not layout.pieces[-1][-1:].isspace()
        and not _text_before(element)
    ):
        layout.pieces.append(" ")  # siblings that only a style sheet sets apart
    in_link = in_link or tag == "a"
    if element.text:
        layout.write(element.text, block, in_link)
    for child in element:
        _walk(child, block, layout, in_link, depth + 1)
        if child.tail:
            layout.write(child.tail, block, in_link)
    if not inline:
        layout.end_line()


def _break(layout: _Layout, block: Element) -> None:
    layout.breaks += 1
    if layout.breaks > 1 or block.tag not in TEXT_BLOCKS:
        layout.end_line()
    elif layout.pieces:
        layout.pieces.append(" ")


def _text_before(element: Element) -> bool:
    """Tell whether text of the parent stands directly before an element."""
    before = element.getprevious()
    parent = element.getparent()
    text = before.tail if before is not None else parent.text if parent is not None else None
    return bool(text and text.strip())
