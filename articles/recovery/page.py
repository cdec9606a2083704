"""Measure the lines of a page: what rules, features and fields look at, computed once."""

import re
from dataclasses import dataclass
from itertools import chain, count
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

_APOSTROPHE, _SPACE, _LINE_END = 39, 32, 10
_WIDE_RUN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]{2,}")
_MAYBE_DATE = re.compile(r"(?:19|20)\d\d|\d\s?[./\-]\s?\d|[\u0660-\u0669\u0966-\u096f]{4}")
WIDE_SCALE: Final = 2.2  # a character of a wide script says as much as so many letters
SENTENCE_CHARS: Final = 70  # a line of so many characters that ends in a stop is running text
_SHORT_LINE_COST: Final = 40  # what a short line takes from the sum of a stretch of running text
_MEASURED_CHARS: Final = 20_000  # of a line; the rest of a longer one tells nothing new
_DATE_REACH: Final = 160  # only the head of a long line is searched for dates
_FEWEST_DIGITS: Final = 3  # of a date
_US_CLOCK: Final = re.compile(r"\d\s?[ap]\.?m\b|\b(?:E[SD]?T|P[SD]?T|C[SD]T)\b")


@dataclass(frozen=True, slots=True)
class Page:
    """
    The lines of a document with their measures; all arrays run over the lines.

    `kinds` counts the lexicon's words (columns as lexicon.ORDER); `ids` are the
    words of all lines as numbers below `vocabulary`, `owner` the line of each.
    `block` is the stretch first..last that holds the most running text. Only
    the first _MEASURED_CHARS characters of a line are measured.
    """

    lines: list[Line]
    words: list[list[str]]
    texts: list[str]  # of the lines, as far as they are measured
    folded: list[str]  # the same, casefolded
    chars: Ints  # columns as characters.COUNTED
    seams: Ints
    capitals: Ints  # words that begin upper-case
    ends: tuple[characters.Kinds, characters.Kinds]  # bits of each line's first and last character
    marked: characters.Kinds  # bits of COPYRIGHT and AT_SIGN that occur in each line
    size: Ints  # characters
    length: Floats  # characters, wide scripts scaled
    stop: Bools  # ends as a sentence ends
    sentence: Bools  # a line of running text
    kinds: Ints
    dates: list[list[DateFound]]
    ids: Ints
    owner: Ints
    vocabulary: int
    word_chars: Ints  # the length of each word of the vocabulary
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


CHARACTERS: Final = characters.COUNTED


def measure(lines: list[Line]) -> Page:
    """Measure the lines of one document; takes time linear in its text. `lines` must not be empty."""
    texts = [line.text[:_MEASURED_CHARS] for line in lines]
    found = characters.measure_characters(texts)
    size = np.fromiter(map(len, texts), np.int64, len(texts))
    length = size + (WIDE_SCALE - 1) * found.counts[:, 5]
    is_wide = bool(found.counts[:, 5].sum() * 5 > found.counts[:, 7].sum())
    folded = "\n".join(texts).casefold()
    words = _words(folded, is_wide)
    stop = _stops(texts, found.last)
    sentence = (length >= SENTENCE_CHARS) & stop | (length >= 2 * SENTENCE_CHARS) & (found.seams * 25 < length)
    block = _largest_block(length, sentence)
    numbers, ids, owner = _numbered(words)
    month_first = _month_first(texts, words, block)
    return Page(
        lines=lines,
        words=words,
        texts=texts,
        folded=folded.split("\n"),
        chars=found.counts,
        seams=found.seams,
        capitals=found.capitals,
        ends=(found.first, found.last),
        marked=found.marked,
        size=size,
        length=length,
        stop=stop,
        sentence=sentence,
        kinds=_lexicon_counts(numbers, ids, owner, len(lines)),
        dates=_dates(texts, found.counts[:, 2], month_first),
        ids=ids,
        owner=owner,
        vocabulary=len(numbers),
        word_chars=np.fromiter(map(len, numbers), np.int64, len(numbers)),
        block=block,
        language=_language(texts, words, block, sentence),
    )


def _stops(texts: list[str], last: characters.Kinds) -> Bools:
    """Tell which lines end as a sentence does, closing quotes aside."""
    stop: Bools = (last & characters.STOP) != 0
    for at in np.flatnonzero(last & characters.AFTER_STOP).tolist():
        stop[at] = texts[at].rstrip(characters.CLOSERS)[-1:] in characters.STOPS
    return stop


def _words(folded: str, wide: bool) -> list[list[str]]:
    """Return the words of each line: runs of letters and digits, with the apostrophes inside them."""
    codes = characters.codes_of(folded.replace("’", "'") + "\n")
    inside = characters.in_words(codes)
    marks = np.flatnonzero(codes[1:] == _APOSTROPHE) + 1
    inside[marks[inside[marks - 1] & inside[marks + 1]]] = True
    found = np.where(inside, codes, _SPACE).astype("<u4").tobytes().decode("utf-32-le", "surrogatepass").split()
    begins = inside.copy()
    begins[1:] &= ~inside[:-1]
    bounds = np.cumsum(begins)[np.flatnonzero(codes == _LINE_END)].tolist()
    lines = [found[start:end] for start, end in zip([0, *bounds], bounds, strict=False)]
    return [_wide_pairs(line) for line in lines] if wide else lines


def _wide_pairs(words: list[str]) -> list[str]:
    """Cut words of scripts without spaces into overlapping pairs of characters."""
    found: list[str] = []
    for word in words:
        if _WIDE_RUN.search(word):
            found.extend(word[at : at + 2] for at in range(len(word) - 1))
        else:
            found.append(word)
    return found


def _numbered(words: list[list[str]]) -> tuple[dict[str, int], Ints, Ints]:
    """Number the words in the order of their first use; return the numbers, and number and line of every word."""
    every = list(chain.from_iterable(words))
    numbers = dict(zip(dict.fromkeys(every), count(), strict=False))
    ids = np.fromiter(map(numbers.__getitem__, every), np.int64, len(every))
    owner = np.repeat(np.arange(len(words)), np.fromiter(map(len, words), np.int64, len(words)))
    return numbers, ids, owner


def _lexicon_counts(numbers: dict[str, int], ids: Ints, owner: Ints, lines: int) -> Ints:
    """Count the words of each kind of the lexicon in each line."""
    bits = np.zeros(len(numbers), np.int64)
    known = numbers.keys() & lexicon.BITS.keys()
    bits[[numbers[word] for word in known]] = [lexicon.BITS[word] for word in known]
    found = bits[ids]
    places = np.flatnonzero(found)
    kinds = len(lexicon.ORDER)
    rows, columns = np.nonzero(found[places, None] >> np.arange(kinds) & 1)
    return np.bincount(owner[places[rows]] * kinds + columns, minlength=lines * kinds).reshape(lines, kinds)


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


def _dates(texts: list[str], digits: Ints, month_first: bool) -> list[list[DateFound]]:
    found: list[list[DateFound]] = [[] for _ in texts]
    for at in np.flatnonzero(digits >= _FEWEST_DIGITS).tolist():
        head = texts[at][:_DATE_REACH]
        if _MAYBE_DATE.search(head):
            found[at] = find_dates(head, month_first=month_first)
    return found


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
