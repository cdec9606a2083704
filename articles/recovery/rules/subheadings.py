"""A subheading: a short line without a full stop between two paragraphs."""

from collections.abc import Iterable

from articles.recovery import lexicon
from articles.recovery.article import Role
from articles.recovery.rules.verdict import Context, Seen, Verdict

_LONGEST = 90
_FOREIGN = lexicon.bit("media") | lexicon.bit("ad") | lexicon.bit("newsletter") | lexicon.bit("share")


class SubheadingRule:
    """Take a short line with a paragraph directly before and after it for a subheading."""

    def where(self, context: Context) -> Iterable[int]:
        return context.range(context.first + 1, context.last)

    def judge(self, line: Seen, context: Context) -> Verdict | None:
        if not context.first < line.at < context.last or line.length > _LONGEST or line.sentence or line.dates:
            return None
        above, below = context.seen[line.at - 1], context.seen[line.at + 1]
        if (
            not ((above.sentence or above.stop) and below.sentence)
            or line.has(_FOREIGN)
            or line.seams > 1
            or line.bullet
        ):
            return None
        if line.text.endswith((".", ":", ",")):
            return None
        return Verdict(Role.SUBHEADING, 0.72, "a short line without a full stop between two paragraphs")
