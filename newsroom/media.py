"""Uploaded images, served by Django itself where no web server or object store does."""

from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

CONTENT_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
CACHE_CONTROL = "public, max-age=86400"


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer with the image at `path` under MEDIA_ROOT, or 304 if the reader has it.

    Only the kinds in `CONTENT_TYPES`, under that very type: whatever else lies there is 404, so that no upload can act
    as a page of ours. No query.
    """
    content_type = CONTENT_TYPES.get(PurePosixPath(path).suffix.lower())
    if content_type is None:
        raise Http404(f"{path}: not an image that is served")
    try:
        response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except SuspiciousFileOperation as error:
        raise Http404(f"{path}: lies outside the media") from error
    response.headers["Content-Type"] = content_type
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = CACHE_CONTROL
    return response
