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


_weight = attrgetter("weight")


def judge(context: Context) -> list[list[Verdict]]:
    """Return the verdicts on every line, the surest first; no line goes without one."""
    found: list[list[Verdict]] = [[] for _ in context.seen]
    for rule in RULES:
        asked = rule.judge
        for at in rule.where(context):
            if verdict := asked(context.seen[at], context):
                found[at].append(verdict)
    for verdicts in found:
        if len(verdicts) > 1:
            verdicts.sort(key=_weight, reverse=True)
    return found
