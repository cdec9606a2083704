"""Saves append revisions, merge with what came between, and lose nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from articles.models import Article, Change, Revision
from articles.services.editing import Saved, save_article
from articles.services.publishing import publish_article
from tests.factories import NOON, make_article, make_draft, make_snapshot, make_user

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def content_of(article: Article) -> object:
    return article.revisions.get(number=article.latest_number).content


def save(article: Article, base_number: int | None = None, **fields: object) -> Saved:
    base = article.revisions.get(number=base_number or article.latest_number)
    return save_article(
        article_id=article.pk,
        content=replace(base.content, **fields),  # type: ignore[arg-type]
        base_number=base.number,
        actor=None,
        at=LATER,
    )


def test_a_new_article_is_a_draft_with_one_revision() -> None:
    article = make_draft(headline="Mill to close", authors=("Maren Oake",), tags=("Mill", "mill"))
    article.refresh_from_db()
    assert (article.status, article.visible_from, article.slug) == ("draft", None, "mill-to-close")
    assert [tag.name for tag in article.tags.all()] == ["Mill"]
    assert [author.name for author in article.authors.all()] == ["Maren Oake"]
    assert article.revisions.get().content.headline == "Mill to close"


def test_saving_nothing_new_makes_no_revision() -> None:
    article = make_draft()
    assert save(article).revision is None
    assert article.revisions.count() == 1


def test_a_draft_shows_its_latest_revision() -> None:
    article = make_draft(headline="Mill to close")
    save(article, headline="Mill to stay")
    article.refresh_from_db()
    assert (article.headline, article.slug, article.latest_number) == ("Mill to stay", "mill-to-stay", 2)


def test_an_edit_of_a_live_article_waits_for_its_publication() -> None:
    article = make_article(headline="Mill to close")
    save(article, headline="Mill to stay")
    article.refresh_from_db()
    assert (article.headline, article.has_unpublished_changes) == ("Mill to close", True)
    publish_article(article_id=article.pk, actor=None, at=LATER)
    article.refresh_from_db()
    assert (article.headline, article.has_unpublished_changes) == ("Mill to stay", False)
    assert (article.slug, article.updated_at) == ("mill-to-close", LATER)


def test_two_who_save_from_one_base_both_stand() -> None:
    article = make_draft(headline="Mill to close", standfirst="After ninety years.")
    save(article, headline="Mill may close")
    article.refresh_from_db()
    saved = save(article, base_number=1, standfirst="After a century.")
    assert saved.conflicts == ()
    merged = content_of(saved.article)
    assert (merged.headline, merged.standfirst) == ("Mill may close", "After a century.")  # type: ignore[attr-defined]


def test_a_collision_keeps_both_texts() -> None:
    article = make_draft(headline="Mill to close")
    save(article, headline="First")
    article.refresh_from_db()
    saved = save(article, base_number=1, headline="Second")
    assert saved.revision is not None
    assert saved.revision.snapshot["headline"] == "Second"
    assert saved.revision.conflicts[0]["theirs"] == "First"
    assert article.revisions.get(number=2).snapshot["headline"] == "First"


def test_a_stored_revision_never_changes() -> None:
    revision = make_draft().revisions.get()
    revision.reason = "rewritten"
    with pytest.raises(ValueError, match="never changes"):
        revision.save()


def test_refusal_writes_nothing() -> None:
    article = make_draft()
    reader = make_user("rita")
    with pytest.raises(PermissionDenied, match="change_article"):
        save_article(article_id=article.pk, content=make_snapshot(), base_number=1, actor=reader, at=LATER)
    assert Revision.objects.count() == 1
    assert Change.objects.count() == 0


def test_hostile_html_is_cleaned_whatever_the_door() -> None:
    article = make_draft(body=("<p onclick='x'>Hello</p><script>alert(1)</script>",))
    article.refresh_from_db()
    assert article.body == "<p>Hello</p>"


def test_equal_headlines_get_different_addresses() -> None:
    slugs = {make_draft(headline="Weather").slug for _ in range(3)}
    assert len(slugs) == 3
    assert all(slug.startswith("weather") for slug in slugs)
