"""Who bears a headline: the articles that it may name, exactly or nearly."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q

from articles.markup.folding import fold_headline
from articles.markup.headlines import LIKELY, SAME, likeness
from articles.markup.sketches import numbers_like
from articles.models import Article, Fingerprint
from articles.workflow import Status

MOST_CANDIDATES = 10


@dataclass(frozen=True, slots=True)
class Bearer:
    """An article that bears a headline; `likeness` is 1 when word by word, more than 1 when it is the very key."""

    article_id: int
    is_published: bool
    likeness: float


@dataclass(frozen=True, slots=True)
class Finding:
    """What a headline names: one article, or several that an editor chooses from."""

    target: int | None = None
    candidates: tuple[int, ...] = ()
    confidence: float = 0.0


NOTHING = Finding()


def bearers_of(headlines: Collection[str]) -> dict[str, list[Bearer]]:
    """
    Map each headline to the articles that may be meant by it, those that bear it exactly alone: 1 query, 3 at most.

    An article that continues in another lends it its headline; one that was
    withdrawn bears none.
    """
    keys = {headline: fold_headline(headline) for headline in headlines}
    exact: dict[str, dict[int, Bearer]] = {}
    for row in _rows(Q(headline_key__in=set(keys.values()) - {""})):
        exact.setdefault(row.key, {}).setdefault(row.article_id, Bearer(row.article_id, row.is_published, 2.0))
    found = {headline: list(exact.get(key, {}).values()) for headline, key in keys.items()}
    rest = [headline for headline, bearers in found.items() if not bearers and keys[headline]]
    return found | dict(_nearly(rest))


def decide(bearers: Iterable[Bearer], *, besides: int | None) -> Finding:
    """
    Choose among bearers, `besides` left out: the most alike, a published one before a draft.

    >>> decide([Bearer(3, True, 2.0), Bearer(4, False, 2.0)], besides=None).target
    3
    >>> decide([Bearer(3, True, 2.0), Bearer(4, True, 2.0)], besides=None)
    Finding(target=None, candidates=(3, 4), confidence=0.5)
    """
    left = [bearer for bearer in bearers if bearer.article_id != besides]
    if not left:
        return NOTHING
    best = max(bearer.likeness for bearer in left)
    equal = [bearer for bearer in left if bearer.likeness == best]
    equal = [bearer for bearer in equal if bearer.is_published] or equal
    if len(equal) == 1 and best >= SAME:
        return Finding(target=equal[0].article_id)
    candidates = tuple(sorted(bearer.article_id for bearer in equal))[:MOST_CANDIDATES]
    return Finding(candidates=candidates, confidence=round(min(best, 1.0) / len(equal), 3))


def targets_of(headlines: Collection[str], *, besides: int | None) -> dict[str, int]:
    """Map each headline that names one article to it, `besides` left out: 3 queries at most."""
    found = {headline: decide(bearers, besides=besides) for headline, bearers in bearers_of(headlines).items()}
    return {headline: finding.target for headline, finding in found.items() if finding.target}


def _nearly(headlines: Collection[str]) -> Iterator[tuple[str, list[Bearer]]]:
    """Yield for each headline the articles whose headlines are like it: 2 queries."""
    asked = {headline: numbers_like(headline) for headline in headlines}
    numbers = {number for each in asked.values() for number in each}
    sharing = Fingerprint.objects.sharing(numbers, kind=Fingerprint.Kind.HEADLINE)
    if not sharing:
        return
    rows = {row.own_id: row for row in _rows(Q(pk__in={pk for articles in sharing.values() for pk in articles}))}
    for headline, own_numbers in asked.items():
        best: dict[int, Bearer] = {}
        for own_id in sorted({pk for number in own_numbers for pk in sharing.get(number, ()) if pk in rows}):
            row = rows[own_id]
            alike = likeness(headline, row.headline)
            if alike >= LIKELY and (row.article_id not in best or best[row.article_id].likeness < alike):
                best[row.article_id] = Bearer(row.article_id, row.is_published, alike)
        if best:
            yield headline, list(best.values())


class _Row(NamedTuple):
    """An article's headline, and the article that it stands for: itself, or the one it continues in."""

    own_id: int
    article_id: int
    key: str
    headline: str
    is_published: bool


def _rows(which: Q) -> list[_Row]:
    """Read the headlines of articles, those that were withdrawn left out: 1 query."""
    found = Article.objects.filter(which).exclude(status=Status.WITHDRAWN, superseded_by=None)
    found = found.exclude(superseded_by__status=Status.WITHDRAWN)
    columns = ("pk", "superseded_by", "headline_key", "headline", "visible_from", "superseded_by__visible_from")
    return [
        _Row(pk, other or pk, key, headline, (others_from if other else visible_from) is not None)
        for pk, other, key, headline, visible_from, others_from in found.values_list(*columns)
    ]
