"""A quotation set apart: a line wholly in quotation marks with a dash and a name under it."""

from articles.recovery.article import Role
from articles.recovery.rules.verdict import Context, Seen, Verdict

_OPEN, _CLOSE = '"“„«»‘「', '"”“»«’」'
_DASHES = "–—―"


class QuoteRule:
    """Take a wholly quoted line above an attribution for a quotation; other quoted lines are dialogue."""

    far_above, far_below = False, False

    def judge(self, line: Seen, context: Context) -> Verdict | None:
        if line.text[0] not in _OPEN or line.text[-1] not in _CLOSE or len(line.words) < 4:
            return None
        below = context.near(line.at + 1)
        if below is None or below.text[0] not in _DASHES or below.length > 100:
            return None
        return Verdict(Role.QUOTE, 0.92, "wholly in quotation marks, with an attribution under it")
