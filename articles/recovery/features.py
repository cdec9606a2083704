"""Turn a measured page into numbers for the line labeller: one row a line, the same columns for every page."""

from collections import Counter
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from articles.recovery import characters, lexicon
from articles.recovery.page import Bools, Floats, Ints, Page

Column = npt.NDArray[Any]
_RADII: Final = np.array([[2], [4], [8], [16]])
_LEAD_LINES: Final = 5  # sentence lines at the block's head whose words the article keeps coming back to
_CONTENT_CHARS: Final = 4
_SEARCHED_LINES: Final = 4000  # beyond so many lines, short lines are not looked up in the block's text
_SEARCHED_CHARS: Final = 20_000
_FUNCTION_WORDS: Final = 25
_BYLINE_CHARS: Final = 100
_GRAM: Final = 4
_HASHES: Final = 1 << 16


def features(page: Page) -> Floats:
    """Return the features of every line as a matrix of lines × columns; linear in the text."""
    parts = (
        _of_the_line(page),
        _of_its_dates(page),
        _of_its_words(page),
        _of_its_place(page),
        _of_its_neighbours(page),
    )
    return np.concatenate(parts).T


def _rows(columns: list[Column]) -> Floats:
    """Return columns as the rows of a matrix, which are faster to fill."""
    found = np.empty((len(columns), len(columns[0])))
    for at, column in enumerate(columns):
        found[at] = column
    return found


def _of_the_line(page: Page) -> Floats:
    upper, lower, digit, _, punctuation, wide, quote, letter, marks, comma = page.chars.T
    size, length = page.size, page.length
    words = np.bincount(page.owner, minlength=len(size))
    some_words, some_letters = np.maximum(1, words), np.maximum(1, letter)
    first, last = page.ends
    gaps = np.fromiter((line.gap for line in page.lines), np.int64, len(size))
    return _rows(
        [
            np.log1p(length) / 3 - 1,
            np.minimum(length, 400) / 200,
            length > 140,
            page.stop,
            page.sentence,
            np.log1p(words) - 1.5,
            np.minimum(letter / some_words, 12) / 5 - 1,
            words <= 1,
            words <= 4,
            page.capitals / some_words,
            (page.capitals == words) & (words >= 2) & (words <= 4) & (digit == 0),
            np.minimum(words - page.capitals, 30) / 10,
            digit / size * 3,
            digit >= 4,
            punctuation / size * 5,
            upper / some_letters * 2,
            (lower == 0) & (upper > 2),
            wide / size,
            np.minimum(quote, 4) / 2,
            np.minimum(marks, 4) / 2,
            np.minimum(comma, 6) / 3,
            comma / some_words * 3,
            np.minimum(page.seams, 5) / 3,
            page.seams * 20 / size,
            first & characters.OPENING != 0,
            first & characters.DASH != 0,
            first & characters.SMALL != 0,
            last & characters.COLON != 0,
            last & characters.ASKING != 0,
            last & characters.ELLIPSIS != 0,
            last & characters.CLOSING != 0,
            _holding(page.texts, ("http", "www.", ".com")),
            (page.marked & characters.COPYRIGHT != 0) | _holding(page.texts, ("(c)",)),
            page.marked & characters.AT_SIGN != 0,
            np.fromiter((line.bullet != "" for line in page.lines), bool, len(size)),
            np.minimum(np.fromiter((line.indent for line in page.lines), np.int64, len(size)), 20) / 10,
            np.minimum(gaps, 3) / 2,
            np.minimum(np.append(gaps[1:], 3), 3) / 2,
        ]
    )


def _holding(texts: list[str], needles: tuple[str, ...]) -> Bools:
    """Tell which texts hold any of some strings."""
    found = np.zeros(len(texts), bool)
    whole = "\n".join(texts)
    for needle in needles:
        if needle in whole:
            found |= np.fromiter((needle in text for text in texts), bool, len(texts))
    return found


def _of_its_dates(page: Page) -> Floats:
    found = np.zeros((5, len(page.lines)))
    for at, dates in enumerate(page.dates):
        if dates:
            size = int(page.size[at])
            covered = sum(one.end - one.start for one in dates)
            found[:, at] = (
                1,
                dates[0].clock is not None,
                min(1.0, covered / size),
                len(dates) > 1,
                size < _BYLINE_CHARS,
            )
    return found


def _of_its_words(page: Page) -> Floats:
    words = np.maximum(1, np.bincount(page.owner, minlength=len(page.lines)))
    kinds = page.kinds.T
    found = np.empty((2 * len(kinds) + 2, len(words)))
    found[:-2:2] = np.minimum(kinds, 3) / 2
    found[1:-2:2] = kinds / words
    found[-2] = (kinds.sum(axis=0) == 0) & (words <= 8)
    by = np.fromiter((line[0] in lexicon.BY_WORDS if line else False for line in page.words), bool, len(words))
    found[-1] = by & (page.length < _BYLINE_CHARS)
    return np.concatenate((found, _shared_words(page, words), _repeats(page)))


def _shared_words(page: Page, words: Ints) -> Floats:
    """Overlaps with the main block and with its head, the line's own words left out, and repeated lines."""
    size, ids, owner = page.vocabulary, page.ids, page.owner
    inside = page.in_block()
    lead = np.zeros(len(words), bool)
    lead[np.flatnonzero(inside & page.sentence)[:_LEAD_LINES]] = True
    common = np.zeros(size, bool)
    in_block = np.bincount(ids[inside[owner]], minlength=size)
    common[np.argsort(-in_block, kind="stable")[:_FUNCTION_WORDS]] = True
    is_wide = bool(page.chars[:, 5].sum() * 5 > page.chars[:, 7].sum())
    content = (((page.word_chars >= _CONTENT_CHARS) | is_wide) & ~common)[ids]
    totals = np.maximum(1, _per_line(content, page))
    found = []
    for chosen in (inside, lead):
        shared = _per_line(content & _elsewhere(page, chosen), page)
        found += [np.minimum(shared, 12) / 6, shared / totals]
    new = _per_line(content & ~_elsewhere(page, np.ones(len(words), bool)), page)
    return _rows([*found, new / totals, _per_line(common[ids], page) / words])


def _elsewhere(page: Page, chosen: Bools) -> Bools:
    """Tell which words of the page occur in a chosen line other than their own."""
    among = chosen[page.owner]
    ids, lines = page.ids[among], page.owner[among]
    first, last = np.full((2, page.vocabulary), -1)
    last[ids] = lines
    first[ids[::-1]] = lines[::-1]  # of several values for one word the last counts
    first, last = first[page.ids], last[page.ids]
    return np.asarray((first >= 0) & ((first != page.owner) | (last != page.owner)))


def _per_line(wanted: Bools, page: Page) -> Ints:
    """Count the wanted words of each line."""
    return np.bincount(page.owner[wanted], minlength=len(page.lines))


def _repeats(page: Page) -> Floats:
    count = len(page.lines)
    folded = page.folded
    times = Counter(folded)
    repeated = np.minimum(np.fromiter(map(times.__getitem__, folded), np.int64, count) - 1, 4) / 2
    first, last = page.block
    block = "\n".join(folded[at] for at in range(first, last + 1) if page.sentence[at])[:_SEARCHED_CHARS]
    near = np.zeros(count, bool)
    near[max(0, first - 100) : last + 100] = count < _SEARCHED_LINES
    quoted = np.zeros(count)
    for at in np.flatnonzero(
        near & ~page.sentence & _begin_and_end_in(folded, page.in_block() & page.sentence)
    ).tolist():
        if 3 < len(folded[at]) < 50:
            quoted[at] = min(3, block.count(folded[at])) / 2
    return _rows([repeated, repeated * (page.length > 40), quoted])


def _begin_and_end_in(texts: list[str], chosen: Bools) -> Bools:
    """
    Tell which texts may occur in a chosen one: their first and last four characters do.

    Some are let through that do not, for what is compared are short hashes.
    """
    codes = characters.codes_of("\n".join(texts) + "\n" * _GRAM)
    hashes = np.zeros(len(codes) - _GRAM + 1, np.uint32)
    for at in range(_GRAM):
        hashes = hashes * 31 + codes[at : len(hashes) + at]
    hashes &= _HASHES - 1
    sizes = np.fromiter(map(len, texts), np.int64, len(texts)) + 1
    ends = np.cumsum(sizes)
    known = np.zeros(_HASHES, bool)
    known[hashes[: ends[-1]][np.repeat(chosen, sizes)[: len(hashes)]]] = True
    return np.asarray(known[hashes[ends - sizes]] & known[hashes[np.maximum(0, ends - 1 - _GRAM)]])


def _of_its_place(page: Page) -> Floats:
    count = len(page.lines)
    at = np.arange(count)
    first, last = page.block
    inside = page.in_block()
    lengths = page.length[inside & page.sentence]
    typical = _median(lengths) if len(lengths) else 1.0
    share = float(page.length[inside].sum() / max(1.0, page.length.sum()))
    gaps = sum(line.gap > 0 for line in page.lines) / count
    columns = [
        at / max(1, count - 1),
        np.minimum(at, 40) / 20,
        np.log1p(np.abs(at - first)) / 3 * np.sign(at - first),
        np.log1p(np.abs(at - last)) / 3 * np.sign(at - last),
        np.abs(at - first) <= 3,
        inside,
        np.minimum(page.length / max(1.0, typical), 3),
        np.log1p(count) / 3 - 1.5,
        share,
        gaps,
        min(2.0, typical / 200),
        min(1.0, float((page.sentence & inside).sum()) / 20),
    ]
    return _rows(columns)


def _median(values: Floats) -> float:
    ordered = np.sort(values)
    return float(ordered[(len(values) - 1) // 2] + ordered[len(values) // 2]) / 2


def _of_its_neighbours(page: Page) -> Floats:
    count = len(page.lines)
    at = np.arange(count)
    left = np.maximum(0, at - _RADII)
    right = np.minimum(count, at + _RADII + 1)
    sums = np.zeros((2, count + 1))
    np.cumsum(np.minimum(page.length, 400.0) / 200, out=sums[0, 1:])
    np.cumsum(page.sentence, out=sums[1, 1:])
    means = (sums[:, right] - sums[:, left]) / (right - left)
    flags = (page.sentence, page.length < 30, page.seams > 1)
    runs = [_run(wanted) for wanted in flags]
    return np.concatenate((means.reshape(-1, count), np.minimum(runs, 12) / 6))


def _run(wanted: Bools) -> Ints:
    """Return, for each line, how long the run of equal flags is that it stands in, negative where the flag is off."""
    changes = np.ones(len(wanted) + 1, bool)
    np.not_equal(wanted[1:], wanted[:-1], out=changes[1:-1])
    bounds = np.flatnonzero(changes)
    sizes = bounds[1:] - bounds[:-1]
    return np.repeat(sizes, sizes) * np.where(wanted, 1, -1)
