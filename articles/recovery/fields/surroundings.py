"""What every candidate of a field is weighed by: its line's labels, its place, and those of its neighbours."""

import math
from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from articles.recovery.characters import COMMA, DIGIT, MARKS
from articles.recovery.decoding import body_share
from articles.recovery.page import CHARACTERS, Bools, Floats, Page

_CONTENT_CHARS = 4
_COMMONEST = 25
_COUNTED = [CHARACTERS.index(kind) for kind in (DIGIT, MARKS, COMMA)]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The lines of the text as the labeller sees them, and the words they use."""

    page: Page
    probabilities: Floats
    text: Bools
    first: int
    last: int
    running: str  # the text's lines, casefolded
    words: dict[str, int]  # content words of the text and how many lines use them
    vocabulary: frozenset[str]  # all words of the text
    folded: list[str]
    repeats: Counter[str]  # how often each folded line stands on the page
    labels: list[list[float]]  # the probabilities as plain numbers
    rows: dict[int, list[float]] = field(default_factory=dict)

    def shared(self, words: list[str], at: int) -> tuple[int, float]:
        """Return how many content words of a line the text uses, and what share of them, the line itself left out."""
        content = {word for word in words if len(word) >= _CONTENT_CHARS or not word.isascii()}
        own = 1 if self.text[at] else 0
        found = sum(self.words.get(word, 0) > own for word in content)
        return found, found / len(content) if content else 0.0

    def row(self, at: int) -> list[float]:
        """Return the measures of one line that matter to every field; each line is measured once."""
        found = self.rows.get(at)
        if found is None:
            found = self.rows[at] = self._measure(at)
        return found

    def _measure(self, at: int) -> list[float]:
        page, count, labels = self.page, len(self.page.lines), self.labels
        words = len(page.words[at])
        return [
            *labels[at],
            *labels[max(0, at - 1)],
            *labels[min(count - 1, at + 1)],
            *labels[min(count - 1, at + 2)],
            _signed_log(at - self.first),
            _signed_log(at - self.last),
            at / count,
            min(40.0, at),
            float(page.length[at]),
            words,
            float(page.stop[at]),
            float(page.seams[at]),
            float(page.capitals[at]) / max(1, words),
            *page.chars[at, _COUNTED].tolist(),
            bool(page.dates[at]),
            page.lines[at].bullet != "",
            float(page.kinds[at].sum()),
        ]


def _signed_log(distance: int) -> float:
    return math.copysign(math.log1p(abs(distance)), distance) if distance else 0.0


def look_around(page: Page, probabilities: Floats) -> Surroundings:
    """Collect what the candidates of one page are weighed by."""
    share = body_share(probabilities)
    text = share > 0.5
    if not text.any():
        text[int(np.argmax(share))] = True
    where = np.flatnonzero(text)
    folded = [line.text.casefold() for line in page.lines]
    counts: dict[str, int] = {}
    for at in where:
        for word in set(page.words[at]):
            counts[word] = counts.get(word, 0) + 1
    vocabulary = frozenset(counts)
    common = sorted(counts, key=lambda word: -counts[word])[:_COMMONEST] if len(where) > 4 else []
    for word in common:
        if len(word) < 2 * _CONTENT_CHARS:
            del counts[word]
    running = "\n".join(folded[at] for at in where)
    return Surroundings(
        page=page,
        probabilities=probabilities,
        text=text,
        first=int(where[0]),
        last=int(where[-1]),
        running=running,
        words=counts,
        vocabulary=vocabulary,
        folded=folded,
        repeats=Counter(folded),
        labels=probabilities.tolist(),
    )
