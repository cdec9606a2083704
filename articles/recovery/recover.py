"""Recover an article from plain text: measure, judge, label, decode, read the fields."""

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from articles.recovery.article import Block, BlockKind, RecoveredArticle, RecoveryError, RelatedHeadline, Role, Span
from articles.recovery.collection import ALONE, Collection
from articles.recovery.decoding import BODY_SHARE, Reading, body_share, decode
from articles.recovery.features import features
from articles.recovery.fields.authors import find_authors
from articles.recovery.fields.certainty import DESCRIBED, TEXT, calibrated
from articles.recovery.fields.headlines import choose_headline, suggest_headline
from articles.recovery.fields.instants import find_instants
from articles.recovery.fields.surroundings import look_around
from articles.recovery.fields.tags import find_tags
from articles.recovery.labeller import from_networks, from_verdicts, load_networks, load_sureness
from articles.recovery.lines import split_lines
from articles.recovery.page import Floats, Page, measure
from articles.recovery.rules import Context, Verdict, context_of, judge

_BLOCK_KINDS: Final = {
    Role.BODY: BlockKind.PARAGRAPH,
    Role.SUBHEADING: BlockKind.HEADING,
    Role.QUOTE: BlockKind.QUOTE,
    Role.LIST: BlockKind.ITEM,
}
DERIVED_CONFIDENCE: Final = 0.2  # of a headline that was made from the text
_RULES_SHARE: Final = 0.05  # what the rules count beside the networks
_SHORT_SHARE: Final = 0.5  # what they count more on short documents, which are unlike the pages networks learnt from
_SHORT, _LONG = 20, 60  # lines
MOST_LINES: Final = 200_000


@dataclass(frozen=True, slots=True)
class Labelled:
    """A measured page with the rules' verdicts and the labels' probabilities (lines × labels)."""

    text: str
    context: Context
    verdicts: list[list[Verdict]]
    probabilities: Floats
    least: float = BODY_SHARE  # how likely a line of the text must be
    model: str = "text"  # the networks that labelled it

    @property
    def page(self) -> Page:
        """The measured lines."""
        return self.context.page


def recover_text(text: str, *, language: str | None = None, known: Collection = ALONE) -> RecoveredArticle:
    """
    Return the article that a flattened page holds, with a reason for every non-blank line.

    `language` overrides the guess (ISO 639-1); `known` is what other documents
    of its source taught. Takes time linear in the text;
    the spans partition it.

    :raises RecoveryError: if the text has no line that is not blank.
    """
    labelled = label(text)
    weighed = known.weigh(labelled.page, labelled.probabilities)
    article = known.settle(assemble(replace(labelled, probabilities=weighed), language=language))
    return replace(article, confidence=calibrated(article.confidence, TEXT))


def label(text: str, *, model: str = "text", markup: Floats | None = None) -> Labelled:
    """
    Measure and label the lines of a text with the networks shipped as `model`, by rules alone where there are none.

    `markup` adds columns (lines × any) that those networks were trained with.

    :raises RecoveryError: if the text has no line that is not blank, or more than MOST_LINES.
    """
    lines = split_lines(text)
    if not lines:
        raise RecoveryError("the document holds no text: every line is blank")
    refuse_too_many(len(lines))
    page = measure(lines)
    context = context_of(page)
    verdicts = judge(context)
    probabilities = from_verdicts(verdicts)
    if networks := load_networks(model):
        measured = features(page) if markup is None else np.concatenate((features(page), markup), axis=1)
        probabilities = mix(from_networks(networks, measured), probabilities)
    return Labelled(text, context, verdicts, probabilities, model=model)


def refuse_too_many(lines: int) -> None:
    """
    Refuse what is no article but a collection: its lines would take more memory than is fair.

    :raises RecoveryError: if there are more than MOST_LINES.
    """
    if lines > MOST_LINES:
        raise RecoveryError(f"the document holds {lines:,} lines; an article has at most {MOST_LINES:,}: cut it up")


def mix(learnt: Floats, by_rules: Floats) -> Floats:
    """Return what networks and rules say together; the rules count more the shorter the document."""
    shortness = min(1.0, max(0.0, (_LONG - len(learnt)) / (_LONG - _SHORT)))
    share = _RULES_SHARE + _SHORT_SHARE * shortness
    return np.asarray((1 - share) * learnt + share * by_rules)


def assemble(labelled: Labelled, *, language: str | None = None, headline_line: int | None = None) -> RecoveredArticle:
    """Decode the labels and read the fields; `headline_line` settles which line the headline is."""
    page, probabilities = labelled.page, labelled.probabilities
    around = look_around(page, probabilities)
    headline, sure = choose_headline(around) if headline_line is None else (headline_line, DESCRIBED)
    readings = decode(
        labelled.context,
        probabilities,
        labelled.verdicts,
        headline,
        labelled.least,
        load_sureness(labelled.model),
    )
    instants = find_instants(around, readings)
    lines = _lines_by_role(readings)
    texts = [line.text for line in page.lines]
    standfirst = " ".join(texts[at] for at in lines[Role.STANDFIRST]) or None
    body = _body(page, readings)
    authors, authors_confidence = find_authors(around)
    tags, tags_confidence = find_tags(around)
    source = standfirst or next((block.text for block in body if block.kind is BlockKind.PARAGRAPH), page.lines[0].text)
    return RecoveredArticle(
        text=labelled.text,
        language=language or page.language,
        headline=None if headline is None else texts[headline],
        suggested_headline=suggest_headline(source) if headline is None else None,
        kicker=next((texts[at] for at in lines[Role.KICKER]), None),
        standfirst=standfirst,
        authors=authors,
        dateline=next((texts[at] for at in lines[Role.DATELINE]), None),
        published_at=instants.published,
        modified_at=instants.modified,
        captured_at=instants.captured,
        body=body,
        tags=tags,
        related=tuple(map(RelatedHeadline, dict.fromkeys(texts[at] for at in lines[Role.RELATED]))),
        confidence={
            **_headline_confidence(headline, sure),
            "standfirst": _mean(readings, lines[Role.STANDFIRST]),
            "authors": authors_confidence,
            "published_at": instants.confidence,
            "captured_at": _mean(readings, lines[Role.CLOCK]),
            "body": _sureness(probabilities, readings),
            "tags": tags_confidence,
            "related": _mean(readings, lines[Role.RELATED]),
        },
        spans=tuple(
            Span(line.number, line.start, line.end, role, confidence, why)
            for line, (role, confidence, why, _) in zip(page.lines, readings, strict=True)
        ),
    )


def _headline_confidence(headline: int | None, sure: float) -> dict[str, float]:
    """Return how sure the headline is; where there is none, how sure that is too."""
    if headline is None:
        return {"headline": DERIVED_CONFIDENCE, "no_headline": round(sure, 3)}
    return {"headline": round(sure, 3)}


def _body(page: Page, readings: list[Reading]) -> tuple[Block, ...]:
    pairs = zip(page.lines, readings, strict=True)
    return tuple(
        Block(_BLOCK_KINDS[reading.role], line.text) for line, reading in pairs if reading.role in _BLOCK_KINDS
    )


def _lines_by_role(readings: list[Reading]) -> defaultdict[Role, list[int]]:
    found: defaultdict[Role, list[int]] = defaultdict(list)
    for at, reading in enumerate(readings):
        found[reading.role].append(at)
    return found


def _mean(readings: list[Reading], lines: list[int]) -> float:
    return round(sum(readings[at].likely for at in lines) / len(lines), 3) if lines else 0.0


def _sureness(probabilities: Floats, readings: list[Reading]) -> float:
    """Return how sure the body's lines are to be of the text, on average."""
    share = body_share(probabilities)
    inside = [at for at, reading in enumerate(readings) if reading.role in _BLOCK_KINDS]
    return round(float(share[inside].mean()), 3) if inside else 0.0
