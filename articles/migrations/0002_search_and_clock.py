"""Make the full-text index that the database offers, and start the journal's clock."""

from django.db import NotSupportedError, migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = [
    """
    CREATE VIRTUAL TABLE articles_search USING fts5(
        headline, standfirst, body, tokenize='porter unicode61 remove_diacritics 2'
    )
    """,
    # A word in a headline counts 8 times, in a standfirst 3 times.
    "INSERT INTO articles_search(articles_search, rank) VALUES ('rank', 'bm25(8.0, 3.0, 1.0)')",
]
POSTGRESQL = [
    """
    CREATE TABLE articles_search (
        rowid bigint PRIMARY KEY,
        headline text NOT NULL,
        standfirst text NOT NULL,
        body text NOT NULL,
        articles_search tsvector NOT NULL
    )
    """,
    "CREATE INDEX articles_search_words ON articles_search USING gin (articles_search)",
]
TABLES = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def make_index(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    vendor = schema_editor.connection.vendor
    if vendor not in TABLES:
        raise NotSupportedError(f"database {vendor}: no full-text index is written for it; use sqlite or postgresql")
    for statement in TABLES[vendor]:
        schema_editor.execute(statement)


def drop_index(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute("DROP TABLE articles_search")


def start_clock(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("articles", "JournalClock").objects.create(id=1, number=0)


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_tables")]
    operations = [
        migrations.RunPython(make_index, drop_index),
        migrations.RunPython(start_clock, migrations.RunPython.noop),
    ]
