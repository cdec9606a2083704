"""The one merge: of an editor's save with a colleague's, and of an import with the desk."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, fields, replace
from difflib import SequenceMatcher
from typing import Any, Generic, TypeVar

from articles.merging.snapshot import Snapshot

T = TypeVar("T", bound=Hashable)

# A headline and its origin are one decision, and so are a date and its origin.
_PAIRED = {"headline_origin": "headline", "date_origin": "published_at"}
_COLLECTIONS = ("bylines", "tags", "related")


@dataclass(frozen=True, slots=True)
class _Edit(Generic[T]):
    """Replace `base[start:end]` by `new`."""

    start: int
    end: int
    new: Sequence[T]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that both sides changed in different ways; `ours` is what the merge kept."""

    field: str
    base: Any
    ours: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Merge:
    """What a merge gave: a snapshot that holds all of `ours`, and what it could not take from `theirs`."""

    merged: Snapshot
    conflicts: tuple[Conflict, ...]


def merge(*, base: Snapshot, ours: Snapshot, theirs: Snapshot) -> Merge:
    """
    Merge two descendants of `base`, field by field.

    Tags, bylines and related links merge as ordered sets, the body by its
    blocks (diff3: Khanna, Kunal, Pierce 2007). Where both changed the same
    thing differently, ours stays and the conflict is returned: nothing of
    ours is ever dropped.
    """
    values: dict[str, Any] = {}
    conflicts: list[Conflict] = []
    for name in (field.name for field in fields(Snapshot) if field.name not in _PAIRED):
        was, mine, other = getattr(base, name), getattr(ours, name), getattr(theirs, name)
        if name in _COLLECTIONS:
            values[name] = merge_collection(was, mine, other)
        elif other in (was, mine):
            values[name] = mine
        elif mine == was:
            values[name] = other
        else:
            both = merge_sequence(was, mine, other) if name == "body" else None
            values[name] = mine if both is None else both
            conflicts += [Conflict(name, was, mine, other)] if both is None else []
    for origin, name in _PAIRED.items():
        values[origin] = getattr(ours if values[name] == getattr(ours, name) else theirs, origin)
    return Merge(replace(ours, **values), tuple(conflicts))


def merge_collection(base: Sequence[T], ours: Sequence[T], theirs: Sequence[T]) -> tuple[T, ...]:
    """Return ours in its order, without what theirs removed and with what theirs added at the end."""
    removed = set(base) - set(theirs)
    added = [item for item in theirs if item not in {*base, *ours}]
    return (*(item for item in ours if item not in removed), *added)


def merge_sequence(base: Sequence[T], ours: Sequence[T], theirs: Sequence[T]) -> tuple[T, ...] | None:
    """Return the merged sequence, or None where both changed the same stretch of `base` differently."""
    merged: list[T] = []
    at = 0
    mine, other = _edits(base, ours), _edits(base, theirs)
    while mine or other:
        start, end, here, there = _next_stretch(mine, other)
        ours_here, theirs_here = _apply(base, here, start, end), _apply(base, there, start, end)
        if here and there and ours_here != theirs_here:
            return None
        merged += [*base[at:start], *(ours_here if here else theirs_here)]
        at = end
    return (*merged, *base[at:])


def _edits(base: Sequence[T], changed: Sequence[T]) -> list[_Edit[T]]:
    matcher = SequenceMatcher(a=base, b=changed, autojunk=False)
    return [_Edit(a, b, changed[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def _next_stretch(mine: list[_Edit[T]], other: list[_Edit[T]]) -> tuple[int, int, list[_Edit[T]], list[_Edit[T]]]:
    """Take from both lists the first edits that overlap each other; two insertions at one place do."""
    start, end = min((edit.start, edit.end) for edit in [*mine[:1], *other[:1]])
    taken: tuple[list[_Edit[T]], list[_Edit[T]]] = ([], [])
    grows = True
    while grows:
        grows = False
        for edits, side in ((mine, taken[0]), (other, taken[1])):
            if edits and (edits[0].start < end or (edits[0].start, edits[0].end) == (start, end)):
                side.append(edits.pop(0))
                end = max(end, side[-1].end)
                grows = True
    return start, end, *taken


def _apply(base: Sequence[T], edits: list[_Edit[T]], start: int, end: int) -> list[T]:
    out: list[T] = []
    at = start
    for edit in edits:
        out += [*base[at : edit.start], *edit.new]
        at = edit.end
    return [*out, *base[at:end]]
