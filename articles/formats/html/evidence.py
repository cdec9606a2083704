"""What the markup says of each line, as numbers for the labeller: one row a line."""

from itertools import count
from typing import Any, Final, NamedTuple

import numpy as np
from rapidfuzz import fuzz

from articles.formats.html.flattening import FlatPage
from articles.formats.html.hints import KINDS, hints
from articles.formats.html.metadata import Metadata
from articles.recovery.page import Bools, Floats, Ints

_NAMING: Final = ("class", "id", "itemprop", "data-testid")
_OWN: Final = tuple(
    "h1 h2 h3 h4 h5 h6 p li div span td blockquote figcaption time button label address dt dd strong".split()
)
_ABOVE: Final = tuple(
    "article main header footer nav aside figure form section ul ol table blockquote details button".split()
)
_FADING: Final = 0.8  # what a hint counts for, one element further in
_RUNNING_CHARS: Final = 80  # a line of so many characters, hardly any of them links, is likely text
_SHARES: Final = (0.4, 0.75)  # the innermost elements that hold so much of the page's likely text
_FUZZY: Final = 90
_FUZZY_CHARS: Final = 400
_BYLINE_CHARS: Final = 120
_FEW_CHARS: Final = 20


class _Tree(NamedTuple):
    """The elements around the lines of a page, outermost first; arrays run over them."""

    at: Ints  # which of them holds each line
    parents: Ints  # the root is its own parent
    levels: list[Ints]  # those of each depth, the root's level left out
    depth: Ints
    tags: list[str]
    names: list[str]  # the distinct ones: classes and ids, casefolded
    named: Ints  # which of the names each element has

    def inward(self, own: Floats, fading: Floats | float = 1.0) -> Floats:
        """Return the largest of the values of all elements around each, fading by the distance."""
        found = np.zeros_like(own)
        for level in self.levels:
            around = self.parents[level]
            found[level] = np.maximum(own[around], fading * found[around])
        return found

    def outward(self, own: Floats) -> Floats:
        """Return the sums of the values of each element and all inside of it."""
        found = own.copy()
        for level in reversed(self.levels):
            np.add.at(found, self.parents[level], found[level])
        return found


def markup_features(page: FlatPage, lines: list[str], metadata: Metadata) -> Floats:
    """Return what the elements and the page's description say of each of its folded lines; there is one at least."""
    tree = _tree_of(page)
    lengths = np.fromiter((len(line.text) for line in page.lines), np.int64, len(page.lines))
    links = np.minimum(1.0, np.fromiter((line.link_chars for line in page.lines), np.int64, len(lengths)) / lengths)
    likely = (lengths >= _RUNNING_CHARS) & (links < 0.5)
    return np.concatenate(
        (
            _of_names(tree),
            np.stack((links, links > 0.9, links == 0), axis=1),
            _of_places(tree, lengths, likely),
            _of_masses(tree, lengths, links, likely),
            _of_kin(tree, lengths, links, likely),
            _of_words(lines, metadata),
        ),
        axis=1,
    )


def _tree_of(page: FlatPage) -> _Tree:
    """Return the elements that hold lines, and those around them."""
    places: set[int] = set()
    for line in page.lines:
        place = line.place
        while place >= 0 and place not in places:
            places.add(place)
            place = page.parents[place]
    order = sorted(places)
    number = {place: at for at, place in enumerate(order)}
    parents = [number.get(page.parents[place], 0) for place in order]
    depth = [0] * len(order)
    for at in range(1, len(order)):
        depth[at] = depth[parents[at]] + 1
    depths = np.array(depth)
    by_depth = np.argsort(depths, kind="stable")
    bounds = np.searchsorted(depths[by_depth], np.arange(1, depths.max() + 1))
    elements = [page.elements[place] for place in order]
    given = [tuple(map(element.get, _NAMING)) for element in elements]
    distinct = dict(zip(dict.fromkeys(given), count(), strict=False))
    return _Tree(
        at=np.fromiter((number[line.place] for line in page.lines), np.int64, len(page.lines)),
        parents=np.array(parents),
        levels=np.split(by_depth, bounds)[1:],
        depth=depths,
        tags=[element.tag for element in elements],
        names=[" ".join(" ".join(filter(None, each)).split()).casefold() for each in distinct],
        named=np.fromiter(map(distinct.__getitem__, given), np.int64, len(given)),
    )


def _of_names(tree: _Tree) -> Floats:
    """Tell each line's own tag and hints, and those of the elements around it."""
    own = np.concatenate((hints(tree.names)[tree.named], _one_hot(tree.tags, _ABOVE)), axis=1)
    fading = np.repeat((_FADING, 1.0), (len(KINDS), len(_ABOVE)))
    above = tree.inward(own, fading)
    above[:, len(KINDS) :] = np.maximum(above[:, len(KINDS) :], own[:, len(KINDS) :])
    return np.concatenate((_one_hot(tree.tags, _OWN), own[:, : len(KINDS)], above), axis=1)[tree.at]


def _one_hot(tags: list[str], known: tuple[str, ...]) -> Floats:
    found = np.zeros((len(tags), len(known) + 1))
    column = {tag: at for at, tag in enumerate(known)}
    found[np.arange(len(tags)), [column.get(tag, len(known)) for tag in tags]] = 1.0
    return found[:, :-1]


def _of_places(tree: _Tree, lengths: Ints, likely: Bools) -> Floats:
    """Weigh the elements around each line by how much of the page's paragraph text they hold."""
    is_paragraph = np.array([tag == "p" for tag in tree.tags])[tree.at]
    size = np.where(is_paragraph, lengths, 0).astype(np.float64)
    parent = tree.parents[tree.at]
    above = tree.parents[parent]
    held = np.bincount(parent, size, len(tree.tags)) + np.bincount(above, 0.3 * size, len(tree.tags))
    total = 1.0 + size.sum()
    best = int(held.argmax())
    text = tree.outward(np.bincount(tree.at, lengths * likely, len(tree.tags)).astype(np.float64))
    inner = np.zeros((len(tree.tags), len(_SHARES)))
    for column, share in enumerate(_SHARES if text[0] else ()):
        holding = np.flatnonzero(text >= share * text[0])
        inner[holding[tree.depth[holding].argmax()], column] = 1.0
    inside = np.maximum(inner, tree.inward(inner))[tree.at]
    of_line = (held[parent] / total, held[above] / total, parent == best, above == best, tree.depth[tree.at] / 10 - 1.5)
    return np.concatenate((np.stack(of_line, axis=1), inside), axis=1)


def _of_masses(tree: _Tree, lengths: Ints, links: Floats, likely: Bools) -> Floats:
    """Tell how much of the text in each line's element, and in the three around it, is links or likely text."""
    count = len(tree.tags)
    own = [np.bincount(tree.at, values, count) for values in (lengths, lengths * links, lengths * likely)]
    held, linked, text = tree.outward(np.stack(own, axis=1)).T
    columns = []
    at = tree.at
    for _ in range(4):
        columns += [linked[at] / held[at], text[at] / held[at], text[at] / max(1.0, text[0])]
        at = tree.parents[at]
    return np.stack(columns, axis=1)


def _of_kin(tree: _Tree, lengths: Ints, links: Floats, likely: Bools) -> Floats:
    """Tell how many lines have elements of the same names, and parents too; how long they are, and links or text."""
    kin: dict[tuple[object, ...], int] = {}
    names = [tree.names[at] for at in tree.named.tolist()]
    element_kin = [kin.setdefault(key, len(kin)) for key in zip(tree.tags, names, strict=True)]
    parent_kin = np.array(element_kin)[tree.parents]
    columns = []
    for keys in (np.array(element_kin), np.array(element_kin) * len(kin) + parent_kin):
        _, group = np.unique(keys[tree.at], return_inverse=True)
        many = np.bincount(group)
        sums = [np.bincount(group, values) for values in (lengths, lengths * links, lengths * likely)]
        total = max(1.0, float((lengths * likely).sum()))
        shares = (np.log1p(many), np.log1p(sums[0] / many), sums[1] / sums[0], sums[2] / sums[0], sums[2] / total)
        columns += [each[group] for each in shares]
    return np.stack(columns, axis=1)


def _of_words(lines: list[str], metadata: Metadata) -> Floats:
    """Tell which lines say what the page's description says."""
    titles = [fold(title) for title in metadata.headlines[:5]]
    summaries = [fold(summary) for summary in metadata.summaries[:4]]
    names = [fold(name) for name in metadata.authors]
    tags = set(map(fold, metadata.tags))
    body = fold(metadata.body or "")
    summed_up = "\n".join(summaries)
    columns: list[Any] = [
        lines_alike(lines, titles),
        lines_alike(lines, summaries) | np.array([len(line) > _FEW_CHARS and line in summed_up for line in lines]),
        [bool(names) and len(line) < _BYLINE_CHARS and any(name in line for name in names) for line in lines],
        [line in names for line in lines],
        [line in tags for line in lines],
        [len(line) > _FEW_CHARS and line in body for line in lines],
        np.full(len(lines), bool(body)),
    ]
    return np.array(columns, dtype=np.float64).T


def fold_lines(page: FlatPage) -> list[str]:
    """Fold the lines of a page, in which spaces are single."""
    whole = "\n".join(line.text for line in page.lines)
    return _plain(whole).split("\n")


def lines_alike(lines: list[str], texts: list[str]) -> Bools:
    """Tell which folded lines are equal to one of some folded texts but for trifles."""
    sizes = np.fromiter(map(len, lines), np.int64, len(lines))
    found = np.zeros(len(lines), bool)
    for text in texts:
        like_long = np.abs(sizes - len(text)) <= 0.25 * np.maximum(sizes, len(text))
        for at in np.flatnonzero(like_long & ~found).tolist():
            found[at] = alike(lines[at], text)
    return found


def fold(text: str) -> str:
    """Fold case, quotes and space, which differ between a page and its description."""
    return " ".join(_plain(text).split())


def _plain(text: str) -> str:
    return text.replace("’", "'").replace("“", '"').replace("”", '"').replace("\u00ad", "").casefold()


def alike(one: str, other: str) -> bool:
    """Tell whether two folded texts are equal but for trifles."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > 0.25 * max(len(one), len(other)) or len(one) > _FUZZY_CHARS:
        return False
    return bool(fuzz.ratio(one, other, score_cutoff=_FUZZY) >= _FUZZY)
