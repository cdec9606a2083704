"""Make an article, with its evidence, out of what a structured document says in so many words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urlsplit

from articles.formats.documents import Reading, UnreadableDocument
from articles.formats.fields import as_instant, as_text
from articles.formats.fragments import refuse_many
from articles.formats.mojibake import REPAIRED, repaired
from articles.recovery.article import Block, BlockKind, RecoveredArticle, RecoveredImage, RelatedHeadline, Role, Span
from articles.recovery.fields.headlines import suggest_headline
from articles.recovery.languages import guess_language

_ROLES: Final = {
    BlockKind.PARAGRAPH: Role.BODY,
    BlockKind.HEADING: Role.SUBHEADING,
    BlockKind.QUOTE: Role.QUOTE,
    BlockKind.ITEM: Role.LIST,
}
# Controls, and marks that make text read in another order than it is stored.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_DERIVED: Final = 0.2  # how sure a headline is that was made from the text
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_YEARS: Final = range(1000, 9000)
_SAMPLE_BLOCKS: Final = 40
_ADDRESS: Final = ("http", "https", "")

_Said = tuple[str, Role, str]  # a line, its role, and why


@dataclass(slots=True)
class Story:
    """
    What a structured document says, field by field; `said` tells for each field where it says so.

    Instants are as written there. `withheld` is the reason why the article
    must not be published as it comes, such as that it is a draft.
    """

    headline: str | None = None
    kicker: str | None = None
    standfirst: str | None = None
    authors: list[str] = field(default_factory=list)
    dateline: str | None = None
    published_at: object = None
    modified_at: object = None
    body: list[Block] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    section: str | None = None
    related: list[RelatedHeadline] = field(default_factory=list)
    images: list[RecoveredImage] = field(default_factory=list)
    canonical_url: str | None = None
    language: str | None = None
    withheld: str = ""
    said: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def take(self, name: str, value: Any, where: str) -> None:
        """Set the field `name` to what the document says at `where`, unless it is set or there is nothing."""
        if value and not getattr(self, name):
            setattr(self, name, value)
            self.said[name] = where

    def withhold(self, reason: str) -> None:
        """Keep the article from being published as it comes; the first reason stands."""
        self.withheld = self.withheld or reason


def reading_of(story: Story, *, encoding: str = "utf-8", repair: bool = False) -> Reading:
    """
    Return the article of a story; the spans partition its text, one part a line.

    Controls and marks that reorder text are taken out, with a note; `repair`
    undoes mojibake. A headline that is missing is derived from the text.

    :raises UnreadableDocument: if there is neither headline nor text, or more of it than an article has.
    """
    refuse_many(len(story.body))
    clean = _Cleaning(story.notes, repair)
    headline, body = clean.line(story.headline), tuple(clean.blocks(story.body))
    if not headline and not body:
        raise UnreadableDocument("it holds neither a headline nor a text; an article needs one of them")
    first = next((block.text for block in body if block.kind is BlockKind.PARAGRAPH), None)
    article = RecoveredArticle(
        text="",
        headline=headline,
        suggested_headline=None if headline or not first else suggest_headline(first),
        kicker=clean.line(story.kicker),
        standfirst=clean.line(story.standfirst),
        authors=clean.lines(story.authors),
        dateline=clean.line(story.dateline),
        published_at=_instant("published_at", story),
        modified_at=_instant("modified_at", story),
        body=body,
        tags=clean.lines(story.tags),
        section=clean.line(story.section),
        related=tuple(clean.related(story.related)),
        images=clean.images(story.images),
        canonical_url=web_address(clean.line(story.canonical_url)),
        language=_language(story.language) or _guessed_language(body),
        withheld=story.withheld,
    )
    clean.report()
    lines = list(_lines(article, story.said))
    sure = {name: 1.0 for name in story.said if getattr(article, name)}
    return Reading(
        replace(
            article,
            text="\n".join(text for text, _, _ in lines),
            confidence={"headline": 1.0 if headline else _DERIVED, "body": 1.0 if body else 0.0} | sure,
            spans=tuple(_spans(lines)),
        ),
        encoding,
        tuple(dict.fromkeys(story.notes)),
    )


def web_address(text: str | None) -> str | None:
    """Return an address of the web or a path on the same site, None for anything else."""
    try:
        return text if text and urlsplit(text).scheme in _ADDRESS else None
    except ValueError:  # no address at all, such as "http://["
        return None


class _Cleaning:
    """Brings texts onto one line each, and counts what it takes out of them."""

    def __init__(self, notes: list[str], repair: bool) -> None:
        self._notes, self._repair = notes, repair
        self._controls = self._reordering = 0

    def line(self, text: object) -> str | None:
        """Return a text on one line, None when nothing is left."""
        return as_text(self._without(as_text(text) or ""))

    def lines(self, texts: Iterable[object]) -> tuple[str, ...]:
        """Return each text that is left, once."""
        return tuple(dict.fromkeys(line for text in texts if (line := self.line(text))))

    def blocks(self, blocks: Iterable[Block]) -> Iterator[Block]:
        for block in blocks:
            if text := self.line(block.text):
                yield Block(block.kind, text, html=self._without(block.html))

    def related(self, related: Iterable[RelatedHeadline]) -> Iterator[RelatedHeadline]:
        for each in related:
            if headline := self.line(each.headline):
                yield RelatedHeadline(headline, web_address(self.line(each.url)))

    def images(self, images: Iterable[RecoveredImage]) -> tuple[RecoveredImage, ...]:
        """Return each image once, with what any mention of it says."""
        found: dict[str, RecoveredImage] = {}
        for each in images:
            if url := web_address(self.line(each.url)):
                known = found.get(url, RecoveredImage(url))
                said = ((known.alt, each.alt), (known.caption, each.caption), (known.credit, each.credit))
                found[url] = RecoveredImage(url, *(before or self.line(now) or "" for before, now in said))
        return tuple(found.values())

    def report(self) -> None:
        """Add a note of what was taken out."""
        if self._controls:
            self._notes.append(f"{self._controls} control characters, which no text needs, were taken out")
        if self._reordering:
            self._notes.append(
                f"{self._reordering} characters that make text read in another order than it is stored were taken out"
            )

    def _without(self, text: str) -> str:
        text, controls = _CONTROLS.subn("", text)
        text, reordering = _REORDERING.subn("", text)
        self._controls += controls
        self._reordering += reordering
        if not self._repair or (mended := repaired(text)) == text:
            return text
        self._notes.append(REPAIRED)
        return mended


def _instant(name: str, story: Story) -> datetime | None:
    value = getattr(story, name)
    written = as_text(value)
    if written is None and not isinstance(value, datetime):
        return None
    found = as_instant(value)
    if found is None or found.year not in _YEARS:
        story.notes.append(f"{name}: “{(written or str(value))[:80]}” is no date that can be read; it was left out")
        return None
    if written and _is_naive(written):
        story.notes.append(f"{name}: “{written}” names no time zone; UTC is taken")
    return found


def _is_naive(written: str) -> bool:
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return parse(written).tzinfo is None
        except ValueError:
            continue
    return True


def _language(written: object) -> str | None:
    code = (as_text(written) or "").replace("_", "-").split("-")[0].casefold()
    return code if _LANGUAGE.fullmatch(code) and code != "und" else None


def _guessed_language(body: tuple[Block, ...]) -> str | None:
    words = " ".join(block.text for block in body[:_SAMPLE_BLOCKS])
    return guess_language(words, words.casefold().split())


def _lines(article: RecoveredArticle, said: dict[str, str]) -> Iterator[_Said]:
    """Yield the parts of an article that are words, in reading order."""
    parts: list[tuple[str, Role, object]] = [
        ("kicker", Role.KICKER, article.kicker),
        ("headline", Role.HEADLINE, article.headline),
        ("standfirst", Role.STANDFIRST, article.standfirst),
        ("authors", Role.BYLINE, ", ".join(article.authors)),
        ("published_at", Role.DATE, article.published_at and article.published_at.isoformat()),
        ("modified_at", Role.DATE, article.modified_at and article.modified_at.isoformat()),
        ("dateline", Role.DATELINE, article.dateline),
    ]
    yield from ((str(value), role, _why(name, said)) for name, role, value in parts if value)
    for block in article.body:
        yield block.text, _ROLES[block.kind], f"{_why('body', said)}, as {block.kind.name.lower()}"
    for image in article.images:
        for text in dict.fromkeys((image.caption, image.credit)):
            if text:
                yield text, Role.CAPTION, _why("images", said)
    for related in article.related:
        yield related.headline, Role.RELATED, _why("related", said)
    if article.tags:
        yield ", ".join(article.tags), Role.TAGS, _why("tags", said)


def _why(name: str, said: dict[str, str]) -> str:
    return f"given by {said.get(name, 'the document')}"


def _spans(lines: list[_Said]) -> Iterator[Span]:
    start = 0
    for number, (text, role, why) in enumerate(lines, start=1):
        end = start + len(text) + (number < len(lines))
        yield Span(number, start, end, role, 1.0, why)
        start = end
