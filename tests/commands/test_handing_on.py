"""What recover_documents --complete prints on one machine, import_articles takes on another."""

import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from articles.formats import reading
from articles.models import Article, SourceDocument

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "seeds" / "examples"


def what_was_made() -> list[tuple[object, ...]]:
    rows = SourceDocument.objects.order_by("key").select_related("article")
    return [(row.key, row.sha256, row.evidence, row.article and row.article.body, row.media_type) for row in rows]


def test_nothing_is_recovered_again_and_nothing_differs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    handed = tmp_path / "handed.jsonl"
    command = [sys.executable, "manage.py", "recover_documents", str(EXAMPLES), "--complete", "--workers=2"]
    with handed.open("wb") as stream:
        subprocess.run(command, cwd=ROOT, stdout=stream, check=True)
    call_command("import_articles", str(EXAMPLES), "--each-alone", "--workers=1", stdout=StringIO())
    directly = what_was_made()
    Article.objects.all().delete()
    SourceDocument.objects.all().delete()

    def refuse(data: bytes) -> None:
        raise AssertionError("a recovered document was read again")

    monkeypatch.setattr(reading, "detect", refuse)
    call_command("import_articles", str(handed), "--source=examples", "--workers=1", stdout=StringIO())
    assert what_was_made() == directly
    out = StringIO()
    call_command("import_articles", str(handed), "--source=examples", "--workers=1", stdout=out)
    assert f"0 created, 0 updated, {len(directly)} unchanged" in out.getvalue()
