"""Readers of environment variables: a wrong value stops the start and says what would be right."""

import re
from collections.abc import Collection
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

TRUE = frozenset({"true", "yes", "on", "1"})
FALSE = frozenset({"false", "no", "off", "0"})
SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
SQLITE_BUSY_SECONDS = 20
CONNECTION_SECONDS = 60

_env = environ.Env()


def read_file(path: Path) -> None:
    """Read NAME=value lines of the file at `path`, if it is there, into the environment; what is set already stays."""
    environ.Env.read_env(path)


def wrong(name: str, value: str, fault: str, right: str) -> ImproperlyConfigured:
    """Return the error that names the variable, its value (passwords masked), the fault and what would be right."""
    shown = re.sub(r"(//[^/@:]*):[^/@]*@", r"\1:***@", value)
    return ImproperlyConfigured(f"{name}: {shown!r} {fault}; {right}")


def text(name: str, default: str = "") -> str:
    """Read a text; an empty variable counts as unset."""
    return _env.str(name, default="").strip() or default


def flag(name: str, default: bool) -> bool:
    """Read true or false, in any usual spelling.

    :raises ImproperlyConfigured: if it is neither.
    """
    value = text(name)
    if not value:
        return default
    if value.lower() not in TRUE | FALSE:
        raise wrong(name, value, "is neither true nor false", "write true or false")
    return value.lower() in TRUE


def whole(name: str, default: int, *, low: int, high: int) -> int:
    """Read a whole number between `low` and `high`, both included.

    :raises ImproperlyConfigured: if it is none, or lies outside.
    """
    value = text(name)
    if not value:
        return default
    if not re.fullmatch(r"[0-9]+", value) or not low <= int(value) <= high:
        raise wrong(name, value, "is not in range", f"write a whole number from {low} to {high}")
    return int(value)


def choice(name: str, default: str, options: Collection[str], right: str = "") -> str:
    """Read one of `options`; `right` replaces their list in the error where the list is long.

    :raises ImproperlyConfigured: if it is none of them.
    """
    value = text(name, default)
    if value not in options:
        raise wrong(name, value, "is not known", right or f"write one of: {', '.join(options)}")
    return value


def names(name: str, default: Collection[str] = ()) -> list[str]:
    """Read a list separated by commas; blanks around the items are dropped."""
    return [item.strip() for item in text(name).split(",") if item.strip()] or list(default)


def origin(name: str, default: str) -> str:
    """Read an address of scheme and host alone, as in https://news.example, without a slash at the end.

    :raises ImproperlyConfigured: if it is none.
    """
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or value != f"{parts.scheme}://{parts.netloc}":
        raise wrong(name, value, "is not the address of a site", "write it as https://news.example")
    return value


def database(name: str, default: Path, base: Path) -> dict[str, Any]:
    """Read a database address into Django's terms; unset, it is the SQLite file `default`.

    A relative SQLite path hangs from `base`.

    :raises ImproperlyConfigured: if it is no address of SQLite or PostgreSQL, or PostgreSQL's driver is missing.
    """
    url = text(name)
    if not url:
        return _sqlite(str(default))
    right = "write sqlite:///path/to/file or postgres://user:password@host:5432/name"
    scheme = url.partition("://")[0]
    if scheme not in ("sqlite", "postgres", "postgresql"):
        raise wrong(name, url, "names a database that is not supported", right)
    try:
        config: dict[str, Any] = dict(environ.Env.db_url_config(url))
    except ValueError as error:
        raise wrong(name, url, "cannot be read", right) from error
    if scheme == "sqlite":
        return _sqlite(config["NAME"] if config["NAME"] == ":memory:" else str(base / config["NAME"]))
    if not config["NAME"]:
        raise wrong(name, url, "names no database", right)
    _need("psycopg", name, url)
    return config | {"CONN_MAX_AGE": CONNECTION_SECONDS, "CONN_HEALTH_CHECKS": True}


def _sqlite(path: str) -> dict[str, Any]:
    """Describe an SQLite database that many processes may read while one writes."""
    options = {
        "init_command": SQLITE_PRAGMAS,
        "transaction_mode": "IMMEDIATE",
        "timeout": SQLITE_BUSY_SECONDS,
    }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": CONNECTION_SECONDS,
        "OPTIONS": options,
    }


def cache(name: str) -> dict[str, Any]:
    """Read a cache address into Django's terms; unset, each process has its own.

    :raises ImproperlyConfigured: if it is neither locmem:// nor Redis, or Redis' driver is missing.
    """
    url = text(name, "locmem://")
    scheme = url.partition("://")[0]
    if scheme == "locmem":
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "newsroom"}
    if scheme not in ("redis", "rediss") or not urlsplit(url).hostname:
        raise wrong(name, url, "is not a cache", "write locmem:// or redis://host:6379/0")
    _need("redis", name, url)
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}


def _need(module: str, name: str, value: str) -> None:
    """Refuse `value` if the package that it needs is not installed."""
    if find_spec(module) is None:
        right = "run: .venv/bin/python -m pip install --require-hashes -r requirements.txt -r requirements-scale.txt"
        raise wrong(name, value, f"needs the Python package {module}", right)
