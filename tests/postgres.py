"""A PostgreSQL server of the tests' own: made in a temporary folder, reached by a socket there, gone afterwards."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg

USER = "newsroom"
INITDB = ("-U", USER, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
# The data lives for one run, so nothing waits for the disk; nobody but this machine's own sockets gets in.
POSTGRES = ("-c", "listen_addresses=", "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off")
START_SECONDS, STOP_SECONDS, POLL_SECONDS = 30.0, 20.0, 0.05


class ServerFailed(RuntimeError):
    """PostgreSQL did not start; the text holds its log."""


@contextmanager
def server(home: Path) -> Iterator[str]:
    """
    Start the server whose programs lie in `home`, yield a DATABASE_URL, then stop and remove it.

    PostgreSQL refuses root, so root starts it as `postgres` or `nobody`.

    :raises ServerFailed: if it cannot be made, or does not answer in time.
    """
    account = _account()
    # Not in $TMPDIR: the server's account must get there, and the path of a socket holds 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="newsroom-postgres-", dir="/tmp"))
    os.chown(folder, account.pw_uid, account.pw_gid)
    try:
        with (folder / "log").open("wb") as log:
            made = _start(account, [home / "initdb", "-D", folder / "data", *INITDB], log.fileno())
            if made.wait():
                raise ServerFailed(f"initdb failed; its log: {(folder / 'log').read_text()}")
            process = _start(account, [home / "postgres", "-D", folder / "data", "-k", folder, *POSTGRES], log.fileno())
        try:
            _await(process, folder)
            yield f"postgres://{USER}@/{folder}/postgres"
        finally:
            _stop(process)
    finally:
        shutil.rmtree(folder)


def _account() -> pwd.struct_passwd:
    """Return whom the server runs as: us, or for root somebody without rights."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def _start(account: pwd.struct_passwd, command: Sequence[str | Path], log: int) -> subprocess.Popen[bytes]:
    """Start a program as `account`, out of reach of Ctrl-C, which is for us to pass on."""
    return subprocess.Popen(
        command,
        stdout=log,
        stderr=log,
        cwd="/",
        start_new_session=True,
        user=account.pw_uid,
        group=account.pw_gid,
        extra_groups=None if os.geteuid() else [],
    )


def _await(process: subprocess.Popen[bytes], folder: Path) -> None:
    """Return as soon as the server answers."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(host=str(folder), user=USER, dbname="postgres").close()
            return
        except psycopg.OperationalError as error:
            if process.poll() is not None or time.monotonic() > deadline:
                raise ServerFailed(f"postgres does not answer; its log: {(folder / 'log').read_text()}") from error
        time.sleep(POLL_SECONDS)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Stop the server, at once and without ceremony if it lingers."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGQUIT)
        process.wait(STOP_SECONDS)
