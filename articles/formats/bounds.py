"""What a document of words may be made of: what goes over these bounds is no article, and would cost too much."""

import re
from typing import Final

from articles.formats.documents import UnreadableDocument

MAX_LINES: Final = 20_000  # that are not blank: some 3 KB of memory and a tenth of a millisecond each
MAX_LINE_CHARS: Final = 1_000_000
MAX_MARKDOWN_CHARS: Final = 2_000_000  # a character of the worst Markdown takes 25 microseconds
MAX_ATTRIBUTES: Final = 1000  # the parser holds each against each
_LONG_TAG: Final = 4000  # characters; shorter ones cannot have so many
# What scripts, style sheets and comments hold looks like tags at times, and is none; quotes count after “=” alone.
_TAG = re.compile(
    r"""<!--(?:[^-]++|-(?!->))*+|(?P<tag><(?:(?P<raw>(?i:script|style))\b|[a-zA-Z])"""
    r"""(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+)(?(raw)>(?:[^<]++|<(?!/(?i:script|style)))*+)"""
)
_QUOTED = re.compile(r""""[^"]*+"|'[^']*+'""")
_ATTRIBUTE = re.compile(r"[\s/]+[^\s/=]+")
_PROLOGUE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<!DOCTYPE[^>\[]*\[", re.IGNORECASE | re.DOTALL)
_HEAD: Final = 64 * 1024


def refuse_boundless(text: str) -> None:
    """
    Let a text pass that has as many lines, of such a length, as an article may.

    :raises UnreadableDocument: if it has more.
    """
    lines = text.splitlines()
    if len(lines) > MAX_LINES:
        refuse_lines(sum(1 for line in lines if line and not line.isspace()))
    longest = max(map(len, lines), default=0)
    if longest > MAX_LINE_CHARS:
        raise UnreadableDocument(
            f"a line of {longest:,} characters; an article has {MAX_LINE_CHARS:,} at most: break it into paragraphs"
        )


def refuse_lines(count: int) -> None:
    """
    Let as many lines pass as an article may have.

    :raises UnreadableDocument: if there are more.
    """
    if count > MAX_LINES:
        raise UnreadableDocument(
            f"{count:,} lines of text; an article has {MAX_LINES:,} at most: cut it into one document for each article"
        )


def refuse_entities(text: str) -> None:
    """
    Let a text pass that declares no XML entities of its own: they stand for files, or for more than they look.

    :raises UnreadableDocument: if it does.
    """
    head = text[:_HEAD]
    if _PROLOGUE.match(head) and "<!entity" in head.lower():
        raise UnreadableDocument(
            "its DOCTYPE declares XML entities, which are never expanded; save it with their text in their place"
        )


def refuse_attributes(text: str) -> None:
    """
    Let markup pass whose elements have as many attributes as they may.

    :raises UnreadableDocument: if one has more.
    """
    for tag in _TAG.finditer(text):
        markup = tag["tag"] or ""
        if len(markup) > _LONG_TAG and len(_ATTRIBUTE.findall(_QUOTED.sub("", markup))) > MAX_ATTRIBUTES:
            raise UnreadableDocument(f"an element with more than {MAX_ATTRIBUTES:,} attributes, as no page needs them")
