"""Structured data about an article, for machines that read pages."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from articles.models import Article, Byline
from articles.views.reading import description

HEADLINE_MAX_CHARS = 110


def news_article(article: Article, *, bylines: Sequence[Byline], text: str) -> dict[str, Any]:
    """Return the article as schema.org's NewsArticle. No query where bylines come with their authors."""
    address = article.canonical_url or f"{settings.SITE_URL}{article.get_absolute_url()}"
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.headline[:HEADLINE_MAX_CHARS],
        "description": description(text),
        "inLanguage": article.language,
        "mainEntityOfPage": address,
        "url": address,
        "dateModified": article.updated_at.isoformat(),
        "publisher": {"@type": "NewsMediaOrganization", "name": settings.SITE_NAME, "url": settings.SITE_URL},
        "author": [
            {"@type": "Person", "name": b.author.name, "url": f"{settings.SITE_URL}{b.author.get_absolute_url()}"}
            for b in bylines
        ],
    }
    if article.published_at:
        data["datePublished"] = article.published_at.isoformat()
    if article.section:
        data["articleSection"] = article.section.name
    if article.dateline:
        data["dateline"] = article.dateline
        data["locationCreated"] = {"@type": "Place", "name": article.dateline}
    if article.lead_image:
        data["image"] = [f"{settings.SITE_URL}{article.lead_image.file.url}"]
    return data
