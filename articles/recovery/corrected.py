"""Read the fields from lines whose roles an editor settled."""

from collections import deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, NamedTuple

from articles.recovery.article import Block, BlockKind, RecoveredArticle, RelatedHeadline, Role, Span
from articles.recovery.fields.bylines import clean_name, split_names
from articles.recovery.fields.instants import is_update
from articles.recovery.fields.tags import split_tags
from articles.recovery.lines import split_lines
from articles.recovery.page import measure

BLOCK_KINDS: Final = {
    Role.BODY: BlockKind.PARAGRAPH,
    Role.SUBHEADING: BlockKind.HEADING,
    Role.QUOTE: BlockKind.QUOTE,
    Role.LIST: BlockKind.ITEM,
}
_DATED: Final = (Role.DATE, Role.BYLINE)


class Dated(NamedTuple):
    """A date in a line, and whether the line says that the story changed then."""

    instant: datetime
    is_update: bool


@dataclass(frozen=True, slots=True)
class Corrected:
    """
    The article as it was read, and its spans as an editor wants them.

    `fixed` are the starts of the spans of which the editor spoke; `words` each
    span's line without margins and bullet, `dates` the dates in it, both by start.
    """

    read: RecoveredArticle
    spans: tuple[Span, ...]
    fixed: frozenset[int]
    words: Mapping[int, str]
    dates: Mapping[int, list[Dated]]

    def lines(self, *roles: Role) -> list[str]:
        """Return the lines of these roles in the order of the page."""
        return [self.words[span.start] for span in self.spans if span.role in roles]

    def named(self, role: Role) -> bool:
        """Tell whether the editor gave the role to a line."""
        return any(span.role is role and span.start in self.fixed for span in self.spans)

    def taken(self, *roles: Role) -> list[Span]:
        """Return the spans of which the editor said that they are none of these roles."""
        return [span for span in self.spans if span.start in self.fixed and span.role not in roles]

    def dated(self, *roles: Role, only_fixed: bool = False) -> list[Dated]:
        """Return the dates in the lines of these roles."""
        spans = (span for span in self.spans if span.role in roles and (not only_fixed or span.start in self.fixed))
        return [each for span in spans for each in self.dates.get(span.start, [])]

    def mean(self, roles: Collection[Role]) -> float:
        """Return how sure the lines of these roles are, on average; 0 when there are none."""
        found = [span.confidence for span in self.spans if span.role in roles]
        return round(sum(found) / len(found), 3) if found else 0.0


def names_of(line: str) -> list[str]:
    """Return the names in a byline; a line that does not look like one is a name as it stands."""
    return split_names(line) or [name for name in (clean_name(line),) if name]


def dates_of(text: str) -> dict[int, list[Dated]]:
    """Return the dates in each line by its start; takes time linear in the text."""
    page = measure(split_lines(text))
    return {
        line.start: [Dated(each.instant(), is_update(line.text, each)) for each in dates]
        for line, dates in zip(page.lines, page.dates, strict=True)
        if dates
    }


def _headline(corrected: Corrected) -> dict[str, object]:
    return {"headline": " ".join(corrected.lines(Role.HEADLINE)) or None, "suggested_headline": None}


def _standfirst(corrected: Corrected) -> dict[str, object]:
    return {"standfirst": " ".join(corrected.lines(Role.STANDFIRST)) or None}


def _kicker(corrected: Corrected) -> dict[str, object]:
    return {"kicker": next(iter(corrected.lines(Role.KICKER)), None)}


def _dateline(corrected: Corrected) -> dict[str, object]:
    return {"dateline": next(iter(corrected.lines(Role.DATELINE)), None)}


def _authors(corrected: Corrected) -> dict[str, object]:
    names = [name for line in corrected.lines(Role.BYLINE) for name in names_of(line)]
    return {"authors": _listed(corrected, Role.BYLINE, names, names_of, corrected.read.authors)}


def _tags(corrected: Corrected) -> dict[str, object]:
    items = [item for line in corrected.lines(Role.TAGS) for item in split_tags(line)]
    return {"tags": _listed(corrected, Role.TAGS, items, split_tags, corrected.read.tags)}


def _listed(
    corrected: Corrected, role: Role, now: list[str], cut: Callable[[str], list[str]], read: tuple[str, ...]
) -> tuple[str, ...]:
    """Return what the lines of a role hold, once an editor gave it to one; else leave out what was taken away."""
    if corrected.named(role):
        return tuple({item.casefold(): item for item in reversed(now)}.values())[::-1]
    gone = {item for span in corrected.taken(role) for item in cut(corrected.words[span.start])}
    return tuple(item for item in read if item in now or item not in gone)


def _related(corrected: Corrected) -> dict[str, object]:
    """Give the headlines in the order of the page; those that stand in no line of it come first."""
    known = {each.headline: each for each in corrected.read.related}
    lines = list(dict.fromkeys(corrected.lines(Role.RELATED)))
    gone = {corrected.words[span.start] for span in corrected.taken(Role.RELATED)}
    elsewhere = [each for each in known.values() if each.headline not in lines and each.headline not in gone]
    return {"related": (*elsewhere, *(known.get(line, RelatedHeadline(line)) for line in lines))}


def _body(corrected: Corrected) -> dict[str, object]:
    """Follow the lines; blocks that stand in no line, and the markup inside blocks, stay as they were read."""
    read = corrected.read.body
    places: dict[str, deque[int]] = {}
    for at, block in enumerate(read):
        places.setdefault(" ".join(block.text.split()), deque()).append(at)
    blocks: list[Block] = []
    done = 0
    for before, span in zip(corrected.read.spans, corrected.spans, strict=True):
        text, old = corrected.words[span.start], None
        waiting = places.get(" ".join(text.split())) if before.role in BLOCK_KINDS else None
        while waiting and waiting[0] < done:
            waiting.popleft()
        if waiting:
            at = waiting.popleft()
            blocks += read[done:at]
            old, done = read[at], at + 1
        if span.start in corrected.fixed and span.role in BLOCK_KINDS:
            kind = BLOCK_KINDS[span.role]
            blocks.append(replace(old, kind=kind) if old else Block(kind, text))
        elif old and span.role in BLOCK_KINDS:
            blocks.append(old)
    return {"body": (*blocks, *read[done:])}


def _instants(corrected: Corrected) -> dict[str, object]:
    """Believe the dates in lines that an editor spoke of before those that were read."""
    clocks = corrected.dated(Role.CLOCK)
    gone = {
        each.instant for span in corrected.taken(*_DATED) for each in corrected.dates.get(span.start, [])
    } - {each.instant for each in corrected.dated(*_DATED)}  # fmt: skip
    rest = corrected.dated(*_DATED)
    published, modified = corrected.read.published_at, corrected.read.modified_at
    if published in gone:
        published = next((each.instant for each in rest if not each.is_update), None)
    if modified in gone:
        modified = next((each.instant for each in rest if each.is_update), None)
    said = corrected.dated(Role.DATE, only_fixed=True)
    stated = [each.instant for each in said if not each.is_update]
    updates = [each.instant for each in said if each.is_update]
    return {
        "captured_at": clocks[0].instant if clocks else None,
        "published_at": stated[0] if stated else published or next(iter(updates), None),
        "modified_at": updates[-1] if updates else modified,
    }


READERS: Final[dict[str, Callable[[Corrected], dict[str, object]]]] = {
    "headline": _headline,
    "standfirst": _standfirst,
    "kicker": _kicker,
    "dateline": _dateline,
    "authors": _authors,
    "tags": _tags,
    "related": _related,
    "body": _body,
    "published_at captured_at": _instants,
}
