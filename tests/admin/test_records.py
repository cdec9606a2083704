"""Received documents and import runs: shown, never changed, their bytes handed out safely."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from articles.models import ImportFailure, ImportRun, SourceDocument
from tests.admin.desk import client_of
from tests.factories import NOON, make_draft, make_user

pytestmark = pytest.mark.django_db
HOSTILE = b"<script>alert(1)</script>\nplain\n"


@pytest.fixture
def desk() -> Client:
    return client_of()


@pytest.fixture
def source() -> SourceDocument:
    return SourceDocument.objects.create(
        source="s", key='a/b/"page".html', data=HOSTILE, sha256="0" * 64, media_type="text/html",
        encoding="no-such-encoding", received_at=NOON, article=make_draft(),
    )  # fmt: skip


@pytest.fixture
def failure() -> ImportFailure:
    run = ImportRun.objects.create(started_at=NOON, failed_count=1)
    row = ImportFailure(run=run, source="s", key="bad.html", reason="bad.html: <b>no text</b>")
    row.file.save("bad.html", ContentFile(HOSTILE))
    return row


def change(row: SourceDocument | ImportRun) -> str:
    return reverse(f"admin:articles_{row._meta.model_name}_change", args=[row.pk])


def test_a_document_without_evidence_shows_its_lines(desk: Client, source: SourceDocument) -> None:
    page = desk.get(change(source)).content.decode()
    assert "<q>&lt;script&gt;alert(1)&lt;/script&gt;</q>" in page
    assert 'class="r-unknown' in page
    assert 'name="_save"' not in page


def test_bytes_come_as_a_file_that_no_browser_opens(
    desk: Client, source: SourceDocument, failure: ImportFailure
) -> None:
    for where in (
        reverse("admin:articles_sourcedocument_download", args=[source.pk]),
        reverse("admin:articles_importfailure_download", args=[failure.pk]),
    ):
        response = desk.get(where)
        assert response.content == HOSTILE
        assert response.headers["Content-Type"] == "application/octet-stream"
        assert response.headers["Content-Disposition"].startswith("attachment; filename=")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response.headers["Content-Security-Policy"]


def test_a_run_tells_its_failures(desk: Client, failure: ImportFailure) -> None:
    page = desk.get(change(failure.run)).content.decode()
    assert "bad.html: &lt;b&gt;no text&lt;/b&gt;" in page
    assert "Download as received" in page


def test_nothing_can_be_written(desk: Client, source: SourceDocument, failure: ImportFailure) -> None:
    for row in (source, failure.run):
        assert desk.post(change(row), {"key": "x"}).status_code == 403
        assert desk.post(change(row).replace("change", "delete"), {"post": "yes"}).status_code == 403


def test_downloads_are_for_those_who_may_see(source: SourceDocument, failure: ImportFailure) -> None:
    sam = client_of(make_user("sam"))
    assert sam.get(reverse("admin:articles_sourcedocument_download", args=[source.pk])).status_code == 403
    assert sam.get(reverse("admin:articles_importfailure_download", args=[failure.pk])).status_code == 403


def test_what_is_not_there_is_not_found(desk: Client) -> None:
    assert desk.get(reverse("admin:articles_sourcedocument_download", args=[9])).status_code == 404
    assert desk.get(reverse("admin:articles_importfailure_download", args=[9])).status_code == 404
