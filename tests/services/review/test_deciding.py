"""Decisions are signed once, and can be taken back; nothing an editor wrote is lost."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from articles.models import Article, ImportRun, ReviewItem
from articles.services.applying import apply_snapshots
from articles.services.editing import append_revision
from articles.services.publishing import publish_article, submit_article
from articles.services.review.correcting import correct_line
from articles.services.review.deciding import accept, accept_batch, fix, reject, reopen, resolve_conflict
from tests.factories import NOON, make_article, make_draft, make_editor, make_user
from tests.services.review.items import make_conflict, make_item, make_reading

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("decide", "state"), [(accept, "accepted"), (fix, "fixed"), (reject, "rejected")])
def test_a_decision_is_signed(decide: object, state: str) -> None:
    editor = make_editor()
    item = decide(item_id=make_item().pk, actor=editor, at=NOON)  # type: ignore[operator]
    item.refresh_from_db()
    assert (item.state, item.decided_by, item.decided_at) == (state, editor, NOON)


def test_what_an_editor_corrected_counts_as_fixed() -> None:
    item, other = make_reading(), make_reading(key="mill-2.txt")
    correct_line(document_id=item.document_id or 0, start=0, role="kicker", actor=None, at=NOON)
    assert accept(item_id=item.pk, actor=None, at=NOON).state == "fixed"
    assert accept(item_id=other.pk, actor=None, at=NOON).state == "accepted"


def test_nothing_is_decided_twice() -> None:
    item = make_item()
    accept(item_id=item.pk, actor=make_editor(), at=NOON)
    with pytest.raises(ValidationError, match="decided already: accepted, by edith"):
        reject(item_id=item.pk, actor=None, at=NOON)
    item.refresh_from_db()
    assert item.state == "accepted"


def test_a_decision_can_be_taken_back() -> None:
    item = make_item()
    accept(item_id=item.pk, actor=None, at=NOON)
    reopen(item_id=item.pk, actor=None)
    assert ReviewItem.objects.waiting().get().decided_at is None


def test_what_is_rejected_becomes_a_draft_again_with_a_reason() -> None:
    article = make_draft()
    submit_article(article_id=article.pk, actor=None, at=NOON)
    item = reject(item_id=make_item(article).pk, actor=None, at=NOON, reason="A list of links")
    article.refresh_from_db()
    assert (article.status, item.detail["reason"]) == ("draft", "A list of links")


def test_rejecting_withdraws_nothing() -> None:
    article = make_article()
    reject(item_id=make_item(article).pk, actor=None, at=NOON)
    article.refresh_from_db()
    assert article.status == "published"


def test_what_is_rejected_cannot_be_published_until_that_is_taken_back() -> None:
    item = make_item(make_draft())
    reject(item_id=item.pk, actor=None, at=NOON)
    with pytest.raises(ValidationError, match="was rejected"):
        publish_article(article_id=item.article_id, actor=None, at=NOON)
    reopen(item_id=item.pk, actor=None)
    assert publish_article(article_id=item.article_id, actor=None, at=NOON).status == "published"


def test_a_batch_takes_what_is_surer_of_that_run_alone() -> None:
    run, other = (ImportRun.objects.create(started_at=NOON) for _ in range(2))
    sure = make_item(confidence=0.95, run=run)
    left = [
        make_item(confidence=0.9, run=run),
        make_item(confidence=0.95, run=other),
        make_item(confidence=0.95, run=run, kind="link", subject="headline:mill"),
    ]
    assert accept_batch(run=run, above=0.9, actor=None, at=NOON) == 1
    sure.refresh_from_db()
    assert sure.state == "accepted"
    assert set(ReviewItem.objects.waiting()) == set(left)


def test_a_conflict_is_settled_field_by_field() -> None:
    item, saved = resolve_conflict(
        item_id=make_conflict().pk, values={"headline": "New headline"}, base_number=2, actor=None, at=NOON
    )
    assert (saved.article.headline, saved.article.body) == ("New headline", "<p>Desk words.</p>")
    assert (item.state, saved.article.headline_origin) == ("fixed", "desk")
    assert saved.article.revisions.get(number=2).content.headline == "Desk headline"


def test_a_colleague_s_edit_meanwhile_is_kept() -> None:
    item = make_conflict()
    article = Article.objects.get()
    now = replace(article.revisions.get(number=2).content, kicker="Industry")
    append_revision(article, now, base_number=2, actor=None, at=NOON)
    apply_snapshots([(article, now)])
    _, saved = resolve_conflict(
        item_id=item.pk, values={"headline": "New headline"}, base_number=2, actor=None, at=NOON
    )
    assert (saved.article.headline, saved.article.kicker) == ("New headline", "Industry")


def test_a_field_that_is_not_in_conflict_is_refused_and_nothing_is_decided() -> None:
    item = make_conflict()
    with pytest.raises(ValidationError, match="kicker"):
        resolve_conflict(item_id=item.pk, values={"kicker": "x"}, base_number=2, actor=None, at=NOON)
    item.refresh_from_db()
    assert item.state == "open"


@pytest.mark.parametrize("decide", [accept, fix, reject])
def test_only_those_who_may_change_articles_decide(decide: object) -> None:
    item = make_item()
    with pytest.raises(PermissionDenied):
        decide(item_id=item.pk, actor=make_user("visitor", "view_article"), at=NOON)  # type: ignore[operator]
    item.refresh_from_db()
    assert item.state == "open"
