"""What the documents of one source have in common: their furniture, and the names and tags that they use."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final
from zlib import crc32

import numpy as np

from articles.recovery.article import RecoveredArticle, Role, Span
from articles.recovery.decoding import body_share
from articles.recovery.labeller import LABELS, column
from articles.recovery.page import Floats, Page

_LEAST_STORIES: Final = 3  # a line of so many different stories is furniture,
_LEAST_SHARE: Final = 0.02  # if so large a part of them has it
_SAME_STORY: Final = 0.5  # documents that share more of their paragraphs are versions of one story
_PLAIN_STORIES: Final = 5  # a line of so many stories is furniture even amid the text,
_PLAIN_CHARS: Final = 25  # if it is too long for a subheading that a paper uses again and again
_SURE: Final = 0.8  # so sure a document must be of a name before another believes it
_DAMPED: Final = np.isin(list(LABELS), list("HSBUC"))  # bylines, dates and tags do recur
_DAMPING: Final = 0.2  # what is left of the chance that a line of furniture is part of the story
_NOTHING: Final = 1e-6  # what chrome has at least, so that a line's chances still add up
_OWN_TEXT: Final = 0.5  # a line so likely to be of the text stays, however often it recurs
_FURNITURE_ROLES: Final = (Role.CHROME, Role.PROMO, Role.COMMENT)
_NAME_CHARS: Final = 4  # shorter names occur inside of words
_GLUED_CHARS: Final = 300  # what is longer is no row of tags


Spellings = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """
    What documents of one source taught about each other.

    `furniture` holds a number for each line that recurs, `plain` for those
    that recur so often that they are no text wherever they stand. `names` and
    `tags` map what was read surely in one document, casefolded, to its spelling.
    """

    furniture: frozenset[int] = frozenset()
    plain: frozenset[int] = frozenset()
    names: Spellings = ()
    tags: Spellings = ()

    def weigh(self, page: Page, probabilities: Floats) -> Floats:
        """Return the labels' probabilities, less for furniture that lies outside the likely text, or is plain."""
        if not self.furniture:
            return probabilities
        numbers = [_number(line.text) for line in page.lines]
        plain = np.fromiter((number in self.plain for number in numbers), bool, len(numbers))
        recurs = np.fromiter((number in self.furniture for number in numbers), bool, len(numbers))
        recurs &= body_share(probabilities) < _OWN_TEXT
        if not (recurs | plain).any():
            return probabilities
        weighed = probabilities.copy()
        weighed[recurs] = weighed[recurs] * np.where(_DAMPED, _DAMPING, 1.0)
        weighed[plain] = weighed[plain] * np.where(_DAMPED, 0.0, 1.0)
        weighed[plain, column("O")] += _NOTHING
        return np.asarray(weighed / weighed.sum(axis=1, keepdims=True))

    def settle(self, article: RecoveredArticle) -> RecoveredArticle:
        """Return the article with glued names and tags taken apart where others use the parts, and say so of chrome."""
        if self == ALONE:
            return article
        spellings = dict(self.tags)
        authors = tuple(dict.fromkeys(part for name in article.authors for part in _within(name, self.names)))
        tags = tuple(dict.fromkeys(part for tag in article.tags for part in _parts(tag, spellings)))
        spans = tuple(self._explained(span, article.text) for span in article.spans)
        return replace(article, authors=authors, tags=tags, spans=spans)

    def _explained(self, span: Span, text: str) -> Span:
        if span.role in _FURNITURE_ROLES and _number(text[span.start : span.end]) in self.furniture:
            return replace(span, why="it stands in other documents of this source as well")
        return span


ALONE: Final = Collection()


def collect(articles: Iterable[RecoveredArticle]) -> Collection:
    """
    Return what recovered documents of one source have in common; their order does not matter.

    Versions of one story count once: they share their text, which is no furniture.
    """
    found = list(articles)
    names: Counter[str] = Counter()
    tags: Counter[str] = Counter()
    for article in found:
        if article.confidence.get("authors", 0) >= _SURE:
            names.update(article.authors)
        if article.confidence.get("tags", 0) >= _SURE:
            tags.update(article.tags)
    stories = _stories(found)
    counts = Counter(number for lines in stories for number in lines)
    least = max(_LEAST_STORIES, _LEAST_SHARE * len(stories))
    lengths = {_number(line): len(line.strip()) for article in found for line in article.text.splitlines()}
    return Collection(
        furniture=frozenset(number for number, count in counts.items() if count >= least),
        plain=frozenset(
            number
            for number, count in counts.items()
            if count >= max(least, _PLAIN_STORIES) and lengths[number] >= _PLAIN_CHARS
        ),
        names=_spellings(names),
        tags=_spellings(tags),
    )


def _stories(articles: list[RecoveredArticle]) -> list[frozenset[int]]:
    """Return the lines of each story; documents that share most of their text tell the same one."""
    texts = [frozenset(_number(block.text) for block in article.body) for article in articles]
    told_by = list(range(len(articles)))

    def first(at: int) -> int:
        while told_by[at] != at:
            at = told_by[at]
        return at

    for at, text in enumerate(texts):
        for other in range(at):
            if text and len(text & texts[other]) > _SAME_STORY * min(len(text), len(texts[other])):
                told_by[first(at)] = first(other)
    lines: dict[int, frozenset[int]] = {}
    for at, article in enumerate(articles):
        own = frozenset(_number(line) for line in article.text.splitlines() if line.strip())
        lines[first(at)] = lines.get(first(at), frozenset()) | own
    return list(lines.values())


def _spellings(found: Counter[str]) -> Spellings:
    """Map each name, casefolded, to its commonest spelling; the longest first, without those that are glued."""
    ranked = sorted(found, key=lambda name: (-found[name], name))
    spelled: dict[str, str] = {}
    for name in ranked:
        if len(name) >= _NAME_CHARS:
            spelled.setdefault(name.casefold(), name)
    whole = {
        key: name for key, name in spelled.items() if not any(_is_glued(name, other) for other in spelled.values())
    }
    return tuple(sorted(whole.items(), key=lambda pair: (-len(pair[0]), pair)))


def _is_glued(name: str, other: str) -> bool:
    """Tell whether `name` is `other` with more stuck to it: no space between, but small letters meet capitals."""
    at = name.casefold().find(other.casefold())
    if at < 0 or len(name) == len(other):
        return False
    before, after = name[:at][-1:], name[at + len(other) :][:1]
    if not (before.isalnum() or after.isalnum()):
        return False
    starts = not before.isalnum() or (not before.isupper() and other[0].isupper())
    ends = not after.isalnum() or (not other[-1].isupper() and not after.islower())
    return starts and ends


def _within(name: str, known: Spellings) -> list[str]:
    """Return the known names in a name that is glued to something, else the name itself."""
    found = [(name.casefold().index(key), spelling) for key, spelling in known if _is_glued(name, spelling)]
    return [spelling for _, spelling in sorted(found)] or [name]


def _parts(tag: str, spellings: dict[str, str]) -> list[str]:
    """Return the known tags that a tag is run together from without rest, else the tag itself."""
    folded = tag.casefold()
    if folded in spellings or len(folded) > _GLUED_CHARS:
        return [tag]
    whole: list[list[str] | None] = [[], *([None] * len(folded))]  # how each beginning of it is made of known tags
    for end in range(1, len(folded) + 1):
        for start in range(end):
            before = whole[start]
            if before is not None and folded[start:end] in spellings and whole[end] is None:
                whole[end] = [*before, spellings[folded[start:end]]]
    return whole[len(folded)] or [tag]


def _number(line: str) -> int:
    return crc32(" ".join(line.split()).casefold().encode(errors="replace"))
