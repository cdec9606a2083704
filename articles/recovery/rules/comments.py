"""Readers' comments: what stands under a comment widget's heading."""

from collections.abc import Iterable

from articles.recovery import lexicon
from articles.recovery.article import Role
from articles.recovery.rules.verdict import Context, Seen, Verdict

_COMMENT = lexicon.bit("comment")
_REACH = 30
_HEADING_WORDS = 3


class CommentRule:
    """Take sentences under a heading that counts comments for readers' comments."""

    def where(self, context: Context) -> Iterable[int]:
        after = range(context.last + 1, len(context.seen))
        first = next((at for at in after if _is_heading(context.seen[at])), None)
        return () if first is None else range(first + 1, len(context.seen))

    def judge(self, line: Seen, context: Context) -> Verdict | None:
        if line.at <= context.last or not line.stop or len(line.words) < 4:
            return None
        for above in reversed(context.seen[max(context.last + 1, line.at - _REACH) : line.at]):
            if _is_heading(above):
                return Verdict(Role.COMMENT, 0.55, f"a sentence under “{above.text}”")
        return None


def _is_heading(line: Seen) -> bool:
    return bool(len(line.words) <= _HEADING_WORDS and line.has(_COMMENT) and line.digits)
