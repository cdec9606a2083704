"""A run at the desk: counts, rate, state, failures with their bytes, and the retry."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.admin.runs import pace_of
from articles.models import Article, ImportFailure, ImportRun, SourceDocument
from tests.admin.desk import client_of
from tests.factories import NOON, make_user
from tests.services.review.items import make_item

pytestmark = pytest.mark.django_db


def make_run(**fields: object) -> ImportRun:
    return ImportRun.objects.create(**{"started_at": NOON} | fields)


def make_failure(
    run: ImportRun, data: bytes = b"# Mill\n\nThe mill will close.\n", key: str = "mill.md"
) -> ImportFailure:
    failure = ImportFailure(run=run, source="wire", key=key, reason="the disk was full")
    failure.file.save("x", ContentFile(data), save=False)
    failure.save()
    return failure


def place(run: ImportRun, name: str = "change") -> str:
    return reverse(f"admin:articles_importrun_{name}", args=[run.pk])


def test_a_finished_run_tells_its_counts_its_time_and_its_rate() -> None:
    run = make_run(finished_at=NOON + timedelta(seconds=20), created_count=90, updated_count=10)
    pace = pace_of(run, at=NOON + timedelta(days=1))
    assert (pace.state.word, pace.count, pace.rate) == ("Finished", 100, 5.0)
    page = client_of().get(place(run)).content.decode()
    assert "5.0 documents a second" in page
    assert "0:00:20" in page


def test_a_run_without_an_end_runs_or_was_interrupted() -> None:
    run = make_run(created_count=1)
    assert pace_of(run, at=NOON + timedelta(minutes=1)).state.word == "Running"
    assert pace_of(run, at=NOON + timedelta(minutes=9)).state.word == "Interrupted"
    SourceDocument.objects.create(
        source="s", key="k", data=b"", sha256="0" * 64, media_type="text/plain", encoding="utf-8",
        received_at=NOON + timedelta(minutes=8), run=run,
    )  # fmt: skip
    assert pace_of(run, at=NOON + timedelta(minutes=9)).state.word == "Running"


def test_a_run_that_took_no_time_has_no_rate() -> None:
    assert pace_of(make_run(finished_at=NOON, created_count=1), at=NOON).rate is None


def test_the_page_leads_to_the_failures_their_bytes_and_the_queue() -> None:
    run = make_run()
    failure = make_failure(run)
    make_item(run=run, confidence=0.95)
    page = client_of().get(place(run)).content.decode()
    assert "the disk was full" in page
    assert reverse("admin:articles_importfailure_download", args=[failure.pk]) in page
    assert f"{reverse('admin:articles_reviewitem_changelist')}?run={run.pk}" in page
    assert 'name="above"' in page


def test_a_retry_reads_the_bytes_again_and_shows_the_new_run() -> None:
    run = make_run()
    make_failure(run)
    page = client_of().post(place(run, "retry"), follow=True)
    assert "Read again: 1 stored, 0 failed once more. Not tried: 0." in page.content.decode()
    assert Article.objects.get().headline == "Mill"
    assert page.context["run"].options["retry_of"] == run.pk
    assert (
        "Retry 1" not in client_of(make_user("ann", "view_importrun", "add_article")).get(place(run)).content.decode()
    )


def test_the_page_costs_the_same_for_few_failures_and_many(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client = client_of()
    run = make_run(finished_at=timezone.now())
    for count in (2, 5):
        for number in range(count):
            make_failure(run, key=f"{count}-{number}.md")
        with django_assert_num_queries(7):  # session, user, run, count and page of failures, waiting, questions
            client.get(place(run))


def test_who_may_do_what() -> None:
    run = make_run()
    make_failure(run)
    reader = client_of(make_user("rita", "view_importrun"))
    assert "Retry" not in reader.get(place(run)).content.decode()
    assert reader.post(place(run, "retry")).status_code == 403
    assert client_of(make_user("nobody", "view_article")).get(place(run)).status_code == 403
    assert client_of(make_user("no", "add_article")).post(place(run, "retry")).status_code == 403
    assert not Article.objects.exists()


def test_what_is_not_there_is_not_found() -> None:
    client = client_of()
    for where in ("/admin/articles/importrun/4711/change/", "/admin/articles/importrun/x/change/"):
        assert client.get(where).status_code == 404
    assert client.post("/admin/articles/importrun/4711/retry/").status_code == 404
    assert client.get(place(make_run(), "retry")).status_code == 405
