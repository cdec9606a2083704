"""Turn a measured page into numbers for the line labeller: one row a line, the same columns for every page."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from articles.recovery import lexicon
from articles.recovery.page import Bools, Floats, Ints, Page

Column = npt.NDArray[Any]
_RADII: Final = (2, 4, 8, 16)
_LEAD_LINES: Final = 5  # sentence lines at the block's head whose words the article keeps coming back to
_CONTENT_CHARS: Final = 4
_SEARCHED_LINES: Final = 4000  # beyond so many lines, short lines are not looked up in the block's text
_SEARCHED_CHARS: Final = 20_000
_FUNCTION_WORDS: Final = 25
_BYLINE_CHARS: Final = 100


def features(page: Page) -> Floats:
    """Return the features of every line as a matrix of lines × columns; linear in the text."""
    columns = [*_of_the_line(page), *_of_its_words(page), *_of_its_place(page), *_of_its_neighbours(page)]
    return np.stack(columns, axis=1).astype(np.float64)


def _of_the_line(page: Page) -> list[Column]:
    texts = [line.text for line in page.lines]
    count = len(texts)
    upper, lower, digit, _, punctuation, wide, quote, letter, marks, comma = page.chars.T
    size = np.maximum(1, np.fromiter(map(len, texts), np.int64, count))
    length, words = page.length, np.fromiter(map(len, page.words), np.int64, count)
    first = [text[0] for text in texts]
    last = [text[-1] for text in texts]
    capital_share = page.capitals / np.maximum(1, words)
    return [
        np.log1p(length) / 3 - 1,
        np.minimum(length, 400) / 200,
        length > 140,
        page.stop,
        page.sentence,
        np.log1p(words) - 1.5,
        np.minimum(letter / np.maximum(1, words), 12) / 5 - 1,
        words <= 1,
        words <= 4,
        capital_share,
        (page.capitals == words) & (words >= 2) & (words <= 4) & (digit == 0),
        np.minimum(words - page.capitals, 30) / 10,
        digit / size * 3,
        digit >= 4,
        punctuation / size * 5,
        upper / np.maximum(1, letter) * 2,
        (lower == 0) & (upper > 2),
        wide / size,
        np.minimum(quote, 4) / 2,
        np.minimum(marks, 4) / 2,
        np.minimum(comma, 6) / 3,
        comma / np.maximum(1, words) * 3,
        np.minimum(page.seams, 5) / 3,
        page.seams * 20 / size,
        _flags(first, "\"“„«‚‘'»「"),
        _flags(first, "–—-"),
        np.fromiter((char.islower() for char in first), bool, count),
        _flags(last, ":"),
        _flags(last, "?!？"),
        _flags(last, "…"),
        _flags(last, '"”“’»)」'),
        np.fromiter(("http" in text or "www." in text or ".com" in text for text in texts), bool, count),
        np.fromiter(("©" in text or "(c)" in text for text in texts), bool, count),
        np.fromiter(("@" in text for text in texts), bool, count),
        np.fromiter((line.bullet != "" for line in page.lines), bool, count),
        np.fromiter((min(line.indent, 20) for line in page.lines), np.float64, count) / 10,
        np.fromiter((min(line.gap, 3) for line in page.lines), np.float64, count) / 2,
        np.fromiter([min(line.gap, 3) for line in page.lines[1:]] + [3], np.float64, count) / 2,
        *_of_its_dates(page, size),
    ]


def _flags(chars: list[str], wanted: str) -> Bools:
    return np.fromiter((char in wanted for char in chars), bool, len(chars))


def _of_its_dates(page: Page, size: Ints) -> list[Column]:
    found = np.zeros((len(size), 5))
    for at, dates in enumerate(page.dates):
        if dates:
            covered = sum(one.end - one.start for one in dates)
            found[at] = (
                1,
                dates[0].clock is not None,
                min(1.0, covered / size[at]),
                len(dates) > 1,
                size[at] < _BYLINE_CHARS,
            )
    return list(found.T)


def _of_its_words(page: Page) -> list[Column]:
    count = len(page.lines)
    words = np.maximum(1, np.fromiter(map(len, page.words), np.int64, count))
    columns: list[Column] = []
    for at in range(len(lexicon.ORDER)):
        kind = page.kinds[:, at]
        columns += [np.minimum(kind, 3) / 2, kind / words]
    columns.append((page.kinds.sum(axis=1) == 0) & (words <= 8))
    by = np.fromiter((bool(line) and line[0] in lexicon.BY_WORDS for line in page.words), bool, count)
    return [*columns, by & (page.length < _BYLINE_CHARS), *_shared_words(page)]


def _shared_words(page: Page) -> list[Column]:
    """Overlaps with the main block and with its head, the line's own words left out, and repeated lines."""
    count, size = len(page.lines), page.vocabulary
    inside = page.in_block()
    long = np.fromiter((len(word) >= _CONTENT_CHARS for line in page.words for word in line), bool, len(page.ids))
    wide = page.chars[:, 5].sum() * 5 > page.chars[:, 7].sum()
    text_lines = np.flatnonzero(inside & page.sentence)[:_LEAD_LINES]
    lead = np.zeros(count, bool)
    lead[text_lines] = True
    in_block = np.bincount(page.ids[inside[page.owner]], minlength=size)
    common = np.zeros(size, bool)
    common[np.argsort(-in_block, kind="stable")[:_FUNCTION_WORDS]] = True
    content = (long | bool(wide)) & ~common[page.ids]
    totals = np.maximum(1, np.bincount(page.owner[content], minlength=count))
    everywhere = np.bincount(page.ids, minlength=size)
    pairs, inverse, own = np.unique(page.owner * max(1, size) + page.ids, return_inverse=True, return_counts=True)
    own_count = own[inverse] if len(pairs) else np.zeros(0, np.int64)
    columns: list[Column] = []
    for chosen, seen in ((inside, in_block), (lead, np.bincount(page.ids[lead[page.owner]], minlength=size))):
        others = seen[page.ids] - own_count * chosen[page.owner]
        shared = np.bincount(page.owner[content & (others > 0)], minlength=count)
        columns += [np.minimum(shared, 12) / 6, shared / totals]
    others = everywhere[page.ids] - own_count
    new = np.bincount(page.owner[content & (others == 0)], minlength=count)
    small = np.bincount(page.owner[common[page.ids]], minlength=count)
    words = np.maximum(1, np.bincount(page.owner, minlength=count))
    return [*columns, new / totals, small / words, *_repeats(page)]


def _repeats(page: Page) -> list[Column]:
    count = len(page.lines)
    folded = [line.text.casefold() for line in page.lines]
    seen: dict[str, int] = {}
    for text in folded:
        seen[text] = seen.get(text, 0) + 1
    repeated = np.fromiter((min(seen[text] - 1, 4) for text in folded), np.float64, count) / 2
    first, last = page.block
    block = "\n".join(folded[at] for at in range(first, last + 1) if page.sentence[at])[:_SEARCHED_CHARS]
    quoted = np.zeros(count)
    for at in range(max(0, first - 100), min(count, last + 100) if count < _SEARCHED_LINES else 0):
        if 3 < len(folded[at]) < 50 and not page.sentence[at]:
            quoted[at] = min(3, block.count(folded[at])) / 2
    return [repeated, repeated * (page.length > 40), quoted]


def _of_its_place(page: Page) -> list[Column]:
    count = len(page.lines)
    at = np.arange(count)
    first, last = page.block
    inside = page.in_block()
    lengths = page.length[inside & page.sentence]
    typical = float(np.median(lengths)) if len(lengths) else 1.0
    share = float(page.length[inside].sum() / max(1.0, page.length.sum()))
    gaps = float(np.mean([line.gap > 0 for line in page.lines]))
    return [
        at / max(1, count - 1),
        np.minimum(at, 40) / 20,
        np.log1p(np.abs(at - first)) / 3 * np.sign(at - first),
        np.log1p(np.abs(at - last)) / 3 * np.sign(at - last),
        np.abs(at - first) <= 3,
        inside,
        np.minimum(page.length / max(1.0, typical), 3),
        np.full(count, np.log1p(count) / 3 - 1.5),
        np.full(count, share),
        np.full(count, gaps),
        np.full(count, min(2.0, typical / 200)),
        np.full(count, min(1.0, float((page.sentence & inside).sum()) / 20)),
    ]


def _of_its_neighbours(page: Page) -> list[Column]:
    count = len(page.lines)
    at = np.arange(count)
    capped = np.minimum(page.length, 400.0) / 200
    columns: list[Column] = []
    for values in (capped, page.sentence.astype(np.float64)):
        sums = np.concatenate(([0.0], np.cumsum(values)))
        for radius in _RADII:
            left, right = np.maximum(0, at - radius), np.minimum(count, at + radius + 1)
            columns.append((sums[right] - sums[left]) / (right - left))
    flags = (page.sentence, page.length < 30, page.seams > 1)
    return columns + [np.minimum(_run(wanted), 12) / 6 for wanted in flags]


def _run(wanted: Bools) -> Ints:
    """Return, for each line, how long the run of equal flags is that it stands in, negative where the flag is off."""
    edges = np.flatnonzero(np.diff(wanted)) + 1
    bounds = np.concatenate(([0], edges, [len(wanted)]))
    sizes = np.diff(bounds)
    return np.repeat(sizes, sizes) * np.where(wanted, 1, -1)
