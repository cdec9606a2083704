"""A few words about the author under the text."""

from collections.abc import Iterable

from articles.recovery import lexicon
from articles.recovery.article import Role
from articles.recovery.rules.verdict import Context, Seen, Verdict

_BIO = lexicon.bit("bio")
_ROLE = lexicon.bit("role")
_REACH = 12


class BioRule:
    """Take a sentence after the text that begins with a name and speaks of someone's work for a biography."""

    def where(self, context: Context) -> Iterable[int]:
        return context.range(context.last - 1, context.last + _REACH + 1)

    def judge(self, line: Seen, context: Context) -> Verdict | None:
        if not context.last - 1 <= line.at <= context.last + _REACH or len(line.words) < 6 or not line.stop:
            return None
        begins = line.text.split()[:2]
        if not all(word[:1].isupper() for word in begins) or not (line.has(_BIO) and line.has(_ROLE)):
            return None
        return Verdict(Role.BIO, 0.6, "begins with a name and speaks of that person's work, after the text")
