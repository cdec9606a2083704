"""What is left: menus, buttons, notices. Specimens: "Listen Live", "Comment via SputnikComment via Facebook"."""

from collections.abc import Iterable

from articles.recovery import lexicon
from articles.recovery.article import Role
from articles.recovery.rules.verdict import Context, Seen, Verdict

_GROUNDS = (
    ("share", "words of sharing buttons"),
    ("account", "words of accounts and subscriptions"),
    ("legal", "words of legal notices"),
    ("comment", "words of a comment widget"),
    ("ad", "words of advertising"),
    ("newsletter", "words of newsletters"),
    ("related", "the label of a list of links"),
    ("tags", "the label of a list of tags"),
    ("media", "words of a player or an image"),
    ("navigation", "words of a menu"),
)
_BY_BIT = tuple((lexicon.bit(kind), Verdict(Role.CHROME, 0.5, words)) for kind, words in _GROUNDS)
_ANY = sum(bit for bit, _ in _BY_BIT)
_MENU = Verdict(Role.CHROME, 0.5, "a menu: words run together")
_SHORT_OUTSIDE = Verdict(Role.CHROME, 0.45, "a short line that is no part of the text")
_SHORT_INSIDE = Verdict(Role.CHROME, 0.35, "a short line that is no part of the text")
_SHORT_WORDS = 6


class ChromeRule:
    """Take every line that nothing better is known of for the page's own furniture."""

    def where(self, context: Context) -> Iterable[int]:
        return range(len(context.seen))

    def judge(self, line: Seen, context: Context) -> Verdict | None:
        short = len(line.words) <= _SHORT_WORDS
        if short and line.bits & _ANY:
            return next(verdict for bit, verdict in _BY_BIT if line.bits & bit)
        if line.seams > 2:
            return _MENU
        if short:
            return _SHORT_INSIDE if context.inside(line.at) else _SHORT_OUTSIDE
        place = "above" if line.at < context.first else "below" if line.at > context.last else "between"
        return Verdict(Role.CHROME, 0.3, f"stands {place} the text and is no part of it")
