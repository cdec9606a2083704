"""
Measure the import and the site on this machine, in one run: `make bench`.

The import's rate stands beside a bare insert of the very rows that it made,
with the same indexes, so that the ratio means something on a noisy machine; on
SQLite, and on PostgreSQL where it is installed. DOCUMENTS= sets how many
(10,000). SIZES=10000,1000000 fills newsrooms of those sizes, by copying
inside the database, and imports the documents on top of each.
"""

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.bare import count, insert_bare, read_rows
from benchmarks.corpus import Corpus
from benchmarks.filling import fill
from tests import postgres, programs

ROOT = Path(__file__).resolve().parent.parent
WRK = ["wrk", "-t1", "-c16", "-d5s"]
START_SECONDS = 30


@dataclass(frozen=True)
class Imported:
    """One import: its seconds, and the most memory that its first process held."""

    seconds: float
    megabytes: float


def main() -> None:
    """Print the tables; everything happens in a temporary folder, or below $TMPDIR."""
    documents = int(os.environ.get("DOCUMENTS", "10000"))
    sizes = [int(size) for size in os.environ.get("SIZES", "").replace(",", " ").split()]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus = Corpus()
        _write_documents(corpus, folder / "documents", documents, first=0)
        if sizes:
            _write_documents(corpus, folder / "more", documents, first=documents)
        _bench_imports("sqlite", folder, documents, sizes)
        home = programs.postgres_home()
        if home:
            with postgres.server(home) as url:
                _bench_imports("postgresql", folder, documents, sizes, url)
        else:
            print(f"\n{programs.POSTGRES_MISSING}")
        if not shutil.which("wrk"):
            print("\nrequests: skipped, for want of wrk; run: apt install wrk")
            return
        with _served(folder / "sqlite") as address:
            _print_requests(address, corpus, folder / "sqlite")


def _bench_imports(vendor: str, folder: Path, documents: int, sizes: list[int], url: str = "") -> None:
    """Import into an empty newsroom, insert the same rows bare, and import on top of each of the sizes."""
    data, bare = folder / vendor, folder / f"{vendor}-bare"
    done = _import(folder / "documents", data, _named(url, "imported"))
    with _connected(data, _named(url, "imported")) as connection:
        rows = read_rows(connection, vendor)
    _manage("migrate", "--verbosity=0", data=bare, url=_named(url, "bare"))
    with _connected(bare, _named(url, "bare")) as connection:
        seconds = insert_bare(connection, rows, vendor)
    row_count = count(rows)
    del rows
    print(f"\n| {documents} flattened pages, {vendor} | articles/s | rows/s | MB |\n|---|--:|--:|--:|")
    _print_row(
        "import_articles --publish, start of Python included", documents, row_count, done.seconds, done.megabytes
    )
    _print_row("bare insert of the same rows", documents, row_count, seconds)
    print(f"| ratio | {seconds / done.seconds:.3f} | | |")
    for size in sizes:
        with _connected(bare, _named(url, "bare")) as connection:
            filled = fill(connection, size, vendor)
        more = _import(folder / "more", bare, _named(url, "bare"), source=f"more{size}")
        _print_row(f"the same on top of {filled:,} articles", documents, row_count, more.seconds, more.megabytes)


def _print_row(name: str, documents: int, rows: int, seconds: float, megabytes: float | None = None) -> None:
    held = f"{megabytes:,.0f}" if megabytes else ""
    print(f"| {name} | {documents / seconds:,.0f} | {rows / seconds:,.0f} | {held} |", flush=True)


def _write_documents(corpus: Corpus, folder: Path, number: int, *, first: int) -> None:
    for key, text in corpus.documents(number, first=first):
        path = folder / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _named(url: str, name: str) -> str:
    """Return the address of another database on the same server, made when it is not there; "" for SQLite."""
    if not url:
        return ""
    with psycopg.connect(**_arguments(url), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(f'CREATE DATABASE "{name}"')
    return url.rpartition("/")[0] + f"/{name}"


def _arguments(url: str) -> dict[str, Any]:
    """Return how psycopg reaches a database of the benchmark's own server: by its socket."""
    host, _, name = url.partition("@/")[2].rpartition("/")
    return {"host": host, "user": postgres.USER, "dbname": name}


@contextmanager
def _connected(data: Path, url: str) -> Iterator[Any]:
    if url:
        with psycopg.connect(**_arguments(url), autocommit=True) as connection:
            yield connection
        return
    file: Any = sqlite3.connect(_database(data), isolation_level=None)
    file.execute("PRAGMA synchronous = NORMAL")
    yield file
    file.close()


def _environment(data: Path, url: str = "", **more: str) -> dict[str, str]:
    data.mkdir(exist_ok=True)
    unset = {"DATABASE_URL", "NEWSROOM_ENV", "DEBUG"}
    kept = {name: value for name, value in os.environ.items() if name not in unset}
    return kept | {"DATA_DIR": str(data)} | ({"DATABASE_URL": url} if url else {}) | more


def _manage(*arguments: str, data: Path, url: str = "") -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=_environment(data, url), check=True)


def _import(documents: Path, data: Path, url: str, source: str = "") -> Imported:
    _manage("migrate", "--verbosity=0", data=data, url=url)
    command = [sys.executable, "manage.py", "import_articles", str(documents), "--publish", "--source", source]
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=_environment(data, url), stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"import_articles ended with {process.returncode}")
    return Imported(time.perf_counter() - started, usage.ru_maxrss / 1024)


def _database(data: Path) -> Path:
    return next(data.glob("*.sqlite3"))


@contextmanager
def _served(data: Path) -> Iterator[str]:
    """Serve the newsroom as `make run` does, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = _environment(data, PORT=str(port))
    server = subprocess.Popen(
        [sys.executable, "manage.py", "start"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _await(f"{address}/healthz")
        yield address
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=START_SECONDS)


def _await(url: str) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def _print_requests(address: str, corpus: Corpus, data: Path) -> None:
    with sqlite3.connect(f"file:{_database(data)}?mode=ro", uri=True) as made:
        pages = made.execute("SELECT COUNT(*) FROM articles_article").fetchone()[0] // 20
    article = re.search(r'<a href="(/\d{4}/[^"]+)"', urllib.request.urlopen(f"{address}/articles/").read().decode())
    paths = {
        "front": "/",
        "list": "/articles/",
        f"list, page {pages}": f"/articles/?page={pages}",
        "article": article[1] if article else "/",
        "search": f"/search/?q={corpus.terms[0]}",
    }
    print("\n| page | requests/s | not 2xx |\n|---|--:|--:|")
    for name, path in paths.items():
        said = subprocess.run([*WRK, address + path], check=True, stdout=subprocess.PIPE, text=True).stdout
        rate = re.search(r"Requests/sec:\s*([\d.]+)", said)
        faults = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
        print(f"| {name} | {float(rate[1]) if rate else 0:,.0f} | {faults[1] if faults else 0} |")


if __name__ == "__main__":
    main()
