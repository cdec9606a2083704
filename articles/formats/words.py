"""Read documents that people wrote as words: text, HTML, Markdown; and tell these three apart."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Final

from articles.formats.bounds import MAX_MARKDOWN_CHARS, refuse_boundless, refuse_entities
from articles.formats.documents import Format, Reading, ReadOptions, UnreadableDocument
from articles.formats.encodings import Decoded, decode, head_text
from articles.formats.html import read_html
from articles.formats.markdown import has_front_matter, read_markdown
from articles.formats.mojibake import REPAIRED, repaired
from articles.recovery import RecoveryError, recover_text
from articles.recovery.article import RecoveredArticle

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
_XML = re.compile(r"<\?xml\s|<svg\b", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")
_MARKS_NEEDED: Final = 2
_TAGS_NEEDED: Final = 4


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


def decoded(data: bytes, options: ReadOptions) -> Decoded:
    """
    Return the text of a document, its encoding, and notes; mojibake is undone where the options say so.

    :raises UnreadableDocument: if the bytes are no text of that encoding, or hold nothing but blanks.
    """
    found = decode(data, encoding=options.encoding)
    text = found.text.removeprefix("\ufeff")
    if found.encoding != "utf-8" and _SURROGATE.search(text):  # UTF-8 has none
        raise UnreadableDocument(
            f"as {found.encoding} it holds halves of characters, which are no text; give the encoding it was written in"
        )
    if not text or text.isspace():
        raise UnreadableDocument("it holds no text: every line is blank")
    if not options.repair or (mended := repaired(text)) == text:
        return replace(found, text=text)
    return Decoded(mended, found.encoding, (*found.notes, REPAIRED))


def _reader(read: Callable[[str, ReadOptions], RecoveredArticle]) -> Callable[[bytes, ReadOptions], Reading]:
    def read_bytes(data: bytes, options: ReadOptions) -> Reading:
        found = decoded(data, options)
        refuse_entities(found.text)
        try:
            return Reading(read(found.text, options), found.encoding, found.notes)
        except RecoveryError as error:
            raise UnreadableDocument(str(error)) from error

    return read_bytes


def _read_text(text: str, options: ReadOptions) -> RecoveredArticle:
    refuse_boundless(text)
    if options.format == "auto" and (kind := _data_of(text)):
        raise UnreadableDocument(
            f"{kind} of no format that is read here, see docs/formats.md; --format text reads it as plain words"
        )
    return recover_text(text, known=options.known)


def _data_of(text: str) -> str:
    """Tell whether a text is for programs, not people: JSON or XML; "" where it is not."""
    bare = text.strip()
    if _XML.match(bare):
        return "XML"
    if (bare[0] + bare[-1]) in ("{}", "[]"):
        try:
            json.loads(bare)
        except (ValueError, RecursionError):
            return ""
        return "JSON"
    return ""


def _read_markdown(text: str) -> RecoveredArticle:
    refuse_boundless(text)
    if len(text) > MAX_MARKDOWN_CHARS:
        raise UnreadableDocument(f"{len(text):,} characters of Markdown; an article has {MAX_MARKDOWN_CHARS:,} at most")
    return read_markdown(text)


@lru_cache(maxsize=1)
def _guess_format(head: bytes) -> str:
    """Guess once for all that ask about the same document in turn."""
    return guess_format(head_text(head))


def _is(name: str) -> Callable[[bytes], bool]:
    def looks_like(head: bytes) -> bool:
        return _guess_format(head[:_HEAD]) == name

    return looks_like


HTML: Final = Format(
    "html",
    "text/html",
    _is("html"),
    _reader(lambda text, options: read_html(text)),
    losses=("layout, scripts and forms", "embedded video and posts, but for their links"),
)
MARKDOWN: Final = Format(
    "markdown",
    "text/markdown",
    _is("markdown"),
    _reader(lambda text, options: _read_markdown(text)),
    losses=("raw HTML, which stays text", "tables and footnotes, which become paragraphs"),
)
TEXT: Final = Format(
    "text",
    "text/plain",
    lambda head: True,
    _reader(_read_text),
    losses=("links, images and emphasis: flattened text has none",),
)
