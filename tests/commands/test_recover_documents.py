"""The command prints JSON Lines in path order, names failures on standard error, and needs no database."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
TEXT = "The ferry between Lower Elm and Saltmarsh will stop running in the winter months, the board decided.\n"
FIELDS = (
    "document format language headline suggested_headline standfirst authors published_at modified_at "
    "captured_at body tags "
    "related images confidence"
).split()


def run(*args: str, stdin: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    environment = os.environ | {"DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3"}
    command = [sys.executable, str(ROOT / "manage.py"), "recover_documents", *args]
    return subprocess.run(command, input=stdin, capture_output=True, check=False, env=environment, timeout=120)


def rows(output: bytes) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.decode().splitlines()]


@pytest.mark.parametrize("workers", ["1", "2"])
def test_documents_come_in_path_order_and_failures_are_named(tmp_path: Path, workers: str) -> None:
    (tmp_path / "b").mkdir()
    for name in ("c.txt", "a.txt", "b/d.txt"):
        (tmp_path / name).write_text(f"# {name}\n\n{TEXT}")
    (tmp_path / "bad.txt").write_bytes(b"\x00\x01\x02\xff" * 100)
    result = run(str(tmp_path), str(tmp_path / "missing"), "--workers", workers)
    assert result.returncode == 1
    assert [row["document"] for row in rows(result.stdout)] == ["a.txt", "b/d.txt", "c.txt"]
    errors = result.stderr.decode().splitlines()
    assert [error.split(": ")[0] for error in errors] == ["bad.txt", "missing"]
    assert "binary" in errors[0]


def test_standard_input_with_lines(tmp_path: Path) -> None:
    text = f"21:07 GMT14 November 2021\u2028\n\n{TEXT}\n\x85odd\n"
    result = run("-", "--lines", "--format", "text", stdin=text.encode())
    assert result.returncode == 0, result.stderr
    (row,) = rows(result.stdout)
    assert list(row) == [*FIELDS, "lines"]
    assert row["document"] == "-"
    lines = row["lines"]
    assert isinstance(lines, list)
    assert [line["number"] for line in lines] == [1, 3, 5]
    assert all(set(line) == {"number", "role", "confidence", "why"} for line in lines)


def test_output_is_the_same_on_every_run(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    assert run(str(tmp_path)).stdout == run(str(tmp_path)).stdout


def test_encoding_is_obeyed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(f"{TEXT}Müßig und träge fährt die Fähre.\n".encode("cp1252"))
    assert "Müßig und träge" in run(str(tmp_path), "--encoding", "cp1252").stdout.decode()
    assert run(str(tmp_path), "--encoding", "utf-8").returncode == 1


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["--format", "pdf", "-"],
        ["--encoding", "no-such", "-"],
        ["--workers", "0", "-"],
        ["--workers", "many", "-"],
        ["--bogus", "-"],
    ],
)
def test_wrong_usage_exits_with_two(args: list[str]) -> None:
    result = run(*args)
    assert result.returncode == 2
    assert result.stderr
    assert not result.stdout
