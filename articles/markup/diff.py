"""Show what changed between two bodies: block by block, and word by word inside a block."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from html import escape

import nh3
from lxml.html.diff import htmldiff

# Blocks that share fewer of their words than this are two texts, not one that was edited.
_SIMILAR = 0.4
# Beyond this many comparisons, blocks are paired by their place alone.
_MAX_PAIRINGS = 2_500
_TAGS = (nh3.ALLOWED_TAGS - {"img"}) | {"ins", "del", "figure", "figcaption"}
_ATTRIBUTES = {"a": {"href"}}


class Fate(StrEnum):
    """What became of a block."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class BlockDiff:
    """One block: its fate, and safe HTML of it, with `<ins>` and `<del>` where words changed."""

    fate: Fate
    html: str


def diff_blocks(old: Sequence[str], new: Sequence[str]) -> list[BlockDiff]:
    """Align two sequences of HTML blocks, such as a snapshot's body, and mark the words that changed."""
    rows: list[BlockDiff] = []
    for tag, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            rows += [BlockDiff(Fate.SAME, _clean(block)) for block in old[a:b]]
        else:
            rows += _replaced(old[a:b], new[c:d])
    return rows


def diff_text(old: str, new: str) -> str:
    """Return `new` as safe HTML, with the words marked that are not in `old`, and those that are there no more."""
    if old == new:
        return escape(new)
    if not old or not new:
        return f"<ins>{escape(new)}</ins>" if new else f"<del>{escape(old)}</del>"
    return _clean(htmldiff(escape(old), escape(new)))


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[BlockDiff]:
    """Pair the blocks of a replaced stretch that are versions of one another; order is kept."""
    at = 0
    for block in old:
        found = next((n for n in range(at, len(new)) if _is_version(block, new[n], len(old) * len(new))), None)
        if found is None:
            yield BlockDiff(Fate.REMOVED, _clean(f"<del>{block}</del>"))
            continue
        yield from (BlockDiff(Fate.ADDED, _clean(f"<ins>{added}</ins>")) for added in new[at:found])
        yield BlockDiff(Fate.CHANGED, _clean(htmldiff(block, new[found])))
        at = found + 1
    yield from (BlockDiff(Fate.ADDED, _clean(f"<ins>{added}</ins>")) for added in new[at:])


def _is_version(old: str, new: str, pairings: int) -> bool:
    return pairings > _MAX_PAIRINGS or SequenceMatcher(a=old.split(), b=new.split()).ratio() >= _SIMILAR


def _clean(html: str) -> str:
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, link_rel=None)
