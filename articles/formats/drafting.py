"""Make of a recovered document all that the tables hold of it, short of rows: pure, so that any process can."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from itertools import groupby
from typing import Any, Final

from articles.formats.documents import Recovered
from articles.formats.registry import named
from articles.formats.rendering import as_json
from articles.markup.html import clean_blocks, is_even, join_blocks, plain_text
from articles.markup.sketches import found_by, shingles_of, sketch_of
from articles.merging.snapshot import Related, Snapshot
from articles.recovery.article import Block, BlockKind, RecoveredArticle, RecoveredImage, Span
from articles.workflow import Origin

_WRAPPED: Final = {
    BlockKind.PARAGRAPH: "<p>{}</p>",
    BlockKind.HEADING: "<h2>{}</h2>",
    BlockKind.QUOTE: "<blockquote><p>{}</p></blockquote>",
}
_MAX_CHARS: Final = {"headline": 500, "kicker": 100, "dateline": 100, "language": 35}  # as the columns of Article
_MAX_ADDRESS_CHARS: Final = 1000
_SHOWN_DIGITS: Final = 3


@dataclass(frozen=True, slots=True)
class Draft:
    """
    What one document says, ready to be stored.

    `content` lacks the section and the bylines, which are rows: their names
    stand in `section` and `authors`. Its body was cleaned. `words` is the plain
    text of the body, `sketch` what similar texts are found by,
    `found_by` what its related headlines are. `evidence` is JSON as a source document stores it.
    `withheld` is the reason why it must not be published as it comes. `fields`
    is what a report tells of it, empty unless one is wanted.
    """

    format: str
    media_type: str
    encoding: str
    content: Snapshot
    section: str
    authors: tuple[str, ...]
    words: str
    sketch: tuple[int, ...]
    found_by: tuple[tuple[str, int | None, int | None], ...]
    captured_at: datetime | None
    modified_at: datetime | None
    images: tuple[RecoveredImage, ...]
    withheld: str
    confidence: dict[str, float]
    evidence: str
    problems: tuple[str, ...]
    fields: dict[str, Any]


def draft_of(recovered: Recovered, *, with_fields: bool = False) -> Draft:
    """Return the draft of a recovered document; what an editor should know of it becomes its problems."""
    article = recovered.article
    problems = [*recovered.notes, *_doubts(article)]
    body, words = _body_and_words(article.body)
    content = _content(article, body, problems)
    return Draft(
        format=recovered.format,
        media_type=named(recovered.format).media_type,
        encoding=recovered.encoding,
        content=content,
        section=article.section or "",
        authors=article.authors,
        words=words,
        sketch=tuple(sketch_of(shingles_of(join_blocks(body)))),
        found_by=tuple(found_by(related.headline) for related in content.related),
        captured_at=article.captured_at,
        modified_at=article.modified_at,
        images=article.images,
        withheld=article.withheld,
        confidence=article.confidence,
        evidence=json.dumps(_evidence(recovered), ensure_ascii=False, separators=(",", ":")),
        problems=tuple(problems),
        fields=as_json(recovered) | {"encoding": recovered.encoding} if with_fields else {},
    )


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


def clean_body(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Return the body that a document's blocks make, as safe as everything that reaches a reader."""
    return _body_and_words(tuple(blocks))[0]


def _body_and_words(blocks: Sequence[Block]) -> tuple[tuple[str, ...], str]:
    """Return the cleaned body and its plain text; words that hold no markup, escaped, are clean as they are."""
    if all(not block.html and is_even(block.text) for block in blocks):
        return body_of(blocks), "\n\n".join(_paragraphs(blocks))
    body = clean_blocks(join_blocks(body_of(blocks)))
    return body, plain_text(join_blocks(body))


def _paragraphs(blocks: Iterable[Block]) -> Iterator[str]:
    for kind, run in groupby(blocks, key=lambda block: block.kind):
        texts = [" ".join(block.text.split()) for block in run]
        yield from [" ".join(texts)] if kind is BlockKind.ITEM else texts


def _content(article: RecoveredArticle, body: tuple[str, ...], problems: list[str]) -> Snapshot:
    headline, headline_origin = article.headline, Origin.STATED
    if not headline:
        headline, headline_origin = article.suggested_headline or "", Origin.DERIVED
    published_at, date_origin = article.published_at, Origin.STATED
    if published_at is None:
        published_at, date_origin = article.captured_at, Origin.CAPTURED if article.captured_at else Origin.RECEIVED
    return Snapshot(
        headline=_fit("headline", headline, problems),
        headline_origin=headline_origin.value,
        kicker=_fit("kicker", article.kicker or "", problems),
        standfirst=article.standfirst or "",
        body=body,
        dateline=_fit("dateline", article.dateline or "", problems),
        language=_fit("language", article.language or "und", problems),
        tags=article.tags,
        related=_related(article),
        published_at=published_at.astimezone(UTC).isoformat() if published_at else "",
        date_origin=date_origin.value,
        canonical_url=_web_address(article.canonical_url or ""),
    )


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
    return doubts


def _fit(name: str, value: str, problems: list[str]) -> str:
    limit = _MAX_CHARS[name]
    if len(value) > limit:
        problems.append(f"{name}: {len(value)} characters, cut to {limit}; the document's bytes hold it whole")
    return value[:limit]


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


def _evidence(recovered: Recovered) -> dict[str, object]:
    """Return what is kept of how a document was read; roles and reasons stand once each, spans count in them."""
    article = recovered.article
    roles = list(dict.fromkeys(span.role.value for span in article.spans))
    whys = list(dict.fromkeys(span.why for span in article.spans))
    role_at, why_at = ({value: at for at, value in enumerate(values)} for values in (roles, whys))

    def row(span: Span) -> list[object]:
        confidence = round(span.confidence, _SHOWN_DIGITS)
        return [span.number, span.start, span.end, role_at[span.role.value], confidence, why_at[span.why]]

    kept: dict[str, object] = {
        "format": recovered.format,
        "confidence": {name: round(value, _SHOWN_DIGITS) for name, value in article.confidence.items()},
        "roles": roles,
        "whys": whys,
        "spans": [row(span) for span in article.spans],
    }
    if not recovered.is_verbatim:
        kept["text"] = article.text
    return kept
