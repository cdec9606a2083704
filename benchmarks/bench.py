"""
Measure the import and the site on this machine, in one run: `make bench`.

The import's rate stands beside a bare insert of the very rows that it made,
so that the ratio means something on a noisy machine. DOCUMENTS= sets how many.
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
from pathlib import Path

from benchmarks.corpus import Corpus

ROOT = Path(__file__).resolve().parent.parent
WRITTEN = [
    "articles_article", "articles_revision", "articles_sourcedocument", "articles_articletag", "articles_tag",
    "articles_relatedlink", "articles_byline", "articles_author", "articles_change", "articles_search",
]  # fmt: skip
WRK = ["wrk", "-t1", "-c16", "-d5s"]
START_SECONDS = 30


def main() -> None:
    """Print the tables; everything happens in a temporary folder."""
    count = int(os.environ.get("DOCUMENTS", "2000"))
    with tempfile.TemporaryDirectory() as folder:
        documents, data, bare = (Path(folder) / name for name in ("documents", "data", "bare"))
        corpus = Corpus()
        _write_documents(corpus, documents, count)
        seconds = _import(documents, data)
        rows, bare_seconds = _insert_bare(data, bare)
        _print_import(count, seconds, rows, bare_seconds)
        if not shutil.which("wrk"):
            print("\nrequests: skipped, for want of wrk; run: apt install wrk")
            return
        with _served(data) as address:
            _print_requests(address, corpus, data)


def _write_documents(corpus: Corpus, folder: Path, count: int) -> None:
    for key, text in corpus.documents(count):
        path = folder / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _environment(data: Path, **more: str) -> dict[str, str]:
    data.mkdir(exist_ok=True)
    unset = {"DATABASE_URL", "NEWSROOM_ENV", "DEBUG"}
    return {name: value for name, value in os.environ.items() if name not in unset} | {"DATA_DIR": str(data)} | more


def _manage(*arguments: str, data: Path) -> str:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=_environment(data), check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def _import(documents: Path, data: Path) -> float:
    _manage("migrate", "--verbosity=0", data=data)
    started = time.perf_counter()
    print(_manage("import_articles", str(documents), "--publish", data=data).strip().splitlines()[-1])
    return time.perf_counter() - started


def _insert_bare(data: Path, bare: Path) -> tuple[int, float]:
    """Insert the import's own rows into the same empty tables, one transaction: the floor."""
    _manage("migrate", "--verbosity=0", data=bare)
    with sqlite3.connect(f"file:{_database(data)}?mode=ro", uri=True) as made:
        tables = {name: _rows(made, name) for name in WRITTEN}
    target = sqlite3.connect(_database(bare), isolation_level=None)
    target.execute("PRAGMA foreign_keys = OFF")
    target.execute("PRAGMA synchronous = NORMAL")
    started = time.perf_counter()
    target.execute("BEGIN")
    for statement, rows in tables.values():
        target.executemany(statement, rows)
    target.execute("COMMIT")
    seconds = time.perf_counter() - started
    target.close()
    return sum(len(rows) for _, rows in tables.values()), seconds


def _database(data: Path) -> Path:
    return next(data.glob("*.sqlite3"))


def _rows(made: sqlite3.Connection, table: str) -> tuple[str, list[tuple[object, ...]]]:
    rowid = "rowid, " if table == "articles_search" else ""
    cursor = made.execute(f"SELECT {rowid}* FROM {table}")  # noqa: S608 - names of ours
    names = ", ".join(f'"{column[0]}"' for column in cursor.description)
    marks = ", ".join("?" * len(cursor.description))
    return f"INSERT INTO {table} ({names}) VALUES ({marks})", cursor.fetchall()  # noqa: S608


def _print_import(count: int, seconds: float, rows: int, bare_seconds: float) -> None:
    print(f"\n| {count} flattened pages, SQLite | articles/s | rows/s |\n|---|--:|--:|")
    print(f"| import_articles --publish, start of Python included | {count / seconds:,.0f} | {rows / seconds:,.0f} |")
    print(f"| bare insert of the same rows | {count / bare_seconds:,.0f} | {rows / bare_seconds:,.0f} |")
    print(f"| ratio | {bare_seconds / seconds:.3f} | |")


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
