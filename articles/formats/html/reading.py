"""Recover an article from an HTML page; the evidence lies on its flattened text."""

from dataclasses import replace
from typing import Final
from urllib.parse import urljoin, urlsplit

import numpy as np
from lxml import etree

from articles.formats.bounds import refuse_lines
from articles.formats.documents import UnreadableDocument
from articles.formats.html.evidence import fold, fold_lines, lines_alike, markup_features
from articles.formats.html.flattening import Element, FlatPage, flatten, parse
from articles.formats.html.images import page_images
from articles.formats.html.metadata import Metadata, read_metadata
from articles.formats.html.people import is_house
from articles.recovery.article import RecoveredArticle, RecoveredImage
from articles.recovery.decoding import first_text_line
from articles.recovery.fields.certainty import DESCRIBED, HTML, calibrated
from articles.recovery.labeller import column
from articles.recovery.page import Floats
from articles.recovery.recover import Labelled, assemble, label

MODEL: Final = "html"
_UNSHOWN: Final = 0.5  # how sure a standfirst is that the page describes but does not show
_TEXT_SHARE: Final = 0.6  # how likely a line of the text must be
_BELIEVED: Final = 0.5  # how sure a name in a line must be to count more than the house itself
_SUMMARY_CHARS: Final = 40
_LINKED: Final = etree.XPath("(descendant-or-self::a | ancestor::a)[@href]/@href")
_HEAD_LINES: Final = 40  # lines above the text in which a standfirst is looked for


def read_html(text: str) -> RecoveredArticle:
    """
    Return the article of an HTML page. `text` of the result is the page as flattened lines.

    :raises UnreadableDocument: if the page holds no text.
    """
    root = parse(text)
    metadata = read_metadata(root)
    page = flatten(root)
    if not page.lines:
        raise UnreadableDocument("the page shows no text: nothing but markup and scripts; give a page with text in it")
    refuse_lines(len(page.lines))
    lines = fold_lines(page)
    labelled = label(
        "\n".join(line.text for line in page.lines), model=MODEL, markup=markup_features(page, lines, metadata)
    )
    labelled = replace(labelled, probabilities=_with_summary(lines, metadata, labelled), least=_TEXT_SHARE)
    headline = _headline_line(page, lines, metadata, labelled)
    article = assemble(labelled, language=metadata.language, headline_line=headline)
    found = described(_with_links(article, page, metadata), metadata)
    sure = calibrated(found.confidence, HTML)
    return replace(found, images=page_images(root, found.images), confidence=sure)


def _with_summary(lines: list[str], metadata: Metadata, labelled: Labelled) -> Floats:
    """Label the line at the text's head that repeats the page's own summary as its standfirst, and no other one."""
    first = first_text_line(labelled.probabilities)
    head = range(max(0, first - _HEAD_LINES), min(len(lines), first + 2))
    near = lines[head.start : head.stop]
    summaries = [fold(summary) for summary in metadata.summaries if len(summary) >= _SUMMARY_CHARS]
    titles = [fold(title) for title in metadata.headlines]
    repeating = np.flatnonzero(lines_alike(near, summaries) & ~lines_alike(near, titles))
    if not len(repeating):
        return labelled.probabilities
    found = labelled.probabilities.copy()
    found[:, column("B")] += found[:, column("S")]
    found[:, column("S")] = 0
    found[head[repeating[0]]] *= 0.1
    found[head[repeating[0]], column("S")] += 0.9
    return found


def _headline_line(page: FlatPage, lines: list[str], metadata: Metadata, labelled: Labelled) -> int | None:
    """Return the line that says what the description gives as headline, headings first."""
    found = np.flatnonzero(lines_alike(lines, [fold(title) for title in metadata.headlines])).tolist()
    if not found:
        return None
    likely = labelled.probabilities[:, column("H")]
    tags = {at: page.element(page.lines[at]).tag for at in found}
    return int(max(found, key=lambda at: (tags[at] == "h1", tags[at] == "h2", likely[at], -at)))


def _with_links(article: RecoveredArticle, page: FlatPage, metadata: Metadata) -> RecoveredArticle:
    """Give related headlines the addresses that their lines link to."""
    wanted = {each.headline for each in article.related}
    links: dict[str, str] = {}
    for line in page.lines:
        if line.link_chars and line.text in wanted and (address := _address(page.element(line), metadata)):
            links.setdefault(line.text, address)
    return replace(article, related=tuple(replace(each, url=links.get(each.headline)) for each in article.related))


def _address(element: Element, metadata: Metadata) -> str | None:
    """Return the address of the first link in an element or around it, None for anything but a web address."""
    inside = _LINKED(element)
    try:
        address = urljoin(metadata.canonical or "", inside[0].strip()) if inside else ""
        return address if urlsplit(address).scheme in ("http", "https", "") and address[:1] not in ("#", "") else None
    except ValueError:  # no address at all, such as "http://["
        return None


def described(article: RecoveredArticle, metadata: Metadata) -> RecoveredArticle:
    """Put what the page says of itself before what was read from its lines."""
    people = tuple(name for name in metadata.authors if not is_house(name, metadata.site))
    # The house as its own author is believed only where no line names a person.
    believed = article.confidence["authors"] >= _BELIEVED or not metadata.authors
    authors = people or (article.authors if believed else ()) or metadata.authors
    standfirst = article.standfirst or _unshown_summary(article, metadata)
    headline = next(iter(metadata.headlines), None) or article.headline
    given = {
        "headline": bool(metadata.headlines),
        "authors": bool(people),
        "published_at": metadata.published is not None,
        "tags": bool(metadata.tags),
    }
    confidence = article.confidence | {name: DESCRIBED for name, is_given in given.items() if is_given}
    if standfirst and not article.standfirst:
        confidence["standfirst"] = _UNSHOWN
    if headline:
        confidence.pop("no_headline", None)
    return replace(
        article,
        headline=headline,
        suggested_headline=None if headline else article.suggested_headline,
        standfirst=standfirst,
        authors=authors,
        published_at=metadata.published or article.published_at,
        modified_at=metadata.modified or article.modified_at,
        tags=metadata.tags or article.tags,
        section=metadata.section,
        images=tuple(RecoveredImage(url) for url in metadata.images),
        canonical_url=metadata.canonical,
        confidence=confidence,
    )


def _unshown_summary(article: RecoveredArticle, metadata: Metadata) -> str | None:
    """Return the page's summary of itself, unless it is cut off or only begins the text."""
    body = fold(" ".join(block.text for block in article.body[:4]))
    for summary in metadata.summaries:
        folded = fold(summary)
        if len(summary) < _SUMMARY_CHARS or summary.rstrip().endswith(("…", "...")):
            continue
        if folded[: 2 * _SUMMARY_CHARS] not in body:
            return summary
    return None
