"""The date of publication or of an update: a short line that is mostly a date. Specimen: "10.09.2025, 09:53 Uhr"."""

from collections.abc import Iterable

from articles.recovery import lexicon
from articles.recovery.article import Role
from articles.recovery.rules.verdict import Context, Seen, Verdict

_TIME = lexicon.bit("time")
_SHORT = 110
_BEFORE, _AFTER = 25, 4


class DateRule:
    """Take a short line with a date near the text's head for the date of publication or update."""

    def where(self, context: Context) -> Iterable[int]:
        return [at for at, dates in enumerate(context.page.dates) if dates]

    def judge(self, line: Seen, context: Context) -> Verdict | None:
        if not line.dates or line.length > _SHORT:
            return None
        found = line.dates[0]
        covered = (found.end - found.start) / len(line.text)
        near = context.first - _BEFORE <= line.at <= context.first + _AFTER
        if covered < 0.3 and not line.has(_TIME):
            return None
        weight = 0.45 + 0.2 * near + 0.2 * (covered > 0.5) + 0.1 * line.has(_TIME)
        place = "near the head of the text" if near else "away from the text's head"
        return Verdict(Role.DATE, weight, f"a short line that gives a date, {place}")
