"""Withdrawing and deleting: what readers lose is said first, and done by the services."""

from dataclasses import replace

import pytest
from django.test import Client

from articles import search
from articles.merging.snapshot import Related
from articles.models import Article, Change, RelatedLink, SourceDocument
from articles.services.editing import save_article
from articles.services.publishing import publish_article
from articles.workflow import Status
from tests.admin.desk import address, client_of, content_of
from tests.factories import NOON, make_article, make_draft, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return client_of()


def test_withdrawing_asks_first(desk: Client) -> None:
    article = make_article()
    assert "Readers will not see this article any more" in desk.get(address("withdraw", article.pk)).content.decode()
    article.refresh_from_db()
    assert article.status == Status.PUBLISHED
    desk.post(address("withdraw", article.pk))
    article.refresh_from_db()
    assert article.status == Status.WITHDRAWN


def test_a_draft_has_nothing_to_withdraw(desk: Client) -> None:
    article = make_draft()
    assert "nothing to withdraw" in desk.get(address("withdraw", article.pk)).content.decode()
    response = desk.post(address("withdraw", article.pk), follow=True)
    assert "cannot 'withdraw'" in " ".join(map(str, response.context["messages"]))


def test_withdrawing_is_for_those_who_publish() -> None:
    article = make_article()
    writer = client_of(make_user("wren", "change_article", "view_article"))
    assert writer.post(address("withdraw", article.pk)).status_code == 403
    article.refresh_from_db()
    assert article.status == Status.PUBLISHED


def test_deleting_forgets_the_article_everywhere(desk: Client) -> None:
    article = make_article(headline="Mill to close", body=("<p>sluice</p>",))
    other = make_article(related=("Mill to close",))
    source = SourceDocument.objects.create(
        source="s", key="k", data=b"x", sha256="0" * 64, media_type="text/plain", encoding="utf-8",
        received_at=NOON, article=article,
    )  # fmt: skip
    before = Change.objects.count()
    assert "Mill to close" in desk.get(address("delete", article.pk)).content.decode()
    desk.post(address("delete", article.pk), {"post": "yes"})
    assert not Article.objects.filter(pk=article.pk).exists()
    assert not search.matching(Article.objects.all(), search.parse_query("sluice")).exists()
    assert RelatedLink.objects.get(article=other).target is None
    source.refresh_from_db()
    assert source.article is None
    subjects = set(Change.objects.order_by("number")[before:].values_list("subject", flat=True))
    assert {f"article:{article.pk}", f"article:{other.pk}", "front"} <= subjects


@pytest.mark.django_db(transaction=True)
def test_what_linked_to_it_can_still_be_published(desk: Client) -> None:
    gone, waiting = make_draft(headline="Gone"), make_article()
    linked = replace(content_of(waiting), related=(Related("To what is gone", gone.pk),))
    save_article(article_id=waiting.pk, content=linked, base_number=1, actor=None, at=NOON)
    desk.post(address("delete", gone.pk), {"post": "yes"})
    publish_article(article_id=waiting.pk, actor=None, at=NOON)
    link = RelatedLink.objects.get(article=waiting)
    assert (link.headline, link.target, link.is_chosen) == ("To what is gone", None, False)


def test_many_are_deleted_by_the_service_too(desk: Client) -> None:
    articles = [make_article(), make_article()]
    chosen = {"action": "delete_selected", "_selected_action": [a.pk for a in articles], "post": "yes"}
    desk.post(address("changelist"), chosen)
    assert not Article.objects.exists()
    assert Change.objects.filter(subject=f"article:{articles[1].pk}").count() == 2


def test_only_administrators_delete() -> None:
    article = make_draft()
    editor = client_of(make_user("edna", "change_article", "view_article", "delete_article"))
    assert editor.post(address("delete", article.pk), {"post": "yes"}).status_code == 403
    assert "delete" not in editor.get(address("change", article.pk)).content.decode().split("rail", 1)[1]
    assert Article.objects.filter(pk=article.pk).exists()
