"""Hand out bytes as they were received: never as a page of ours."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from articles.markup.folding import slug_of


def attachment(data: bytes, name: str) -> HttpResponse:
    """Return bytes as a file to save; a browser neither shows nor guesses at them."""
    stem, dot, ending = name.replace("\\", "/").rsplit("/", 1)[-1].rpartition(".")
    plain = f"{slug_of(stem or ending) or 'document'}{dot}{slug_of(ending) if stem else ''}".rstrip(".")
    disposition = content_disposition_header(as_attachment=True, filename=plain)
    return HttpResponse(
        data,
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": disposition or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, no-store",
        },
    )
