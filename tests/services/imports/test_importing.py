"""Importing: new, again, changed, edited meanwhile, unreadable; one outcome each, nothing lost."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from PIL import Image as PillowImage

from articles.models import Article, Change, ImportFailure, ImportRun, Revision, SourceDocument, Tag
from articles.services.editing import save_article
from articles.services.imports import ImportOptions, ImportResult, Outcome, import_documents, result_as_json
from articles.services.rows import insert_rows
from tests.factories import NOON, make_user

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


def document(**fields: object) -> str:
    """Return a Markdown document whose front matter says the fields."""
    head = {"title": "Mill to close", "date": "2026-11-20T09:00:00+00:00", "language": "en"} | fields
    body = head.pop("body", "The mill will close.\n\nIts gates are ninety years old.")
    lines = "\n".join(
        f"{name}: {value!r}" if isinstance(value, str) else f"{name}: {value}" for name, value in head.items()
    )
    return f"---\n{lines}\n---\n\n{body}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    archive = tmp_path / "archive"
    archive.mkdir()
    return archive


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def run(*paths: Path, at: datetime = NOON, publish: bool = True, **options: Any) -> list[ImportResult]:
    wanted = ImportOptions(paths=[str(path) for path in paths], publish=publish, **options)
    return list(import_documents(wanted, actor=None, now=lambda: at))


def edit(article: Article, **fields: object) -> None:
    content = article.revisions.get(number=article.latest_number).content
    save_article(
        article_id=article.pk,
        content=replace(content, **fields),  # type: ignore[arg-type]
        base_number=article.latest_number,
        actor=None,
        at=NOON,
    )


def latest(article: Article) -> Revision:
    article.refresh_from_db()
    return article.revisions.get(number=article.latest_number)


def test_a_new_document_becomes_an_article_with_its_evidence(folder: Path) -> None:
    path = put(folder, "a.md", document(tags=["Mill", "Tolney"], authors=["Maren Oake"], section="Town"))
    (result,) = run(folder)
    article = Article.objects.published(at=NOON).get()
    source = article.sources.get()
    assert (result.outcome, result.article_id) == (Outcome.CREATED, article.pk)
    assert (article.headline, article.published_at) == ("Mill to close", datetime(2026, 11, 20, 9, tzinfo=UTC))
    assert (article.headline_origin, article.date_origin) == ("stated", "stated")
    assert "<p>Its gates are ninety years old.</p>" in article.body
    assert [tag.name for tag in article.tags.order_by("key")] == ["Mill", "Tolney"]
    assert bytes(source.data) == path.read_bytes()
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (source.source, source.key, source.version) == ("archive", "a.md", 1)
    assert source.evidence["spans"]
    assert Change.objects.filter(subject=f"article:{article.pk}").exists()


def test_without_publish_it_waits_as_a_draft(folder: Path) -> None:
    put(folder, "a.md", document())
    run(folder, publish=False)
    assert Article.objects.get().status == "draft"
    assert not Article.objects.published(at=LATER).exists()


def test_a_document_without_text_is_never_published(folder: Path) -> None:
    put(folder, "a.md", document(body=""))
    (result,) = run(folder)
    assert Article.objects.get().status == "draft"
    assert any("not published" in problem for problem in result.problems)


def test_the_same_document_again_changes_nothing(folder: Path) -> None:
    put(folder, "a.md", document())
    run(folder)
    before = (Article.objects.get().saved_at, Revision.objects.count(), Change.objects.count())
    (result,) = run(folder, at=LATER)
    assert result.outcome == Outcome.UNCHANGED
    assert (Article.objects.get().saved_at, Revision.objects.count(), Change.objects.count()) == before
    assert SourceDocument.objects.count() == 1


def test_the_same_bytes_under_another_key_are_one_document(folder: Path) -> None:
    put(folder, "a.md", document())
    put(folder, "b.md", document())
    first, second = run(folder)
    assert (first.outcome, second.outcome) == (Outcome.CREATED, Outcome.UNCHANGED)
    assert "the same bytes as a.md" in second.problems[0]
    assert Article.objects.count() == 1


def test_a_changed_document_makes_a_revision_and_goes_live(folder: Path) -> None:
    put(folder, "a.md", document())
    run(folder)
    put(folder, "a.md", document(title="Mill may close"))
    (result,) = run(folder, at=LATER)
    article = Article.objects.get()
    assert result.outcome == Outcome.UPDATED
    assert [change.field for change in result.changes] == ["headline"]
    assert (article.headline, article.latest_number, article.live_number) == ("Mill may close", 2, 2)
    assert latest(article).door == "import"
    assert SourceDocument.objects.filter(article=article).count() == 2


def test_a_changed_document_keeps_what_an_editor_changed(folder: Path) -> None:
    put(folder, "a.md", document())
    run(folder)
    article = Article.objects.get()
    edit(article, standfirst="An editor's words.")
    put(folder, "a.md", document(title="Mill may close"))
    (result,) = run(folder, at=LATER)
    content = latest(article).content
    assert result.outcome == Outcome.UPDATED
    assert (content.headline, content.standfirst) == ("Mill may close", "An editor's words.")
    assert article.headline == "Mill to close", "the desk's unpublished edit must not go live by an import"


def test_a_conflict_keeps_the_desks_text_and_shows_the_imports(folder: Path) -> None:
    put(folder, "a.md", document())
    run(folder)
    article = Article.objects.get()
    edit(article, headline="An editor's headline")
    put(folder, "a.md", document(title="Mill may close"))
    (result,) = run(folder, at=LATER)
    revision = latest(article)
    assert result.outcome == Outcome.CONFLICTING
    assert revision.content.headline == "An editor's headline"
    assert revision.conflicts[0]["theirs"] == "Mill may close"


def test_the_base_of_a_merge_is_the_last_import(folder: Path) -> None:
    put(folder, "a.md", document())
    run(folder)
    article = Article.objects.get()
    edit(article, standfirst="An editor's words.")
    for title in ("Mill may close", "Mill will stay"):
        put(folder, "a.md", document(title=title))
        (result,) = run(folder, at=LATER)
        assert (result.outcome, latest(article).content.headline) == (Outcome.UPDATED, title)
    assert latest(article).content.standfirst == "An editor's words."


def test_one_bad_document_never_stops_the_others(folder: Path) -> None:
    put(folder, "good.md", document())
    (folder / "binary.txt").write_bytes(b"\x00\x01\x02\xff" * 100)
    (folder / "empty.txt").write_bytes(b"")
    results = {result.key: result for result in run(folder, folder / "missing.txt")}
    assert {key: result.outcome for key, result in results.items()} == {
        "binary.txt": Outcome.FAILED,
        "empty.txt": Outcome.FAILED,
        "good.md": Outcome.CREATED,
        "missing.txt": Outcome.FAILED,
    }
    failure = ImportFailure.objects.get(key="binary.txt")
    with failure.file.open("rb") as kept:
        assert kept.read() == b"\x00\x01\x02\xff" * 100
    counted = ImportRun.objects.get()
    assert (counted.created_count, counted.failed_count, counted.finished_at) == (1, 3, NOON)


def test_what_the_database_refuses_fails_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(folder, "good.md", document())
    put(folder, "bad.md", document(title="Bad", language="x" * 30, date="2026-11-20T09:00:00+00:00"))
    original = insert_rows

    def refuse(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        listed = list(rows)
        if any("bad.md" in row for row in listed):
            raise ValueError("row refused")
        original(model, columns, listed)

    monkeypatch.setattr("articles.services.imports.received.insert_rows", refuse)
    results = {result.key: result for result in run(folder)}
    assert results["good.md"].outcome == Outcome.CREATED
    assert results["bad.md"].outcome == Outcome.FAILED
    assert "row refused" in results["bad.md"].problems[0]
    assert Article.objects.get().headline == "Mill to close"


def test_one_key_from_two_folders_of_one_name_is_refused(tmp_path: Path) -> None:
    for parent, title in (("x", "First"), ("y", "Second")):
        put(tmp_path / parent / "archive", "a.md", document(title=title))
    first, second = run(tmp_path / "x" / "archive", tmp_path / "y" / "archive")
    assert (first.outcome, second.outcome) == (Outcome.CREATED, Outcome.FAILED)
    assert "--source" in second.problems[0]


def test_a_dry_run_tells_all_and_writes_nothing(folder: Path) -> None:
    put(folder, "a.md", document(tags=["Mill"], authors=["Maren Oake"], section="Town"))
    (folder / "empty.txt").write_bytes(b"")
    first, second = run(folder, dry_run=True)
    assert {"headline", "body", "tags", "bylines"} <= {change.field for change in first.changes}
    assert second.outcome == Outcome.FAILED
    for model in (Article, Tag, SourceDocument, ImportRun, ImportFailure, Change):
        assert not model.objects.exists(), model


def test_related_headlines_link_across_documents(folder: Path) -> None:
    put(folder, "a.md", document(related=["The mill that was built twice"]))
    put(folder, "b.md", document(title="The mill that was built twice", related=["Mill to close"], body="Once."))
    run(folder)
    links = {a.headline: a.related_links.get().target_id for a in Article.objects.all()}
    by_headline = dict(Article.objects.values_list("headline", "pk"))
    assert links["Mill to close"] == by_headline["The mill that was built twice"]
    assert links["The mill that was built twice"] == by_headline["Mill to close"]


def test_the_statements_do_not_grow_with_a_batch(folder: Path) -> None:
    """Not for new documents, nor for known, changed or broken ones."""
    statements: dict[int, list[int]] = {}
    for size in (5, 50):
        for round_ in range(3):
            for number in range(size):
                text = document(title=f"Story {size} {number}", tags=[f"t{number}"], authors=[f"A {number}"])
                put(folder, f"{size}/{number}.md", text + "More.\n" * (round_ // 2))
                put(folder, f"{size}/{number}.txt", "")
            with CaptureQueriesContext(connection) as captured:
                run(folder / str(size))
            statements.setdefault(size, []).append(len(captured))
    assert statements[5] == statements[50]


def test_the_report_says_outcome_fields_and_problems(folder: Path) -> None:
    put(folder, "a.md", document())
    (result,) = run(folder, with_fields=True)
    line = result_as_json(result)
    assert (line["document"], line["outcome"], line["article"]) == ("a.md", "created", result.article_id)
    assert line["fields"]["headline"]["value"] == "Mill to close"
    assert 0 <= line["fields"]["headline"]["confidence"] <= 1
    assert line["problems"] == []


def test_who_may_not_add_articles_imports_nothing(folder: Path) -> None:
    put(folder, "a.md", document())
    options = ImportOptions(paths=[str(folder)])
    with pytest.raises(PermissionDenied):
        list(import_documents(options, actor=make_user("rita"), now=lambda: NOON))
    assert not ImportRun.objects.exists()


def test_the_picture_beside_a_document_becomes_its_lead_image(folder: Path) -> None:
    buffer = BytesIO()
    PillowImage.new("RGB", (640, 480), "teal").save(buffer, "JPEG")
    (folder / "pier.jpg").write_bytes(buffer.getvalue())
    put(folder, "a.md", document(body="The mill.\n\n![The pier](pier.jpg)\n\nIt will close."))
    (result,) = run(folder)
    article = Article.objects.get()
    assert article.lead_image is not None, result.problems
    assert article.lead_image.alt == "The pier"
    assert article.revisions.get().content.lead_image == article.lead_image_id
