"""
Kill imports at random moments and run them again: `python -m benchmarks.kills [KILLS [SEED]]`, 200 by default.

Each round begins with an empty newsroom and runs one command until it ends by
itself; whatever was killed on the way, the database must then hold what an
undisturbed run leaves. DATABASE_URL chooses PostgreSQL, on which databases
are made and dropped again.
"""

import hashlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.db import connection

from benchmarks.corpus import Corpus

DOCUMENTS = 100
BATCH = 20  # smaller than in earnest: more moments between two batches
TWINS = 3
Rows = dict[str, list[Any]]


def main() -> int:
    """Return 0 if every round ended in the same newsroom."""
    words = sys.argv[1:]
    kills, seed = int(words[0]) if words else 200, int(words[1]) if len(words) > 1 else 1
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        os.environ |= {"DATA_DIR": str(home / "data"), "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
        django.setup()
        documents = home / "documents"
        _write(documents)
        template = _new_database(home, "template")
        _wait(_in_child(template, _migrate))
        undisturbed = _copy(template, home, "undisturbed")
        began = time.monotonic()
        if _wait(_in_child(undisturbed, lambda: _import(documents, 1))) != 1:  # some documents are broken
            print("the undisturbed import broke down")
            return 1
        seconds = time.monotonic() - began
        expected = _rows(undisturbed, home)
        _drop(undisturbed)
        return _rounds(kills, random.Random(seed), seconds, template, documents, home, expected)


def _rounds(
    kills: int, chance: random.Random, seconds: float, template: str, documents: Path, home: Path, expected: Rows
) -> int:
    killed, rounds, faults = 0, 0, 0
    while killed < kills:
        name = _copy(template, home, f"round{rounds}")
        rounds += 1
        while True:
            workers = 2 if chance.random() < 0.2 else 1
            child = _in_child(name, lambda count=workers: _import(documents, count))  # type: ignore[misc]
            if killed < kills:
                _sleep(chance.uniform(0, 1.1 * seconds), child)
                os.kill(child, signal.SIGKILL)
            code = _wait(child)
            if code == -signal.SIGKILL:
                killed += 1
                continue
            break
        differences = _differences(expected, _rows(name, home)) if code == 1 else [f"exit {code}"]
        faults += bool(differences)
        for difference in differences:
            print(f"round {rounds}: {difference}")
        _drop(name)
    print(f"{killed} kills in {rounds} rounds of {DOCUMENTS} documents on {connection.vendor}: {faults} rounds differ")
    return 1 if faults else 0


def _write(folder: Path) -> None:
    corpus = Corpus()
    texts = dict(corpus.documents(DOCUMENTS))
    for key, text in texts.items():
        path = folder / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    first = next(iter(texts.values()))
    for number in range(TWINS):
        (folder / f"twin{number}.txt").write_text(first, encoding="utf-8")
        (folder / f"broken{number}.txt").write_bytes(b"\x00\x01\x02\xff" * 100 + bytes([number]))


def _migrate() -> int:
    call_command("migrate", verbosity=0)
    return 0


def _import(documents: Path, workers: int) -> int:
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    running: Any = import_module("articles.services.imports.running")  # only where Django is set up
    running.BATCH_DOCUMENTS = BATCH
    call_command("import_articles", str(documents), publish=True, workers=workers)
    return 0


def _in_child(name: str, work: Callable[[], int]) -> int:
    """Do `work` in a process of its own, connected to the database `name`; return the process's number."""
    pid = os.fork()
    if pid:
        return pid
    code = 99
    try:
        connection.settings_dict["NAME"] = name
        code = work()
        connection.close()
    except SystemExit as exit_:
        code = exit_.code if isinstance(exit_.code, int) else 1
    finally:
        os._exit(code)


def _wait(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _sleep(seconds: float, child: int) -> None:
    """Wait, but not longer than the child lives."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        time.sleep(0.002)


def _new_database(home: Path, name: str) -> str:
    if connection.vendor == "sqlite":
        return str(home / f"{name}.sqlite3")
    name = f"kills_{os.getpid()}_{name}"
    _wait(_in_child(connection.settings_dict["NAME"], lambda: _execute(f'CREATE DATABASE "{name}"')))
    return name


def _copy(template: str, home: Path, name: str) -> str:
    if connection.vendor == "sqlite":
        return str(shutil.copy(template, home / f"{name}.sqlite3"))
    copied = f"kills_{os.getpid()}_{name}"
    statement = f'CREATE DATABASE "{copied}" TEMPLATE "{template}"'
    _wait(_in_child(connection.settings_dict["NAME"], lambda: _execute(statement)))
    return copied


def _drop(name: str) -> None:
    if connection.vendor == "sqlite":
        for ending in ("", "-wal", "-shm"):
            Path(name + ending).unlink(missing_ok=True)
    else:
        statement = f'DROP DATABASE "{name}" WITH (FORCE)'
        _wait(_in_child(connection.settings_dict["NAME"], lambda: _execute(statement)))


def _execute(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
    return 0


def _rows(name: str, home: Path) -> Rows:
    """Return what a newsroom holds, by what it says and not by its numbers."""
    path = home / "rows.json"
    if _wait(_in_child(name, lambda: _write_rows(path))):
        raise RuntimeError(f"{name}: cannot be read")
    rows: Rows = json.loads(path.read_text())
    return rows


def _write_rows(path: Path) -> int:
    tables = {
        "articles": "SELECT headline, slug, body, standfirst, status, published_at, visible_from, live_number, "
        "latest_number FROM articles_article",
        "revisions": "SELECT a.headline, r.number, r.snapshot, r.conflicts FROM articles_revision r "
        "JOIN articles_article a ON a.id = r.article_id",
        "sources": "SELECT s.source, s.key, s.version, s.data, s.sha256, s.evidence, a.headline, r.number "
        "FROM articles_sourcedocument s JOIN articles_article a ON a.id = s.article_id "
        "JOIN articles_revision r ON r.id = s.revision_id AND r.article_id = a.id",
        "tags": "SELECT a.headline, t.name, t.slug, l.position FROM articles_articletag l "
        "JOIN articles_article a ON a.id = l.content_object_id JOIN articles_tag t ON t.id = l.tag_id",
        "all tags": "SELECT name, slug FROM articles_tag",
        "links": "SELECT a.headline, l.position, l.headline, l.url, t.headline FROM articles_relatedlink l "
        "JOIN articles_article a ON a.id = l.article_id LEFT JOIN articles_article t ON t.id = l.target_id",
        "index": "SELECT a.headline, s.headline, s.standfirst, s.body FROM articles_search s "
        "LEFT JOIN articles_article a ON a.id = s.rowid",
        "fingerprints": "SELECT a.headline, f.kind, f.value FROM articles_fingerprint f "
        "JOIN articles_article a ON a.id = f.article_id",
        "questions": "SELECT a.headline, i.kind, i.state, i.confidence FROM articles_reviewitem i "
        "JOIN articles_article a ON a.id = i.article_id",
        "failures": 'SELECT "key", reason FROM articles_importfailure',
        # One that was killed after its last word has ended as well; the next one finds nothing to do.
        "runs that ended": "SELECT count(*) > 0 FROM articles_importrun WHERE finished_at IS NOT NULL",
        "changes told": "SELECT DISTINCT substr(subject, 1, 4) FROM articles_change",
    }
    found: Rows = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM articles_author")
        authors = dict(cursor.fetchall())
        for name, statement in tables.items():
            cursor.execute(statement)
            rows = cursor.fetchall()
            if name == "revisions":
                rows = [(headline, number, _named(stored, authors), clash) for headline, number, stored, clash in rows]
            found[name] = sorted(_digest(row) for row in rows)
    path.write_text(json.dumps(found))
    return 0


def _named(stored: str | dict[str, Any], authors: dict[int, str]) -> dict[str, Any]:
    """Return a snapshot whose bylines name their authors: ids that a killed import was given are not given again."""
    snapshot: dict[str, Any] = json.loads(stored) if isinstance(stored, str) else stored
    return snapshot | {"bylines": [each | {"author": authors[each["author"]]} for each in snapshot["bylines"]]}


def _digest(row: tuple[Any, ...]) -> str:
    values = [bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value) for value in row]
    return f"{values[0][:60]} {hashlib.sha256(json.dumps(values).encode()).hexdigest()[:16]}"


def _differences(expected: Rows, found: Rows) -> list[str]:
    differences = []
    for name, rows in expected.items():
        if rows != found[name]:
            missing, more = set(rows) - set(found[name]), set(found[name]) - set(rows)
            differences.append(
                f"{name}: {len(rows)} rows expected, {len(found[name])} found; "
                f"missing: {sorted(missing)[:3]}; too many: {sorted(more)[:3]}"
            )
    return differences


if __name__ == "__main__":
    sys.exit(main())
