"""From an import to the queue and back: asked, corrected, imported again, and no editor's word lost."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from articles.models import Article, ImportRun, ReviewItem
from articles.services.editing import save_article
from articles.services.imports import ImportOptions, import_documents
from articles.services.review.correcting import correct_line
from articles.services.review.deciding import accept_batch, resolve_conflict
from tests.admin.desk import content_of
from tests.factories import NOON
from tests.services.review.documents import TEXT, start_of

pytestmark = pytest.mark.django_db
PAGE = """<!doctype html><html><head><title>River rises</title><meta name="author" content="Ann Poe">
<meta property="og:title" content="River rises again">
<meta property="article:published_time" content="2026-11-20T08:00Z">
</head><body><h1>River rises again</h1><p>The river rose again on Thursday, after a week of rain in the hills.</p>
<p>Nobody was hurt, and the bridge stayed open, said the warden of the lower meadows on Friday.</p></body></html>"""


def imported(folder: Path, *, days: int = 0) -> ImportRun:
    options = ImportOptions(paths=[str(folder)])
    list(import_documents(options, actor=None, now=lambda: NOON + timedelta(days=days)))
    return ImportRun.objects.latest("pk")


def the_mill() -> Article:
    return Article.objects.get(sources__key="mill.txt", sources__version=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mill.txt").write_text(TEXT)
    (tmp_path / "river.html").write_text(PAGE)
    return tmp_path


def test_a_batch_leaves_what_is_unsure(folder: Path) -> None:
    run = imported(folder)
    unsure, surer = ReviewItem.objects.filter(run=run).least_sure_first()
    assert unsure.confidence < surer.confidence
    accept_batch(run=run, above=unsure.confidence, actor=None, at=NOON)
    assert ReviewItem.objects.waiting().get() == unsure


def test_a_correction_outlives_the_next_import(folder: Path) -> None:
    imported(folder)
    source = the_mill().sources.get()
    correct_line(document_id=source.pk, start=start_of(source, "Bridge opens"), role="headline", actor=None, at=NOON)
    call_command("verify_sources", verbosity=0)  # each line still has one role, for a reason
    (folder / "mill.txt").write_text(TEXT.replace("two hundred people", "two hundred and three people"))
    run = imported(folder, days=1)
    content = content_of(the_mill())
    assert content.headline == "Bridge opens two years late"
    assert "two hundred and three people" in " ".join(content.body)
    assert run.conflicting_count == 0


def test_a_document_not_changed_asks_nothing_again(folder: Path) -> None:
    imported(folder)
    ReviewItem.objects.update(state="accepted", decided_at=NOON)
    imported(folder, days=1)
    assert not ReviewItem.objects.waiting().exists()


def test_what_both_changed_waits_and_is_settled(folder: Path) -> None:
    imported(folder)
    article = Article.objects.get(headline="River rises again")
    edited = replace(content_of(article), headline="River high, says the desk")
    save_article(article_id=article.pk, content=edited, base_number=1, actor=None, at=NOON)
    (folder / "river.html").write_text(PAGE.replace("River rises again", "River falls at last"))
    imported(folder, days=1)
    item = ReviewItem.objects.get(kind="conflict")
    assert content_of(article).headline == "River high, says the desk"
    resolve_conflict(
        item_id=item.pk,
        values={"headline": "River falls at last"},
        base_number=article.revisions.count(),
        actor=None,
        at=NOON,
    )
    assert content_of(article).headline == "River falls at last"
    assert content_of(article).headline_origin == "stated"
    said = [revision.content.headline for revision in article.revisions.order_by("number")]
    assert said[0] == "River rises again"
    assert "River high, says the desk" in said
