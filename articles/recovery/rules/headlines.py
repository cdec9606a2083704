"""The headline: a title-like line above the text that shares words with it."""

from collections.abc import Iterable

from articles.recovery import lexicon
from articles.recovery.article import Role
from articles.recovery.rules.verdict import Context, Seen, Verdict

_REACH = 14
_CHROME = lexicon.bit("account") | lexicon.bit("newsletter") | lexicon.bit("legal")
_CONTENT_CHARS = 4


class HeadlineRule:
    """Take a title-like line above the text for the headline, the surer the more words the text repeats."""

    def where(self, context: Context) -> Iterable[int]:
        return context.range(context.first - _REACH, context.first)

    def judge(self, line: Seen, context: Context) -> Verdict | None:
        distance = context.first - line.at
        if not 0 < distance <= _REACH or not line.is_title_like or line.has(_CHROME) or line.bullet:
            return None
        if line.words[0] in lexicon.BY_WORDS and line.capitals > 1 and len(line.words) < 6:
            return None
        content = [word for word in line.words if len(word) >= _CONTENT_CHARS or not word.isascii()]
        shared = context.share_in_block(content)
        if shared < 0.2:
            return None
        return Verdict(
            Role.HEADLINE, 0.45 + 0.5 * shared, f"a title above the text; {shared:.0%} of its words recur there"
        )
