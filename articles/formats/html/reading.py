"""Recover an article from an HTML page; the evidence lies on its flattened text."""

from dataclasses import replace
from typing import Final

import numpy as np
import trafilatura

from articles.formats.documents import UnreadableDocument
from articles.formats.html.evidence import alike, fold, markup_features
from articles.formats.html.flattening import FlatLine, flatten, parse
from articles.formats.html.metadata import Metadata, read_metadata
from articles.recovery.article import RecoveredArticle, RecoveredImage
from articles.recovery.labeller import column, load_networks
from articles.recovery.page import Floats
from articles.recovery.recover import Labelled, assemble, label

MODEL: Final = "html"
_DESCRIBED: Final = 0.95  # how sure a field is that the page itself describes
_EXTRACTED_WEIGHT: Final = 0.6  # what the general extractor's word counts where no network is shipped


def read_html(text: str) -> RecoveredArticle:
    """
    Return the article of an HTML page. `text` of the result is the page as flattened lines.

    :raises UnreadableDocument: if the page holds no text.
    """
    root = parse(text)
    metadata = read_metadata(root)
    lines = flatten(root)
    if not lines:
        raise UnreadableDocument("the page shows no text: nothing but markup and scripts; give a page with text in it")
    extracted = extract_body(text)
    markup = markup_features(lines, metadata, extracted)
    labelled = label("\n".join(line.text for line in lines), model=MODEL, markup=markup)
    if not load_networks(MODEL):
        labelled = replace(labelled, probabilities=_with_extractor(labelled, markup))
    article = assemble(labelled, language=metadata.language, headline_line=_headline_line(lines, metadata, labelled))
    return described(article, metadata)


def extract_body(text: str) -> str:
    """Return the body as a general extractor finds it, one paragraph a line; empty when it finds none."""
    return trafilatura.extract(text, include_comments=False, include_tables=True, deduplicate=False) or ""


def _with_extractor(labelled: Labelled, markup: Floats) -> Floats:
    """Move each line towards body or away from it as the extractor did."""
    kept = np.maximum(markup[:, -10], markup[:, -9])
    moved = labelled.probabilities * (1 - _EXTRACTED_WEIGHT)
    moved[:, column("B")] += _EXTRACTED_WEIGHT * kept
    moved[:, column("O")] += _EXTRACTED_WEIGHT * (1 - kept)
    return moved


def _headline_line(lines: list[FlatLine], metadata: Metadata, labelled: Labelled) -> int | None:
    """Return the line that says what the description gives as headline, headings first."""
    titles = [fold(title) for title in metadata.headlines]
    found = [at for at, line in enumerate(lines) if any(alike(fold(line.text), title) for title in titles)]
    if not found:
        return None
    likely = labelled.probabilities[:, column("H")]
    return max(found, key=lambda at: (lines[at].element.tag == "h1", lines[at].element.tag == "h2", likely[at], -at))


def described(article: RecoveredArticle, metadata: Metadata) -> RecoveredArticle:
    """Put what the page says of itself before what was read from its lines."""
    confidence = dict(article.confidence)
    given = {
        "headline": metadata.headlines[:1],
        "authors": metadata.authors,
        "published_at": metadata.published,
        "tags": metadata.tags,
    }
    confidence |= {name: _DESCRIBED for name, value in given.items() if value}
    headline = next(iter(metadata.headlines), None) or article.headline
    return replace(
        article,
        headline=headline,
        suggested_headline=None if headline else article.suggested_headline,
        authors=metadata.authors or article.authors,
        published_at=metadata.published or article.published_at,
        modified_at=metadata.modified or article.modified_at,
        tags=metadata.tags or article.tags,
        section=metadata.section,
        images=tuple(RecoveredImage(url) for url in metadata.images),
        canonical_url=metadata.canonical,
        confidence=confidence,
    )
