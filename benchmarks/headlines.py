"""
Measure the lookups of related headlines and of near-duplicate texts among a million: `python -m benchmarks.headlines`.

On SQLite, and on a PostgreSQL of its own where one is installed; HEADLINES=
sets how many. What is measured, and how, stands in `benchmarks/lookups.py`.
"""

import os
import subprocess
import sys
import tempfile

from tests import postgres, programs

MEASURE = "import django; django.setup(); from benchmarks.lookups import measure; measure({name!r}, {count})"


def main() -> None:
    """Run the measurement on each database, in a process of its own."""
    count = int(os.environ.get("HEADLINES", "1000000"))
    with tempfile.TemporaryDirectory() as folder:
        _run("SQLite", count, DATA_DIR=folder)
    home = programs.postgres_home()
    if home is None:
        print(f"\nPostgreSQL: skipped; {programs.POSTGRES_MISSING}")
        return
    with tempfile.TemporaryDirectory() as folder, postgres.server(home) as url:
        _run("PostgreSQL", count, DATA_DIR=folder, DATABASE_URL=url)


def _run(name: str, count: int, **environment: str) -> None:
    kept = {key: value for key, value in os.environ.items() if key not in {"NEWSROOM_ENV", "DEBUG", "DATABASE_URL"}}
    settings = {"DJANGO_SETTINGS_MODULE": "newsroom.settings"}
    code = MEASURE.format(name=name, count=count)
    subprocess.run([sys.executable, "-c", code], env=kept | settings | environment, check=True)


if __name__ == "__main__":
    main()
