"""Measure the lines of a page: what rules, features and fields look at, computed once."""

import re
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from articles.recovery import characters, lexicon
from articles.recovery.dates import DateFound, find_dates
from articles.recovery.languages import guess_language
from articles.recovery.lines import Line

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_WIDE_RUN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]{2,}")
_MAYBE_DATE = re.compile(r"(?:19|20)\d\d|\d\s?[./\-]\s?\d|[\u0660-\u0669\u0966-\u096f]{4}")
_STOPS: Final = frozenset(".!?…。！？।؟۔")
_CLOSERS: Final = "\"'”“’»«)]›‹」』 \u00a0"
WIDE_SCALE: Final = 2.2  # a character of a wide script says as much as so many letters
SENTENCE_CHARS: Final = 70  # a line of so many characters that ends in a stop is running text
_SHORT_LINE_COST: Final = 40  # what a short line takes from the sum of a stretch of running text
_DATE_REACH: Final = 160  # only the head of a long line is searched for dates
_FUNCTION_WORDS: Final = 25  # so many commonest words of the main block are no content
_US_CLOCK: Final = re.compile(r"\d\s?[ap]\.?m\b|\b(?:E[SD]?T|P[SD]?T|C[SD]T)\b")


@dataclass(frozen=True, slots=True)
class Page:
    """
    The lines of a document with their measures; all arrays run over the lines.

    `kinds` counts the lexicon's words (columns as lexicon.ORDER); `ids` are the
    words of all lines as numbers below `vocabulary`, `owner` the line of each.
    `block` is the stretch first..last that holds the most running text.
    """

    lines: list[Line]
    words: list[list[str]]
    chars: Ints  # columns as _CHARACTERS
    seams: Ints
    capitals: Ints  # words that begin upper-case
    length: Floats  # characters, wide scripts scaled
    stop: Bools  # ends as a sentence ends
    sentence: Bools  # a line of running text
    kinds: Ints
    dates: list[list[DateFound]]
    ids: Ints
    owner: Ints
    vocabulary: int
    block: tuple[int, int]
    language: str | None

    def in_block(self) -> Bools:
        """Return which lines lie inside the main block."""
        inside = np.zeros(len(self.lines), bool)
        inside[self.block[0] : self.block[1] + 1] = True
        return inside

    def kind(self, name: str) -> Ints:
        """Return how many words of one kind of the lexicon each line holds."""
        return np.asarray(self.kinds[:, lexicon.ORDER.index(name)])


CHARACTERS: Final = (
    characters.UPPER,
    characters.LOWER,
    characters.DIGIT,
    characters.SPACE,
    characters.PUNCTUATION,
    characters.WIDE,
    characters.QUOTE,
    characters.LETTER,
    characters.MARKS,
    characters.COMMA,
)


def measure(lines: list[Line]) -> Page:
    """Measure the lines of one document; takes time linear in its text. `lines` must not be empty."""
    texts = [line.text for line in lines]
    chars, seams = characters.count_kinds(texts, CHARACTERS)
    wide = chars[:, 5]
    size = np.fromiter(map(len, texts), np.int64, len(texts))
    length = size + (WIDE_SCALE - 1) * wide
    words = _words(texts, bool(wide.sum() * 5 > chars[:, 7].sum()))
    stop = np.fromiter((_stops(text) for text in texts), bool, len(texts))
    sentence = (length >= SENTENCE_CHARS) & stop | (length >= 2 * SENTENCE_CHARS) & (seams * 25 < length)
    block = _largest_block(length, sentence)
    ids, owner, bits = _numbered(words)
    month_first = _month_first(texts, words, block)
    return Page(
        lines=lines,
        words=words,
        chars=chars,
        seams=seams,
        capitals=_capitals(texts),
        length=length,
        stop=stop,
        sentence=sentence,
        kinds=_lexicon_counts(bits, ids, owner, len(lines)),
        dates=[
            _dates(text, month_first) if many > 2 else []
            for text, many in zip(texts, chars[:, 2].tolist(), strict=True)
        ],
        ids=ids,
        owner=owner,
        vocabulary=len(bits),
        block=block,
        language=_language(texts, words, block, sentence),
    )


def _stops(text: str) -> bool:
    """Tell whether a line ends as a sentence does, closing quotes aside."""
    last = text[-1]
    if last in _CLOSERS:
        text = text.rstrip(_CLOSERS)
        last = text[-1:]
    return last in _STOPS


def _words(texts: list[str], wide: bool) -> list[list[str]]:
    folded = "\n".join(texts).casefold().replace("’", "'").split("\n")
    if not wide:
        return [_WORD.findall(text) for text in folded]
    return [_wide_words(text) for text in folded]


def _wide_words(text: str) -> list[str]:
    """Cut scripts without spaces into overlapping pairs of characters."""
    found: list[str] = []
    for word in _WORD.findall(text):
        if _WIDE_RUN.search(word):
            found.extend(word[at : at + 2] for at in range(len(word) - 1))
        else:
            found.append(word)
    return found


def _numbered(words: list[list[str]]) -> tuple[Ints, Ints, Ints]:
    numbers: dict[str, int] = {}
    number = numbers.setdefault
    ids = np.array([number(word, len(numbers)) for line in words for word in line], dtype=np.int64)
    owner = np.repeat(np.arange(len(words)), np.fromiter(map(len, words), np.int64, len(words)))
    bits = np.array([lexicon.BITS.get(word, 0) for word in numbers], dtype=np.int64)
    return ids, owner, bits


def _lexicon_counts(bits: Ints, ids: Ints, owner: Ints, count: int) -> Ints:
    kinds = np.zeros((count, len(lexicon.ORDER)), np.int64)
    found = bits[ids] if len(ids) else np.zeros(0, np.int64)
    for at in range(len(lexicon.ORDER)):
        kinds[:, at] = np.bincount(owner[(found >> at & 1) == 1], minlength=count)
    return kinds


def _capitals(texts: list[str]) -> Ints:
    joined = characters.kinds_of("\n" + "\n".join(texts))
    starts = ((joined[1:] & characters.UPPER) != 0) & ((joined[:-1] & characters.LETTER) == 0)
    lengths = np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts))
    edges = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    return np.add.reduceat(starts, edges, dtype=np.int64)


def _largest_block(length: Floats, sentence: Bools) -> tuple[int, int]:
    """Return the stretch whose running text outweighs its short lines the most."""
    worth = np.where(sentence, np.minimum(length, 600.0), -_SHORT_LINE_COST)
    sums = np.concatenate(([0.0], np.cumsum(worth)))
    gains = sums[1:] - np.minimum.accumulate(sums)[:-1]
    last = int(np.argmax(gains))
    if gains[last] <= 0:
        last = int(np.argmax(length))
        return last, last
    return int(np.argmin(sums[: last + 1])), last


def _dates(text: str, month_first: bool) -> list[DateFound]:
    head = text[:_DATE_REACH]
    return find_dates(head, month_first=month_first) if _MAYBE_DATE.search(head) else []


def _month_first(texts: list[str], words: list[list[str]], block: tuple[int, int]) -> bool:
    """Tell whether 4/5/2020 is likely the fifth of April: American clocks and zones on an English page."""
    sample = texts[max(0, block[0] - 60) : block[0] + 5]
    if not any(_US_CLOCK.search(text[:_DATE_REACH]) for text in sample):
        return False
    return guess_language(" ".join(sample), [word for line in words[block[0] : block[1] + 1] for word in line]) == "en"


def _language(texts: list[str], words: list[list[str]], block: tuple[int, int], sentence: Bools) -> str | None:
    first, last = block
    inside = [at for at in range(first, last + 1) if sentence[at]][:40] or list(range(first, last + 1))[:40]
    return guess_language(" ".join(texts[at] for at in inside), (word for at in inside for word in words[at]))
