"""The import's own ways with the database: room to work in, and one import at a time where that matters."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection

# The cache is in KiB, below zero, and fills up: a long import holds all of it. The log grows to 10,000 pages, some
# 40 MB, before it is taken into the tables.
_SQLITE_WIDE: Final = {"cache_size": -32 * 1024, "wal_autocheckpoint": 10_000}
_LOCK: Final = 0x6E657773  # any number that nothing else locks


@contextmanager
def tuned() -> Iterator[None]:
    """Give an SQLite connection room for many writes, and take it back afterwards."""
    if connection.vendor != "sqlite":
        yield
        return
    before = {name: _pragma(name) for name in _SQLITE_WIDE}
    for name, value in _SQLITE_WIDE.items():
        _pragma(f"{name} = {value}")
    try:
        yield
    finally:
        for name, was in before.items():
            _pragma(f"{name} = {was}")


def alone() -> None:
    """
    Let no other import store until this transaction ends: what it looked up stays true.

    On SQLite the transaction holds the lock of all writers already. Editors go on.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _pragma(command: str) -> object:
    with connection.cursor() as cursor:
        found = cursor.execute(f"PRAGMA {command}").fetchone()
    return found[0] if found else None
