"""A quotation set apart: a line wholly in quotation marks with a dash and a name under it."""

from collections.abc import Iterable

from articles.recovery import characters
from articles.recovery.article import Role
from articles.recovery.rules.verdict import Context, Seen, Verdict

_OPEN, _CLOSE = '"“„«»‘「', '"”“»«’」'
_DASHES = "–—―"
_ABOVE, _BELOW = 30, 40


class QuoteRule:
    """Take a wholly quoted line above an attribution for a quotation; other quoted lines are dialogue."""

    def where(self, context: Context) -> Iterable[int]:
        quoted = context.lines(context.page.ends[0] & characters.OPENING != 0)
        return [at for at in quoted if context.first - _ABOVE <= at <= context.last + _BELOW]

    def judge(self, line: Seen, context: Context) -> Verdict | None:
        if line.text[0] not in _OPEN or line.text[-1] not in _CLOSE or len(line.words) < 4:
            return None
        below = context.near(line.at + 1)
        if below is None or below.text[0] not in _DASHES or below.length > 100:
            return None
        return Verdict(Role.QUOTE, 0.92, "wholly in quotation marks, with an attribution under it")
