"""Read HTML pages: their own description first, then the words and the markup of every line."""

from articles.formats.html.reading import read_html

__all__ = ["read_html"]
