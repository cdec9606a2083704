"""Running text: a line that ends as a sentence does, among others of its kind."""

from collections.abc import Iterable

from articles.recovery.article import Role
from articles.recovery.rules.verdict import Context, Seen, Verdict

_MARGIN = 6


class BodyRule:
    """Take lines of running text in the main block for body, and short sentences between them as well."""

    def where(self, context: Context) -> Iterable[int]:
        running = context.page.sentence.copy()
        running[context.first : context.last + 2] = True
        return context.lines(running)

    def judge(self, line: Seen, context: Context) -> Verdict | None:
        inside = context.inside(line.at)
        near = context.first - _MARGIN <= line.at <= context.last + _MARGIN
        if line.sentence:
            if inside:
                return Verdict(
                    Role.BODY, 0.9, f"running text of {len(line.words)} words inside the article's main block"
                )
            return Verdict(Role.BODY, 0.5 if near else 0.25, "running text outside the main block")
        if inside and line.stop and len(line.words) >= 3:
            return Verdict(Role.BODY, 0.7, "a short sentence between paragraphs")
        if line.at == context.last + 1 and line.stop and len(line.words) >= 4:
            return Verdict(Role.BODY, 0.65, "a short sentence right after the last paragraph")
        if inside and line.length > 100:
            return Verdict(Role.BODY, 0.6, "a long line inside the article's main block")
        return None
