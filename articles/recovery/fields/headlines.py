"""Choose the headline of a document, or none; derive a suggestion where there is none."""

import re
from typing import Final

from articles.recovery.fields.headings import headline_candidates
from articles.recovery.fields.surroundings import Surroundings
from articles.recovery.labeller import column
from articles.recovery.page import Floats
from articles.recovery.trees import load_trees

_LEAST_BY_LABEL: Final = 0.4
_LEAST: Final = 0.38
_LABEL_SHARE: Final = 0.3  # what the labeller's own word counts beside the trees
_TRAIL_REACH: Final = 12  # lines below a line that ends with a headline, in which that headline itself is looked for
_TRAIL_CHARS: Final = 12
SUGGESTED_CHARS: Final = 90
_CLAUSE: Final = range(35, SUGGESTED_CHARS + 1)
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’»]*\s+(?=[^\W\d_a-z])|(?<=[。！？])")
_CLAUSE_END = re.compile(r"[,;:–—]\s|\s[–—-]\s|[、，；]")
_SMALL_WORD_CHARS: Final = 3


def choose_headline(around: Surroundings) -> tuple[int | None, float]:
    """
    Return the line of the headline and how sure it is.

    Where no line is likely enough: None, and how sure it is that the document has none.
    """
    lines, matrix = headline_candidates(around)
    if not lines:
        return None, 1.0
    trees = load_trees("headlines")
    shares, least = around.probabilities[lines, column("H")], _LEAST_BY_LABEL
    if trees is not None:
        shares = _off_trails(around, lines, (1 - _LABEL_SHARE) * trees.shares(matrix) + _LABEL_SHARE * shares)
        least = _LEAST
    best = int(shares.argmax())
    if shares[best] > least:
        return lines[best], float(shares[best])
    return None, 1 - float(shares[best])


def _off_trails(around: Surroundings, lines: list[int], shares: Floats) -> Floats:
    """Give a headline what the trail above it has that ends with it: "News»World»Mayor resigns", "Mayor resigns"."""
    moved = shares.copy()
    folded = around.page.folded
    for place, at in enumerate(lines):
        for later, other in enumerate(lines[place + 1 :], place + 1):
            if other > min(at + _TRAIL_REACH, around.first):
                break
            headline = folded[other]
            if len(headline) >= _TRAIL_CHARS and folded[at] != headline and folded[at].endswith(headline):
                moved[later] += moved[place]
                moved[place] = 0
                break
    return moved


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
