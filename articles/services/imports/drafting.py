"""Make a snapshot of what recovery found: plain words become clean HTML, names become rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from html import escape
from itertools import groupby

from articles.formats.documents import Recovered
from articles.markup.folding import fold_name
from articles.merging.snapshot import Credit, Related, Snapshot
from articles.models import Author, Section
from articles.recovery.article import Block, BlockKind, RecoveredArticle
from articles.services.names import MAX_NAME_CHARS, MAX_TAG_CHARS, ensure_authors, ensure_sections
from articles.workflow import Origin

_WRAPPED = {
    BlockKind.PARAGRAPH: "<p>{}</p>",
    BlockKind.HEADING: "<h2>{}</h2>",
    BlockKind.QUOTE: "<blockquote><p>{}</p></blockquote>",
}
_MAX_CHARS = {"headline": 500, "kicker": 100, "dateline": 100, "language": 35}  # as the columns of Article
_MAX_ADDRESS_CHARS = 1000


@dataclass(frozen=True, slots=True)
class Draft:
    """A snapshot of one document, and what an editor should know of it."""

    snapshot: Snapshot
    problems: list[str]


def draft_articles(batch: Iterable[Recovered]) -> list[Draft]:
    """Make a draft of each document; unknown authors and sections are made: at most 6 queries a batch."""
    found = [recovered.article for recovered in batch]
    authors = ensure_authors(name for article in found for name in article.authors)
    sections = ensure_sections(article.section for article in found if article.section)
    return [_draft(article, authors, sections) for article in found]


def body_of(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Return blocks as blocks of HTML, their emphasis and links kept; items in a row share a list."""
    html: list[str] = []
    for kind, run in groupby(blocks, key=lambda block: block.kind):
        texts = [block.html or escape(block.text, quote=False) for block in run]
        if kind is BlockKind.ITEM:
            html.append("<ul>" + "".join(f"<li>{text}</li>" for text in texts) + "</ul>")
        else:
            html += [_WRAPPED[kind].format(text) for text in texts]
    return tuple(html)


def _draft(article: RecoveredArticle, authors: Mapping[str, Author], sections: Mapping[str, Section]) -> Draft:
    problems = _doubts(article)
    headline, headline_origin = article.headline, Origin.STATED
    if not headline:
        headline, headline_origin = article.suggested_headline or "", Origin.DERIVED
    published_at, date_origin = article.published_at, Origin.STATED
    if published_at is None:
        published_at, date_origin = article.captured_at, Origin.CAPTURED if article.captured_at else Origin.RECEIVED
    section = sections.get(_folded(article.section or "", MAX_TAG_CHARS))
    people = (authors.get(_folded(name, MAX_NAME_CHARS)) for name in article.authors)
    snapshot = Snapshot(
        headline=_fit("headline", headline, problems),
        headline_origin=headline_origin,
        kicker=_fit("kicker", article.kicker or "", problems),
        standfirst=article.standfirst or "",
        body=body_of(article.body),
        dateline=_fit("dateline", article.dateline or "", problems),
        language=_fit("language", article.language or "und", problems),
        section=section.pk if section else None,
        bylines=tuple(dict.fromkeys(Credit(person.pk) for person in people if person)),
        tags=article.tags,
        related=_related(article),
        published_at=published_at.astimezone(UTC).isoformat() if published_at else "",
        date_origin=date_origin,
        canonical_url=_web_address(article.canonical_url or ""),
    )
    return Draft(snapshot, problems)


def _doubts(article: RecoveredArticle) -> list[str]:
    doubts = []
    if not article.headline:
        doubts.append(
            "headline: the document has none; one was derived from the text"
            if article.suggested_headline
            else "headline: the document has none, and no text to derive one from"
        )
    if article.published_at is None:
        doubts.append(
            "published_at: the document states none; the page's clock stands in"
            if article.captured_at
            else "published_at: the document states none; the day of the import stands in"
        )
    if not article.body:
        doubts.append("body: no text of an article was recognised; the document's bytes are kept")
    if article.images:
        doubts.append(f"images: {len(article.images)} named, not fetched: an import asks nobody outside")
    return doubts


def _fit(name: str, value: str, problems: list[str]) -> str:
    limit = _MAX_CHARS[name]
    if len(value) > limit:
        problems.append(f"{name}: {len(value)} characters, cut to {limit}; the document's bytes hold it whole")
    return value[:limit]


def _folded(name: str, max_chars: int) -> str:
    return fold_name(" ".join(name.split()).lstrip("#")[:max_chars].strip())


def _related(article: RecoveredArticle) -> tuple[Related, ...]:
    links = (
        Related(headline=related.headline[: _MAX_CHARS["headline"]], url=_web_address(related.url or ""))
        for related in article.related
        if related.headline.strip()
    )
    return tuple(dict.fromkeys(links))


def _web_address(url: str) -> str:
    """Return `url` where it is an absolute address of the web, else ""."""
    return url if url.startswith(("http://", "https://")) and len(url) <= _MAX_ADDRESS_CHARS else ""
