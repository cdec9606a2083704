"""Insert rows that an import made, as fast as the database takes them: the floor that its rate is held against."""

import time
from collections.abc import Sequence
from typing import Any

from psycopg.types.json import Jsonb

ROWS = dict[str, tuple[list[str], list[tuple[Any, ...]]]]
# Parents before children.
WRITTEN = (
    "articles_importrun", "articles_section", "articles_author", "articles_tag", "articles_article",
    "articles_revision", "articles_sourcedocument", "articles_articletag", "articles_byline", "articles_relatedlink",
    "articles_fingerprint", "articles_reviewitem", "articles_change", "articles_search",
)  # fmt: skip
_VECTOR = (
    "setweight(to_tsvector('english', headline), 'A') || setweight(to_tsvector('english', standfirst), 'B') "
    "|| to_tsvector('english', left(body, 900000))"
)


def read_rows(connection: Any, vendor: str) -> ROWS:
    """Return the columns and the rows of each table that an import writes."""
    found: ROWS = {}
    for table in WRITTEN:
        columns = "*" if table != "articles_search" else "rowid, headline, standfirst, body"
        cursor = connection.cursor()
        cursor.execute(f"SELECT {columns} FROM {table}")
        rows = cursor.fetchall()
        if vendor == "postgresql":
            rows = [tuple(map(_plain, row)) for row in rows]
        found[table] = [column[0] for column in cursor.description], rows
    return found


def insert_bare(connection: Any, rows: ROWS, vendor: str) -> float:
    """Insert the rows into empty tables, in one transaction; return the seconds."""
    started = time.perf_counter()
    cursor = connection.cursor()
    cursor.execute("BEGIN")
    for table, (columns, values) in rows.items():
        _insert(cursor, table, columns, values, vendor)
    cursor.execute("COMMIT")
    return time.perf_counter() - started


def count(rows: ROWS) -> int:
    """Return how many rows there are in all tables."""
    return sum(len(values) for _, values in rows.values())


def _insert(cursor: Any, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]], vendor: str) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    if vendor == "sqlite":
        marks = ", ".join("?" * len(columns))
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
        return
    target = table
    if table == "articles_search":
        cursor.execute("CREATE TEMPORARY TABLE words (rowid bigint, headline text, standfirst text, body text)")
        target = "words"
    with cursor.copy(f"COPY {target} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    if table == "articles_search":
        cursor.execute(f"INSERT INTO {table} ({names}, articles_search) SELECT {names}, {_VECTOR} FROM words")


def _plain(value: Any) -> Any:
    """Return JSON as it is written to the table."""
    return Jsonb(value) if isinstance(value, dict | list) else value
