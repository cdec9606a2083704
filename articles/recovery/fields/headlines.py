"""Choose the headline among the lines above the text, or none; derive a suggestion where there is none."""

import re
from typing import Final

import numpy as np

from articles.recovery.fields.surroundings import Surroundings
from articles.recovery.labeller import column
from articles.recovery.page import Floats
from articles.recovery.trees import load_trees

_REACH: Final = 70  # lines above the text
_BEYOND: Final = 3  # lines into it
_LEAST_BY_LABEL: Final = 0.4
_LEAST: Final = 0.3
_LABEL_SHARE: Final = 0.3  # what the labeller's own word counts beside the trees
_LONGEST: Final = 260
SUGGESTED_CHARS: Final = 90
_CLAUSE: Final = range(35, SUGGESTED_CHARS + 1)
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’»]*\s+(?=[^\W\d_a-z])|(?<=[。！？])")
_CLAUSE_END = re.compile(r"[,;:–—]\s|\s[–—-]\s|[、，；]")
_SMALL_WORD_CHARS: Final = 3


def headline_candidates(around: Surroundings) -> tuple[list[int], Floats]:
    """Return the lines that could be the headline, and their measures (candidates × columns)."""
    page = around.page
    start, end = max(0, around.first - _REACH), min(len(page.lines), around.first + _BEYOND + 1)
    lines = [at for at in range(start, end) if 8 <= page.length[at] <= _LONGEST and len(page.words[at]) > 1]
    if not lines:
        return [], np.zeros((0, 0))
    likely = around.probabilities[:, column("H")]
    best = float(likely[lines].max())
    ranks = {at: rank for rank, at in enumerate(sorted(lines, key=lambda at: -likely[at]))}
    sets = {at: {word for word in page.words[at] if len(word) > 2 or not word.isascii()} for at in lines}
    rows = []
    for at in lines:
        count, share = around.shared(page.words[at], at)
        mine = sets[at]
        alike = [len(mine & sets[other]) / max(1, len(mine)) for other in lines if other != at and likely[other] > 0.02]
        between = likely[at + 1 : around.first]
        rows.append(
            [
                *around.row(at),
                float(count),
                share,
                likely[at] - best,
                best,
                float(ranks[at]),
                float(min(4, around.repeats[around.folded[at]])),
                max(alike, default=0.0),
                float(sum(value > 0.6 for value in alike)),
                float(between.max()) if len(between) else 0.0,
                float(around.text[at]),
                float(around.folded[at] in around.running) if not around.text[at] else 0.0,
                float(len(lines)),
            ]
        )
    return lines, np.array(rows)


def choose_headline(around: Surroundings) -> tuple[int, float] | None:
    """Return the line of the headline and how sure it is, None when no line is likely enough."""
    lines, matrix = headline_candidates(around)
    if not lines:
        return None
    trees = load_trees("headlines")
    scores = around.probabilities[lines, column("H")]
    if trees:
        scores = (1 - _LABEL_SHARE) * trees.scores(matrix) + _LABEL_SHARE * scores
    best = int(scores.argmax())
    least = _LEAST if trees else _LEAST_BY_LABEL
    return (lines[best], float(scores[best])) if scores[best] > least else None


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
