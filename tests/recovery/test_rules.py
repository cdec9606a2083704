"""Each rule says nothing of lines that are not its own, and names its grounds for those that are."""

import pytest

from articles.recovery.article import Role
from articles.recovery.lines import split_lines
from articles.recovery.page import measure
from articles.recovery.rules import RULES, Rule, context_of, judge
from articles.recovery.rules.bylines import BylineRule
from articles.recovery.rules.captions import CaptionRule
from articles.recovery.rules.clock import ClockRule
from articles.recovery.rules.dates import DateRule
from articles.recovery.rules.headlines import HeadlineRule
from articles.recovery.rules.promos import PromoRule
from articles.recovery.rules.quotes import QuoteRule
from articles.recovery.rules.related import RelatedRule
from articles.recovery.rules.subheadings import SubheadingRule
from articles.recovery.rules.tags import TagsRule

SENTENCE = (
    "The ferry between Lower Elm and Saltmarsh will stop running in the winter months, the harbour board decided."
)
TEXT = "\n".join([SENTENCE] * 4)


def asked(rule: Rule, text: str, line: str) -> Role | None:
    context = context_of(measure(split_lines(text)))
    (seen,) = (each for each in context.seen if each.text == line)
    verdict = rule.judge(seen, context)
    assert verdict is None or (0 < verdict.weight <= 1 and verdict.why)
    return verdict.role if verdict else None


@pytest.mark.parametrize(
    ("rule", "line", "text"),
    [
        (ClockRule(), "Published 10:20, 5 May 2020", "{line}\nHome\n{TEXT}"),
        (ClockRule(), "By Ada Quill 10:20 5 May 2020", "{line}\nHome\n{TEXT}"),
        (ClockRule(), "10:20 GMT 5 May 2020", "Home\nSport\nNews\nMore\n{line}\n{TEXT}"),
        (DateRule(), "Room 2020", "{line}\n{TEXT}"),
        (BylineRule(), "By the sea", "{line}\n{TEXT}"),
        (BylineRule(), "Share This", "{line}\n{TEXT}"),
        (HeadlineRule(), "Nothing here recurs down below anywhere", "{line}\n{TEXT}"),
        (HeadlineRule(), "Lower Elm's ferry stops for the winter", "{TEXT}\n{line}"),
        (SubheadingRule(), "Lower Elm", "{line}\n{TEXT}"),
        (QuoteRule(), '"We have patched this engine for years"', "{TEXT}\n{line}\n{TEXT}"),
        (CaptionRule(), "She took a photo of the ferry", "{TEXT}\n{line}"),
        (TagsRule(), "Privacy, Contact, Terms", "{TEXT}\n{line}"),
        (RelatedRule(), "Snow Closes Bay Road Near the Town", "{TEXT}\n{line}\nContact"),
        (RelatedRule(), "© 2018 The Harbour Courier of Aldersay", "{TEXT}\nRead more\n{line}"),
        (RelatedRule(), "About the Courier | Corrections | Standards | Archive", "{TEXT}\nRead more\n{line}"),
        (RelatedRule(), "14\t\t15 days\t\t16 nights\t\t17 weeks of ferries", "{TEXT}\nRead more\n{line}"),
        (PromoRule(), "Sign up", "{TEXT}\n{line}"),
    ],
)
def test_rule_leaves_other_lines_alone(rule: Rule, line: str, text: str) -> None:
    assert asked(rule, text.format(line=line, TEXT=TEXT), line) is None


@pytest.mark.parametrize(
    ("rule", "line", "text", "role"),
    [
        (ClockRule(), "10:20 GMT5 May 2020", "{line}\nHome\n{TEXT}", Role.CLOCK),
        (DateRule(), "Updated 5 May 2020", "{line}\n{TEXT}", Role.DATE),
        (BylineRule(), "Von Ada Quill", "{line}\n{TEXT}", Role.BYLINE),
        (HeadlineRule(), "Lower Elm's ferry stops for the winter", "{line}\n{TEXT}", Role.HEADLINE),
        (SubheadingRule(), "Fishermen fear for their catch", "{TEXT}\n{line}\n{TEXT}", Role.SUBHEADING),
        (QuoteRule(), '"We have patched this engine for years"', "{TEXT}\n{line}\n— Ada Quill\n{TEXT}", Role.QUOTE),
        (CaptionRule(), "Foto: Ada Quill / dpa", "{line}\n{TEXT}", Role.CAPTION),
        (TagsRule(), "ferry, Lower Elm, winter", "{TEXT}\n{line}", Role.TAGS),
        (RelatedRule(), "Snow Closes Bay Road Near the Town", "{TEXT}\nRead more\n{line}", Role.RELATED),
        (PromoRule(), "Sign up to our newsletter and get the best stories", "{TEXT}\n{line}", Role.PROMO),
    ],
)
def test_rule_knows_its_own(rule: Rule, line: str, text: str, role: Role) -> None:
    assert asked(rule, text.format(line=line, TEXT=TEXT), line) is role


def test_every_line_gets_a_verdict() -> None:
    context = context_of(measure(split_lines("a\n\nb c\n" + TEXT + "\n* item\n?\n")))
    assert all(verdicts for verdicts in judge(context))
    assert len(RULES) == len({type(rule) for rule in RULES})
