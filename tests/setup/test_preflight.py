"""What stops `make run` before anything slow, and the words it stops with."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsroom.preflight import HOST, main, port_fault, python_fault

ROOT = Path(__file__).resolve().parents[2]
Make = Callable[..., subprocess.CompletedProcess[str]]

# Pythons that lack something, as a module that each of them imports.
WITHOUT_VENV = ("ensurepip.py", "raise ModuleNotFoundError('ensurepip')")
TOO_OLD = ("sitecustomize.py", "import sys; sys.version_info = (3, 9, 2, 'final', 0)")


@pytest.fixture
def taken_port() -> Iterator[int]:
    """Yield a port on which somebody listens."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Return a function that runs make in a fresh checkout, in a path with a blank, with a Python of our choice."""
    checkout = tmp_path / "fresh checkout"
    (checkout / "newsroom").mkdir(parents=True)
    for name in ("Makefile", "requirements.txt", "newsroom/preflight.py"):
        shutil.copy(ROOT / name, checkout / name)

    def run(*arguments: str, python: tuple[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": os.environ["PATH"]}
        if python:
            (tmp_path / python[0]).write_text(python[1])
            environment["PYTHONPATH"] = str(tmp_path)
        command = ["make", f"PYTHON={sys.executable}", *arguments]
        return subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, timeout=30)

    return run


def test_a_free_port_is_no_fault(taken_port: int) -> None:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        free = probe.getsockname()[1]
    assert port_fault(str(free)) is None
    assert port_fault(str(taken_port)) is not None


@pytest.mark.parametrize("port", ["", "http", "0", "65536", "-1", "80.5"])
def test_what_is_no_port_is_refused(port: str) -> None:
    assert port_fault(port) == (
        f"PORT: {port!r} is not a port; write a number from 1 to 65535, as in: make run PORT=8001"
    )


def test_python_is_new_enough_from_3_11_on() -> None:
    assert python_fault((3, 11, 0)) is python_fault((3, 13, 1)) is python_fault((4, 0, 0)) is None
    assert python_fault((3, 10, 12)) == (
        "python3: is 3.10; install 3.11 or newer, and name it: make run PYTHON=python3.11"
    )


def test_this_machine_passes() -> None:
    assert main(["venv"]) is None


def test_make_run_refuses_a_taken_port_before_it_installs(make: Make, taken_port: int) -> None:
    done = make("run", f"PORT={taken_port}")
    assert done.returncode != 0
    assert f"port {taken_port}: is taken by another program; choose another: make run PORT=" in done.stderr
    assert "Installing" not in done.stdout


def test_make_run_names_the_missing_package(make: Make) -> None:
    done = make("run", "PORT=65535", python=WITHOUT_VENV)
    assert done.returncode != 0
    assert "cannot make a virtual environment; run: apt install python3-venv" in done.stderr


def test_make_run_refuses_an_old_python(make: Make) -> None:
    done = make("run", python=TOO_OLD)
    assert done.returncode != 0
    assert "python3: is 3.9; install 3.11 or newer" in done.stderr


def test_make_run_says_that_python_is_missing(make: Make) -> None:
    done = make("run", "PYTHON=python-of-nowhere")
    assert done.returncode != 0
    assert "python-of-nowhere: not found; run: apt install python3 python3-venv" in done.stderr


def test_make_alone_lists_the_commands(make: Make) -> None:
    done = make()
    assert [line.split()[1] for line in done.stdout.splitlines()][:2] == ["run", "test"]
