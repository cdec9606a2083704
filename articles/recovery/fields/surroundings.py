"""What every candidate of a field is weighed by: its line's labels, place and words, and those of its neighbours."""

from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np

from articles.recovery.characters import COMMA, DIGIT, MARKS
from articles.recovery.decoding import body_share
from articles.recovery.page import CHARACTERS, Bools, Floats, Ints, Page

_CONTENT_CHARS: Final = 4
_LEAD_LINES: Final = 4  # lines of the text whose words headlines take up most
_COMMONEST: Final = 25
_SELDOM: Final = 2  # a word on so many lines outside the text is no furniture
_COUNTED: Final = [CHARACTERS.index(kind) for kind in (DIGIT, MARKS, COMMA)]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The lines of the text as the labeller sees them, the words they use, and the measures of every line."""

    page: Page
    probabilities: Floats
    text: Bools
    first: int
    last: int
    running: str  # the text's lines, casefolded
    vocabulary: frozenset[str]  # all words of the text
    repeats: Counter[str]  # how often each casefolded line stands on the page
    lines: Floats  # lines × measures that matter to every field

    @property
    def shared(self) -> Floats:
        """How many content words of the text's lead each line takes up, and their share of its own."""
        return self.lines[:, -3:-1]


def look_around(page: Page, probabilities: Floats) -> Surroundings:
    """Collect what the candidates of one page are weighed by; linear in the page."""
    share = body_share(probabilities)
    text = share > 0.5
    if not text.any():
        text[int(np.argmax(share))] = True
    where = np.flatnonzero(text).tolist()
    return Surroundings(
        page=page,
        probabilities=probabilities,
        text=text,
        first=where[0],
        last=where[-1],
        running="\n".join(page.folded[at] for at in where),
        vocabulary=frozenset(chain.from_iterable(page.words[at] for at in where)),
        repeats=Counter(page.folded),
        lines=_measures(page, probabilities, text, where[0], where[-1]),
    )


def _measures(page: Page, probabilities: Floats, text: Bools, first: int, last: int) -> Floats:
    count = len(page.lines)
    at = np.arange(count)
    words = np.fromiter(map(len, page.words), np.int64, count)
    place = (
        _signed_log(at - first),
        _signed_log(at - last),
        at / count,
        np.minimum(40, at),
        page.length,
        words,
        page.stop,
        page.seams,
        page.capitals / np.maximum(1, words),
        np.fromiter(map(bool, page.dates), bool, count),
        np.fromiter((line.bullet != "" for line in page.lines), bool, count),
        np.fromiter((min(3, line.gap) for line in page.lines), np.int64, count),
        page.kinds.sum(axis=1),
        text,
        np.full(count, count),
    )
    columns = (
        probabilities,
        probabilities[np.maximum(0, at - 1)],
        probabilities[np.minimum(count - 1, at + 1)],
        probabilities[np.minimum(count - 1, at + 2)],
        page.chars[:, _COUNTED],
        np.stack(place, axis=1),
        _overlaps(page, text),
    )
    return np.concatenate(columns, axis=1)


def _signed_log(distance: Ints) -> Floats:
    return np.asarray(np.sign(distance) * np.log1p(np.abs(distance)))


def _overlaps(page: Page, text: Bools) -> Floats:
    """
    Return how many content words of each line the text and its lead take up, and which share, the line itself left out.

    The last column counts those that are rare outside the text.
    """
    count, size = len(page.lines), max(1, page.vocabulary)
    pairs = np.sort(page.owner * size + page.ids)
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]  # numpy.unique takes three times as long
    owner, word = pairs // size, pairs % size
    in_text = np.bincount(word[text[owner]], minlength=size)
    frequent = np.zeros(size, bool)
    if text.sum() > _LEAD_LINES:
        frequent[np.argsort(-in_text, kind="stable")[:_COMMONEST]] = True
    if page.vocabulary:
        wide = page.chars[:, 5].sum() * 5 > page.chars[:, 7].sum()
        frequent &= page.word_chars < 2 * _CONTENT_CHARS
        frequent |= (page.word_chars < _CONTENT_CHARS) & ~wide
    content = ~frequent[word]
    totals = np.maximum(1, np.bincount(owner[content], minlength=count))
    lead = np.zeros(count, bool)
    lead[np.flatnonzero(text)[:_LEAD_LINES]] = True
    columns = []
    for chosen, seen in ((text, in_text), (lead, np.bincount(word[lead[owner]], minlength=size))):
        shared = np.bincount(owner[content & (seen[word] > chosen[owner])], minlength=count)
        columns += [shared, shared / totals]
    outside = np.bincount(word, minlength=size) - in_text
    rare = content & (in_text[word] > text[owner]) & (outside[word] <= _SELDOM)
    return np.stack([*columns, np.bincount(owner[rare], minlength=count)], axis=1).astype(np.float64)
