"""Answers for machines: what crawlers may read, and whether the site is well."""

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

CACHE_KEY = "healthz"
CACHE_SECONDS = 10


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Answer with the rules for crawlers: all but the desk, previews and search. No query."""
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        "Disallow: /preview/",
        f"Disallow: {reverse('articles:search')}",
        "",
        f"Sitemap: {settings.SITE_URL}{reverse('articles:sitemap')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 if database and cache do their work, 503 if one does not: 1 query."""
    parts = {"database": _database_answers(), "cache": _cache_keeps()}
    state = {name: "ok" if works else "failed" for name, works in parts.items()}
    is_well = all(parts.values())
    return JsonResponse({"status": "ok" if is_well else "failed", **state}, status=200 if is_well else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except DatabaseError:
        return False


def _cache_keeps() -> bool:
    cache.set(CACHE_KEY, "ok", CACHE_SECONDS)
    return bool(cache.get(CACHE_KEY) == "ok")
