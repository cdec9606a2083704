"""Resolve the headlines that a batch of articles names, and those that name these articles."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Q

from articles.markup.headlines import LIKELY, likeness
from articles.markup.sketches import numbers_like, numbers_of
from articles.models import Article, Fingerprint, RelatedLink, ReviewItem
from articles.services.fingerprints import store_fingerprints
from articles.services.links.bearers import Finding, bearers_of, decide
from articles.services.review.asking import ask
from articles.services.rows import update_rows


class _Link(NamedTuple):
    pk: int
    article_id: int
    headline: str
    key: str
    target_id: int | None


def resolve_links(articles: Sequence[Article]) -> set[int]:
    """
    Resolve the headlines that these articles name, and those that name these articles, by index.

    A headline leads to the one article that bears it, exactly or with an edit
    that changes no meaning; a published one comes before a draft, a withdrawn
    one is none. What several bear is asked of an editor. A target that was
    found, and does not bear the headline any more, is given up again; one
    that somebody chose stays. Some 12 statements, whatever the number. Return
    the ids of the articles whose links changed.
    """
    if not articles:
        return set()
    _store_numbers(articles)
    links = _touched(articles)
    bearers = bearers_of({link.headline for link in links})
    findings = {link.pk: decide(bearers[link.headline], besides=link.article_id) for link in links}
    changed = [link for link in links if findings[link.pk].target != link.target_id]
    update_rows(RelatedLink, ["target_id"], ((findings[link.pk].target, link.pk) for link in changed))
    _ask(articles, links, findings)
    return {link.article_id for link in changed}


def _store_numbers(articles: Sequence[Article]) -> None:
    numbers = ((article.pk, numbers_of(article.headline)) for article in articles)
    store_fingerprints(
        Fingerprint.Kind.HEADLINE,
        {pk: each.kept if each else [] for pk, each in numbers},
    )


def _touched(articles: Sequence[Article]) -> list[_Link]:
    """Return the links whose target was not chosen, and may have changed with these articles: 4 queries."""
    pks = {article.pk for article in articles}
    guessed = RelatedLink.objects.guessed()
    columns = ("pk", "article_id", "headline", "key", "target_id")
    near = guessed.filter(Q(article__in=pks) | Q(target__in=pks)).values_list(*columns)
    found = {row[0]: _Link(*row) for row in near}
    keys = {article.headline_key for article in articles} | _keys_like(articles)
    bearing = guessed.filter(key__in=keys | {link.key for link in found.values() if link.target_id in pks} - {""})
    found |= {row[0]: _Link(*row) for row in bearing.values_list(*columns)}
    return sorted(found.values())


def _keys_like(articles: Sequence[Article]) -> set[str]:
    """Return the keys of related headlines that these articles nearly bear: 2 queries."""
    asked = {article.pk: numbers_like(article.headline, also_cut=True) for article in articles}
    waiting = RelatedLink.objects.by_number({number for each in asked.values() for number in each})
    if not waiting:
        return set()
    rows = RelatedLink.objects.guessed().filter(pk__in={pk for links in waiting.values() for pk in links})
    named = {pk: (key, headline) for pk, key, headline in rows.values_list("pk", "key", "headline")}
    keys: set[str] = set()
    for article in articles:
        near = {named[pk] for number in asked[article.pk] for pk in waiting.get(number, ()) if pk in named}
        keys |= {key for key, headline in near if likeness(headline, article.headline) >= LIKELY}
    return keys


def _ask(articles: Sequence[Article], links: Sequence[_Link], findings: dict[int, Finding]) -> None:
    """Ask of each link with several bearers which is meant, and take back the questions that have answered themselves.

    3 statements, and 1 more when a question goes.
    """
    asked = {
        (link.article_id, f"headline:{link.key}"): (link, findings[link.pk])
        for link in links
        if findings[link.pk].candidates
    }
    about = {link.article_id for link in links}
    waiting = ReviewItem.objects.waiting().filter(kind=ReviewItem.Kind.LINK, article__in=about)
    outdated: list[int] = []
    subjects: dict[int, set[str]] = defaultdict(set)
    for link in links:
        subjects[link.article_id].add(f"headline:{link.key}")
    for item in waiting:
        known = asked.get((item.article_id, item.subject))
        is_touched = item.subject in subjects[item.article_id]
        if is_touched and (known is None or item.detail.get("candidates") != list(known[1].candidates)):
            outdated.append(item.pk)
    if outdated:
        ReviewItem.objects.filter(pk__in=outdated).delete()
    at = max(article.saved_at for article in articles)
    ask(
        ReviewItem(
            kind=ReviewItem.Kind.LINK,
            article_id=article_id,
            subject=subject,
            other_id=finding.candidates[0],
            detail={"headline": link.headline, "candidates": list(finding.candidates)},
            confidence=finding.confidence,
            created_at=at,
        )
        for (article_id, subject), (link, finding) in asked.items()
    )
