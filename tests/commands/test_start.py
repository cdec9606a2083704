"""The command behind `make run`, short of serving."""

import os
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from articles.management.commands import start
from articles.models import ImportRun


@pytest.fixture
def called() -> Iterator[list[str]]:
    """Yield the names of the commands that `start` calls; none of them runs."""
    names: list[str] = []
    with mock.patch.object(start, "call_command", side_effect=lambda name, *_, **__: names.append(name)):
        yield names


@pytest.mark.django_db
def test_the_first_start_imports_and_the_second_does_not(called: list[str]) -> None:
    call_command("start", prepare_only=True, stdout=StringIO())
    assert called == ["migrate", "import_articles", "ensure_admin"]
    ImportRun.objects.create(started_at=timezone.now(), finished_at=timezone.now())
    called.clear()
    call_command("start", prepare_only=True, stdout=StringIO())
    assert called == ["migrate", "ensure_admin"]


@pytest.mark.django_db
def test_an_import_that_was_cut_short_is_taken_up_again(called: list[str]) -> None:
    ImportRun.objects.create(started_at=timezone.now())
    call_command("start", prepare_only=True, stdout=StringIO())
    assert "import_articles" in called


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("failure", "message"), [(CommandError("1 rejected"), "seeds/: 1 rejected"), (SystemExit(1), "seeds/: not all")]
)
def test_a_seed_that_fails_is_told_and_does_not_stop_the_start(failure: BaseException, message: str) -> None:
    def fail(name: str, *_: object, **__: object) -> None:
        if name == "import_articles":
            raise failure

    told = StringIO()
    with mock.patch.object(start, "call_command", side_effect=fail):
        call_command("start", prepare_only=True, stdout=StringIO(), stderr=told)
    assert message in told.getvalue()


def test_static_files_are_collected_when_one_is_newer(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_MANIFEST = True
    settings.STATIC_ROOT = tmp_path
    assert start.static_files_are_stale()
    manifest = tmp_path / "staticfiles.json"
    manifest.touch()
    assert not start.static_files_are_stale()
    os.utime(manifest, (0, 0))
    assert start.static_files_are_stale()


def test_static_files_are_not_collected_where_they_are_served_as_they_lie(settings: Settings) -> None:
    settings.STATIC_MANIFEST = False
    assert not start.static_files_are_stale()
