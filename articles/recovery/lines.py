"""Cut a text into its non-blank lines, such that their stretches partition the text."""

import re
from collections.abc import Iterable
from functools import partial
from itertools import chain, repeat
from typing import NamedTuple

# A bullet that a flattened list leaves in front of its items; a number may be a day ("28. April").
_BULLETS = "*•◦▪‣·+●○–-"
_BULLET = re.compile(rf"[{_BULLETS}][ \t\u00a0]+(?=\S)")
_LINE_END = re.compile(r"(\r\n|\r|\n)")
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
_MARGIN = re.compile(rf"[\s{INVISIBLE}]+")


class Line(NamedTuple):
    """
    One non-blank line.

    `number` is 1-based and counts blank lines too; `start` and `end` are
    characters of the text, half open, and reach over the line's end and the
    blank lines after it (for the first line: before it as well). `text` is the
    line without margins and bullet, `offset` where it begins in the text.
    """

    number: int
    start: int
    end: int
    offset: int
    text: str
    indent: int
    bullet: str
    gap: int  # blank lines before it


def split_lines(text: str) -> list[Line]:
    """
    Return the non-blank lines of `text` in order; LF, CR LF and CR end a line.

    The stretches `start:end` of the lines partition the text. A text without
    any non-blank line gives an empty list. Takes time linear in the text.
    """
    texts = text.split("\n")
    ends: Iterable[int] = repeat(1)
    if "\r" in text:
        pieces = _LINE_END.split(text)
        texts, ends = pieces[::2], chain(map(len, pieces[1::2]), (0,))
    found: list[tuple[int, int, int, str, int, str, int]] = []
    gap = start = 0
    for number, (raw, end) in enumerate(zip(texts, ends, strict=False), start=1):
        bare = raw.strip()
        if not bare:
            gap += 1
        else:
            margin = raw.index(bare[0])
            offset, bullet = start + margin, ""
            if bare[0] in INVISIBLE or bare[-1] in INVISIBLE:
                bare = _without_margins(bare) or bare
                offset = start + raw.index(bare)
            if bare[0] in _BULLETS and (mark := _BULLET.match(bare)):
                bullet = mark[0].strip()
                offset += mark.end()
                bare = bare[mark.end() :]
            found.append((number, start, offset, bare, margin, bullet, gap))
            gap = 0
        start += len(raw) + end
    if not found:
        return []
    starts = [0] + [each[1] for each in found[1:]]
    ends_of = [*starts[1:], len(text)]
    numbers, _, offsets, bares, indents, bullets, gaps = zip(*found, strict=True)
    columns = zip(numbers, starts, ends_of, offsets, bares, indents, bullets, gaps, strict=True)
    return list(map(partial(tuple.__new__, Line), columns))  # Line._make in a third of the time


def _without_margins(bare: str) -> str:
    """Strip invisible characters from both ends of a line that is stripped of white space."""
    start = _MARGIN.match(bare)
    bare = bare[start.end() :] if start else bare
    while bare and (bare[-1] in INVISIBLE or bare[-1].isspace()):
        bare = bare[:-1]
    return bare
