"""What failed is read again from its kept bytes, once, and nothing is lost when it fails again."""

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile

from articles.models import Article, ImportFailure, ImportRun
from articles.services.imports import ImportOptions, import_documents
from articles.services.review.retrying import retry_failures
from tests.factories import NOON, make_user

pytestmark = pytest.mark.django_db
GOOD = b"---\ntitle: Mill to close\n---\n\nThe mill will close.\n"


def failed(data: bytes, *, key: str = "mill.md", run: ImportRun | None = None) -> ImportFailure:
    run = run or ImportRun.objects.create(started_at=NOON, options={"publish": False})
    failure = ImportFailure(run=run, source="wire", key=key, reason="the disk was full")
    failure.file.save("x", ContentFile(data), save=False)
    failure.save()
    return failure


def test_bytes_that_can_be_read_now_become_an_article() -> None:
    failure = failed(GOOD)
    done = retry_failures(run=failure.run, actor=None, now=lambda: NOON)
    article = Article.objects.get()
    assert (article.headline, article.sources.get().key, article.sources.get().source) == (
        "Mill to close",
        "mill.md",
        "wire",
    )
    assert (done.run.created_count, done.run.failed_count, done.left) == (1, 0, 0)
    failure.refresh_from_db()
    assert failure.retried_at == NOON
    assert done.run.options["retry_of"] == failure.run_id


def test_what_fails_again_is_a_failure_of_the_new_run_with_the_same_bytes() -> None:
    failure = failed(b"\n \n", key="broken.bin")
    done = retry_failures(run=failure.run, actor=None, now=lambda: NOON)
    again = done.run.failures.get()
    with again.file.open() as kept:
        assert (again.key, kept.read(), again.retried_at) == ("broken.bin", b"\n \n", None)
    assert (done.run.failed_count, Article.objects.count()) == (1, 0)


def test_nothing_is_tried_twice() -> None:
    failure = failed(GOOD)
    retry_failures(run=failure.run, actor=None, now=lambda: NOON)
    assert retry_failures(run=failure.run, actor=None, now=lambda: NOON).run.created_count == 0
    assert Article.objects.count() == 1


def test_bytes_that_are_gone_are_said_to_be() -> None:
    failure = failed(GOOD)
    failure.file.storage.delete(failure.file.name or "")
    done = retry_failures(run=failure.run, actor=None, now=lambda: NOON)
    assert "gone from quarantine" in done.run.failures.get().reason


def test_an_item_of_a_file_that_is_not_whole_makes_no_article() -> None:
    failure = failed(b"just words of a broken item", key="feed.xml#17")
    done = retry_failures(run=failure.run, actor=None, now=lambda: NOON)
    assert "import the file again" in done.run.failures.get().reason
    assert not Article.objects.exists()


def test_a_real_failure_of_an_import_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"\n\n\n")
    list(import_documents(ImportOptions(paths=[str(tmp_path)]), actor=None, now=lambda: NOON))
    run = ImportRun.objects.get()
    done = retry_failures(run=run, actor=None, now=lambda: NOON)
    assert (done.run.failed_count, done.run.failures.get().key) == (1, "empty.txt")


def test_only_those_who_may_add_articles_retry() -> None:
    with pytest.raises(PermissionDenied):
        retry_failures(run=failed(GOOD).run, actor=make_user("rita", "change_article"), now=lambda: NOON)
    assert ImportRun.objects.count() == 1
