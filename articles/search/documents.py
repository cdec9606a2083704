"""Keep the full-text index in step with the articles, inside the transaction that changes them."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import connection, transaction

# Scripts that write no spaces: each character is a word of its own, and a word of theirs is a phrase.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SEAM = re.compile(f"(?<=[{UNSPACED}])(?=\\w)|(?<=\\w)(?=[{UNSPACED}])")
_UNSPACED_CHARACTER = re.compile(f"[{UNSPACED}]")
# Accents of European letters; the marks of other scripts tell words apart.
_ACCENTS = re.compile("[\u0300-\u036f]")
_INSERT = {
    "sqlite": "INSERT INTO articles_search (rowid, headline, standfirst, body) VALUES (%s, %s, %s, %s)",
    "postgresql": """
        INSERT INTO articles_search (rowid, headline, standfirst, body, articles_search)
        VALUES (%s, %s, %s, %s, setweight(to_tsvector('english', %s), 'A')
            || setweight(to_tsvector('english', %s), 'B') || to_tsvector('english', left(%s, 900000)))
    """,
}


class Words(NamedTuple):
    """The plain text of one article."""

    article_id: int
    headline: str
    standfirst: str
    body: str

    @property
    def texts(self) -> tuple[str, str, str]:
        return self.headline, self.standfirst, self.body


def index(documents: Iterable[Words], *, are_new: bool = False) -> None:
    """
    Put documents into the index, in place of what it held of those articles.

    Two statements, one when all `are_new`.
    """
    rows = [(words.article_id, [spaced(text) for text in words.texts]) for words in documents]
    if not rows:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        if not are_new:
            _delete([row[0] for row in rows])
        takes_folded = connection.vendor == "postgresql"
        cursor.executemany(
            _INSERT[connection.vendor],
            [(pk, *texts, *(map(fold, texts) if takes_folded else ())) for pk, texts in rows],
        )


def forget(article_ids: Sequence[int]) -> None:
    """Take articles out of the index: one statement."""
    with transaction.atomic():
        _delete(article_ids)


def fold(text: str) -> str:
    """Drop accents where the database does not: FTS5's tokenizer drops them itself, from documents and questions."""
    if connection.vendor != "postgresql":
        return text
    return unicodedata.normalize("NFKC", _ACCENTS.sub("", unicodedata.normalize("NFKD", text)))


def spaced(text: str) -> str:
    """Part the characters of scripts without spaces, so that each can be found."""
    text = text.replace("\x00", "")
    return _SEAM.sub(" ", text) if _UNSPACED_CHARACTER.search(text) else text  # the search is much the cheaper


def _delete(article_ids: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM articles_search WHERE rowid = %s", [(pk,) for pk in article_ids])
