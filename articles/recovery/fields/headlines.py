"""Choose the headline among the lines above the text, or none; derive a suggestion where there is none."""

import re
from typing import Final

from articles.recovery.decoding import first_text_line
from articles.recovery.labeller import column
from articles.recovery.page import Floats, Page

_REACH: Final = 70  # lines above the text
_BEYOND: Final = 3  # lines into it
_LEAST: Final = 0.4
SUGGESTED_CHARS: Final = 90
_CLAUSE: Final = range(35, SUGGESTED_CHARS + 1)
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’»]*\s+(?=[^\W\d_a-z])|(?<=[。！？])")
_CLAUSE_END = re.compile(r"[,;:–—]\s|\s[–—-]\s|[、，；]")
_SMALL_WORD_CHARS: Final = 3


def choose_headline(page: Page, probabilities: Floats) -> tuple[int, float] | None:
    """Return the line of the headline and how sure it is, None when no line is likely enough."""
    first = first_text_line(probabilities)
    start, end = max(0, first - _REACH), min(len(page.lines), first + _BEYOND + 1)
    if start >= end:
        return None
    likely = probabilities[start:end, column("H")]
    best = int(likely.argmax())
    return (start + best, float(likely[best])) if likely[best] > _LEAST else None


def suggest_headline(sentence_source: str) -> str | None:
    """
    Shorten the first sentence of a text to a headline's length, at a clause if one ends in time.

    >>> suggest_headline("The mayor of Lower Elm resigned on Monday, after a long night of talks that came to nothing.")
    'The mayor of Lower Elm resigned on Monday'
    """
    text = " ".join(sentence_source.split())
    if not text:
        return None
    sentence = _SENTENCE_END.split(text, maxsplit=1)[0].strip()
    if len(sentence) <= SUGGESTED_CHARS:
        return sentence.rstrip(".。") or None
    ends = [match.start() for match in _CLAUSE_END.finditer(sentence) if match.start() in _CLAUSE]
    if ends:
        return sentence[: ends[-1]].rstrip(" ,;:–—-")
    words = sentence[: SUGGESTED_CHARS - 1].rsplit(" ", 1)[0].split(" ")
    while len(words) > 4 and len(words[-1]) <= _SMALL_WORD_CHARS:
        words.pop()
    return " ".join(words).rstrip(" ,;:–—-") + "…"
