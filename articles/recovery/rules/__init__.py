"""The rules that judge lines, one a module; the surest verdict on each role counts."""

from operator import attrgetter

from articles.recovery.rules.bios import BioRule
from articles.recovery.rules.body import BodyRule
from articles.recovery.rules.bylines import BylineRule
from articles.recovery.rules.captions import CaptionRule
from articles.recovery.rules.chrome import ChromeRule
from articles.recovery.rules.clock import ClockRule
from articles.recovery.rules.comments import CommentRule
from articles.recovery.rules.datelines import DatelineRule
from articles.recovery.rules.dates import DateRule
from articles.recovery.rules.headlines import HeadlineRule
from articles.recovery.rules.lists import ListRule
from articles.recovery.rules.promos import PromoRule
from articles.recovery.rules.quotes import QuoteRule
from articles.recovery.rules.related import RelatedRule
from articles.recovery.rules.standfirsts import StandfirstRule
from articles.recovery.rules.subheadings import SubheadingRule
from articles.recovery.rules.tags import TagsRule
from articles.recovery.rules.verdict import Context, Rule, Verdict, context_of

RULES: tuple[Rule, ...] = (
    BodyRule(),
    StandfirstRule(),
    HeadlineRule(),
    SubheadingRule(),
    QuoteRule(),
    ListRule(),
    ClockRule(),
    DateRule(),
    BylineRule(),
    DatelineRule(),
    CaptionRule(),
    TagsRule(),
    RelatedRule(),
    PromoRule(),
    BioRule(),
    CommentRule(),
    ChromeRule(),
)

__all__ = ["RULES", "Context", "Rule", "Verdict", "context_of", "judge"]


# Beyond so many lines above and below the main block only rules that apply far from it are asked.
_ABOVE, _BELOW = 30, 40
_NEAR = [rule.judge for rule in RULES]
_FAR_ABOVE = [rule.judge for rule in RULES if rule.far_above]
_FAR_BELOW = [rule.judge for rule in RULES if rule.far_below]
_weight = attrgetter("weight")


def judge(context: Context) -> list[list[Verdict]]:
    """Return the verdicts on every line, the surest first; no line goes without one."""
    highest, lowest = context.first - _ABOVE, context.last + _BELOW
    found = []
    for line in context.seen:
        judges = _FAR_ABOVE if line.at < highest else _FAR_BELOW if line.at > lowest else _NEAR
        verdicts = [verdict for each in judges if (verdict := each(line, context))]
        if len(verdicts) > 1:
            verdicts.sort(key=_weight, reverse=True)
        found.append(verdicts)
    return found
