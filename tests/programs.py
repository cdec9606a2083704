"""Programs that the tests use when the system has them."""

import shutil
import subprocess
import sys
from pathlib import Path

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
POSTGRES_HOMES = Path("/usr/lib/postgresql")
CHROMIUM_MISSING = "Chromium or its driver was not found: browser tests are skipped; apt install chromium libatomic1"
POSTGRES_MISSING = "PostgreSQL was not found: the suite runs on SQLite only; apt install postgresql"


def chromium() -> Path | None:
    """Return the path of Chromium or Chrome, None if it or its driver is missing."""
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    return Path(found) if found and _driver_runs() else None


def _driver_runs() -> bool:
    """Tell whether Playwright starts: the Node.js inside it needs libatomic, which a bare Debian does not have."""
    return subprocess.run([sys.executable, "-m", "playwright", "--version"], capture_output=True).returncode == 0


def postgres_home() -> Path | None:
    """Return the folder of initdb and postgres, None if there is none; the newest of Debian's, else that on PATH."""
    homes = sorted(POSTGRES_HOMES.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    found = homes[-1] if homes else Path(on_path).resolve() if on_path else None
    return found.parent if found and (found.parent / "postgres").exists() else None
