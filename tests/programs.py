"""Programs that the tests use when the system has them."""

import os
import shutil
from pathlib import Path

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
POSTGRES_HOMES = Path("/usr/lib/postgresql")
CHROMIUM_MISSING = "Chromium was not found: browser tests are skipped; apt install chromium"
POSTGRES_MISSING = "PostgreSQL was not found: the suite runs on SQLite only; apt install postgresql"


def chromium() -> Path | None:
    """Return the path of Chromium or Chrome, None if there is none; CHROMIUM names another."""
    named = os.environ.get("CHROMIUM")
    found = named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    return Path(found) if found else None


def postgres_home() -> Path | None:
    """Return the folder of initdb and postgres, None if there is none; the newest of Debian's, else that on PATH."""
    homes = sorted(POSTGRES_HOMES.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    found = homes[-1] if homes else Path(on_path).resolve() if on_path else None
    return found.parent if found and (found.parent / "postgres").exists() else None
