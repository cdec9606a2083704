"""The standfirst: one short paragraph that sums the story up before it begins anew."""

from collections.abc import Iterable
from itertools import islice

from articles.recovery.article import Role
from articles.recovery.rules.verdict import Context, Seen, Verdict

_LONGEST = 340.0
_LATER_PARAGRAPHS = 3


class StandfirstRule:
    """Take the first paragraph for the standfirst when it is short and the next one begins the story again, longer."""

    def where(self, context: Context) -> Iterable[int]:
        return context.range(context.first - 8, context.first + 2)

    def judge(self, line: Seen, context: Context) -> Verdict | None:
        if not line.sentence or line.at > context.first + 1 or line.at < context.first - 8 or line.length > _LONGEST:
            return None
        if any(context.seen[at].sentence for at in range(max(0, line.at - 4), line.at)):
            return None
        below = (context.seen[at] for at in range(line.at + 1, context.last + 1))
        later = list(islice((each for each in below if each.sentence), _LATER_PARAGRAPHS))
        if len(later) < _LATER_PARAGRAPHS:
            return None
        apart = later[0].at > line.at + 1
        if not apart and line.length > 0.9 * later[0].length:
            return None
        why = (
            "the first paragraph, set apart from the text"
            if apart
            else "the first paragraph, shorter than the story's own"
        )
        return Verdict(Role.STANDFIRST, 0.95, why)
