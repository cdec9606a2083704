"""Count the kinds of characters of all lines at once."""

import unicodedata
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

UPPER: Final = 1
LOWER: Final = 2
DIGIT: Final = 4
SPACE: Final = 8
PUNCTUATION: Final = 16
WIDE: Final = 32  # a script whose characters carry a syllable or a word
QUOTE: Final = 64
LETTER: Final = 128
MARKS: Final = 256  # what menus and credits are joined by: | / © @ # • _ »
COMMA: Final = 512

_QUOTES = frozenset('"“”„«»‹›‘‚「」『』')
_MARKS = frozenset("|/©@#•·_›»▼→▸►●*+=")
_COMMAS = frozenset(",，、،")
_PLANE = 0x10000

Counts = npt.NDArray[np.int64]


def _kind(code: int) -> int:
    char = chr(code)
    category = unicodedata.category(char)
    kind = 0
    if category[0] in "LM":
        kind = LETTER
        kind |= UPPER if category in ("Lu", "Lt") else LOWER if category == "Ll" else 0
        if 0x3040 <= code <= 0x30FF or 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0xAC00 <= code <= 0xD7AF:
            kind |= WIDE
    elif category[0] == "N":
        kind = DIGIT
    elif category[0] == "Z" or char in "\t\r\n\x0b\x0c":
        kind = SPACE
    elif category[0] in "PS":
        kind = PUNCTUATION
    kind |= QUOTE if char in _QUOTES else 0
    kind |= MARKS if char in _MARKS else 0
    kind |= COMMA if char in _COMMAS else 0
    return kind


@lru_cache(maxsize=1)
def _kinds() -> npt.NDArray[np.uint16]:
    """The kind of each character of the basic plane; the last entry stands for all others."""
    return np.array([_kind(code) for code in range(_PLANE)] + [LETTER], dtype=np.uint16)


def kinds_of(text: str) -> npt.NDArray[np.uint16]:
    """Return the bits of each character of `text`."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return _kinds()[np.minimum(codes, _PLANE)]


def count_kinds(texts: list[str], kinds: tuple[int, ...]) -> tuple[Counts, Counts]:
    """
    Count characters of each of `kinds` in each text, and the seams in it.

    A seam is where two elements were run together: a lower-case letter before
    an upper-case one, or a letter beside a digit. Returns (texts × kinds, texts).
    """
    if not texts:
        return np.zeros((0, len(kinds)), np.int64), np.zeros(0, np.int64)
    joined = kinds_of("\n".join(texts) + "\n")
    lengths = np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts))
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    counts = np.stack([np.add.reduceat((joined & kind) != 0, starts, dtype=np.int64) for kind in kinds], axis=1)
    left, right = joined[:-1], joined[1:]
    seam = ((left & LOWER) != 0) & ((right & UPPER) != 0)
    seam |= ((left & LETTER) != 0) & ((right & DIGIT) != 0)
    seam |= ((left & DIGIT) != 0) & ((right & UPPER) != 0)
    seams = np.add.reduceat(np.concatenate((seam, [False])), starts, dtype=np.int64)
    return counts, seams
