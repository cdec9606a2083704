"""Name the authors: weigh every chunk of the lines that could be a byline."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from articles.recovery import lexicon
from articles.recovery.fields.bylines import BY_KIND, chunks, clean_name, split_names
from articles.recovery.fields.surroundings import Surroundings
from articles.recovery.labeller import column
from articles.recovery.page import Floats
from articles.recovery.trees import load_trees

_LEAST_BY_LABEL: Final = 0.5
_LEAST: Final = 0.2
_SHORT: Final = 160
_WIDE_NET: Final = 0.03
_ABOVE, _BELOW = 12, 4  # lines around the text that are searched whatever their label
_MOST: Final = 60  # candidates a page
_NAME_CHARS: Final = 60
_ROW_KINDS: Final = tuple(
    lexicon.bit(kind) for kind in ("role", "agency", "share", "navigation", "time", "media", "account", "related")
)
_TRIM: Final = ' .,:;-–—|•*"“”'


@dataclass(frozen=True, slots=True)
class Candidate:
    """A chunk of a line that could name an author."""

    name: str
    at: int
    order: int  # its place among the chunks of the line
    after_by: bool
    whole: bool  # the line holds nothing else


def author_candidates(around: Surroundings) -> tuple[list[Candidate], Floats]:
    """Return the chunks that could be names, and their measures (candidates × columns)."""
    found = list(_candidates(around))[:_MOST]
    if not found:
        return [], np.zeros((0, 0))
    times: dict[str, int] = {}
    for each in found:
        times[each.name.casefold()] = times.get(each.name.casefold(), 0) + 1
    page_text = "\n".join(around.folded[max(0, around.first - 100) : around.last + 60])
    most = max(row[column("A")] for row in around.labels)
    rows = [[*_row(each, around, times, page_text), most, float(len(found))] for each in found]
    return found, np.array(rows)


def _candidates(around: Surroundings) -> Iterator[Candidate]:
    page = around.page
    byline = around.probabilities[:, column("A")]
    likely = byline > _WIDE_NET
    first, last = around.first, around.last
    near = list(range(max(0, first - _ABOVE), min(len(page.lines), first + 2)))
    near += list(range(max(first, last - 1), min(len(page.lines), last + _BELOW)))
    chosen = sorted(set(near) | set(np.flatnonzero(likely).tolist()), key=lambda at: (-byline[at], at))
    for at in chosen:
        text = page.lines[at].text
        if page.length[at] > _SHORT and byline[at] < 0.5:
            continue
        if around.text[at] and byline[at] < _WIDE_NET:
            continue
        seen: set[str] = set()
        parts = chunks(text, glued=bool(page.seams[at]))
        for order, (part, after_by) in enumerate(parts):
            for name in dict.fromkeys((clean_name(part), part.strip(' .,:;-–—|•*"“”'))):
                if name and name not in seen and 2 < len(name) <= _NAME_CHARS:
                    seen.add(name)
                    yield Candidate(name, at, order, after_by, len(parts) == 1)


def _row(each: Candidate, around: Surroundings, times: dict[str, int], page_text: str) -> list[float]:
    words = each.name.split()
    folded = each.name.casefold()
    kinds = 0
    for word in folded.split():
        kinds |= lexicon.kinds_of_word(word.strip(".,:"))
    capitals = sum(word[0].isupper() for word in words)
    return [
        *around.row(each.at),
        float(each.order),
        float(each.after_by),
        float(each.whole),
        float(len(words)),
        float(len(each.name)),
        capitals / len(words),
        float(sum(char.isdigit() for char in each.name)),
        float(each.name.isupper()),
        float(clean_name(each.name) == each.name),
        float(each.name.isalpha()),
        float(times[folded]),
        float(min(9, page_text.count(folded))),
        float(min(9, around.running.count(folded))),
        float(around.page.words[each.at][0] in lexicon.BY_WORDS) if around.page.words[each.at] else 0.0,
        *(float(kinds & bit > 0) for bit in _ROW_KINDS),
        float(bool(around.page.kinds[each.at, BY_KIND])),
        len(each.name) / max(1, len(around.page.lines[each.at].text)),
    ]


def find_authors(around: Surroundings) -> tuple[tuple[str, ...], float]:
    """Return the authors in the order of the page, and how sure the surest is; none gives ((), 0)."""
    trees = load_trees("authors")
    if trees is None:
        return _by_label(around)
    found, matrix = author_candidates(around)
    if not found:
        return (), 0.0
    scores = trees.scores(matrix)
    chosen: dict[str, tuple[int, int, str]] = {}
    for each, score in sorted(zip(found, scores, strict=True), key=lambda pair: -pair[1]):
        folded = each.name.casefold()
        if score < _LEAST or any(folded in other or other in folded for other in chosen):
            continue
        chosen[folded] = (each.at, each.order, each.name)
    names = tuple(name for _, _, name in sorted(chosen.values()))
    return names, round(float(scores.max()), 3) if names else 0.0


def _by_label(around: Surroundings) -> tuple[tuple[str, ...], float]:
    """Read the names in lines that are likely bylines, those included that a date is glued to."""
    page = around.page
    byline, date = around.probabilities[:, column("A")], around.probabilities[:, column("D")]
    found: dict[str, float] = {}
    for at, line in enumerate(page.lines):
        led = bool(page.words[at]) and page.words[at][0] in lexicon.BY_WORDS
        if byline[at] > _LEAST_BY_LABEL or (led and byline[at] + date[at] > _LEAST_BY_LABEL):
            for name in split_names(line.text):
                found.setdefault(name, float(byline[at] + date[at]))
    return tuple(found), round(max(found.values(), default=0.0), 3)
