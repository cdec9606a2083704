"""Take an editor's word for what a line is: the fields follow from the roles of the lines."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from articles.recovery.article import BlockKind, RecoveredArticle, Role, Span
from articles.recovery.corrected import BLOCK_KINDS, READERS, Corrected, dates_of, names_of
from articles.recovery.fields.headlines import suggest_headline
from articles.recovery.fields.tags import split_tags
from articles.recovery.lines import split_lines
from articles.recovery.recover import DERIVED_CONFIDENCE, recover_text

SAID: Final = "an editor said so"
_GAVE_WAY: Final = "an editor made another line the headline"
_FIELDS: Final = {
    Role.HEADLINE: "headline",
    Role.STANDFIRST: "standfirst",
    Role.KICKER: "kicker",
    Role.DATELINE: "dateline",
    Role.BYLINE: "authors",
    Role.TAGS: "tags",
    Role.RELATED: "related",
    Role.DATE: "published_at",
    Role.CLOCK: "captured_at",
} | dict.fromkeys(BLOCK_KINDS, "body")


class Correction(NamedTuple):
    """What an editor said of the line that `start` lies in; `start` and `end` are characters of the text."""

    start: int
    end: int
    role: Role


def recover_corrected(text: str, corrections: Sequence[Correction]) -> RecoveredArticle:
    """
    Return the article that a flattened page holds, with the roles that an editor gave.

    :raises RecoveryError: if the text has no line that is not blank.
    """
    return correct(recover_text(text), corrections)


def correct(article: RecoveredArticle, corrections: Sequence[Correction]) -> RecoveredArticle:
    """
    Return an article, read from whatever format, with the roles that an editor gave.

    They stay as given, with confidence 1. A field follows where a line was
    given its role or lost it. One line alone bears the headline, the one named
    last, with its neighbours where an editor named them too; names, tags and
    dates are read from the lines that an editor calls so; what no correction
    concerns stays as it was read. Corrections outside the text have no effect.
    Takes time linear in the text.
    """
    given = _given(article.spans, corrections)
    if not given:
        return article
    concerned = concerned_fields(article, corrections)
    corrected = _corrected(article, given)
    values: dict[str, object] = {"spans": corrected.spans}
    for name, read in READERS.items():
        if concerned & set(name.split()):
            values |= read(corrected)
    found = replace(article, **values)  # type: ignore[arg-type]
    if found.headline is None:
        found = replace(found, suggested_headline=suggest_headline(_source(found)))
    return replace(found, confidence=article.confidence | _confidence(found, corrected, concerned))


def concerned_fields(article: RecoveredArticle, corrections: Sequence[Correction]) -> set[str]:
    """Return the names of the fields that follow from the lines of which an editor spoke."""
    given = _given(article.spans, corrections)
    found: set[str] = set()
    for span in article.spans:
        if span.start in given:
            line = article.text[span.start : span.end].strip()
            roles = {given[span.start], span.role}
            found |= {_FIELDS[role] for role in roles if role in _FIELDS}
            # Names, tags and dates are also read from lines that bear another role.
            found |= {"authors"} if set(names_of(line)) & set(article.authors) else set()
            found |= {"tags"} if set(split_tags(line)) & set(article.tags) else set()
            found |= {"published_at"} if Role.BYLINE in roles and any(map(str.isdigit, line)) else set()
    # A headline that was derived from the standfirst follows it.
    return found | {"headline"} if "standfirst" in found and article.headline is None else found


def _given(spans: Sequence[Span], corrections: Sequence[Correction]) -> dict[int, Role]:
    """Return the role given to each span by its start, in the order of saying; of two on one line the last stands."""
    roles: dict[int, Role] = {}
    for each in corrections:
        span = next((span for span in spans if span.start <= each.start < span.end), None)
        if span is not None:
            roles.pop(span.start, None)  # said again, it is the last word
            roles[span.start] = Role(each.role)
    return roles


def _corrected(article: RecoveredArticle, given: Mapping[int, Role]) -> Corrected:
    lines = {(line.start, line.end): line.text for line in split_lines(article.text)}
    headline = _headline_lines(article.spans, given)
    spans = tuple(_span(span, given, headline) for span in article.spans)
    words = {
        span.start: lines.get((span.start, span.end), article.text[span.start : span.end].strip()) for span in spans
    }
    return Corrected(article, spans, frozenset(given), words, dates_of(article.text))


def _headline_lines(spans: Sequence[Span], given: Mapping[int, Role]) -> set[int]:
    """Return the starts of the run of headline lines that holds the one named last."""
    named = [start for start, role in given.items() if role is Role.HEADLINE]
    if not named:
        return set()
    starts = [span.start for span in spans]
    first = last = starts.index(named[-1])
    while first > 0 and starts[first - 1] in named:
        first -= 1
    while last + 1 < len(starts) and starts[last + 1] in named:
        last += 1
    return set(starts[first : last + 1])


def _span(span: Span, given: Mapping[int, Role], headline: set[int]) -> Span:
    role = given.get(span.start)
    if headline and (role or span.role) is Role.HEADLINE and span.start not in headline:
        return replace(span, role=Role.UNKNOWN, confidence=0.5, why=_GAVE_WAY)
    return span if role is None else replace(span, role=role, confidence=1.0, why=SAID)


def _source(article: RecoveredArticle) -> str:
    """Return the words that a headline is derived from."""
    paragraph = next((block.text for block in article.body if block.kind is BlockKind.PARAGRAPH), "")
    return article.standfirst or paragraph or article.text.strip().split("\n")[0]


def _confidence(found: RecoveredArticle, corrected: Corrected, concerned: set[str]) -> dict[str, float]:
    """Return how sure the concerned fields are now: as sure as the lines they are read from, on average."""
    sure: dict[str, float] = {}
    for name in concerned:
        roles = {role for role, field in _FIELDS.items() if field == name}
        sure[name] = corrected.mean(roles) if getattr(found, name) else 0.0
    if "headline" in concerned and found.headline is None:
        sure["headline"] = DERIVED_CONFIDENCE
    return sure
