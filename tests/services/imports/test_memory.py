"""An import's memory does not grow with its documents: what it holds is bounded by a batch."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

WORDS = 150
MEGABYTES = 20


def _write(file: Path, numbers: range) -> None:
    chance = random.Random(numbers.start)
    with file.open("w", encoding="utf-8") as lines:
        for number in numbers:
            words = [f"word{int(chance.paretovariate(0.5)) % 50_000}" for _ in range(WORDS)]
            story = {
                "uri": f"urn:story:{number}",
                "type": "text",
                "version": "1",
                "versioncreated": "2020-01-01T00:00:00Z",
                "headline": " ".join(words[:8]),
                "body_text": " ".join(words),
            }
            lines.write(json.dumps(story) + "\n")


def _manage(folder: Path, *arguments: str) -> float:
    """Run a command on a newsroom of its own and return the most memory that it held, in MB."""
    unset = {"DATABASE_URL", "NEWSROOM_ENV", "DEBUG", "DJANGO_SETTINGS_MODULE"}
    environment = {name: value for name, value in os.environ.items() if name not in unset}
    process = subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=environment | {"DATA_DIR": str(folder)},
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_maxrss / 1024


@pytest.mark.slow
def test_an_import_of_three_times_as_many_documents_takes_no_more_memory(tmp_path: Path) -> None:
    _write(tmp_path / "few.jsonl", range(3000))
    _write(tmp_path / "many.jsonl", range(3000, 12_000))
    data = tmp_path / "data"
    _manage(data, "migrate", "--verbosity=0")
    few = _manage(data, "import_articles", str(tmp_path / "few.jsonl"), "--publish", "--workers=1")
    many = _manage(data, "import_articles", str(tmp_path / "many.jsonl"), "--publish", "--workers=1")
    assert many < few + MEGABYTES
