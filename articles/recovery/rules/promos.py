"""The house's own advertising: newsletters, subscriptions, apps."""

from collections.abc import Iterable

from articles.recovery import lexicon
from articles.recovery.article import Role
from articles.recovery.rules.verdict import Context, Seen, Verdict

_STRONG = lexicon.bit("newsletter") | lexicon.bit("account") | lexicon.bit("ad")
_PROMO = lexicon.bit("promo")


class PromoRule:
    """Take a line that asks the reader to sign up, subscribe or follow for a promotion."""

    def where(self, context: Context) -> Iterable[int]:
        return context.lines((context.bits & _STRONG != 0) & (context.bits & _PROMO != 0))

    def judge(self, line: Seen, context: Context) -> Verdict | None:
        if len(line.words) < 4 or not (line.has(_STRONG) and line.has(_PROMO)):
            return None
        asking = sum(bool(lexicon.kinds_of_word(word) & (_STRONG | _PROMO)) for word in line.words)
        if asking < 2 or asking / len(line.words) < 0.12:
            return None
        return Verdict(
            Role.PROMO, 0.4 + min(0.45, 1.2 * asking / len(line.words)), "asks to sign up, subscribe or follow"
        )
