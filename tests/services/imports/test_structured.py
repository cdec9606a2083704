"""Files with many articles: imported, imported again, reordered, changed; each article by itself."""

from pathlib import Path

import pytest

from articles.formats.documents import ReadOptions
from articles.models import Article, ImportFailure, SourceDocument
from articles.services.imports import ImportOptions, ImportResult, Outcome, import_documents
from articles.workflow import Status
from tests.factories import NOON
from tests.formats.files import post, rss, wordpress
from tests.golden import FOLDER, structured_names

pytestmark = pytest.mark.django_db


def run(folder: Path, *, reading: ReadOptions | None = None) -> list[ImportResult]:
    options = ImportOptions(paths=[str(folder)], publish=True, reading=reading or ReadOptions())
    return list(import_documents(options, actor=None, now=lambda: NOON))


def entry(number: int, text: str = "It stops.") -> str:
    return f"<title>Story {number}</title><guid>g{number}</guid><description>{text}</description>"


def outcomes(results: list[ImportResult]) -> dict[str, Outcome]:
    return {result.key: result.outcome for result in results}


def test_a_feed_in_another_order_changes_nothing_and_one_entry_changes_alone(tmp_path: Path) -> None:
    feed = tmp_path / "feed.bin"  # its content says what it is
    feed.write_bytes(rss(entry(1), entry(2)))
    assert set(outcomes(run(tmp_path)).values()) == {Outcome.CREATED}
    feed.write_bytes(rss(entry(2), entry(1)))
    assert set(outcomes(run(tmp_path)).values()) == {Outcome.UNCHANGED}
    feed.write_bytes(rss(entry(3), entry(2, "It runs again."), entry(1)))
    assert outcomes(run(tmp_path)) == {
        "feed.bin#g3": Outcome.CREATED,
        "feed.bin#g2": Outcome.UPDATED,
        "feed.bin#g1": Outcome.UNCHANGED,
    }
    assert Article.objects.count() == 3


def test_drafts_of_an_export_stay_drafts_although_all_is_to_be_published(tmp_path: Path) -> None:
    draft = post(2, more="<wp:status>draft</wp:status>")
    (tmp_path / "export").write_bytes(wordpress(post(1), draft))
    results = {result.key: result for result in run(tmp_path)}
    assert Article.objects.get(headline="Post 1").status == Status.PUBLISHED
    assert Article.objects.get(headline="Post 2").status == Status.DRAFT
    assert any("WordPress has it as “draft”" in problem for problem in results["export#g2"].problems)


def test_emphasis_and_links_arrive_and_scripts_do_not(tmp_path: Path) -> None:
    body = '<p onclick="x()">A <em>b</em> <a href="https://x.example/">c</a><script>x()</script></p>'
    (tmp_path / "export").write_bytes(wordpress(post(1, body)))
    run(tmp_path)
    assert Article.objects.get().body == '<p>A <em>b</em> <a href="https://x.example/">c</a></p>'


def test_a_broken_item_is_kept_with_the_run_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "feed").write_bytes(rss(entry(1), "<title>x</titel>", entry(3)))
    assert outcomes(run(tmp_path)) == {
        "feed#g1": Outcome.CREATED,
        "feed#item 2": Outcome.FAILED,
        "feed#g3": Outcome.CREATED,
    }
    failure = ImportFailure.objects.get()
    assert failure.key == "feed#item 2"
    with failure.file.open() as kept:
        assert kept.read() == b"<item><title>x</titel></item>"


def test_evidence_lies_on_the_text_that_is_kept_with_it(tmp_path: Path) -> None:
    (tmp_path / "feed").write_bytes(rss(entry(1)))
    run(tmp_path)
    evidence = SourceDocument.objects.get().evidence
    assert evidence["format"] == "rss"
    assert evidence["text"] == "Story 1\nIt stops."


@pytest.mark.parametrize("name", ["csv", "auto"])
def test_columns_of_a_table_are_mapped(tmp_path: Path, name: str) -> None:
    (tmp_path / "table").write_text("Spalte A;Spalte B\nFähre hält;Der Motor ist neu.\n", encoding="utf-8")
    reading = ReadOptions(format=name, columns={"Spalte A": "headline", "Spalte B": "body"})
    (result,) = run(tmp_path, reading=reading)
    assert result.outcome is Outcome.CREATED
    assert Article.objects.get().headline == "Fähre hält"
    assert SourceDocument.objects.get().evidence["format"] == "csv"


def test_a_map_of_columns_leaves_other_documents_alone(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("The ferry stops in the winter, the harbour board decided on Monday.\n")
    run(tmp_path, reading=ReadOptions(columns={"Spalte A": "headline"}))
    assert SourceDocument.objects.get().evidence["format"] == "text"


def test_every_golden_document_is_imported_and_imported_again_unchanged(tmp_path: Path) -> None:
    for name in structured_names():
        (tmp_path / name).write_bytes((FOLDER / name).read_bytes())
    first, second = outcomes(run(tmp_path)), outcomes(run(tmp_path))
    assert {key for key, outcome in first.items() if outcome is Outcome.FAILED} == {
        key for key, outcome in second.items() if outcome is Outcome.FAILED
    }
    assert set(second.values()) == {Outcome.UNCHANGED, Outcome.FAILED}
    assert set(first.values()) == {Outcome.CREATED, Outcome.FAILED}
