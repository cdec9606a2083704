"""The list of articles: words for states, search, filters, and as many queries at a thousand as at ten."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from articles.services.applying import apply_snapshots
from articles.services.editing import save_article
from articles.services.publishing import submit_article, withdraw_article
from tests.admin.desk import address, client_of, content_of
from tests.factories import NOON, make_article, make_draft, make_snapshot, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return client_of()


def found(desk: Client, **question: str) -> set[str]:
    page = desk.get(address("changelist"), question)
    return {article.headline for article in page.context["cl"].result_list}


def make_all_states() -> None:
    soon = (timezone.now() + timedelta(days=1)).isoformat()
    make_draft(headline="A draft")
    submit_article(article_id=make_draft(headline="In review").pk, actor=None, at=NOON)
    make_article(headline="Live", published_at="2020-01-01T00:00:00+00:00")
    make_article(headline="Scheduled", published_at=soon)
    make_article(headline="Embargoed", published_at="2020-01-01T00:00:00+00:00", embargoed_until=soon)
    withdraw_article(article_id=make_article(headline="Withdrawn").pk, actor=None, at=NOON)


@pytest.mark.parametrize(
    ("status", "headlines"),
    [
        ("draft", {"A draft"}),
        ("in_review", {"In review"}),
        ("live", {"Live"}),
        ("scheduled", {"Scheduled", "Embargoed"}),
        ("withdrawn", {"Withdrawn"}),
    ],
)
def test_each_state_has_its_filter_and_its_word(desk: Client, status: str, headlines: set[str]) -> None:
    make_all_states()
    assert found(desk, status=status) == headlines
    page = desk.get(address("changelist"), {"status": status}).content.decode()
    assert 'class="st st--' in page


def test_search_reads_headline_text_and_number(desk: Client) -> None:
    article = make_draft(headline="Mill to close", body=("<p>The sluice froze.</p>",))
    make_draft(headline="Elsewhere")
    for question in ("sluice", "mill", "ill to clo", str(article.pk)):
        assert found(desk, q=question) == {"Mill to close"}, question


@pytest.mark.parametrize("question", ['foo"bar', "a AND (", "*", "\x00", "9" * 40, "'; --"])
def test_any_question_is_safe(desk: Client, question: str) -> None:
    assert desk.get(address("changelist"), {"q": question}).status_code == 200


@pytest.mark.parametrize("name", ["status", "section", "language", "look", "o", "p", "unknown"])
@pytest.mark.parametrize("value", ["\x00", "nonsense", "-1", "9" * 40])
def test_any_filter_is_safe(desk: Client, name: str, value: str) -> None:
    make_draft()
    assert desk.get(address("changelist"), {name: value}, follow=True).status_code == 200


def test_what_needs_a_look_can_be_found(desk: Client) -> None:
    make_draft(headline="Derived", headline_origin="derived")
    make_draft(headline="Dated", published_at="2020-01-01T00:00:00+00:00", date_origin="captured")
    changed = make_article(headline="Changed")
    content = content_of(changed)
    save_article(article_id=changed.pk, content=make_snapshot(body=content.body), base_number=1, actor=None, at=NOON)
    assert found(desk, look="headline") == {"Derived"}
    assert found(desk, look="date") == {"Dated"}
    assert found(desk, look="unpublished") == {"Changed"}


def test_section_and_language_filter(desk: Client) -> None:
    town = make_draft(headline="Town's", section="Town", language="de")
    make_draft(headline="Nowhere's")
    assert found(desk, section=str(town.section_id)) == {"Town's"}
    assert found(desk, section="none") == {"Nowhere's"}
    assert found(desk, section="nonsense") == {"Town's", "Nowhere's"}
    assert found(desk, language="de") == {"Town's"}


def test_a_headline_is_escaped(desk: Client) -> None:
    make_draft(headline="<script>alert(1)</script>")
    page = desk.get(address("changelist")).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_as_many_queries_at_a_thousand_as_at_ten(desk: Client) -> None:
    counts = []
    for more in (10, 990):
        made = [
            (Article(latest_number=1, saved_at=NOON, updated_at=NOON), make_snapshot(authors=("A", "B"), section="S"))
            for _ in range(more)
        ]
        apply_snapshots(made, are_new=True)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert desk.get(address("changelist"), {"q": "story", "status": "draft"}).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def chosen(action: str, *articles: Article, **more: str) -> dict[str, object]:
    return {"action": action, "_selected_action": [article.pk for article in articles], **more}


def test_many_are_published_only_after_a_question(desk: Client) -> None:
    whole, empty = make_draft(headline="Whole"), make_draft(headline="Empty", body=())
    page = desk.post(address("changelist"), chosen("publish_chosen", whole, empty))
    assert "Readers see the latest revision of each at once" in page.content.decode()
    assert not Article.objects.filter(status="published").exists()
    page = desk.post(address("changelist"), chosen("publish_chosen", whole, empty, confirmed="yes"), follow=True)
    said = " ".join(map(str, page.context["messages"]))
    assert "1 article was moved" in said
    assert "Empty: cannot publish without text" in said
    assert list(Article.objects.filter(status="published")) == [whole]


def test_who_may_not_publish_is_not_offered_to() -> None:
    article, writer = make_draft(), client_of(make_user("wren", "change_article", "view_article"))
    assert "publish_chosen" not in writer.get(address("changelist")).content.decode()
    writer.post(address("changelist"), chosen("publish_chosen", article, confirmed="yes"))
    writer.post(address("changelist"), chosen("submit_chosen", article))
    article.refresh_from_db()
    assert article.status == "in_review"


@pytest.mark.parametrize(
    ("permissions", "status"),
    [((), 403), (("view_article",), 200), (("change_article",), 200), (("add_article",), 403)],
)
def test_who_may_see_the_list(permissions: tuple[str, ...], status: int) -> None:
    assert client_of(make_user("sam", *permissions)).get(address("changelist")).status_code == status


def test_the_index_is_the_newsroom_desk(desk: Client) -> None:
    page = desk.get("/admin/")
    assert "Newsroom desk" in page.content.decode()
    models: Any = [model["object_name"] for app in page.context["app_list"] for model in app["models"]]
    assert sorted(models) == [
        "Article",
        "Author",
        "Group",
        "Image",
        "ImportRun",
        "ReviewItem",
        "Section",
        "SourceDocument",
        "Tag",
        "TagOperation",
        "User",
    ]
