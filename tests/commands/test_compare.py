"""Comparing from the command line: what would change, and nothing else."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Revision
from tests.services.review.documents import make_source

pytestmark = pytest.mark.django_db


def compared(**options: object) -> tuple[str, str]:
    out, errors = StringIO(), StringIO()
    call_command("import_articles", compare=True, stdout=out, stderr=errors, **options)
    return out.getvalue(), errors.getvalue()


def test_what_would_change_is_shown_field_by_field_and_counted() -> None:
    document = make_source()
    assert document.base
    before = replace(document.base, headline="Read otherwise")
    Revision.objects.update(snapshot=before.as_json())
    said, _ = compared()
    assert f"headline: Read otherwise → {document.base.headline}" in said
    assert "1 of 1 articles would change" in said
    assert Article.objects.get().latest_number == 1


def test_a_source_is_compared_alone_and_what_cannot_be_read_is_named() -> None:
    make_source()
    make_source(key="other.txt", source="agency", data=b"\n")
    said, errors = compared(source="agency")
    assert "agency: other.txt: it holds no text" in errors
    assert "0 of 1 articles would change" in said
    assert "1 documents cannot be read any more" in said


def test_it_takes_no_paths_and_an_import_takes_some() -> None:
    for arguments in ((".", "--compare"), ()):
        with pytest.raises(CommandError, match="give a PATH to import, or --compare alone"):
            call_command("import_articles", *arguments)
