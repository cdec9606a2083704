"""Headlines of other stories: lines that look like titles, several in a row."""

from collections.abc import Iterable

from articles.recovery import lexicon
from articles.recovery.article import Role
from articles.recovery.rules.verdict import Context, Seen, Verdict

_LABEL = lexicon.bit("related")
_CHROME = lexicon.bit("legal") | lexicon.bit("comment") | lexicon.bit("account")
_LABEL_WORDS = 5


class RelatedRule:
    """Take title-like lines after or between the text, beside others or under a label, for other stories' headlines."""

    def where(self, context: Context) -> Iterable[int]:
        return [line.at for line in context.seen[context.first + 1 :] if line.is_bare_title]

    def judge(self, line: Seen, context: Context) -> Verdict | None:
        if line.at <= context.first or not line.is_bare_title or (line.has(_CHROME) and len(line.words) < 6):
            return None
        run = 1 + _run(line.at, -1, context) + _run(line.at, 1, context)
        above = context.near(line.at - 1)
        labelled = above is not None and len(above.words) <= _LABEL_WORDS and above.has(_LABEL)
        after = line.at > context.last
        if run < 2 and not labelled:
            return None
        weight = 0.6 + 0.1 * min(run - 1, 2) + 0.1 * after + 0.1 * labelled
        if not after:
            weight = min(weight, 0.75)
        return Verdict(
            Role.RELATED,
            min(weight, 0.92),
            f"reads like a headline, {run} in a row{' under a label' if labelled else ''}",
        )


def _run(at: int, step: int, context: Context) -> int:
    """Count title-like lines on one side, four at most."""
    count = 0
    while count < 4 and (line := context.near(at + step * (count + 1))) and line.is_bare_title:
        count += 1
    return count
