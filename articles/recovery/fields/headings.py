"""The lines that could be a headline, and what they are weighed by."""

from typing import Final

import numpy as np

from articles.recovery import lexicon
from articles.recovery.fields.surroundings import Surroundings
from articles.recovery.labeller import column
from articles.recovery.page import Floats, Ints

_REACH: Final = 90  # lines above the text
_BEYOND: Final = 8  # lines into it
_SHORTEST, _LONGEST = 8, 260
_TAKEN_UP, _TAKEN_SHARE = 3, 0.5  # words of the lead that a line elsewhere must take up
_LIKELY: Final = 0.2  # or how likely the labeller must find it
_MOST_ELSEWHERE: Final = 30
_H, _A, _D = column("H"), column("A"), column("D")
_NAMED: Final = 0.4  # how likely a line must be to count as a byline or date
_FAR: Final = 30
_TEASER_CHARS: Final = 90
_LOOKED_UP_CHARS: Final = 15
_SEARCHED_CHARS: Final = 100_000
_KINDS: Final = [
    lexicon.ORDER.index(kind)
    for kind in ("by", "media", "time", "share", "navigation", "related", "comment", "newsletter", "ad", "legal")
]
_QUOTES: Final = frozenset("\"“”„«»‹›「」'‘’")


def headline_candidates(around: Surroundings) -> tuple[list[int], Floats]:
    """Return the lines that could be the headline, and their measures (candidates × columns)."""
    chosen = _chosen(around)
    if not len(chosen):
        return [], np.zeros((0, 0))
    lines = chosen.tolist()
    measures = (
        around.lines[chosen],
        _compared(around, chosen),
        _between(around, chosen),
        _repeated(around, lines),
        np.array([_shape(around.page.texts[at]) for at in lines], dtype=np.float64),
        around.page.kinds[chosen][:, _KINDS],
    )
    return lines, np.concatenate(measures, axis=1)


def _chosen(around: Surroundings) -> Ints:
    """Return the lines near the text's head that are long enough, and those elsewhere that take up its words."""
    page, likely = around.page, around.probabilities[:, _H]
    at = np.arange(len(page.lines))
    words = np.fromiter(map(len, page.words), np.int64, len(page.lines))
    fits = (page.length >= _SHORTEST) & (page.length <= _LONGEST) & (words > 1)
    near = (at >= around.first - _REACH) & (at <= around.first + _BEYOND)
    shared, share = around.shared.T
    elsewhere = fits & ~near & ((shared >= _TAKEN_UP) & (share >= _TAKEN_SHARE) & ~around.text | (likely > _LIKELY))
    best = np.flatnonzero(elsewhere)
    best = best[np.argsort(-share[best], kind="stable")[:_MOST_ELSEWHERE]]
    return np.sort(np.concatenate((np.flatnonzero(fits & near), best)))


def _compared(around: Surroundings, chosen: Ints) -> Floats:
    """Measure candidates against each other: how likely they are, and how many words of the lead they take up."""
    likely = around.probabilities[chosen, _H]
    shared, share = around.shared[chosen].T
    best = likely.max()
    columns = (
        likely - best,
        np.full(len(chosen), best),
        _ranks(likely),
        _ranks(share),
        share - share.max(),
        shared - shared.max(),
        np.full(len(chosen), len(chosen)),
        chosen > around.last,
    )
    return np.stack(columns, axis=1).astype(np.float64)


def _ranks(values: Floats) -> Ints:
    ranks = np.empty(len(values), np.int64)
    ranks[np.argsort(-values, kind="stable")] = np.arange(len(values))
    return ranks


def _between(around: Surroundings, chosen: Ints) -> Floats:
    """Measure what stands between a candidate and the text: teasers, other likely headlines, byline and date."""
    page, first = around.page, around.first
    likely = around.probabilities[:, _H]
    low = np.minimum(np.minimum(chosen + 1, first), np.maximum(chosen, first))
    high = np.maximum(chosen, first)
    columns = []
    for flags in ((page.length > _TEASER_CHARS) & ~around.text, likely > 0.15):
        sums = np.concatenate(([0], np.cumsum(flags)))
        columns.append(sums[high] - sums[low])
    above = np.maximum.accumulate(np.concatenate(([0.0], likely)))[chosen]
    until = np.concatenate((np.maximum.accumulate(likely[:first][::-1])[::-1], [0.0]))
    named = np.flatnonzero(around.probabilities[:, _A] + around.probabilities[:, _D] > _NAMED)
    after = np.concatenate((named, [len(likely) + _FAR]))[np.searchsorted(named, chosen, side="right")]
    before = np.concatenate(([-_FAR], named))[np.searchsorted(named, chosen, side="left")]
    columns += [
        until[np.minimum(chosen + 1, first)],
        above,
        np.minimum(_FAR, after - chosen),
        np.minimum(_FAR, chosen - before),
    ]
    return np.stack(columns, axis=1).astype(np.float64)


def _repeated(around: Surroundings, lines: list[int]) -> Floats:
    """Measure how often a candidate's words stand on the page: its line, the line within others, most of its words."""
    page, likely = around.page, around.probabilities[:, _H].tolist()
    everything = "\n".join(page.folded)[:_SEARCHED_CHARS]
    others = [page.folded[at] for at in lines if likely[at] > 0.02 and len(page.folded[at]) >= _LOOKED_UP_CHARS]
    sets = {at: frozenset(word for word in page.words[at] if len(word) > 2 or not word.isascii()) for at in lines}
    strong = [at for at in lines if likely[at] > 0.05 and sets[at]]
    rows = []
    for at in lines:
        text, mine = page.folded[at], sets[at]
        times = everything.count(text) if len(text) >= _LOOKED_UP_CHARS else around.repeats[text]
        alike = [(len(mine & sets[other]) / max(1, len(mine)), other) for other in strong if other != at]
        rows.append(
            (
                min(4, times),
                any(other != text and other in text for other in others),
                max((share for share, _ in alike), default=0.0),
                max((share for share, other in alike if other < at), default=0.0),
            )
        )
    return np.array(rows, dtype=np.float64)


def _shape(text: str) -> tuple[float, ...]:
    last = text[-1]
    return (
        text[0].islower(),
        last in "?!？",
        last == ":",
        ": " in text,
        " : " in text,
        " - " in text or " – " in text or " — " in text,
        "|" in text,
        "»" in text or "›" in text or " > " in text,
        sum(char in _QUOTES for char in text),
        last in '"”“»」',
        "," in text,
        text[0].isdigit(),
        "…" in text[-3:],
    )
