"""Ask the full-text index: any text is a safe question."""

import re
from collections.abc import Sequence

from django.db import connection

from articles.models.articles import ArticleQuerySet
from articles.models.search import Relevance
from articles.search.documents import UNSPACED, fold, spaced

START, END = "\x02", "\x03"  # round a found word; templates make marks of them, after escaping
MAX_TERMS = 12
_TERM = re.compile(r'"([^"]*)"|(\w+)')
_WORD = re.compile(r"\w+")
_GAP = re.compile(f"(?<=[{UNSPACED}{END}]) (?=[{UNSPACED}{START}])")
_EXCERPTS = {
    "sqlite": """
        SELECT rowid, snippet(articles_search, 2, char(2), char(3), '…', 32)
        FROM articles_search WHERE articles_search MATCH %s AND rowid IN ({})
    """,
    "postgresql": """
        SELECT rowid, ts_headline('english', left(body, 20000), websearch_to_tsquery('english', %s),
            'StartSel=' || chr(2) || ', StopSel=' || chr(3) || ', MinWords=20, MaxWords=32, MaxFragments=1')
        FROM articles_search WHERE rowid IN ({})
    """,
}


def parse_query(text: str) -> str:
    """
    Return the question to the index that a reader's words ask, "" where there are none.

    All words must occur; words in double quotes must occur side by side. Each
    is quoted, so that nothing a reader types is syntax. At most 12 are asked for.
    """
    terms = (_WORD.findall(spaced(fold(phrase or word))) for phrase, word in _TERM.findall(text.replace("\x00", "")))
    return " ".join(f'"{" ".join(words)}"' for words in list(filter(None, terms))[:MAX_TERMS])


def matching(articles: ArticleQuerySet, query: str) -> ArticleQuerySet:
    """Keep the articles that answer `query` (from `parse_query`), the best first; none for ""."""
    if not query:
        return articles.none()
    return articles.filter(search_document__index__match=query).order_by(Relevance(query), "-published_at", "-pk")


def excerpts(article_ids: Sequence[int], query: str) -> dict[int, str]:
    """Return a stretch of each article's body with the found words between START and END: 1 query."""
    if not article_ids or not query:
        return {}
    statement = _EXCERPTS[connection.vendor].format(", ".join(["%s"] * len(article_ids)))
    with connection.cursor() as cursor:
        cursor.execute(statement, [query, *article_ids])
        return {pk: _GAP.sub("", text) for pk, text in cursor.fetchall()}
