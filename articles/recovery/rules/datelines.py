"""The place a report was filed from, on a line of its own. Specimen: "BERLIN (dpa)"."""

import re
from collections.abc import Iterable

from articles.recovery.article import Role
from articles.recovery.rules.verdict import Context, Seen, Verdict

_PLACE = re.compile(
    r"(?P<place>[^\W\d_a-z][^\W\d_a-zß]+(?:[ -][^\W\d_a-zß]+){0,2})(?:\s*\([A-Za-z/ ]{2,20}\))?\s*[,—–-]?"
)
_REACH = 3


class DatelineRule:
    """Take a place in capitals directly above the text for the dateline."""

    def where(self, context: Context) -> Iterable[int]:
        return context.range(context.first - _REACH, context.first)

    def judge(self, line: Seen, context: Context) -> Verdict | None:
        if not 0 < context.first - line.at <= _REACH or len(line.words) > 4 or not _PLACE.fullmatch(line.text):
            return None
        if not line.text.endswith((")", "—", "–", "-", ",")):
            return None
        return Verdict(Role.DATELINE, 0.6, "a place in capitals directly above the text")
