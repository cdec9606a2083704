"""What a rule looks at, and what it answers."""

from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from articles.recovery import lexicon
from articles.recovery.article import Role
from articles.recovery.dates import DateFound
from articles.recovery.page import Page


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

    def has(self, bits: int) -> bool:
        """Tell whether a word of one of these kinds (lexicon.bit) occurs."""
        return bool(self.bits & bits)

    @property
    def is_title_like(self) -> bool:
        """Tell whether the line could be a headline: some words, no stop, no date, no list, nothing glued."""
        if self.commas >= 2 and len(self.words) <= 2.5 * (self.commas + 1):
            return False
        return (
            25 <= self.length <= 160 and len(self.words) >= 3 and not self.stop and self.seams <= 2 and not self.dates
        )


@dataclass(frozen=True, slots=True)
class Context:
    """All lines of the page, and the words of its running text."""

    page: Page
    seen: list[Seen]
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

    def near(self, at: int) -> Seen | None:
        """Return a line by its place, None beyond the ends."""
        return self.seen[at] if 0 <= at < len(self.seen) else None

    def share_in_block(self, words: list[str]) -> float:
        """Return what share of `words` occurs in the running text."""
        return sum(word in self.block_words for word in words) / len(words) if words else 0.0


class Rule(Protocol):
    """
    One small judgement that knows nothing of any particular document.

    `far_above` and `far_below` tell whether it can apply far from the main block.
    """

    far_above: bool
    far_below: bool

    def judge(self, line: Seen, context: Context) -> Verdict | None:
        """Return the verdict on `line`, or None when the rule does not apply to it."""
        ...


def context_of(page: Page) -> Context:
    """Make the view of a page that rules work on."""
    bits = (page.kinds > 0) @ (1 << np.arange(len(lexicon.ORDER)))
    columns = zip(
        range(len(page.lines)),
        (line.text for line in page.lines),
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
        strict=True,
    )
    first, last = page.block
    running = {word for at in range(first, last + 1) if page.sentence[at] for word in page.words[at]}
    return Context(page, list(map(Seen._make, columns)), frozenset(running))
