"""What is left: menus, buttons, notices. Specimens: "Listen Live", "Comment via SputnikComment via Facebook"."""

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
_BITS = tuple((lexicon.bit(kind), words) for kind, words in _GROUNDS)
_SHORT_WORDS = 6


class ChromeRule:
    """Take every line that nothing better is known of for the page's own furniture."""

    far_above, far_below = True, True

    def judge(self, line: Seen, context: Context) -> Verdict | None:
        short = len(line.words) <= _SHORT_WORDS
        for bit, words in _BITS:
            if line.bits & bit and short:
                return Verdict(Role.CHROME, 0.5, words)
        if line.seams > 2:
            return Verdict(Role.CHROME, 0.5, "a menu: words run together")
        if short:
            return Verdict(
                Role.CHROME, 0.45 if not context.inside(line.at) else 0.35, "a short line that is no part of the text"
            )
        place = "above" if line.at < context.first else "below" if line.at > context.last else "between"
        return Verdict(Role.CHROME, 0.3, f"stands {place} the text and is no part of it")
