"""The words of every article, as the database's own full-text index holds them."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler


class SearchDocument(models.Model):
    """
    The plain text of an article's live row, and the full-text index of it.

    On SQLite an FTS5 table, on PostgreSQL a table with a tsvector; `index` is
    what a query matches. A migration makes it; only `articles.search` touches it.
    """

    article = models.OneToOneField(
        "articles.Article",
        primary_key=True,
        db_column="rowid",
        on_delete=models.DO_NOTHING,
        related_name="search_document",
    )
    headline = models.TextField()
    standfirst = models.TextField()
    body = models.TextField()
    # FTS5 names the hidden column that is matched like its table; PostgreSQL's is named so too.
    index = models.TextField(db_column="articles_search", editable=False)

    class Meta:
        managed = False
        db_table = "articles_search"

    def __str__(self) -> str:
        return self.headline


@models.TextField.register_lookup
class Match(models.Lookup):
    """`index__match="…"`: the document holds what the query of `articles.search` asks for."""

    lookup_name = "match"
    prepare_rhs = False

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        lhs, lhs_params = self.process_lhs(compiler, connection)
        rhs, rhs_params = self.process_rhs(compiler, connection)
        return f"{lhs} MATCH {rhs}", [*lhs_params, *rhs_params]

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        lhs, lhs_params = self.process_lhs(compiler, connection)
        rhs, rhs_params = self.process_rhs(compiler, connection)
        return f"{lhs} @@ websearch_to_tsquery('english', {rhs})", [*lhs_params, *rhs_params]


class Relevance(models.Func):
    """How well a matched document fits a query: the lower, the better."""

    output_field = models.FloatField()

    def __init__(self, query: str) -> None:
        super().__init__(models.F("search_document__index"), models.Value(query))

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Any:
        index, _params = compiler.compile(self.source_expressions[0])
        table, _dot, _column = index.partition(".")
        return f"{table}.rank", []

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Any:
        template = "(-ts_rank(%(expressions)s)))"
        return self.as_sql(compiler, connection, template=template, arg_joiner=", websearch_to_tsquery('english', ")
