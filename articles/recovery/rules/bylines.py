"""The byline: a by-word and a name. Specimen: "Von Eileen Wagner"."""

from collections.abc import Iterable

from articles.recovery import lexicon
from articles.recovery.article import Role
from articles.recovery.rules.verdict import Context, Seen, Verdict

_ROLE = lexicon.bit("role") | lexicon.bit("agency")
_SHORT = 100
_BEFORE = 15
_NOT_NAMES = lexicon.bit("share") | lexicon.bit("account") | lexicon.bit("legal") | lexicon.bit("related")


class BylineRule:
    """Take a by-word with capitalised words after it, or a bare name above the text, for the byline."""

    def where(self, context: Context) -> Iterable[int]:
        return sorted({*context.led_by(lexicon.BY_WORDS), *context.range(context.first - 6, context.first)})

    def judge(self, line: Seen, context: Context) -> Verdict | None:
        if line.length > _SHORT or line.stop or not line.words:
            return None
        rest = len(line.words) - 1
        if line.words[0] in lexicon.BY_WORDS and 1 <= rest <= 12 and line.capitals >= 2 and line.digits <= 16:
            near = context.first - _BEFORE <= line.at <= context.last + 3
            return Verdict(Role.BYLINE, 0.85 if near else 0.5, f"begins with “{line.words[0]}” and a name follows")
        if not context.first - 6 <= line.at < context.first or line.has(_NOT_NAMES) or line.digits:
            return None
        if 2 <= len(line.words) <= 4 and line.capitals == len(line.words):
            if line.has(_ROLE):
                return Verdict(Role.BYLINE, 0.6, "a name with a role, just above the text")
            above = context.near(line.at - 1)
            if above and above.is_title_like:
                return Verdict(Role.BYLINE, 0.6, "a bare name between headline and text")
        return None
