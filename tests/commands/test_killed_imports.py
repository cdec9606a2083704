"""Imports that are killed, stopped, or run twice at once leave what one undisturbed run leaves."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.corpus import Corpus

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = 120
SECONDS = 120


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    archive = tmp_path / "archive"
    for key, text in Corpus().documents(DOCUMENTS):
        path = archive / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return archive


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A newsroom of its own on SQLite, with its tables made."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    own = kept | {"DATA_DIR": str(tmp_path / "data"), "ENV_FILE": os.devnull}
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity=0"], cwd=ROOT, env=own, check=True)
    yield own


def start(folder: Path, environment: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "manage.py", "import_articles", str(folder), "--publish", "--workers=2", *arguments]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def counted(environment: dict[str, str], statement: str) -> int:
    (path,) = Path(environment["DATA_DIR"]).glob("*.sqlite3")
    with sqlite3.connect(path) as database:
        found: int = database.execute(statement).fetchone()[0]
    database.close()
    return found


def test_killed_imports_end_as_an_undisturbed_one() -> None:
    """On the database of this run of the suite; `python -m benchmarks.kills` alone does 200."""
    environment = os.environ | {"ENV_FILE": os.devnull}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "benchmarks.kills", "6"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "6 kills in " in done.stdout
    assert ": 0 rounds differ" in done.stdout


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_import_says_how_to_go_on(
    folder: Path, environment: dict[str, str], number: signal.Signals, code: int
) -> None:
    """The pipe is stopped up until the signal has come, so that the import cannot be done before."""
    pipe = folder.parent / "pipe"
    os.mkfifo(pipe)
    process = subprocess.Popen(
        [sys.executable, "manage.py", "import_articles", str(folder), "-", "--workers=2"],
        cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin
    until = time.monotonic() + SECONDS
    while not counted(environment, "SELECT count(*) FROM articles_importrun") and time.monotonic() < until:
        time.sleep(0.05)
    process.send_signal(number)
    time.sleep(0.5)
    out, err = process.communicate("A late story.\n\nIt came last.\n", timeout=SECONDS)
    assert process.returncode == code, err
    assert "Traceback" not in err
    stored = counted(environment, "SELECT count(*) FROM articles_article")
    assert f"stopped: {stored} documents are in" in err
    assert "run the same command again to go on" in err
    assert counted(environment, "SELECT count(*) FROM articles_importrun WHERE finished_at IS NULL") == 1
    again = start(folder, environment)
    out, err = again.communicate(timeout=SECONDS)
    assert again.returncode == 0, err
    assert counted(environment, "SELECT count(DISTINCT key) FROM articles_sourcedocument") >= DOCUMENTS


def test_two_imports_at_once_store_nothing_twice(folder: Path, environment: dict[str, str]) -> None:
    both = [start(folder, environment), start(folder, environment)]
    outputs = [process.communicate(timeout=SECONDS) for process in both]
    assert [process.returncode for process in both] == [0, 0], outputs
    assert all("Traceback" not in err for _, err in outputs)
    assert counted(environment, "SELECT count(*) FROM articles_article") == DOCUMENTS
    assert counted(environment, "SELECT count(*) FROM articles_revision") == DOCUMENTS
    assert counted(environment, "SELECT count(*) FROM articles_sourcedocument") == DOCUMENTS
    assert counted(environment, "SELECT count(*) FROM articles_search") == DOCUMENTS
    assert counted(environment, "SELECT count(*) - count(DISTINCT headline_key) FROM articles_article") == 0
    created = [int(out.strip().splitlines()[-1].split()[0]) for out, _ in outputs]
    assert sum(created) == DOCUMENTS
