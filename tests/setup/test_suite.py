"""How the run of all tests ends, and the PostgreSQL that it starts."""

import os
from pathlib import Path

import psycopg
import pytest

from newsroom.environment import database
from tests import postgres, programs, suite


def test_a_missing_program_is_told_and_fails_only_ci(capsys: pytest.CaptureFixture[str]) -> None:
    missing = [programs.CHROMIUM_MISSING]
    assert suite.verdict([], missing, strict=False) == 0
    assert suite.verdict([], missing, strict=True) == 1
    told = capsys.readouterr().out.splitlines()
    assert told == [f"Skipped: {programs.CHROMIUM_MISSING}", f"MISSING: {programs.CHROMIUM_MISSING}"]


def test_a_failed_database_fails_the_run() -> None:
    assert suite.verdict(["PostgreSQL"], [], strict=False) == 1
    assert suite.verdict([], [], strict=True) == 0


def test_every_message_says_how_to_get_the_program() -> None:
    assert "apt install chromium libatomic1" in programs.CHROMIUM_MISSING
    assert "apt install postgresql" in programs.POSTGRES_MISSING


@pytest.mark.slow
def test_the_server_is_gone_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    home = programs.postgres_home()
    if home is None:
        pytest.skip(programs.POSTGRES_MISSING)
    with pytest.raises(KeyboardInterrupt), postgres.server(home) as url:
        monkeypatch.setenv("DATABASE_URL", url)
        address = database("DATABASE_URL", Path(os.devnull), Path.cwd())
        folder = Path(address["HOST"])
        with psycopg.connect(host=address["HOST"], user=address["USER"], dbname=address["NAME"]) as connection:
            answer = connection.execute("SELECT lower('ÉÖ')").fetchone()
        raise KeyboardInterrupt
    assert answer == ("éö",)
    assert not folder.exists()
