"""Golden documents from the command line: two files, or a word why not."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.services.review.correcting import correct_line
from tests.factories import NOON
from tests.golden import recovered
from tests.recovery.test_golden_documents import EXACT
from tests.services.review.documents import TEXT, start_of
from tests.services.review.items import make_item, make_reading

pytestmark = pytest.mark.django_db


def export(*which: object, to: Path) -> str:
    out = StringIO()
    call_command("export_golden", *map(str, which), to=to, stdout=out)
    return out.getvalue()


def test_a_reading_is_written_as_the_golden_documents_are(tmp_path: Path) -> None:
    export(make_reading().pk, to=tmp_path)
    assert (tmp_path / "mill.txt").read_text() == TEXT
    wanted = json.loads((tmp_path / "mill.txt.expected.json").read_text())
    assert set(wanted) == set(EXACT)
    assert {name: recovered(tmp_path / "mill.txt")[name] for name in EXACT} == wanted


def test_what_an_editor_said_is_what_must_come_out(tmp_path: Path) -> None:
    item = make_reading()
    assert item.document
    start = start_of(item.document, "Bridge opens")
    correct_line(document_id=item.document.pk, start=start, role="headline", actor=None, at=NOON)
    out = export(f"document:{item.document.pk}", to=tmp_path)
    assert out.splitlines() == [str(tmp_path / "mill.txt"), str(tmp_path / "mill.txt.expected.json")]
    assert json.loads((tmp_path / "mill.txt.expected.json").read_text())["headline"] == "Bridge opens two years late"


def test_a_file_that_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "mill.txt").write_text("mine")
    item = make_reading()
    with pytest.raises(CommandError, match="there already"):
        export(item.pk, to=tmp_path)
    assert (tmp_path / "mill.txt").read_text() == "mine"


@pytest.mark.parametrize("which", ["4711", "document:4711", "article:1", "x"])
def test_what_is_not_there_is_named(which: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=which):
        export(which, to=tmp_path)
    with pytest.raises(CommandError, match="is not a folder"):
        export(which, to=tmp_path / "nowhere")


def test_a_question_without_a_document_has_none(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="has no document"):
        export(make_item().pk, to=tmp_path)
