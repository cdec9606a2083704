"""Recover an article from an HTML page; the evidence lies on its flattened text."""

from dataclasses import replace
from typing import Final
from urllib.parse import urljoin, urlsplit

import trafilatura

from articles.formats.documents import UnreadableDocument
from articles.formats.html.evidence import alike, fold, markup_features
from articles.formats.html.flattening import FlatLine, flatten, parse
from articles.formats.html.images import page_images
from articles.formats.html.metadata import Metadata, read_metadata
from articles.formats.html.people import is_house
from articles.recovery.article import RecoveredArticle, RecoveredImage
from articles.recovery.decoding import first_text_line
from articles.recovery.labeller import column, load_networks
from articles.recovery.page import Floats
from articles.recovery.recover import Labelled, assemble, label

MODEL: Final = "html"
_DESCRIBED: Final = 0.95  # how sure a field is that the page itself describes
_UNSHOWN: Final = 0.5  # how sure a standfirst is that the page describes but does not show
_EXTRACTED_WEIGHT: Final = 0.6  # what the general extractor's word counts where no network is shipped
_EXTRACTED: Final = slice(-10, -8)  # columns of the markup's evidence: what the extractor kept
_TEXT_SHARE: Final = 0.6  # how likely a line of the text must be
_BELIEVED: Final = 0.5  # how sure a name in a line must be to count more than the house itself
_SUMMARY_CHARS: Final = 40
_HEAD_LINES: Final = 40  # lines above the text in which a standfirst is looked for


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
    markup = markup_features(lines, metadata, extract_body(text))
    labelled = label("\n".join(line.text for line in lines), model=MODEL, markup=markup)
    if not load_networks(MODEL):
        labelled = replace(labelled, probabilities=_with_extractor(labelled, markup))
    labelled = replace(labelled, probabilities=_with_summary(lines, metadata, labelled), least=_TEXT_SHARE)
    article = assemble(labelled, language=metadata.language, headline_line=_headline_line(lines, metadata, labelled))
    found = described(_with_links(article, lines, metadata), metadata)
    return replace(found, images=page_images(root, found.images))


def extract_body(text: str) -> str:
    """Return the body as a general extractor finds it, one paragraph a line; empty when it finds none."""
    return trafilatura.extract(text, include_comments=False, include_tables=True, deduplicate=False) or ""


def _with_extractor(labelled: Labelled, markup: Floats) -> Floats:
    """Move each line towards body or away from it as the extractor did."""
    kept = markup[:, _EXTRACTED].max(axis=1)
    moved = labelled.probabilities * (1 - _EXTRACTED_WEIGHT)
    moved[:, column("B")] += _EXTRACTED_WEIGHT * kept
    moved[:, column("O")] += _EXTRACTED_WEIGHT * (1 - kept)
    return moved


def _with_summary(lines: list[FlatLine], metadata: Metadata, labelled: Labelled) -> Floats:
    """Label the line that repeats the page's own summary as its standfirst, where it stands at the text's head."""
    first = first_text_line(labelled.probabilities)
    summaries = [fold(summary) for summary in metadata.summaries if len(summary) >= _SUMMARY_CHARS]
    titles = [fold(title) for title in metadata.headlines]
    found = labelled.probabilities.copy()
    for at in range(max(0, first - _HEAD_LINES), min(len(lines), first + 2)):
        line = fold(lines[at].text)
        if any(alike(line, summary) for summary in summaries) and not any(alike(line, title) for title in titles):
            found[at] *= 0.1
            found[at, column("S")] += 0.9
            break
    return found


def _headline_line(lines: list[FlatLine], metadata: Metadata, labelled: Labelled) -> int | None:
    """Return the line that says what the description gives as headline, headings first."""
    titles = [fold(title) for title in metadata.headlines]
    found = [at for at, line in enumerate(lines) if any(alike(fold(line.text), title) for title in titles)]
    if not found:
        return None
    likely = labelled.probabilities[:, column("H")]
    return max(found, key=lambda at: (lines[at].element.tag == "h1", lines[at].element.tag == "h2", likely[at], -at))


def _with_links(article: RecoveredArticle, lines: list[FlatLine], metadata: Metadata) -> RecoveredArticle:
    """Give related headlines the addresses that their lines link to."""
    links: dict[str, str] = {}
    for line in lines:
        if line.link_chars and (address := _address(line, metadata)):
            links.setdefault(line.text, address)
    return replace(article, related=tuple(replace(each, url=links.get(each.headline)) for each in article.related))


def _address(line: FlatLine, metadata: Metadata) -> str | None:
    """Return the address of the first link in a line or around it, None for anything but a web address."""
    inside = line.element.xpath("(descendant-or-self::a | ancestor::a)[@href]/@href")
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
    confidence = article.confidence | {name: _DESCRIBED for name, is_given in given.items() if is_given}
    if standfirst and not article.standfirst:
        confidence["standfirst"] = _UNSHOWN
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
