"""Write many rows of a table in one go, as fast as the database takes them: no statement grows with their number."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models

_Convert = Callable[[Any], Any]


def reserve_ids(model: type[models.Model], count: int) -> Sequence[int]:
    """
    Return `count` ids for new rows of `model`, inside the transaction that inserts them: 1 statement.

    On SQLite the transaction holds the lock of all writers already.
    """
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
            cursor.execute(sequence, [table, count])
            return [pk for (pk,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
        first = (found[0] if found else 0) + 1
        return range(first, first + count)


def insert_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], *, skip_known: bool = False
) -> None:
    """
    Insert rows of values, in the order of `columns` (names as of attributes: `section_id`); JSON comes as text.

    What is not among the columns takes its default from the database, so that
    only the id may be left out. With `skip_known`, rows that a constraint calls
    double are passed over. COPY on PostgreSQL, where nothing is.

    :raises IntegrityError: if a constraint refuses one of them.
    """
    fields = [_field(model, name) for name in columns]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    values: Any = _converted(fields, rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and not skip_known:
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(fields))
            ending = "ON CONFLICT DO NOTHING" if skip_known else ""
            statement = f"INSERT INTO {table} ({names}) VALUES ({marks}) {ending}"  # noqa: S608 - names of ours
            cursor.executemany(statement, list(values))


def update_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Update rows by id: each holds the values of `columns`, then the id; JSON comes as text."""
    fields = [_field(model, name) for name in columns]
    sets = ", ".join(f"{connection.ops.quote_name(str(field.column))} = %s" for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    values = list(_converted([*fields, _field(model, "id")], rows))
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {table} SET {sets} WHERE id = %s", values)  # noqa: S608 - names of ours


def _field(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    by_attribute = {field.attname: field for field in model._meta.concrete_fields}
    return by_attribute[name]


def _converted(fields: "Sequence[models.Field[Any, Any]]", rows: Iterable[Sequence[Any]]) -> Iterable[Sequence[Any]]:
    """Give instants the form that the database keeps them in; all else goes as it is."""
    convert: _Convert = lru_cache(maxsize=64)(connection.ops.adapt_datetimefield_value)  # a batch shares most of them
    instants = [at for at, field in enumerate(fields) if isinstance(field, models.DateTimeField)]
    if not instants or connection.vendor == "postgresql":
        return rows
    return (_with_instants(row, instants, convert) for row in rows)


def _with_instants(row: Sequence[Any], instants: Sequence[int], convert: _Convert) -> Sequence[Any]:
    values = list(row)
    for at in instants:
        values[at] = convert(values[at])
    return values
