"""Run all tests, on each database there is: `python -m tests.suite`; arguments go to pytest."""

import os
import signal
import subprocess
import sys
import tempfile
import time

from tests import postgres, programs

WORKERS = 2


def main(arguments: list[str]) -> int:
    """Run the suite on SQLite, then on PostgreSQL; return 0 if all passed and, under CI=true, nothing was missing."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    missing: list[str] = []
    failed: list[str] = []
    if programs.chromium() is None:
        missing.append(programs.CHROMIUM_MISSING)
    if not passes("SQLite", arguments):
        failed.append("SQLite")
    home = programs.postgres_home()
    if home is None:
        missing.append(programs.POSTGRES_MISSING)
    else:
        with postgres.server(home) as url:
            if not passes("PostgreSQL", ["-m", "not browser", *arguments], DATABASE_URL=url):
                failed.append("PostgreSQL")
    return verdict(failed, missing, strict=os.environ.get("CI") == "true")


def passes(database: str, arguments: list[str], **environment: str) -> bool:
    """Run pytest in a process of its own; tell whether every test passed."""
    print(f"\nTests on {database}", flush=True)
    began = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", "-n", str(WORKERS), *arguments]
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    # What the tests write goes with the folder, even when they are stopped half-way.
    with tempfile.TemporaryDirectory(prefix="newsroom-suite-") as folder:
        process = subprocess.Popen(command, env=kept | environment | {"TMPDIR": folder})
        try:
            code = process.wait()
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()
    print(f"Tests on {database}: {'failed' if code else 'passed'} in {time.monotonic() - began:.0f} s", flush=True)
    return code == 0


def verdict(failed: list[str], missing: list[str], *, strict: bool) -> int:
    """Print what failed and what was skipped for want of a program; return the exit code."""
    for line in missing:
        print(f"{'MISSING' if strict else 'Skipped'}: {line}")
    for database in failed:
        print(f"FAILED: the suite on {database}")
    return 1 if failed or (strict and missing) else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("stopped")
