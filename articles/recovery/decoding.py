"""Choose one role for every line from the labels' probabilities and the rules' verdicts."""

from functools import partial
from itertools import starmap
from typing import Final, NamedTuple

import numpy as np

from articles.recovery.article import Role
from articles.recovery.labeller import LABELS, SURENESS_STEPS, Sureness, column
from articles.recovery.page import Bools, Floats
from articles.recovery.rules import Context, Verdict

BODY_SHARE: Final = 0.55
STANDFIRST_SHARE: Final = 0.2
STANDFIRST_OVER_BODY: Final = 0.45
_STANDFIRST_REACH: Final = 15  # lines above the text in which a standfirst is looked for
_STANDFIRST_PARAGRAPHS: Final = 3  # and so many lines of the text itself
_ROLES: dict[str, frozenset[Role]] = {
    "B": frozenset({Role.BODY, Role.QUOTE, Role.LIST}),
    "D": frozenset({Role.DATE, Role.CLOCK}),
    "O": frozenset(
        {
            Role.CHROME,
            Role.CLOCK,
            Role.RELATED,
            Role.PROMO,
            Role.BIO,
            Role.COMMENT,
            Role.DATELINE,
            Role.CAPTION,
            Role.KICKER,
        }
    ),
}
_ROLE: Final = {
    "H": Role.HEADLINE,
    "S": Role.STANDFIRST,
    "B": Role.BODY,
    "U": Role.SUBHEADING,
    "A": Role.BYLINE,
    "D": Role.DATE,
    "T": Role.TAGS,
    "C": Role.CAPTION,
    "O": Role.CHROME,
}
_ROLES |= {label: frozenset({_ROLE[label]}) for label in LABELS if label not in _ROLES}
_COLUMN: Final = {label: column(label) for label in LABELS}
_O, _H, _S, _B, _U = (column(label) for label in "OHSBU")
_NAMED: Final = tuple(column(label) for label in "ADTC")
_GROUNDS: Final = {
    Role.HEADLINE: "stands where a headline stands, and the text takes up its words",
    Role.STANDFIRST: "stands between headline and text as a summary does",
    Role.BODY: "reads like running text by its length, its words and its neighbours",
    Role.SUBHEADING: "short, and set between paragraphs as a subheading is",
    Role.BYLINE: "looks like a name where bylines stand",
    Role.DATE: "looks like a date where dates stand",
    Role.TAGS: "looks like one of the story's tags by its shape and place",
    Role.CAPTION: "reads like an image's caption by its place and words",
    Role.CHROME: "furniture of the page by its shape and place",
}


class Reading(NamedTuple):
    """The role chosen for one line, how often such a choice is right, its grounds, and how likely it was made out."""

    role: Role
    confidence: float
    why: str
    likely: float


def body_share(probabilities: Floats) -> Floats:
    """Return how likely each line belongs to the text: body, subheading or standfirst."""
    return np.asarray(probabilities[:, [column("B"), column("U"), column("S")]].sum(axis=1))


def first_text_line(probabilities: Floats) -> int:
    """Return the first line that belongs to the text, the likeliest one when none does for sure."""
    share = body_share(probabilities)
    surely = np.flatnonzero(share > BODY_SHARE)
    return int(surely[0]) if len(surely) else int(np.argmax(share))


def standfirst_line(probabilities: Floats, text: Bools, headline: int | None) -> int | None:
    """Return the line that is the standfirst, if any: the likeliest one at the head of the text, below its headline."""
    spoken = np.flatnonzero(text)
    if not len(spoken):
        return None
    begin = max(0, int(spoken[0]) - _STANDFIRST_REACH)
    end = int(spoken[min(_STANDFIRST_PARAGRAPHS, len(spoken)) - 1]) + 1
    # What looks like a headline below the headline is a standfirst, or furniture: never a second headline.
    rest = 1 - probabilities[begin:end, _H] * (1.0 if headline is not None else 0.5)
    summary = probabilities[begin:end, _S] / rest
    likely = (summary > STANDFIRST_SHARE) & (summary > STANDFIRST_OVER_BODY * probabilities[begin:end, _B] / rest)
    if headline is not None and begin <= headline < end:
        likely[headline - begin] = False
        if likely[headline - begin :].any():
            likely[: headline - begin] = False
    return begin + int(np.argmax(np.where(likely, summary, 0.0))) if likely.any() else None


def decode(
    context: Context,
    probabilities: Floats,
    verdicts: list[list[Verdict]],
    headline: int | None,
    least: float = BODY_SHARE,
    sureness: Sureness | None = None,
) -> list[Reading]:
    """
    Return one reading a line; `headline` is its line, if any, and lines of the text are likelier than `least`.

    `sureness` tells how often a label of some likelihood is right; without it the likelihood is believed.
    """
    known = sureness or {}
    labels = choose_labels(probabilities, verdicts, headline, least)
    rows = zip(labels, probabilities.tolist(), verdicts, map(known.get, labels), strict=True)
    return list(map(partial(tuple.__new__, Reading), starmap(_reading, rows)))  # Reading._make in a third of the time


def choose_labels(
    probabilities: Floats, verdicts: list[list[Verdict]], headline: int | None, least: float = BODY_SHARE
) -> list[str]:
    """Return one label a line."""
    text = body_share(probabilities) > least
    if not text.any() and not all(verdict[0].role is Role.CHROME for verdict in verdicts):
        text[first_text_line(probabilities)] = True
    if headline is not None:
        text[headline] = False
    summary = standfirst_line(probabilities, text, headline)
    if summary is not None:
        text[summary] = True
    found = []
    for at, (row, is_text) in enumerate(zip(probabilities.tolist(), text.tolist(), strict=True)):
        if at == headline:
            found.append("H")
        elif is_text:
            found.append("S" if at == summary else "U" if row[_U] > row[_B] else "B")
        else:
            found.append(_outside(row))
    return found


def _outside(row: list[float]) -> str:
    """Return the likeliest label of a line that is neither text nor headline."""
    if row[_O] + row[_H] > 0.5:
        return "O"
    best = max(_NAMED, key=row.__getitem__)
    return LABELS[best] if row[best] > row[_O] + row[_H] else "O"


def likelihood(label: str, row: list[float]) -> float:
    """Return how likely a line of these probabilities is what it was labelled; text may be text of any kind."""
    sure = row[_COLUMN[label]]
    if label in "BSU":
        whole = row[_B] + row[_S] + row[_U]
        sure = whole if label == "B" else 0.5 * (whole + sure)
    return min(1.0, max(0.0, sure))


def _reading(
    label: str, row: list[float], opinions: list[Verdict], right: list[float] | None
) -> tuple[Role, float, str, float]:
    """Return the values of a line's Reading."""
    roles = _ROLES[label]
    role, weight, why = _ROLE[label], 1.0, _GROUNDS[_ROLE[label]]
    for verdict in opinions:
        if verdict.role in roles:
            role, weight, why = verdict
            break
    likely = likelihood(label, row)
    sure = right[round(likely * SURENESS_STEPS)] if right else likely
    # That a line is none of the article's is one thing, what it is instead another: the rule's word.
    share = 0.5 + 0.5 * weight if label == "O" else 1.0
    return role, round(sure * share, 3), why, round(likely * share, 3)
