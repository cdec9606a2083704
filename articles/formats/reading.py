"""Read one document, whatever its format: bytes in, an article with its evidence out."""

import re
from typing import Final

from articles.formats.documents import Document, Recovered, UnreadableDocument
from articles.formats.encodings import decode
from articles.formats.html import read_html
from articles.formats.markdown import has_front_matter, read_markdown
from articles.recovery import RecoveryError, recover_text

FORMATS: Final = ("auto", "text", "html", "markdown")
_HEAD: Final = 4096
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+html\b|<html\b|<head\b|<body\b)",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(
    r"</?(?:p|div|h[1-6]|a|span|article|section|ul|li|br|meta|title|table|img|em|strong)\b[^>]*>", re.IGNORECASE
)
_MARKDOWN_MARKS: Final = tuple(
    re.compile(mark, re.MULTILINE)
    for mark in (
        r"^#{1,6} \S",
        r"^[^\s].*\n(?:={3,}|-{3,})\s*$",
        r"!?\[[^\]\n]+\]\([^)\s]+\)",
        r"^(?:>|[*+-]|\d+\.) \S.*\n(?:>|[*+-]|\d+\.) ",
        r"(?:^|\s)(?:\*\*|__)\S[^*_\n]*\S(?:\*\*|__)(?=\W|$)",
    )
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_MARKS_NEEDED: Final = 2
_TAGS_NEEDED: Final = 4


def read(document: Document, *, format: str = "auto", encoding: str | None = None) -> Recovered:
    """
    Return what a document holds. `format` is one of FORMATS; auto decides by the content, never by the name.

    `encoding` overrides what the document says of itself.

    :raises UnreadableDocument: if the bytes are no text of that encoding, or hold no article.
    :raises ValueError: if `format` is unknown.
    """
    if format not in FORMATS:
        raise ValueError(f"format “{format}” is unknown; use one of {', '.join(FORMATS)}")
    text, used = decode(document.data, encoding=encoding)
    text = text.removeprefix("\ufeff")
    if _SURROGATE.search(text):
        raise UnreadableDocument(
            f"as {used} it holds halves of characters, which are no text; give the encoding it was written in"
        )
    if not text.strip():
        raise UnreadableDocument("it holds no text: every line is blank")
    kind = guess_format(text) if format == "auto" else format
    try:
        article = {"html": read_html, "markdown": read_markdown}.get(kind, recover_text)(text)
    except RecoveryError as error:
        raise UnreadableDocument(str(error)) from error
    return Recovered(document.key, kind, used, article)


def guess_format(text: str) -> str:
    """Return html, markdown or text by what the text looks like."""
    head = text[:_HEAD]
    if _HTML.match(head) or len(_TAG.findall(head)) >= _TAGS_NEEDED:
        return "html"
    if (
        has_front_matter(head)
        or sum(bool(mark.search(head)) for mark in _MARKDOWN_MARKS) >= _MARKS_NEEDED
        or head.startswith("# ")
    ):
        return "markdown"
    return "text"
