"""How often the fields are right at each confidence: a table of bins, for recovered pages with known fields."""

from collections.abc import Iterable, Mapping
from types import ModuleType
from typing import Any, Final, NamedTuple

BINS: Final = (0.0, 0.5, 0.7, 0.8, 0.9)
FIELDS: Final = ("headline", "no_headline", "standfirst", "authors", "published_at", "body", "tags")
_ALIKE: Final = 90
_MOST_TAGS: Final = 0.8  # F1 from which tags count as right
_GOOD_BODY: Final = 0.9  # F1 from which a body counts as right
_EVERYBODY: Final = 0.999


class Evidence(NamedTuple):
    """One value that was given: the field, the confidence in it, and whether it is right."""

    field: str
    confidence: float
    right: bool


def judge_page(
    score: ModuleType, page: dict[str, Any], prediction: Mapping[str, Any], variant: str | None
) -> list[Evidence]:
    """
    Return the evidence of one page, for every field that was given and is known.

    `prediction` is in the scorer's terms, with `confidence`. Nobody knows which
    related stories or captures are right, so they are not judged.
    """
    metrics = score.score_page(page, prediction, variant)
    known = page["text"][variant] if variant else None
    sure = prediction["confidence"]
    found = [Evidence("body", sure["body"], metrics["body_pagef1"] >= _GOOD_BODY)]
    if prediction["headline"]:
        found.append(Evidence("headline", sure["headline"], metrics.get("head_fuzzy", 0.0) > 0))
    else:
        absent = known is not None and known["headline"] == "no"
        found.append(Evidence("no_headline", sure.get("no_headline", 0.0), absent))
    if prediction["standfirst"]:
        found.append(Evidence("standfirst", sure["standfirst"], metrics.get("standfirst", 0.0) > 0))
    if prediction["published"]:
        right = score.day(prediction["published"]) in page["gold"]["days"]
        found.append(Evidence("published_at", sure["published_at"], right))
    if prediction["authors"]:
        found.append(Evidence("authors", sure["authors"], metrics.get("auth_f1", 0.0) >= _EVERYBODY))
    if prediction["tags"]:
        found.append(Evidence("tags", sure["tags"], metrics.get("tag_f1", 0.0) >= _MOST_TAGS))
    return found


def table_of_bins(title: str, evidence: Iterable[Evidence]) -> str:
    """Return a table, one row a field: how many values each bin of confidence holds, and which share is right."""
    every = list(evidence)
    ends = [*BINS[1:], None]
    heads = [f"{low:.1f}-{high:.1f}" if high else f">={low:.1f}" for low, high in zip(BINS, ends, strict=True)]
    rows = [f"| {title}: number, share right | {' | '.join(heads)} |", "|---" * (len(BINS) + 1) + "|"]
    for field in FIELDS:
        cells = []
        for low, high in zip(BINS, ends, strict=True):
            inside = [
                each.right
                for each in every
                if each.field == field and low <= each.confidence and (high is None or each.confidence < high)
            ]
            cells.append(f"{len(inside)}, {sum(inside) / len(inside):.3f}" if inside else "-")
        rows.append(f"| {field} | {' | '.join(cells)} |")
    return "\n".join(rows)
