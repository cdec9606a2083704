"""The story's tags: short items that the text itself speaks of. Specimen: "Europe, factory, plant, France, Huawei"."""

import re
from collections.abc import Iterable

from articles.recovery import lexicon
from articles.recovery.article import Role
from articles.recovery.rules.verdict import Context, Seen, Verdict

_SEPARATOR = re.compile(r"\s*[,،、;|•·/#]\s*")
_MOST_ITEMS, _ITEM_WORDS = 25, 4
_CHROME = lexicon.bit("share") | lexicon.bit("legal") | lexicon.bit("comment") | lexicon.bit("account")
_REACH = 14
_ABOVE, _BELOW = 30, 40


class TagsRule:
    """Take items joined by commas, or short lines in a row, for tags when the text uses their words."""

    def where(self, context: Context) -> Iterable[int]:
        return [
            *context.range(context.first - _ABOVE, context.first),
            *context.range(context.last + 1, context.last + _BELOW + 1),
        ]

    def judge(self, line: Seen, context: Context) -> Verdict | None:
        if context.inside(line.at) or line.stop or line.length > 200 or line.dates or not line.words:
            return None
        if line.words[0] in lexicon.TAG_LABELS and len(line.words) > 1 and ":" in line.text:
            return Verdict(Role.TAGS, 0.9, f"begins with the label “{line.words[0]}”")
        if line.at < context.last:
            return None
        items = [item for item in _SEPARATOR.split(line.text) if item]
        if 2 <= len(items) <= _MOST_ITEMS and all(len(item.split()) <= _ITEM_WORDS for item in items):
            spoken = sum(context.share_in_block(item.casefold().split()) >= 0.5 for item in items)
            if line.at > context.last and spoken >= max(2, 0.4 * len(items)) and not line.has(_CHROME):
                return Verdict(Role.TAGS, 0.9, f"{spoken} of {len(items)} items of this list recur in the text")
        return self._of_short_lines(line, context)

    def _of_short_lines(self, line: Seen, context: Context) -> Verdict | None:
        if len(line.words) > _ITEM_WORDS or not context.last < line.at <= context.last + _REACH or line.seams:
            return None
        above = context.near(line.at - 1)
        if above and (above.text.casefold().strip(" :") in lexicon.TAG_LABELS):
            return Verdict(Role.TAGS, 0.8, f"under the label “{above.text}”")
        if line.has(_CHROME) or context.share_in_block(line.words) < 0.99:
            return None
        run = sum(
            len(each.words) <= _ITEM_WORDS and context.share_in_block(each.words) > 0.99
            for each in context.seen[max(context.last + 1, line.at - 3) : line.at + 4]
        )
        return Verdict(Role.TAGS, 0.7, f"one of {run} short lines whose words recur in the text") if run >= 2 else None
