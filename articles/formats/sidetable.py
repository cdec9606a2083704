"""Remember what one part of a file says for another part of it, on disk, so that memory does not grow."""

import sqlite3
from types import TracebackType


class SideTable:
    """
    Values by kind and key, in the order in which they were put; gone when it is closed.

    It lies in a file without a name, of which SQLite holds a few MB in memory.
    """

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("CREATE TABLE kept (kind TEXT, key TEXT, value BLOB)")
        self._database.execute("CREATE INDEX kept_by_key ON kept (kind, key)")
        self._database.execute("BEGIN")

    def __enter__(self) -> "SideTable":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    def put(self, kind: str, key: str, value: bytes) -> None:
        """Remember one more value under a key."""
        self._database.execute("INSERT INTO kept VALUES (?, ?, ?)", (kind, _storable(key), value))

    def get(self, kind: str, key: str) -> list[bytes]:
        """Return all values under a key, the first put first; one look-up."""
        rows = self._database.execute(
            "SELECT value FROM kept WHERE kind = ? AND key = ? ORDER BY rowid", (kind, _storable(key))
        )
        return [value for (value,) in rows]

    def keys(self, kind: str, *, at_most: int) -> list[str]:
        """Return the first keys of a kind."""
        rows = self._database.execute("SELECT key FROM kept WHERE kind = ? ORDER BY rowid LIMIT ?", (kind, at_most))
        return [key for (key,) in rows]


def _storable(key: str) -> str:
    return key.encode("utf-8", "replace").decode("utf-8")
