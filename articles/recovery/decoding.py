"""Choose one role for every line from the labels' probabilities and the rules' verdicts."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from articles.recovery.article import Role
from articles.recovery.labeller import LABELS, column
from articles.recovery.page import Bools, Floats
from articles.recovery.rules import Context, Verdict

BODY_SHARE: Final = 0.5
STANDFIRST_SHARE: Final = 0.3
_ROLES: Final[dict[str, frozenset[Role]]] = {
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


@dataclass(frozen=True, slots=True)
class Reading:
    """The role chosen for one line, with its confidence and grounds."""

    role: Role
    confidence: float
    why: str


def body_share(probabilities: Floats) -> Floats:
    """Return how likely each line belongs to the text: body, subheading or standfirst."""
    return np.asarray(probabilities[:, [column("B"), column("U"), column("S")]].sum(axis=1))


def first_text_line(probabilities: Floats) -> int:
    """Return the first line that belongs to the text, the likeliest one when none does for sure."""
    share = body_share(probabilities)
    surely = np.flatnonzero(share > BODY_SHARE)
    return int(surely[0]) if len(surely) else int(np.argmax(share))


def standfirst_lines(probabilities: Floats, text: Bools) -> Bools:
    """Return the lines of the standfirst: the first lines of the text that are likelier standfirst than body."""
    chosen = np.zeros(len(text), bool)
    summary, body = probabilities[:, column("S")], probabilities[:, column("B")]
    for at in np.flatnonzero(text):
        if summary[at] > STANDFIRST_SHARE and summary[at] > body[at]:
            chosen[at] = True
        elif body[at] > summary[at] and chosen.any() or body[at] > 0.8:
            break
    return chosen


def decode(
    context: Context, probabilities: Floats, verdicts: list[list[Verdict]], headline: int | None
) -> list[Reading]:
    """Return one reading a line; `headline` is the line that was chosen for it, if any."""
    text = body_share(probabilities) > BODY_SHARE
    if not text.any() and not all(verdict[0].role is Role.CHROME for verdict in verdicts):
        text[first_text_line(probabilities)] = True
    if headline is not None:
        text[headline] = False
    summary = standfirst_lines(probabilities, text)
    found = []
    for at, opinions in enumerate(verdicts):
        row = probabilities[at]
        if at == headline:
            label = "H"
        elif text[at]:
            label = "S" if summary[at] else "U" if row[column("U")] > row[column("B")] else "B"
        else:
            label = _outside(row)
        found.append(_reading(label, row, opinions))
    return found


def _outside(row: Floats) -> str:
    """Return the likeliest label of a line that is neither text nor headline."""
    other = row[column("O")] + row[column("H")]
    best = max("ADTC", key=lambda label: row[column(label)])
    return best if row[column(best)] > other else "O"


def _reading(label: str, row: Floats, opinions: list[Verdict]) -> Reading:
    roles = _ROLES.get(label, frozenset({_ROLE[label]}))
    verdict = next((opinion for opinion in opinions if opinion.role in roles), None)
    role = verdict.role if verdict else _ROLE[label]
    sure = float(row[[LABELS.index(each) for each in ("BSU" if label in "BSU" else label)]].sum())
    if label in "BSU":
        sure *= 1.0 if label == "B" else 0.5 + 0.5 * float(row[LABELS.index(label)]) / max(sure, 1e-9)
    elif label == "O" and verdict:
        sure *= 0.5 + 0.5 * verdict.weight
    return Reading(role, round(min(1.0, max(0.0, sure)), 3), verdict.why if verdict else _GROUNDS[role])
