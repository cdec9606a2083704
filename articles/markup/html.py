"""Sanitise rich text, cut it into blocks, and read its plain words."""

import re
from collections.abc import Iterable

import lxml.html
import nh3
from lxml.etree import ParserError

BLOCK_TAGS = {"p", "h2", "h3", "h4", "blockquote", "ul", "ol", "pre", "hr", "figure", "table"}
_INLINE_TAGS = {"a", "strong", "em", "sub", "sup", "br", "code", "s", "u"}
_INNER_TAGS = {"li", "figcaption", "thead", "tbody", "tr", "th", "td", "caption"}
_RENAMED = {"b": "strong", "i": "em", "h1": "h2", "h5": "h4", "h6": "h4"}
_ALLOWED = BLOCK_TAGS | _INLINE_TAGS | _INNER_TAGS | _RENAMED.keys()
_ATTRIBUTES = {"a": {"href"}, "th": {"scope", "colspan", "rowspan"}, "td": {"colspan", "rowspan"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto", "tel"}
# What XML, and so lxml, cannot hold: controls, lone surrogates, non-characters.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# What a parser takes for something else, or leaves out.
_UNEVEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U00010000-\U0010ffff]")


def is_even(text: str) -> bool:
    """
    Tell whether text, once escaped, is already what cleaning would make of it: then a block of it is clean.

    False where that is not certain: for nothing, white space at an end, controls, beyond the basic plane.
    """
    return bool(text) and text == text.strip() and not _UNEVEN.search(text)


def clean_blocks(html: str) -> tuple[str, ...]:
    """
    Return the sanitised blocks of `html`: one string of HTML for each paragraph, heading, list, …

    Only the tags of a news text survive, with safe addresses; scripts, styles
    and event handlers go with their content or their attribute. Text outside
    a block becomes a paragraph; empty blocks are dropped. Cleaning what is
    clean changes nothing.
    """
    safe = nh3.clean(_NOT_XML.sub("", html), tags=_ALLOWED, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None)
    safe = _NOT_XML.sub("", safe)  # a character reference may name one
    for old, new in _RENAMED.items():
        safe = safe.replace(f"<{old}>", f"<{new}>").replace(f"</{old}>", f"</{new}>")
    blocks: list[str] = []
    loose: list[str | lxml.html.HtmlElement] = []
    for part in _fragments(safe):
        if not isinstance(part, str) and part.tag in BLOCK_TAGS:
            blocks += [*_paragraph(loose), *_block(part)]
            loose = [part.tail] if part.tail else []
        else:
            loose.append(part)
    return (*blocks, *_paragraph(loose))


def clean_html(html: str) -> str:
    """Return `html` sanitised, one block a line."""
    return join_blocks(clean_blocks(html))


def join_blocks(blocks: Iterable[str]) -> str:
    """Return the HTML of a body, one block a line."""
    return "\n".join(blocks)


def plain_text(html: str) -> str:
    """Return the words of sanitised HTML, one block a paragraph, parted by blank lines."""
    return "\n\n".join(filter(None, (_words(part) for part in _fragments(html))))


def _fragments(html: str) -> list[str | lxml.html.HtmlElement]:
    if not html.strip():
        return []
    try:
        return list(lxml.html.fragments_fromstring(html))
    except ParserError:  # nothing but comments
        return []


def _block(element: lxml.html.HtmlElement) -> list[str]:
    if element.tag != "hr" and not element.text_content().strip():
        return []
    element.text = element.text.lstrip() if element.text and element.tag != "pre" else element.text
    return [lxml.html.tostring(element, encoding="unicode", with_tail=False).strip()]


def _paragraph(loose: list[str | lxml.html.HtmlElement]) -> list[str]:
    paragraph = lxml.html.Element("p")
    for part in loose:
        if not isinstance(part, str):
            paragraph.append(part)
        elif len(paragraph):
            paragraph[-1].tail = (paragraph[-1].tail or "") + part
        else:
            paragraph.text = (paragraph.text or "") + part
    return _block(paragraph)


def _words(part: str | lxml.html.HtmlElement) -> str:
    if isinstance(part, str):
        return " ".join(part.split())
    for element in part.iter("li", "br", "td", "th", "p", "figcaption", "tr"):
        element.tail = " " + (element.tail or "")
    return " ".join(part.text_content().split())
