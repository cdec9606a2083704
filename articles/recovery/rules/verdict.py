"""What a rule looks at, and what it answers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Final, NamedTuple, Protocol

import numpy as np

from articles.recovery import lexicon
from articles.recovery.article import Role
from articles.recovery.dates import DateFound
from articles.recovery.page import Bools, Ints, Page

_BITS: Final = 1 << np.arange(len(lexicon.ORDER))
# A notice of rights, or a row of links: no headline is written so.
_FURNITURE = re.compile(r"©|\bcopyright\b|(?:\s[|·•]\s.*){2}|\t.*\t", re.IGNORECASE)


class Verdict(NamedTuple):
    """A rule's opinion of one line: its role, how sure (0..1), and the grounds in words for an editor."""

    role: Role
    weight: float
    why: str


class Seen(NamedTuple):
    """One line with the measures that rules ask for; `at` is its place among the non-blank lines, from 0."""

    at: int
    text: str
    words: list[str]
    length: float
    stop: bool
    sentence: bool
    capitals: int
    seams: int
    commas: int
    digits: int
    marks: int
    bits: int  # kinds of the lexicon that occur in the line
    dates: list[DateFound]
    bullet: str
    is_title_like: bool  # could be a headline: some words, no stop, no date, no list, nothing glued
    is_bare_title: bool  # so, and neither a notice of rights nor a row of links

    def has(self, bits: int) -> bool:
        """Tell whether a word of one of these kinds (lexicon.bit) occurs."""
        return bool(self.bits & bits)


@dataclass(frozen=True, slots=True)
class Context:
    """All lines of the page, and the words of its running text."""

    page: Page
    seen: list[Seen]
    bits: Ints  # of each line, as Seen.bits
    block_words: frozenset[str]

    @property
    def first(self) -> int:
        """The first line of the main block."""
        return self.page.block[0]

    @property
    def last(self) -> int:
        """The last line of the main block."""
        return self.page.block[1]

    def inside(self, at: int) -> bool:
        """Tell whether a line lies in the main block."""
        return self.page.block[0] <= at <= self.page.block[1]

    def range(self, start: int, end: int) -> range:
        """Return the places `start` to `end`, half open, as far as there are lines."""
        return range(max(0, start), min(len(self.seen), end))

    def lines(self, wanted: Bools) -> list[int]:
        """Return the places of the wanted lines."""
        found: list[int] = np.flatnonzero(wanted).tolist()
        return found

    def led_by(self, words: frozenset[str]) -> list[int]:
        """Return the places of the lines that begin with one of some words."""
        return [at for at, line in enumerate(self.page.words) if line and line[0] in words]

    def near(self, at: int) -> Seen | None:
        """Return a line by its place, None beyond the ends."""
        return self.seen[at] if 0 <= at < len(self.seen) else None

    def share_in_block(self, words: list[str]) -> float:
        """Return what share of `words` occurs in the running text."""
        return sum(word in self.block_words for word in words) / len(words) if words else 0.0


class Rule(Protocol):
    """
    One small judgement that knows nothing of any particular document.

    Only the lines at the places `where` are judged: a cheap choice that leaves
    none out to which the rule applies.
    """

    def where(self, context: Context) -> Iterable[int]:
        """Return the places of the lines worth judging, in order."""
        ...

    def judge(self, line: Seen, context: Context) -> Verdict | None:
        """Return the verdict on `line`, or None when the rule does not apply to it."""
        ...


def context_of(page: Page) -> Context:
    """Make the view of a page that rules work on."""
    bits = (page.kinds > 0) @ _BITS
    titles = _title_like(page)
    columns = zip(
        range(len(page.lines)),
        page.texts,
        page.words,
        page.length.tolist(),
        page.stop.tolist(),
        page.sentence.tolist(),
        page.capitals.tolist(),
        page.seams.tolist(),
        page.chars[:, 9].tolist(),
        page.chars[:, 2].tolist(),
        page.chars[:, 8].tolist(),
        bits.tolist(),
        page.dates,
        (line.bullet for line in page.lines),
        titles,
        (is_title and not _FURNITURE.search(text) for is_title, text in zip(titles, page.texts, strict=True)),
        strict=True,
    )
    first, last = page.block
    running = {word for at in range(first, last + 1) if page.sentence[at] for word in page.words[at]}
    seen = list(map(partial(tuple.__new__, Seen), columns))  # Seen._make in a third of the time
    return Context(page, seen, bits, frozenset(running))


def _title_like(page: Page) -> list[bool]:
    words = np.bincount(page.owner, minlength=len(page.lines))
    commas = page.chars[:, 9]
    is_list = (commas >= 2) & (words <= 2.5 * (commas + 1))
    found = (page.length >= 25) & (page.length <= 160) & (words >= 3) & ~page.stop & (page.seams <= 2) & ~is_list
    found[[at for at, dates in enumerate(page.dates) if dates]] = False
    titles: list[bool] = found.tolist()
    return titles
