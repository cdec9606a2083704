"""An editor's word for a line reaches the article, beside what the desk wrote meanwhile."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from articles.merging.snapshot import Snapshot
from articles.models import Article, ReviewItem, SourceDocument
from articles.recovery.article import Role
from articles.services.editing import save_article
from articles.services.publishing import publish_article
from articles.services.review.correcting import Correcting, correct_line, forget_correction
from tests.factories import NOON, make_editor, make_user
from tests.services.review.documents import TEXT, make_source, role_of, start_of

pytestmark = pytest.mark.django_db


def say(document: SourceDocument, words: str, role: str) -> Correcting:
    start = start_of(document, words)
    return correct_line(document_id=document.pk, start=start, role=role, actor=None, at=NOON)


def content(document: SourceDocument) -> Snapshot:
    article = Article.objects.get(sources=document)
    return article.revisions.get(number=article.latest_number).content


def edit(document: SourceDocument, **fields: object) -> None:
    article = Article.objects.get(sources=document)
    save_article(
        article_id=article.pk,
        content=replace(content(document), **fields),  # type: ignore[arg-type]
        base_number=article.latest_number,
        actor=None,
        at=NOON,
    )


def test_a_line_made_headline_gives_the_headline() -> None:
    document = make_source()
    done = say(document, "Bridge opens", "headline")
    assert done.article.headline == "Bridge opens two years late"
    assert done.revision and "headline" in done.revision.reason
    document.refresh_from_db()
    assert role_of(document, "Bridge opens") is Role.HEADLINE
    assert document.corrections == [[start_of(document, "Bridge"), TEXT.index("Mill, Lower"), "headline"]]


def test_names_tags_and_text_follow_too() -> None:
    document = make_source()
    say(document, "By Jane", "byline")
    say(document, "Mill, Lower", "tags")
    done = say(document, "Its gates", "quote")
    assert [author.name for author in done.article.authors.all()] == ["Jane Doe"]
    assert sorted(tag.name for tag in done.article.tags.all()) == ["Lower Elm", "Mill", "Paper"]
    assert "<blockquote><p>Its gates" in done.article.body


def test_what_the_desk_wrote_elsewhere_stays() -> None:
    document = make_source()
    edit(document, kicker="Industry", standfirst="Written at the desk.")
    say(document, "Bridge opens", "headline")
    now = content(document)
    assert (now.headline, now.kicker, now.standfirst) == (
        "Bridge opens two years late",
        "Industry",
        "Written at the desk.",
    )


def test_where_the_desk_wrote_the_same_its_words_stay_and_the_texts_wait() -> None:
    document = make_source()
    say(document, "Mill to close", "headline")
    edit(document, headline="Written at the desk")
    done = say(document, "Bridge opens", "headline")
    assert done.article.headline == "Written at the desk"
    assert [conflict.theirs for conflict in done.conflicts] == ["Bridge opens two years late"]
    assert ReviewItem.objects.get().kind == "conflict"


def test_a_later_word_on_a_line_replaces_the_earlier() -> None:
    document = make_source()
    say(document, "Bridge opens", "headline")
    say(document, "Bridge opens", "chrome")
    document.refresh_from_db()
    assert [role for _, _, role in document.corrections] == ["chrome"]
    assert content(document).headline != "Bridge opens two years late"


def test_a_correction_can_be_taken_back() -> None:
    document = make_source()
    before, evidence = content(document), document.evidence
    say(document, "Bridge opens", "headline")
    say(document, "Share this", "tags")
    for words in ("Bridge opens", "Share this"):
        forget_correction(document_id=document.pk, start=start_of(document, words), actor=None, at=NOON)
    document.refresh_from_db()
    assert (content(document), document.evidence, document.corrections) == (before, evidence, [])


def test_a_word_that_changes_nothing_makes_no_revision() -> None:
    document = make_source()
    assert say(document, "Its gates", "body").revision is None
    document.refresh_from_db()
    assert document.corrections


def test_readers_see_a_correction_only_when_it_is_published() -> None:
    document = make_source()
    live = publish_article(article_id=document.article_id or 0, actor=None, at=NOON)
    say(document, "Bridge opens", "headline")
    live.refresh_from_db()
    assert live.headline != "Bridge opens two years late"
    assert content(document).headline == "Bridge opens two years late"


def test_lines_of_a_web_page_are_corrected_in_its_own_text() -> None:
    page = (
        '<!doctype html><html><head><title>Mill</title><meta name="author" content="Ann Poe"></head><body>'
        "<h1>Mill to close</h1><p>The paper mill in Lower Elm will close in spring, its owners said on Friday.</p>"
        "<p>Its gates have stood open since 1936, and nobody has told the people who work there why.</p></body></html>"
    )
    document = make_source(page, key="mill.html")
    done = say(document, "Its gates", "quote")
    assert "<blockquote><p>Its gates" in done.article.body
    assert [author.name for author in done.article.authors.all()] == ["Ann Poe"]


@pytest.mark.parametrize(("start", "role"), [(10**6, "body"), (-1, "body"), (0, "hero"), (0, "")])
def test_refusal_writes_nothing(start: int, role: str) -> None:
    document = make_source()
    with pytest.raises(ValidationError):
        correct_line(document_id=document.pk, start=start, role=role, actor=None, at=NOON)
    document.refresh_from_db()
    assert document.corrections == []


def test_a_document_that_lost_its_article_is_refused() -> None:
    document = make_source(article=None)
    with pytest.raises(ValidationError, match="gone"):
        say(document, "Its gates", "quote")


def test_only_those_who_may_change_articles_correct() -> None:
    document = make_source()
    for actor, allowed in ((make_user("visitor", "view_article"), False), (make_editor(), True)):
        try:
            correct_line(document_id=document.pk, start=0, role="chrome", actor=actor, at=NOON)
        except PermissionDenied:
            assert not allowed
        else:
            assert allowed
