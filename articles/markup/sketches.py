"""Sketches: a few numbers by which an index finds headlines and texts that are alike."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from html import unescape
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from articles.markup.folding import fold_headline
from articles.markup.headlines import FEWEST_WORDS, read_headline

SHINGLE_WORDS: Final = 4
TEXT_NUMBERS: Final = 12
FEWEST_SHINGLES: Final = 40
_START_WORDS: Final = 5

_MARKUP = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\w+")
Shingles = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class HeadlineNumbers:
    """
    The numbers of a headline; `tail` is None when it is short or cut.

    Two headlines that differ by one word still share the first half of their
    words or the last, each counted by the length of the whole.
    """

    head: int
    tail: int | None
    start: int | None

    @property
    def kept(self) -> list[int]:
        """What an article's row in the index holds."""
        return [number for number in (self.head, self.tail, self.start) if number is not None]


def numbers_of(headline: str) -> HeadlineNumbers | None:
    """Return the numbers by which a headline is found; None for one without words."""
    reading = read_headline(headline)
    words = [word.text for word in reading.core]
    if not words:
        return None
    start = _number("start", 0, words[:_START_WORDS]) if len(words) > _START_WORDS else None
    if reading.is_cut and len(words) >= _START_WORDS:
        return HeadlineNumbers(_number("start", 0, words[:_START_WORDS]), None, None)
    if len(words) < FEWEST_WORDS:
        return HeadlineNumbers(_number("whole", 0, words), None, None)
    head, tail = _halves(words, len(words))
    return HeadlineNumbers(head, tail, start)


def found_by(headline: str) -> tuple[str, int | None, int | None]:
    """Return what a related headline is found by: its key, and the numbers of its halves."""
    numbers = numbers_of(headline)
    return fold_headline(headline), numbers.head if numbers else None, numbers.tail if numbers else None


def numbers_like(headline: str, *, also_cut: bool = False) -> set[int]:
    """
    Return the numbers that headlines like this one may be found by: some 6, more with a kicker or a site's name.

    With `also_cut` those of headlines that are this one cut short, too.
    """
    reading = read_headline(headline)
    asked: set[int] = set()
    for variant in reading.variants:
        words = [word.text for word in variant]
        if len(words) < FEWEST_WORDS:
            asked |= {_number("whole", 0, words)} if words else set()
        for length in range(max(FEWEST_WORDS, len(words) - 1), len(words) + 2):
            asked.update(_halves(words, length))
        if (also_cut or reading.is_cut) and len(words) >= _START_WORDS:
            asked.add(_number("start", 0, words[:_START_WORDS]))
    return asked


def _halves(words: Sequence[str], length: int) -> tuple[int, int]:
    """Number the first and the last half of a headline of `length` words as far as these words tell."""
    first = (length + 1) // 2
    return _number("head", length, words[:first]), _number("tail", length, words[first - length :])


def _number(part: str, length: int, words: Sequence[str]) -> int:
    text = f"{part} {length} {' '.join(words)}"
    return int.from_bytes(blake2b(text.encode(errors="replace"), digest_size=8).digest(), "big", signed=True)


def shingles_of(html: str) -> Shingles:
    """Return the distinct runs of four words of a body, as sorted numbers; case and marks don't count."""
    words = " ".join(_WORD.findall(unescape(_MARKUP.sub(" ", html)).casefold())).encode(errors="replace").split(b" ")
    if len(words) < SHINGLE_WORDS:
        return np.empty(0, dtype=np.uint64)
    numbers = np.array(list(map(crc32, words)), dtype=np.uint64)
    count = len(words) - SHINGLE_WORDS + 1
    runs = np.zeros(count, dtype=np.uint64)
    for place in range(SHINGLE_WORDS):
        runs = runs * np.uint64(0x9E3779B97F4A7C15) + numbers[place : place + count]
    numbers = np.sort(_mixed(runs))  # np.unique takes thrice as long for so few
    distinct: Shingles = numbers[np.append(True, numbers[1:] != numbers[:-1])]
    return distinct


def sketch_of(shingles: Shingles) -> list[int]:
    """Return the smallest numbers of a text: two texts share as many of them as they share of their words."""
    if len(shingles) < FEWEST_SHINGLES:
        return []
    return [int(number) for number in shingles[:TEXT_NUMBERS].astype(np.int64)]


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two texts share: of all the runs of words of both, and of those of the shorter one."""

    of_all: float
    of_shorter: float


def overlap(one: Shingles, other: Shingles) -> Overlap:
    """Compare two texts by their shingles."""
    if not len(one) or not len(other):
        return Overlap(0.0, 0.0)
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return Overlap(shared / (len(one) + len(other) - shared), shared / min(len(one), len(other)))


def _mixed(numbers: Shingles) -> Shingles:
    """Spread numbers evenly, so that the smallest are a fair sample (the finaliser of splitmix64)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Shingles = numbers ^ (numbers >> np.uint64(31))
    return mixed
