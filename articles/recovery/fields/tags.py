"""Read the story's tags: weigh every short item near the text's ends."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

import numpy as np

from articles.recovery import lexicon
from articles.recovery.fields.surroundings import Surroundings
from articles.recovery.labeller import column
from articles.recovery.page import Floats
from articles.recovery.seams import cut_at_seams
from articles.recovery.trees import load_trees

_SEPARATOR = re.compile(r"\s*[,،、;|•·#]\s*|\s+/\s+|\t+|\s{3,}")
_LABEL = re.compile(r"^(?P<label>[^:]{2,25}):\s*(?=\S)")
_DIGIT_SEAM = re.compile(r"\d[^\W\d_a-zß-ÿ]")
_GLUED_LABEL = re.compile(r"^[^\W\d_]{2,20}:(?=\S)")
_SPOKEN: Final = 0.34  # the share of a row run together that the text speaks of, if they are tags
_TAG_CHARS: Final = 60
_LEAST: Final = 0.07
_LEAST_SHARE: Final = 0.4  # of what the likeliest tag has
_LEAST_BY_LABEL: Final = 0.5
_WIDE_NET: Final = 0.03
_BELOW: Final = 25  # lines below the text that are searched whatever their label
_ABOVE: Final = 12
_FAR_BELOW: Final = 30  # lines below the text that are searched for items run together
_MOST_ITEMS, _ITEM_CHARS = 15, 24
_MOST: Final = 120
_LINE_CHARS: Final = 300
_SHORT_CHARS: Final = 80
_SECTION_CHARS, _SECTION_WORDS = 50, 4  # of a line above the text that may name the section
_T: Final = column("T")
_BESIDE: Final = 3  # lines on each side that keep a tag company
_ROW_KINDS: Final = tuple(
    lexicon.bit(kind) for kind in ("share", "navigation", "legal", "account", "related", "comment", "time", "role")
)


class Item(NamedTuple):
    """A piece of a line that could be a tag; `pieces` is how many the line was cut into."""

    text: str
    at: int
    order: int
    pieces: int
    seamed: bool  # cut where words were run together


def split_tags(line: str) -> list[str]:
    """
    Return the items of a line of tags, its label left out.

    >>> split_tags("Tags: Europe, factory, plant")
    ['Europe', 'factory', 'plant']
    >>> split_tags("ParlamentPolitik in Georgien")
    ['Parlament', 'Politik in Georgien']
    """
    items = _separated(line)
    if len(items) == 1:
        items = cut_at_seams(items[0])
    return _cleaned(items)


def _separated(line: str) -> list[str]:
    label = _LABEL.match(line)
    if label and any(word in lexicon.TAG_LABELS for word in label["label"].casefold().split()):
        line = line[label.end() :]
    return [item for item in _SEPARATOR.split(line) if item]


def _cleaned(items: list[str]) -> list[str]:
    stripped = [item.strip(" .,;:#*-–—»›") for item in items]
    return [item for item in stripped if item and len(item) <= _TAG_CHARS and item.casefold() not in lexicon.TAG_LABELS]


def tag_candidates(around: Surroundings) -> tuple[list[Item], Floats]:
    """Return the items that could be tags, and their measures (items × columns)."""
    found = list(islice(_items(around), _MOST))
    if not found:
        return [], np.zeros((0, 0))
    times = Counter(each.text.casefold() for each in found)
    lines = sorted({each.at for each in found})
    label = around.probabilities[:, _T].tolist()
    spoken = {at for at in lines if around.page.folded[at] in around.running}
    of_lines = {at: [*_company(at, lines, label, spoken), *_of_line(at, around)] for at in lines}
    of_texts = {text: _of_text(text, around, times) for text in {each.text for each in found}}
    rows = [
        [each.order, each.pieces, each.seamed, *of_texts[each.text], *of_lines[each.at], max(label), len(found)]
        for each in found
    ]
    return found, np.concatenate((around.lines[[each.at for each in found]], np.array(rows, dtype=np.float64)), axis=1)


def _items(around: Surroundings) -> Iterator[Item]:
    page = around.page
    tags = around.probabilities[:, _T]
    for at in sorted(_lines(around), key=lambda at: (-tags[at], at)):
        pieces = _cleaned(_separated(page.texts[at]))
        for order, piece in enumerate(pieces):
            yield Item(piece, at, order, len(pieces), False)
        digits = bool(_DIGIT_SEAM.search(page.texts[at]))
        if len(pieces) == 1 and (page.seams[at] or digits):
            parts = _cleaned(cut_at_seams(_GLUED_LABEL.sub("", pieces[0]), digits=digits))
            for order, piece in enumerate(parts):
                yield Item(piece, at, order, len(parts), True)


def _lines(around: Surroundings) -> set[int]:
    """Return the lines that are searched: likely tags, short lines by the text's ends, and rows of short items."""
    page, first, last = around.page, around.first, around.last
    count = len(page.lines)
    at = np.arange(count)
    words = np.fromiter(map(len, page.words), np.int64, count)
    short = (at > last) & (at <= last + _BELOW) & (page.length < _SHORT_CHARS)
    section = (at >= first - _ABOVE) & (at < first) & (page.length < _SECTION_CHARS) & (words <= _SECTION_WORDS)
    likely = (around.probabilities[:, _T] > _WIDE_NET) & (page.length < _LINE_CHARS)
    rows = (at > first) & (at <= last + _FAR_BELOW) & (page.length < _LINE_CHARS) & ~around.text & ~page.stop
    joined = {
        at for at in np.flatnonzero(rows).tolist() if _joins_short_items(page.texts[at], glued=bool(page.seams[at]))
    }
    return joined | set(np.flatnonzero(likely | (short | section) & ~page.stop).tolist())


def _joins_short_items(line: str, *, glued: bool) -> bool:
    """Tell whether a line is several short items, separated or run together."""
    items = _separated(line)
    if len(items) == 1 and glued:
        items = cut_at_seams(items[0])
    return 2 <= len(items) <= _MOST_ITEMS and len(line) / len(items) <= _ITEM_CHARS


def _company(at: int, lines: list[int], label: list[float], spoken: set[int]) -> tuple[float, float, int]:
    """Return the measures of the candidate lines beside a line, itself included."""
    near = lines[bisect_left(lines, at - _BESIDE) : bisect_right(lines, at + _BESIDE)]
    count = len(near)
    return sum(label[other] for other in near) / count, sum(other in spoken for other in near) / count, count


def _of_line(at: int, around: Surroundings) -> tuple[bool, bool]:
    """Tell whether the line before says that tags follow, and whether there are signs of tags in the line."""
    label = around.page.folded[at - 1].strip(" :") if at else ""
    announced = label in lexicon.TAG_LABELS or any(word in lexicon.TAG_LABELS for word in label.split()[:3])
    return announced, "#" in around.page.texts[at]


def _of_text(text: str, around: Surroundings, times: Counter[str]) -> list[float]:
    folded = text.casefold()
    words = folded.split()
    kinds = 0
    for word in words:
        kinds |= lexicon.kinds_of_word(word)
    return [
        len(words),
        len(text),
        text[:1].isupper(),
        any(map(str.isdigit, text)),
        min(9, around.running.count(folded)),
        sum(word in around.vocabulary for word in words) / max(1, len(words)),
        times[folded],
        min(5, around.repeats[folded]),
        *lexicon.flags(kinds, _ROW_KINDS),
    ]


def find_tags(around: Surroundings) -> tuple[tuple[str, ...], float]:
    """Return the tags in the order of the page, each once, and how sure they are on average; none gives ((), 0)."""
    trees = load_trees("tags")
    if trees is None:
        return _by_label(around)
    found, matrix = tag_candidates(around)
    if not found:
        return (), 0.0
    scores = _by_line(found, trees.scores(matrix).tolist(), around)
    least = max(_LEAST, _LEAST_SHARE * max(scores))
    kept: dict[str, tuple[int, int, str, float]] = {}
    for each, score in sorted(zip(found, scores, strict=True), key=lambda pair: -pair[1]):
        if score >= least:
            kept.setdefault(each.text.casefold(), (each.at, each.order, each.text, score))
    names = tuple(text for _, _, text, _ in sorted(kept.values()))
    return names, round(sum(score for *_, score in kept.values()) / len(kept), 3) if kept else 0.0


def _by_line(found: list[Item], scores: list[float], around: Surroundings) -> list[float]:
    """Let the items of one line stand or fall together, and with them what the labeller says of the line."""
    label = around.probabilities[:, _T].tolist()
    groups: dict[tuple[int, bool], list[int]] = {}
    for place, each in enumerate(found):
        groups.setdefault((each.at, each.seamed), []).append(place)
    joined = scores.copy()
    for (at, seamed), places in groups.items():
        whole = sum(scores[place] for place in places) / len(places)
        if seamed and sum(found[place].text.casefold() in around.running for place in places) < _SPOKEN * len(places):
            whole = 0.0  # a menu run together: the text speaks of little of it
        if len(places) > 1 or (label[at] > _LEAST_BY_LABEL and not seamed):
            together = max(whole, label[at] if label[at] > _LEAST_BY_LABEL and not seamed else 0.0)
            for place in places:
                joined[place] = together
    return joined


def _by_label(around: Surroundings) -> tuple[tuple[str, ...], float]:
    likely = around.probabilities[:, _T]
    found: dict[str, str] = {}
    for at in np.flatnonzero(likely > _LEAST_BY_LABEL):
        for item in split_tags(around.page.texts[at]):
            found.setdefault(item.casefold(), item)
    return tuple(found.values()), round(float(likely.max()), 3) if found else 0.0
