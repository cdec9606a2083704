"""Questions of the queue that are no readings: texts in conflict, targets of a headline, the same story twice."""

from dataclasses import dataclass, fields, replace
from typing import Any, Final

from django.db.models import Q
from django.utils import timezone

from articles.admin.history import FieldDiff, diff_lines, diff_of
from articles.admin.states import State, state_of
from articles.admin.words import Names, field_label
from articles.markup.diff import diff_blocks
from articles.markup.html import join_blocks
from articles.merging.snapshot import Snapshot
from articles.models import Article, RelatedLink, ReviewItem, Revision

# Fields for which an editor may write words of their own.
OWN_WORDS: Final = ("headline", "kicker", "standfirst", "body", "dateline", "slug", "canonical_url")
SHOWN_CANDIDATES: Final = 20


@dataclass(frozen=True, slots=True)
class Dispute:
    """A field in conflict: what the last import said, what the desk says, what the source says now."""

    name: str
    label: str
    base: FieldDiff
    ours: FieldDiff
    theirs: FieldDiff
    own: str
    may_write: bool

    @property
    def sides(self) -> list[tuple[str, FieldDiff]]:
        """The three texts, by the name that a form sends."""
        return [("base", self.base), ("ours", self.ours), ("theirs", self.theirs)]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that a headline may name, or one that may tell the same story."""

    article: Article
    state: State
    is_guess: bool


def question_context(item: ReviewItem) -> dict[str, Any]:
    """Return what the page of a question shows, by its kind."""
    if item.kind == ReviewItem.Kind.CONFLICT:
        return _conflict(item)
    if item.kind == ReviewItem.Kind.LINK:
        return _link(item)
    return _duplicate(item)


def value_of(name: str, stored: Any) -> Any:
    """Return a value of a snapshot from what JSON keeps of it."""
    return getattr(Snapshot.from_json({name: stored}), name)


def _conflict(item: ReviewItem) -> dict[str, Any]:
    """Hold the three texts against one another; the desk's is that of the latest revision: 6 queries."""
    revision = Revision.objects.filter(pk=item.subject.removeprefix("revision:")).first()
    now = item.article.revisions.get(number=item.article.latest_number).content
    conflicts = revision.conflicts if revision else []
    sides = {
        side: replace(now, **{each["field"]: value_of(each["field"], each[side]) for each in conflicts})
        for side in ("base", "theirs")
    }
    names = Names([now, *sides.values()])
    return {
        "disputes": [_dispute(each["field"], sides["base"], now, sides["theirs"], names) for each in conflicts],
        "base_number": item.article.latest_number,
        "revision": revision,
    }


def _dispute(name: str, base: Snapshot, ours: Snapshot, theirs: Snapshot, names: Names) -> Dispute:
    own = getattr(ours, name)
    label = str(field_label(name))
    return Dispute(
        name,
        label,
        base=_against(name, label, base, base, names),
        ours=_against(name, label, base, ours, names),
        theirs=_against(name, label, base, theirs, names),
        own=(join_blocks(own) if name == "body" else own) if name in OWN_WORDS else "",
        may_write=name in OWN_WORDS,
    )


def _against(name: str, label: str, base: Snapshot, side: Snapshot, names: Names) -> FieldDiff:
    """Mark what one side changed of the base."""
    if name == "body":
        return FieldDiff(label, blocks=tuple(diff_blocks(base.body, side.body)))
    was, now = (names.lines(name, getattr(content, name)) for content in (base, side))
    return FieldDiff(label, html=diff_lines(was, now))


def _link(item: ReviewItem) -> dict[str, Any]:
    """Show the articles that a headline may name, the guess first: 2 queries."""
    headline = str(item.detail.get("headline", ""))
    listed = [pk for pk in item.detail.get("candidates", ()) if isinstance(pk, int)]
    bearing = Q(headline_key=RelatedLink.key_of(headline)) & ~Q(headline_key="")
    found = Article.objects.filter(Q(pk__in=[*listed, item.other_id]) | bearing).exclude(pk=item.article_id)
    now = timezone.now()
    candidates = [
        Candidate(article, state_of(article, at=now), article.pk == item.other_id)
        for article in found.for_listing().newest_first()[:SHOWN_CANDIDATES]
    ]
    return {
        "headline": headline,
        "candidates": sorted(candidates, key=lambda each: not each.is_guess),
        "is_listed": any(each.is_guess for each in candidates),
    }


def _duplicate(item: ReviewItem) -> dict[str, Any]:
    """Show both texts and what one changed of the other: 9 queries."""
    other, article = item.other, item.article
    if other is None:
        return {"pair": [], "diff": []}
    now = timezone.now()
    old, new = (each.revisions.get(number=each.latest_number).content for each in (other, article))
    same = [each.name for each in fields(Snapshot) if getattr(old, each.name) == getattr(new, each.name)]
    return {
        "pair": [Candidate(each, state_of(each, at=now), is_guess=each is other) for each in (other, article)],
        "diff": list(diff_of(old, new)),
        "same": [str(field_label(name)) for name in same if name in ("headline", "standfirst", "body", "published_at")],
    }
