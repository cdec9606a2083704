"""Lay an HTML page out as lines of text, each with the element that it came from."""

import re
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from lxml import etree

from articles.formats.bounds import refuse_attributes
from articles.formats.documents import UnreadableDocument

Element: TypeAlias = Any  # lxml ships no types; always an etree._Element
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
_DEEPEST: Final = 200  # levels that are kept of a page which nests more than the parser bears
_VOID: Final = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>")


@dataclass(slots=True)
class FlatLine:
    """One line: its text, the block element that holds it, and how many of its characters are links."""

    text: str
    place: int  # of the element, in FlatPage.elements
    link_chars: int = 0


@dataclass(slots=True)
class FlatPage:
    """The lines of a page, and the elements that were walked through, each with the place of the one around it."""

    lines: list[FlatLine] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)  # -1 for the outermost

    def element(self, line: FlatLine) -> Element:
        """Return the block element that holds a line."""
        return self.elements[line.place]


class _Layout:
    """Lay text out as lines while the page is walked through."""

    def __init__(self, page: FlatPage) -> None:
        self.page = page
        self.pieces: list[str] = []
        self.link_chars = 0
        self.breaks = 0
        self.owner = -1

    def write(self, text: str, owner: int, in_link: bool) -> None:
        """Add text to the line; space does not begin one."""
        blank = text.isspace()
        if blank and not self.pieces:
            return
        if self.owner < 0:
            self.owner = owner
        self.pieces.append(text)
        if not blank:
            self.breaks = 0
        if in_link:
            self.link_chars += len(text)

    def end_line(self) -> None:
        """Keep the line if it says anything, and begin the next."""
        if self.pieces:
            text = " ".join("".join(self.pieces).split())
            if text:
                self.page.lines.append(FlatLine(text, self.owner, self.link_chars))
            self.pieces = []
        self.link_chars, self.breaks, self.owner = 0, 0, -1

    def break_line(self, *, in_text: bool) -> None:
        """End the line at a br; inside of text, only at the second in a row."""
        self.breaks += 1
        if self.breaks > 1 or not in_text:
            self.end_line()
        elif self.pieces:
            self.pieces.append(" ")

    def set_apart(self) -> None:
        """Put a space where a style sheet alone sets siblings apart."""
        if self.pieces and not self.pieces[-1][-1:].isspace():
            self.pieces.append(" ")


def parse(text: str) -> Element:
    """
    Return the root of an HTML page; broken markup is mended as far as it goes.

    Elements nested thousands deep are let go, their text is kept.

    :raises UnreadableDocument: if no element can be made out of it, or one has more attributes than any page needs.
    """
    refuse_attributes(text)
    root, log = _parsed(text)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in log):
        root, log = _parsed(_shallow(text))
    if root is None:
        reason = log[-1].message.strip() if len(log) else "it is empty"
        raise UnreadableDocument(f"no HTML can be read from it: {reason}; give a page with some text in it")
    return root


def _parsed(text: str) -> tuple[Element | None, Any]:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser), parser.error_log
    except etree.XMLSyntaxError:
        return None, parser.error_log


def _shallow(text: str) -> str:
    """Drop the tags that nest too deep; those that hold text and those around them are counted apart."""
    depths = {True: 0, False: 0}

    def kept(tag: re.Match[str]) -> str:
        name = tag[2].casefold()
        if name in _VOID:
            return tag[0]
        holds_text = name in TEXT_BLOCKS
        depths[holds_text] = max(0, depths[holds_text] + (-1 if tag[1] else 1))
        return tag[0] if depths[holds_text] < _DEEPEST else " "

    return _TAG.sub(kept, text)


def flatten(root: Element) -> FlatPage:
    """Return the lines of a page in order; a space sets apart inline siblings outside of text."""
    body = root.find(".//body")
    page = FlatPage()
    layout = _Layout(page)
    walk = etree.iterwalk(root if body is None else body, events=("start", "end"))
    open_elements: list[tuple[int, int, bool, bool]] = []  # place, block, in a link, ends a line
    place, block, in_link = -1, 0, False
    before: str | None = None  # the text directly before an element, inside of the same parent
    for event, element in walk:
        if event == "start":
            tag = element.tag
            open_elements.append((place, block, in_link, False))
            if tag == "br" or tag in _SKIPPED:
                if tag == "br":
                    layout.break_line(in_text=page.elements[block].tag in TEXT_BLOCKS)
                walk.skip_subtree()
                continue
            page.elements.append(element)
            page.parents.append(place)
            place = len(page.parents) - 1
            if tag not in _INLINE:
                open_elements[-1] = (*open_elements[-1][:3], True)
                layout.end_line()
                block = place
            elif not (before and before.strip()) and page.elements[block].tag not in TEXT_BLOCKS:
                layout.set_apart()
            in_link = in_link or tag == "a"
            before = element.text
        else:
            place, block, in_link, ends_line = open_elements.pop()
            if ends_line:
                layout.end_line()
            before = element.tail if open_elements else None
        if before:
            layout.write(before, block, in_link)
    layout.end_line()
    return page
