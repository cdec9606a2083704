"""Name the authors: weigh every chunk of the lines that could be a byline."""

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

import numpy as np

from articles.recovery import lexicon
from articles.recovery.characters import DIGIT
from articles.recovery.fields.bylines import (
    BY_KIND,
    PARTICLES,
    chunks,
    clean_name,
    is_no_name,
    is_role,
    names_within,
    split_names,
    without_dates,
)
from articles.recovery.fields.surroundings import Surroundings
from articles.recovery.labeller import column
from articles.recovery.page import CHARACTERS, Floats
from articles.recovery.trees import load_trees

_LEAST_BY_LABEL: Final = 0.5
_LEAST: Final = 0.13
_LEAST_SHARE: Final = 0.5  # of what the likeliest name has
_SHORT: Final = 160
_WIDE_NET: Final = 0.03
_ABOVE, _BELOW = 12, 4  # lines around the text that are searched whatever their label
_MOST: Final = 90  # candidates a page
_NAME_CHARS: Final = 60
_COUNTED_ABOVE, _COUNTED_BELOW = 100, 60  # lines in which a name is counted
_COUNTED_CHARS: Final = 100_000
_DIGITS: Final = CHARACTERS.index(DIGIT)
_ROW_KINDS: Final = tuple(
    lexicon.bit(kind) for kind in ("role", "agency", "share", "navigation", "time", "media", "account", "related")
)
_A, _D = column("A"), column("D")


class Candidate(NamedTuple):
    """A chunk of a line that could name an author, or the part of the chunk that could."""

    name: str
    at: int
    order: int  # the chunk's place in the line
    after_by: bool
    whole: bool  # the line holds nothing else
    rest: list[str]  # the words of the chunk behind the name
    words: int  # of the chunk
    cut: bool  # where letters meet digits


def author_candidates(around: Surroundings) -> tuple[list[Candidate], Floats]:
    """Return the chunks that could be names, and their measures (candidates × columns)."""
    found = list(islice(_candidates(around), _MOST))
    if not found:
        return [], np.zeros((0, 0))
    page = around.page
    times = Counter(each.name.casefold() for each in found)
    counted = page.folded[max(0, around.first - _COUNTED_ABOVE) : around.last + _COUNTED_BELOW]
    near = "\n".join(counted)[:_COUNTED_CHARS]
    running = around.running[:_COUNTED_CHARS]
    known = {
        name: [*_of_name(name, around), times[name.casefold()], *_counts(name.casefold(), near, running)]
        for name in {each.name for each in found}
    }
    rows = np.array([[*known[each.name], *_of_place(each, around)] for each in found], dtype=np.float64)
    whole = np.array([[around.probabilities[:, _A].max(), len(found)]] * len(found))
    return found, np.concatenate((around.lines[[each.at for each in found]], rows, whole), axis=1)


def _counts(name: str, near: str, running: str) -> tuple[int, int]:
    return min(9, near.count(name)), min(9, running.count(name))


def _candidates(around: Surroundings) -> Iterator[Candidate]:
    page = around.page
    byline = around.probabilities[:, _A]
    first, last, count = around.first, around.last, len(page.lines)
    chosen = set(np.flatnonzero(byline > _WIDE_NET).tolist())
    chosen |= set(range(max(0, first - _ABOVE), min(count, first + 2)))
    chosen |= set(range(max(first, last - 1), min(count, last + _BELOW)))
    for at in sorted(chosen, key=lambda at: (-byline[at], at)):
        if page.length[at] > _SHORT and byline[at] < 0.5:
            continue
        if not around.text[at] or byline[at] >= _WIDE_NET:
            yield from _of_line(around, at)


def _of_line(around: Surroundings, at: int) -> Iterator[Candidate]:
    """Yield the names that a line may hold; one with digits is cut where they meet letters, and is not."""
    page = around.page
    text = without_dates(page.texts[at], page.dates[at])
    seen: set[str] = set()
    for cut in (True, False) if page.chars[at, _DIGITS] else (True,):
        parts = chunks(text, glued=bool(page.seams[at]) or cut, digits=cut)
        for order, (part, after_by) in enumerate(parts):
            for name in names_within(part):
                if name in seen or is_no_name(name) or len(name) > _NAME_CHARS:
                    continue
                seen.add(name)
                rest = part.partition(name)[2].split()
                yield Candidate(name, at, order, after_by, len(parts) == 1, rest, part.count(" ") + 1, cut)


def _of_name(name: str, around: Surroundings) -> list[float]:
    """Measure a name by itself."""
    words = name.split()
    folded = [word.casefold() for word in words]
    kinds = 0
    for word in folded:
        kinds |= lexicon.kinds_of_word(word.strip(".,:"))
    return [
        len(words),
        len(name),
        sum(word[0].isupper() for word in words) / len(words),
        sum(map(str.isdigit, name)),
        name.isupper(),
        clean_name(name) == name,
        name.isalpha(),
        is_role(words[-1]),
        sum(word[0].islower() and word not in PARTICLES for word in words),
        sum(word in around.vocabulary for word in folded) / len(words),
        *lexicon.flags(kinds, _ROW_KINDS),
    ]


def _of_place(each: Candidate, around: Surroundings) -> list[float]:
    """Measure a name by its place in the line."""
    page = around.page
    return [
        each.order,
        each.after_by,
        each.whole,
        len(each.rest),
        any(is_role(word) for word in each.rest),
        each.cut,
        each.words,
        bool(page.words[each.at]) and page.words[each.at][0] in lexicon.BY_WORDS,
        bool(page.kinds[each.at, BY_KIND]),
        len(each.name) / len(page.texts[each.at]),
    ]


def find_authors(around: Surroundings) -> tuple[tuple[str, ...], float]:
    """Return the authors in the order of the page, and how sure the least sure of them is; none gives ((), 0)."""
    trees = load_trees("authors")
    if trees is None:
        return _by_label(around)
    found, matrix = author_candidates(around)
    if not found:
        return (), 0.0
    scores = trees.scores(matrix).tolist()
    least = max(_LEAST, _LEAST_SHARE * max(scores))
    chosen: dict[str, tuple[int, int, str, float]] = {}
    for each, score in sorted(zip(found, scores, strict=True), key=lambda pair: -pair[1]):
        folded = each.name.casefold()
        if score >= least and not any(folded in other or other in folded for other in chosen):
            chosen[folded] = (each.at, each.order, each.name, score)
    names = tuple(name for _, _, name, _ in sorted(chosen.values()))
    return names, round(min((score for *_, score in chosen.values()), default=0.0), 3)


def _by_label(around: Surroundings) -> tuple[tuple[str, ...], float]:
    """Read the names in lines that are likely bylines, those included that a date is glued to."""
    page = around.page
    byline, date = around.probabilities[:, _A], around.probabilities[:, _D]
    found: dict[str, float] = {}
    for at, text in enumerate(page.texts):
        led = bool(page.words[at]) and page.words[at][0] in lexicon.BY_WORDS
        if byline[at] > _LEAST_BY_LABEL or (led and byline[at] + date[at] > _LEAST_BY_LABEL):
            for name in split_names(text):
                found.setdefault(name, float(byline[at] + date[at]))
    return tuple(found), round(max(found.values(), default=0.0), 3)
