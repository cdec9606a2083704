"""Checks before anything slow: Python, python3-venv, the port. Runs on Python 3.7 and up, without packages."""

from __future__ import annotations

import socket
import sys

OLDEST = (3, 11)
HOST = "127.0.0.1"


def python_fault(version: tuple[int, ...]) -> str | None:
    """Say what is wrong with a Python of this version, None if nothing is."""
    if version >= OLDEST:
        return None
    found, wanted = ".".join(map(str, version[:2])), ".".join(map(str, OLDEST))
    return f"python3: is {found}; install {wanted} or newer, and name it: make run PYTHON=python{wanted}"


def venv_fault() -> str | None:
    """Say which package is missing for virtual environments, None if none is."""
    try:
        __import__("ensurepip")
    except ImportError:
        return "python3: cannot make a virtual environment; run: apt install python3-venv"
    return None


def port_fault(port: str) -> str | None:
    """Say why nothing can be served on `port` of this machine, None if it is free."""
    if not port.isdecimal() or not 1 <= int(port) <= 65535:
        return f"PORT: {port!r} is not a port; write a number from 1 to 65535, as in: make run PORT=8001"
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(port)))
        except PermissionError:
            return f"port {port}: only root may serve there; choose one above 1023: make run PORT=8001"
        except OSError:
            return f"port {port}: is taken by another program; choose another: make run PORT={int(port) % 65535 + 1}"
    return None


def main(arguments: list[str]) -> str | None:
    """Make the check that the arguments name, `venv` or `port NUMBER`; return the fault, None if there is none."""
    fault = python_fault(tuple(sys.version_info[:3]))
    if fault:
        return fault
    return venv_fault() if arguments == ["venv"] else port_fault(arguments[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
