"""Measure the characters of all lines at once."""

import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

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
COUNTED: Final = (UPPER, LOWER, DIGIT, SPACE, PUNCTUATION, WIDE, QUOTE, LETTER, MARKS, COMMA)

# What a line may begin or end with; these are never counted.
WORD: Final = 1 << 10  # letters and digits, of which words consist
SMALL: Final = 1 << 11
OPENING: Final = 1 << 12
DASH: Final = 1 << 13
COLON: Final = 1 << 14
ASKING: Final = 1 << 15
ELLIPSIS: Final = 1 << 16
CLOSING: Final = 1 << 17
STOP: Final = 1 << 18
AFTER_STOP: Final = 1 << 19
COPYRIGHT: Final = 1 << 20
AT_SIGN: Final = 1 << 21

CLOSERS: Final = "\"'”“’»«)]›‹」』 \u00a0"  # what may follow the stop of a sentence
STOPS: Final = frozenset(".!?…。！？।؟۔")
_AMONG: Final = (
    (QUOTE, '"“”„«»‹›‘‚「」『』'),
    (MARKS, "|/©@#•·_›»▼→▸►●*+="),
    (COMMA, ",，、،"),
    (OPENING, "\"“„«‚‘'»「"),
    (DASH, "–—-"),
    (COLON, ":"),
    (ASKING, "?!？"),
    (ELLIPSIS, "…"),
    (CLOSING, '"”“’»)」'),
    (STOP, "".join(STOPS)),
    (AFTER_STOP, CLOSERS),
    (COPYRIGHT, "©"),
    (AT_SIGN, "@"),
)
_PLANE = 0x10000
_LINE_END = 10
_BLOCK = 1 << 20  # characters that are measured at once

Counts = npt.NDArray[np.int64]
Kinds = npt.NDArray[np.uint32]


class Measures(NamedTuple):
    """Measures of the characters of some lines, one row a line."""

    counts: Counts  # columns as COUNTED
    seams: Counts
    capitals: Counts  # words that begin upper-case
    first: Kinds  # bits of the first character
    last: Kinds
    marked: Kinds  # bits of all characters together, of COPYRIGHT and AT_SIGN alone


def _kind(code: int) -> int:
    char = chr(code)
    category = unicodedata.category(char)
    kind = (WORD if char.isalnum() else 0) | (SMALL if char.islower() else 0)
    if category[0] in "LM":
        kind |= LETTER
        kind |= UPPER if category in ("Lu", "Lt") else LOWER if category == "Ll" else 0
        if 0x3040 <= code <= 0x30FF or 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0xAC00 <= code <= 0xD7AF:
            kind |= WIDE
    elif category[0] == "N":
        kind |= DIGIT
    elif category[0] == "Z" or char in "\t\r\n\x0b\x0c":
        kind |= SPACE
    elif category[0] in "PS":
        kind |= PUNCTUATION
    return kind


@lru_cache(maxsize=1)
def _tables() -> tuple[Kinds, npt.NDArray[np.uint8], Counts]:
    """
    Return the bits of each character of the basic plane, the class it shares with others, and the classes' kinds.

    The last entry of the first two stands for all other characters; the third
    is a matrix of classes × COUNTED.
    """
    bits = [_kind(code) for code in range(_PLANE)] + [LETTER]
    for kind, chars in _AMONG:
        for char in chars:
            bits[ord(char)] |= kind
    kinds = np.array(bits, dtype=np.uint32)
    counted = kinds & (WORD - 1)
    distinct = np.unique(counted)
    members = (distinct[:, None] & np.array(COUNTED, dtype=np.uint32)) != 0
    return kinds, np.searchsorted(distinct, counted).astype(np.uint8), members.astype(np.int64)


def codes_of(text: str) -> Kinds:
    """Return the code points of `text`."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def in_words(codes: Kinds) -> npt.NDArray[np.bool_]:
    """Tell which code points are letters or digits, as str.isalnum does."""
    found: npt.NDArray[np.bool_] = (_tables()[0].take(codes, mode="clip") & WORD) != 0
    if len(codes) and codes.max() >= _PLANE:
        rare = np.flatnonzero(codes >= _PLANE)
        found[rare] = [chr(code).isalnum() for code in codes[rare].tolist()]
    return found


def measure_characters(texts: list[str]) -> Measures:
    """
    Count characters of each of COUNTED in each text, its seams and capitals; look at both its ends.

    A seam is where two elements were run together: a lower-case letter before
    an upper-case one, or a letter beside a digit. No text may be empty.
    """
    parts = [_measured(part) for part in _blocks(texts)]
    return parts[0] if len(parts) == 1 else Measures(*map(np.concatenate, zip(*parts, strict=True)))


def _blocks(texts: list[str]) -> list[list[str]]:
    """Cut many texts such that the arrays of one block stay small."""
    if sum(map(len, texts)) <= _BLOCK:
        return [texts]
    blocks, size = [[texts[0]]], len(texts[0])
    for text in texts[1:]:
        size += len(text)
        if size > _BLOCK:
            blocks.append([])
            size = len(text)
        blocks[-1].append(text)
    return blocks


def _measured(texts: list[str]) -> Measures:
    count = len(texts)
    codes = codes_of("\n".join(texts) + "\n")
    all_kinds, classes, members = _tables()
    kinds = all_kinds.take(codes, mode="clip")
    ends = np.fromiter(map(len, texts), np.int64, count)
    lengths = ends + 1
    ends = np.cumsum(lengths) - 1
    starts = ends - lengths + 1
    owner = np.repeat(np.arange(count), lengths)
    found = np.bincount(owner * len(members) + classes.take(codes, mode="clip"), minlength=count * len(members))
    left, right = kinds[:-1], kinds[1:]
    upper = (right & UPPER) != 0
    letter = (left & LETTER) != 0
    seam = upper & ((left & (LOWER | DIGIT)) != 0) | letter & ((right & DIGIT) != 0)
    begun = np.flatnonzero(upper & ~letter) + 1
    capitals = np.bincount(owner[begun], minlength=count)
    capitals[0] += bool(kinds[0] & UPPER)
    noted = kinds & (COPYRIGHT | AT_SIGN)
    places = np.flatnonzero(noted)
    marked = np.zeros(count, np.uint32)
    np.bitwise_or.at(marked, owner[places], noted[places])
    return Measures(
        counts=found.reshape(count, len(members)) @ members,
        seams=np.bincount(owner[np.flatnonzero(seam)], minlength=count),
        capitals=capitals,
        first=kinds[starts],
        last=kinds[ends - 1],
        marked=marked,
    )
