"""Cut a text into its non-blank lines, such that their stretches partition the text."""

import re
from typing import NamedTuple

# A bullet or an item number that a flattened list leaves in front of its items.
_BULLET = re.compile(r"(?:[*•◦▪‣·+●○–-]|\d{1,3}[.)])[ \t\u00a0]+(?=\S)")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
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
    found: list[Line] = []
    gap = number = 0
    for match in _LINE.finditer(text):
        number += 1
        raw = match[0]
        bare = raw.strip()
        if not bare:
            gap += 1
            continue
        bare = _without_margins(bare) or bare
        offset = match.start() + raw.index(bare)
        bullet = _BULLET.match(bare)
        if bullet:
            offset += bullet.end()
            bare = bare[bullet.end() :]
        start = match.start() if found else 0
        indent = len(raw) - len(raw.lstrip(" \t\u00a0"))
        found.append(Line(number, start, match.end(), offset, bare, indent, bullet[0].strip() if bullet else "", gap))
        gap = 0
    ends = [line.start for line in found[1:]] + [len(text)]
    return [line._replace(end=end) for line, end in zip(found, ends, strict=True)] if found else []


def _without_margins(bare: str) -> str:
    """Strip invisible characters from both ends of a line that is stripped of white space."""
    if bare[0] in INVISIBLE or bare[-1] in INVISIBLE:
        start = _MARGIN.match(bare)
        bare = bare[start.end() :] if start else bare
        while bare and (bare[-1] in INVISIBLE or bare[-1].isspace()):
            bare = bare[:-1]
    return bare
