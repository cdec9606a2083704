"""Fill a newsroom with many articles, by copying those it has inside the database: what an import then meets."""

from typing import Any

from benchmarks.bare import WRITTEN

# Expressions with {shift}, what ids move by, and {copy}, which copy this is; columns that are not named stay.
_RULES: dict[str, dict[str, str]] = {
    "articles_article": {
        "id": "id + {shift}",
        "headline": "headline || ' {copy}'",
        "headline_key": "headline_key || ' {copy}'",
        "slug": "slug || '-' || (id + {shift})",
        "short_code": "{code}",
    },
    "articles_revision": {"id": "id + {shift}", "article_id": "article_id + {shift}"},
    "articles_sourcedocument": {
        "id": "id + {shift}",
        "article_id": "article_id + {shift}",
        "revision_id": "revision_id + {shift}",
        "key": "key || '-' || (id + {shift})",
        "sha256": "{sha}",
    },
    "articles_articletag": {"content_object_id": "content_object_id + {shift}"},
    "articles_byline": {"article_id": "article_id + {shift}"},
    "articles_relatedlink": {
        "article_id": "article_id + {shift}",
        "target_id": "target_id + {shift}",
        "key": "key || ' {copy}'",
        "head": "{number}",
        "tail": "{number}",
    },
    "articles_fingerprint": {"article_id": "article_id + {shift}", "value": "{number}"},
    "articles_reviewitem": {
        "article_id": "article_id + {shift}",
        "document_id": "document_id + {shift}",
        "subject": "subject || '-{copy}'",
    },
    "articles_search": {"rowid": "rowid + {shift}"},
}
_NUMBERED = ("articles_article", "articles_revision", "articles_sourcedocument")
_OWN = {
    "sqlite": {"sha": "lower(hex(randomblob(32)))", "number": "random()", "code": "lower(hex(randomblob(6)))"},
    "postgresql": {
        "sha": "md5(random()::text) || md5(random()::text)",
        "number": "((random() - 0.5) * 9e18)::bigint",
        "code": "substr(md5(random()::text), 1, 12)",
    },
}


def fill(connection: Any, size: int, vendor: str) -> int:
    """Copy the articles that there are until there are `size` or a few more; return how many. Numbers begin at 1."""
    cursor = connection.cursor()
    cursor.execute("SELECT count(*) FROM articles_article")
    (count,) = cursor.fetchone()
    span = 1
    for table in _NUMBERED:
        cursor.execute(f"SELECT max(id) FROM {table}")
        span = max(span, cursor.fetchone()[0] + 1)
    if vendor == "postgresql":
        _count_on(cursor)
    cursor.execute("UPDATE articles_journalclock SET number = (SELECT coalesce(max(number), 0) FROM articles_change)")
    copies = -(-size // count) - 1
    for copy in range(1, copies + 1):
        cursor.execute("BEGIN")
        for table, rules in _RULES.items():
            cursor.execute(_statement(connection, table, rules, span, copy, vendor))
        cursor.execute("COMMIT")
    if vendor == "postgresql":
        _count_on(cursor)
        cursor.execute("ANALYZE")
    return int(count * (copies + 1))


def _count_on(cursor: Any) -> None:
    """Let the ids that the database gives follow those that were given to it."""
    for table in WRITTEN:
        if table not in ("articles_change", "articles_search"):
            sequence = f"pg_get_serial_sequence('{table}', 'id')"
            cursor.execute(f"SELECT setval({sequence}, coalesce((SELECT max(id) FROM {table}), 0) + 1)")


def _statement(connection: Any, table: str, rules: dict[str, str], span: int, copy: int, vendor: str) -> str:
    columns = [name for name in _columns(connection, table) if name != "id" or "id" in rules]
    words = {"shift": span * copy, "copy": copy} | _OWN[vendor]
    values = ", ".join(rules.get(name, f'"{name}"').format(**words) for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    own = (
        "rowid"
        if table == "articles_search"
        else "content_object_id"
        if table.endswith("articletag")
        else ("id" if "id" in rules else "article_id")
    )
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE {own} < {span}"


def _columns(connection: Any, table: str) -> list[str]:
    cursor = connection.cursor()
    wanted = "rowid, *" if table == "articles_search" and not hasattr(connection, "info") else "*"
    cursor.execute(f"SELECT {wanted} FROM {table} LIMIT 0")
    return [column[0] for column in cursor.description]
