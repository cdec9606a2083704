"""Prove that every line of a text is accounted for: its spans partition it, each with one role and a reason."""

import re
from collections.abc import Iterator, Sequence

from articles.recovery.article import Role, Span

_LINE_END = re.compile("\r\n|\r|\n")
_ROLES = frozenset(Role)


def faults_of(text: str, spans: Sequence[Span]) -> Iterator[str]:
    """Yield what is wrong with the spans of a text; nothing, where they prove that no word was dropped."""
    if not spans:
        yield "no line has a role: there are no spans"
        return
    yield from _gaps(text, spans)
    for span in spans:
        where = f"line {span.number}"
        if span.role not in _ROLES:
            yield f"{where}: the role “{span.role}” is unknown"
        if not 0 <= span.confidence <= 1:
            yield f"{where}: the confidence {span.confidence} is not between 0 and 1"
        if not span.why.strip():
            yield f"{where}: no reason is given for the role “{span.role}”"
    yield from _misnumbered(text, spans)


def _gaps(text: str, spans: Sequence[Span]) -> Iterator[str]:
    end = 0
    for span in spans:
        if span.start != end:
            yield f"line {span.number}: begins at character {span.start}, but what comes before ends at {end}"
        if span.end <= span.start:
            yield f"line {span.number}: is empty, from {span.start} to {span.end}"
        end = span.end
    if end != len(text):
        yield f"the spans end at character {end}, the text at {len(text)}"


def _misnumbered(text: str, spans: Sequence[Span]) -> Iterator[str]:
    """Hold the lines that have roles against the lines that are there; a glued line may have several spans."""
    wanted = [number for number, line in enumerate(_LINE_END.split(text), start=1) if line.strip()]
    found = list(dict.fromkeys(span.number for span in spans))
    for number in sorted(set(wanted) - set(found)):
        yield f"line {number}: has no role"
    for number in sorted(set(found) - set(wanted)):
        yield f"line {number}: has a role, but is blank or not there"
