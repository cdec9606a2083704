"""An item of a list inside the text: a bullet, and neighbours that have one too."""

from collections.abc import Iterable

from articles.recovery.article import Role
from articles.recovery.rules.verdict import Context, Seen, Verdict


class ListRule:
    """Take bulleted lines side by side inside the main block for a list of the article."""

    def where(self, context: Context) -> Iterable[int]:
        return [at for at in context.range(context.first, context.last + 1) if context.seen[at].bullet]

    def judge(self, line: Seen, context: Context) -> Verdict | None:
        if not line.bullet or not context.inside(line.at) or len(line.words) < 3:
            return None
        beside = [context.near(line.at - 1), context.near(line.at + 1)]
        if not any(each and each.bullet for each in beside):
            return None
        return Verdict(Role.LIST, 0.91, f"begins with “{line.bullet}” as its neighbours do, inside the article")
