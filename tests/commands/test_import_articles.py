"""The command parses, calls the import, prints and exits as it promises."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT / "seeds" / "000_b0b61d6de4eb8344.txt"


def run(*arguments: object, **options: object) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("import_articles", *map(str, arguments), stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_the_seed_is_imported_with_a_derived_headline() -> None:
    out, err = run(SEED, "--publish")
    article = Article.objects.get()
    assert out.strip().splitlines()[-1] == "1 created, 0 updated, 0 unchanged, 0 in conflict, 0 failed"
    assert err == ""
    assert (article.headline_origin, article.date_origin, article.status) == ("derived", "captured", "published")
    assert article.get_absolute_url().startswith("/2020/04/05/")
    assert article.related_links.count() == 5
    assert {tag.name for tag in article.tags.all()} == {"Europe", "factory", "plant", "France", "Huawei"}


def test_failures_are_said_by_name_and_exit_1(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as exit_:
        call_command("import_articles", str(SEED), str(tmp_path), stdout=out, stderr=err)
    assert exit_.value.code == 1
    assert "empty.txt: empty" in err.getvalue()
    assert out.getvalue().strip().endswith("1 created, 0 updated, 0 unchanged, 0 in conflict, 1 failed")


def test_a_dry_run_shows_field_by_field() -> None:
    out, _ = run(SEED, "--dry-run")
    assert "  standfirst: — → The US accused" in out
    assert "would be created" in out
    assert "dry run, nothing written: 1 created" in out
    assert not Article.objects.exists()


def test_the_report_has_a_line_for_each_document(tmp_path: Path) -> None:
    report = tmp_path / "report.jsonl"
    run(SEED, "--report", report)
    (line,) = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]
    assert line["outcome"] == "created"
    assert line["fields"]["tags"]["value"] == ["Europe", "factory", "plant", "France", "Huawei"]


def test_a_report_that_cannot_be_written_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be written") as error:
        run(SEED, "--report", tmp_path / "no" / "report.jsonl")
    assert error.value.returncode == 2
    assert not Article.objects.exists()


def test_wrong_usage_exits_2() -> None:
    command = [sys.executable, "manage.py", "import_articles", "--no-such-option"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 2
