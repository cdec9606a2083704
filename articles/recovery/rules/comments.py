"""Readers' comments: what stands under a comment widget's heading."""

from articles.recovery import lexicon
from articles.recovery.article import Role
from articles.recovery.rules.verdict import Context, Seen, Verdict

_COMMENT = lexicon.bit("comment")
_REACH = 30


class CommentRule:
    """Take sentences under a heading that counts comments for readers' comments."""

    far_above, far_below = False, True

    def judge(self, line: Seen, context: Context) -> Verdict | None:
        if line.at <= context.last or not line.stop or len(line.words) < 4:
            return None
        for above in reversed(context.seen[max(context.last + 1, line.at - _REACH) : line.at]):
            if len(above.words) <= 3 and above.has(_COMMENT) and above.digits:
                return Verdict(Role.COMMENT, 0.55, f"a sentence under “{above.text}”")
        return None
