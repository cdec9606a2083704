"""Cut text where two elements of a page were run together."""

import re
from collections.abc import Iterable
from typing import Final

_ASCII_SEAM = re.compile(r"(?<=[a-z])[A-Z]")
_ASCII_SEAM_OR_DIGIT = re.compile(r"(?<=[a-z])[A-Z]|(?<=[A-Za-z])[0-9]|(?<=[0-9])[A-Z]")
_WORD_END = re.compile(r"[^\W\d_]+$")
# Names that carry a capital inside: McCarthy, DeSantis, LeBron.
_INNER: Final = frozenset("Mc Mac De Di Du La Le Lo Van Fitz".split())


def cut_at_seams(text: str, *, digits: bool = False) -> list[str]:
    """
    Return the pieces of `text` between seams: a small letter before a capital one, with `digits` letters by digits.

    >>> cut_at_seams("Associated PressApril 28", digits=True)
    ['Associated Press', 'April 28']
    >>> cut_at_seams("Kevin McCarthyTom Reed")
    ['Kevin McCarthy', 'Tom Reed']
    >>> cut_at_seams("Povilas Aleksandravičius")
    ['Povilas Aleksandravičius']
    """
    cuts = [0]
    for at in _places(text, digits=digits):
        left, right = text[at - 1], text[at]
        if right.isupper() and left.islower():
            before = _WORD_END.search(text, max(0, at - 5), at)
            if before is None or before[0] not in _INNER:
                cuts.append(at)
        elif digits and ((left.isalpha() and right.isdigit()) or (left.isdigit() and right.isupper())):
            cuts.append(at)
    return [text[start:end] for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]


def _places(text: str, *, digits: bool) -> Iterable[int]:
    """Return the places where a seam may be: in plain letters few, else all."""
    if not text.isascii():
        return range(1, len(text))
    return [match.start() for match in (_ASCII_SEAM_OR_DIGIT if digits else _ASCII_SEAM).finditer(text)]
