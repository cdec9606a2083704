"""The page for a request that cannot be understood."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what is wrong with the request, where a view said so: what an attack provokes stays unsaid. 1 query."""
    reason = str(exception) if isinstance(exception, BadRequest) else ""
    return TemplateResponse(request, "400.html", {"reason": reason}, status=400)
