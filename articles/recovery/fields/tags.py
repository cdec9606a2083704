"""Read the story's tags: weigh every short item near the text's ends."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from articles.recovery import lexicon
from articles.recovery.fields.surroundings import Surroundings
from articles.recovery.labeller import column
from articles.recovery.page import Floats
from articles.recovery.seams import cut_at_seams
from articles.recovery.trees import load_trees

_SEPARATOR = re.compile(r"\s*[,،、;|•·#]\s*|\s+/\s+|\t+|\s{3,}")
_LABEL = re.compile(r"^(?P<label>[^:]{2,25}):\s*(?=\S)")
_TAG_CHARS: Final = 60
_LEAST: Final = 0.2
_LEAST_BY_LABEL: Final = 0.5
_WIDE_NET: Final = 0.03
_BELOW: Final = 12  # lines below the text that are searched whatever their label
_ABOVE: Final = 12
_FAR_BELOW: Final = 30  # lines below the text that are searched for items run together
_MOST_ITEMS, _ITEM_CHARS = 15, 24
_MOST: Final = 120
_LINE_CHARS: Final = 300
_BESIDE: Final = 3  # lines on each side that keep a tag company
_ROW_KINDS: Final = tuple(
    lexicon.bit(kind) for kind in ("share", "navigation", "legal", "account", "related", "comment", "time", "role")
)


@dataclass(frozen=True, slots=True)
class Item:
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
    stripped = [item.strip(" .,;:#*") for item in items]
    return [item for item in stripped if item and len(item) <= _TAG_CHARS and item.casefold() not in lexicon.TAG_LABELS]


def tag_candidates(around: Surroundings) -> tuple[list[Item], Floats]:
    """Return the items that could be tags, and their measures (items × columns)."""
    found = list(_items(around))[:_MOST]
    if not found:
        return [], np.zeros((0, 0))
    times: dict[str, int] = {}
    for each in found:
        times[each.text.casefold()] = times.get(each.text.casefold(), 0) + 1
    lines = sorted({each.at for each in found})
    company = {at: _company(at, lines, around) for at in lines}
    most = max(row[column("T")] for row in around.labels)
    rows = [[*_row(each, around, times), *company[each.at], most, float(len(found))] for each in found]
    return found, np.array(rows)


def _items(around: Surroundings) -> Iterator[Item]:
    page = around.page
    tags = around.probabilities[:, column("T")]
    below = range(around.last + 1, min(len(page.lines), around.last + 1 + _BELOW))
    short = [at for at in below if page.length[at] < 80 and not page.stop[at]]
    joined = [
        at
        for at in range(around.last + 1, min(len(page.lines), around.last + 1 + _FAR_BELOW))
        if page.length[at] < _LINE_CHARS
        and not page.stop[at]
        and _joins_short_items(page.lines[at].text, glued=bool(page.seams[at]))
    ]
    above = [
        at
        for at in range(max(0, around.first - _ABOVE), around.first)
        if page.length[at] < 50 and not page.stop[at] and len(page.words[at]) <= 4
    ]
    chosen = (
        set(np.flatnonzero((tags > _WIDE_NET) & (page.length < _LINE_CHARS)).tolist())
        | set(short)
        | set(joined)
        | set(above)
    )
    for at in sorted(chosen, key=lambda at: (-tags[at], at)):
        pieces = _cleaned(_separated(page.lines[at].text))
        for order, piece in enumerate(pieces):
            yield Item(piece, at, order, len(pieces), False)
        if len(pieces) == 1 and page.seams[at]:
            parts = _cleaned(cut_at_seams(pieces[0]))
            for order, piece in enumerate(parts):
                yield Item(piece, at, order, len(parts), True)


def _joins_short_items(line: str, *, glued: bool) -> bool:
    """Tell whether a line is several short items, separated or run together."""
    items = _separated(line)
    if len(items) == 1 and glued:
        items = cut_at_seams(items[0])
    return 2 <= len(items) <= _MOST_ITEMS and len(line) / len(items) <= _ITEM_CHARS


def _company(at: int, lines: list[int], around: Surroundings) -> list[float]:
    """Return the measures of the candidate lines beside a line, itself included."""
    near = [other for other in lines if abs(other - at) <= _BESIDE]
    label = column("T")
    spoken = sum(around.folded[other] in around.running for other in near)
    return [sum(around.labels[other][label] for other in near) / len(near), spoken / len(near), float(len(near))]


def _row(each: Item, around: Surroundings, times: dict[str, int]) -> list[float]:
    folded = each.text.casefold()
    words = folded.split()
    page = around.page
    label = around.folded[each.at - 1].strip(" :") if each.at else ""
    kinds = 0
    for word in words:
        kinds |= lexicon.kinds_of_word(word)
    return [
        *around.row(each.at),
        float(each.order),
        float(each.pieces),
        float(each.seamed),
        float(len(words)),
        float(len(each.text)),
        float(each.text[:1].isupper()),
        float(any(char.isdigit() for char in each.text)),
        float(min(9, around.running.count(folded))),
        sum(word in around.vocabulary for word in words) / max(1, len(words)),
        float(times[folded]),
        float(min(5, around.repeats[folded])),
        float(label in lexicon.TAG_LABELS or any(word in lexicon.TAG_LABELS for word in label.split()[:3])),
        float(each.text.startswith("#") or "#" in page.lines[each.at].text),
        *(float(kinds & bit > 0) for bit in _ROW_KINDS),
    ]


def find_tags(around: Surroundings) -> tuple[tuple[str, ...], float]:
    """Return the tags in the order of the page, each once, and how sure the surest is; none gives ((), 0)."""
    trees = load_trees("tags")
    if trees is None:
        return _by_label(around)
    found, matrix = tag_candidates(around)
    if not found:
        return (), 0.0
    scores = _by_line(found, trees.scores(matrix), around)
    kept: dict[str, tuple[int, int, str]] = {}
    for each, score in sorted(zip(found, scores, strict=True), key=lambda pair: -pair[1]):
        if score >= _LEAST:
            kept.setdefault(each.text.casefold(), (each.at, each.order, each.text))
    names = tuple(text for _, _, text in sorted(kept.values()))
    return names, round(float(scores.max()), 3) if names else 0.0


def _by_line(found: list[Item], scores: Floats, around: Surroundings) -> Floats:
    """Let the items of one line stand or fall together, and with them what the labeller says of the line."""
    label = around.probabilities[:, column("T")]
    groups: dict[tuple[int, bool], list[int]] = {}
    for place, each in enumerate(found):
        groups.setdefault((each.at, each.seamed), []).append(place)
    joined = scores.copy()
    for (at, seamed), places in groups.items():
        whole = float(scores[places].mean())
        if seamed and not any(found[place].text.casefold() in around.running for place in places):
            whole = 0.0  # a menu run together: the text speaks of none of it
        if len(places) > 1 or (label[at] > _LEAST_BY_LABEL and not seamed):
            joined[places] = max(whole, float(label[at]) * (not seamed) * (label[at] > _LEAST_BY_LABEL))
    return joined


def _by_label(around: Surroundings) -> tuple[tuple[str, ...], float]:
    likely = around.probabilities[:, column("T")]
    found: dict[str, str] = {}
    for at in np.flatnonzero(likely > _LEAST_BY_LABEL):
        for item in split_tags(around.page.lines[at].text):
            found.setdefault(item.casefold(), item)
    return tuple(found.values()), round(float(likely.max()), 3) if found else 0.0
