"""verify_sources: what was imported is whole, or it says what is not."""

from contextlib import suppress
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import SourceDocument

pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).resolve().parent.parent / "documents"
TEXT = GOLDEN / "subheadings.txt"


def verify(*arguments: str) -> tuple[int, str, str]:
    out, err, code = StringIO(), StringIO(), 0
    try:
        call_command("verify_sources", *arguments, stdout=out, stderr=err)
    except SystemExit as stop:
        code = int(str(stop.code))
    return code, out.getvalue().strip(), err.getvalue()


def test_all_that_was_imported_is_accounted_for() -> None:
    documents = [str(path) for path in sorted(GOLDEN.iterdir()) if not path.name.endswith(".expected.json")]
    with suppress(SystemExit):  # some of the exports hold what must be refused
        call_command("import_articles", *documents, "--source=golden", stdout=StringIO(), stderr=StringIO())
    count = SourceDocument.objects.count()
    assert count >= len(documents)
    assert verify() == (0, f"{count} documents verified, 0 with faults", "")
    assert verify("--source=nothing")[1] == "0 documents verified, 0 with faults"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"data": b"Other words.\n"}, "its bytes were changed"),
        ({"evidence": {}}, "no line has a role"),
        ({"encoding": "utf-99"}, "its encoding, “utf-99”, is unknown"),
        ({"encoding": "utf-16"}, "cannot be read as utf-16"),
        ({"revision": None}, "the revision that it made is gone"),
    ],
)
def test_what_is_not_whole_is_named(change: dict[str, object], fault: str) -> None:
    call_command("import_articles", str(TEXT), stdout=StringIO())
    SourceDocument.objects.update(**change)
    code, said, faults = verify()
    assert (code, said) == (1, "1 documents verified, 1 with faults")
    assert f"{TEXT.name}, version 1: " in faults
    assert fault in faults


def test_a_line_without_a_role_is_a_fault() -> None:
    call_command("import_articles", str(TEXT), stdout=StringIO())
    document = SourceDocument.objects.get()
    del document.evidence["spans"][1]
    document.save()
    assert "has no role" in verify()[2]


def test_the_queries_do_not_grow_with_the_documents() -> None:
    counts = []
    for number in (1, 2):
        call_command("import_articles", str(sorted(GOLDEN.glob("*.txt"))[number]), stdout=StringIO())
        with CaptureQueriesContext(
            connection,
        ) as captured:
            verify()
        counts.append(len(captured))
    assert counts[0] == counts[1]
