"""Comparing tells what today's rules would change, and changes nothing."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries

from articles.models import Author, Revision, SourceDocument
from articles.services.editing import save_article
from articles.services.imports import ImportOptions, import_documents
from articles.services.review.comparing import Difference, compare
from articles.services.review.correcting import correct_line
from tests.factories import NOON
from tests.services.review.documents import TEXT, make_source, start_of

pytestmark = pytest.mark.django_db


def found() -> list[Difference]:
    return list(compare(SourceDocument.objects.all()))


def as_if_read_otherwise(document: SourceDocument, **fields: object) -> None:
    """Let an earlier import have read the fields so."""
    assert document.base and document.article
    before = replace(document.base, **fields)  # type: ignore[arg-type]
    Revision.objects.filter(article=document.article).update(snapshot=before.as_json())
    SourceDocument.objects.filter(pk=document.pk).update(imported=before.as_json())


def test_rules_that_have_not_changed_change_nothing(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"{number}.txt").write_text(TEXT.replace("Lower Elm", f"Upper Elm {number}"))
    (tmp_path / "page.md").write_text("---\ntitle: Mill\nauthor: Jane Doe\n---\n\nThe mill will close.\n")
    options = ImportOptions(paths=[str(tmp_path)])
    assert len(list(import_documents(options, actor=None, now=lambda: NOON))) == 5
    assert found() == []


def test_other_rules_show_field_by_field_what_would_change() -> None:
    document = make_source()
    as_if_read_otherwise(document, headline="Read otherwise", bylines=())
    (difference,) = found()
    changes = {change.field: change for change in difference.changes}
    assert changes["headline"].before == "Read otherwise"
    assert changes["bylines"].before == []
    assert changes["bylines"].after == ["Jane Doe"]
    document.refresh_from_db()
    assert document.base and document.base.headline == "Read otherwise"


def test_an_author_who_is_not_there_yet_is_named_and_not_made() -> None:
    document = make_source()
    as_if_read_otherwise(document, bylines=())
    document.article.bylines.all().delete()  # type: ignore[union-attr]
    Author.objects.all().delete()
    assert [change.after for change in found()[0].changes] == [["Jane Doe"]]
    assert not Author.objects.exists()


def test_the_desk_s_words_would_stand() -> None:
    document = make_source()
    as_if_read_otherwise(document, headline="Read otherwise")
    content = replace(document.article.revisions.get().content, headline="Written here")  # type: ignore[union-attr]
    save_article(article_id=document.article_id or 0, content=content, base_number=1, actor=None, at=NOON)
    (difference,) = found()
    assert (list(difference.changes), list(difference.kept)) == ([], ["headline"])


def test_what_an_editor_said_of_the_lines_counts() -> None:
    document = make_source()
    start = start_of(document, "Bridge opens")
    correct_line(document_id=document.pk, start=start, role="headline", actor=None, at=NOON)
    assert found() == []


def test_only_the_last_version_counts_and_lost_articles_do_not() -> None:
    document = make_source()
    as_if_read_otherwise(document, headline="Read otherwise")
    later = make_source(version=2, article=document.article)
    assert found() == [] or found()[0].document == later
    SourceDocument.objects.update(article=None)
    assert found() == []


def test_a_document_that_cannot_be_read_any_more_is_named() -> None:
    make_source(data=b"\n\n")
    assert found()[0].problem


def test_the_queries_do_not_grow_with_the_documents(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for count in (2, 5):
        for number in range(count):
            make_source(TEXT.replace("Friday", f"day {count}{number}"), key=f"{count}-{number}.txt")
        with django_assert_num_queries(4):  # documents, lesson, authors, revisions
            found()
