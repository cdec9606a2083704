"""The desk: Django's admin, with pages of our own for articles."""

from articles.admin import articles, images, people, review, runs, site, sources, tag_operations, tags, taxonomy

__all__ = ["articles", "images", "people", "review", "runs", "site", "sources", "tag_operations", "tags", "taxonomy"]
