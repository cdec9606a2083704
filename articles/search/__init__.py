"""The one door to full-text search: `index` and `forget` on writes, `matching` and `excerpts` on reads."""

from articles.search.documents import Words, forget, index
from articles.search.queries import END, START, excerpts, matching, parse_query

__all__ = ["END", "START", "Words", "excerpts", "forget", "index", "matching", "parse_query"]
