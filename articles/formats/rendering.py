"""Give a recovered document as plain values, ready for JSON."""

from datetime import datetime

from articles.formats.documents import Recovered


def as_json(recovered: Recovered, *, lines: bool = False) -> dict[str, object]:
    """Return the fields of a recovered document; with `lines`, each non-blank line's role and grounds."""
    article = recovered.article
    payload: dict[str, object] = {
        "document": recovered.key,
        "format": recovered.format,
        "language": article.language,
        "headline": article.headline,
        "suggested_headline": article.suggested_headline,
        "standfirst": article.standfirst,
        "authors": list(article.authors),
        "published_at": _instant(article.published_at),
        "modified_at": _instant(article.modified_at),
        "captured_at": _instant(article.captured_at),
        "body": [{"kind": str(block.kind), "text": block.text} for block in article.body],
        "tags": list(article.tags),
        "related": [{"headline": each.headline, "url": each.url} for each in article.related],
        "images": [
            {"url": each.url, "alt": each.alt, "caption": each.caption, "credit": each.credit}
            for each in article.images
        ],
        "confidence": {name: round(value, 3) for name, value in article.confidence.items()},
    }
    if lines:
        payload["lines"] = [
            {"number": span.number, "role": str(span.role), "confidence": round(span.confidence, 3), "why": span.why}
            for span in article.spans
        ]
    return payload


def _instant(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
