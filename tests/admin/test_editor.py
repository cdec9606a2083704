"""The editing page: what is typed becomes a revision, and nothing typed is ever lost."""

import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from articles.models import Article, Author, SourceDocument
from articles.services.editing import save_article
from articles.services.publishing import publish_article
from articles.workflow import Status
from tests.admin.desk import address, client_of, content_of, typed
from tests.factories import NOON, make_article, make_draft, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return client_of()


def post(desk: Client, article: Article | None, **changes: Any) -> Any:
    where = address("change", article.pk) if article else address("add")
    return desk.post(where, typed(article, **changes), follow=True)


def said(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def test_a_new_article_is_saved_as_a_draft(desk: Client) -> None:
    post(
        desk,
        None,
        headline="Mill to close",
        body="<p>After ninety years.</p>",
        tags="Mill, Town",
        bylines=[{"name": "Maren Oake"}, {"name": "Ines Thornbury", "role": "Photographs"}],
        related=[{"headline": "Mill to open", "target": ""}],
    )
    content = content_of(Article.objects.get())
    names = dict(Author.objects.values_list("pk", "name"))
    assert (content.headline, content.body, content.tags) == (
        "Mill to close",
        ("<p>After ninety years.</p>",),
        ("Mill", "Town"),
    )
    assert [(names[credit.author], credit.role) for credit in content.bylines] == [
        ("Maren Oake", ""),
        ("Ines Thornbury", "Photographs"),
    ]
    assert content.related[0].headline == "Mill to open"
    assert LogEntry.objects.get().is_addition()


def test_what_was_not_touched_stays_to_the_letter(desk: Client) -> None:
    article = make_draft(
        headline="Two  spaces",
        headline_origin="derived",
        published_at="2020-04-05T04:58:31.250000+00:00",
        date_origin="captured",
        standfirst="One\nline and another",
        tags=("Paris, Texas", 'The "Mill"', "ordinary"),
        authors=("Maren Oake", "Tobias Rell"),
        related=("A story", "Another, with a comma"),
        section="Town",
    )
    response = post(desk, article)
    assert content_of(article) == article.revisions.get(number=1).content
    assert "Nothing was changed" in said(response)


def test_what_the_rich_text_editor_adds_is_no_edit(desk: Client) -> None:
    body = ("<ul><li>One</li></ul>", "<table><tbody><tr><td>A</td></tr></tbody></table>", "<p>Text</p>")
    article = make_draft(body=body)
    rewritten = (
        '<ul><li><p>One</p></li></ul><table><tbody><tr><td colspan="1" rowspan="1"><p>A</p></td></tr></tbody></table>'
    )
    post(desk, article, body=rewritten + "<p>New text</p>")
    assert content_of(article).body == (*body[:2], "<p>New text</p>")


def test_a_typed_headline_and_date_are_the_desks_own(desk: Client) -> None:
    article = make_draft(headline_origin="derived", published_at="2020-04-05T04:58:00+00:00", date_origin="captured")
    page = desk.get(address("change", article.pk)).content.decode()
    assert "the document had no headline" in page
    assert "clock when it was captured" in page
    post(desk, article, headline="Better", published_at="2020-04-05T05:00")
    content = content_of(article)
    assert (content.headline_origin, content.date_origin) == ("desk", "desk")
    assert content.published_at == "2020-04-05T05:00:00+00:00"


def test_a_derived_headline_can_be_confirmed_as_it_is(desk: Client) -> None:
    article = make_draft(headline="Right", headline_origin="derived")
    post(desk, article, confirm_headline="on")
    content = content_of(article)
    assert (content.headline, content.headline_origin) == ("Right", "desk")


def test_two_editors_who_change_different_fields_both_stand(desk: Client) -> None:
    article = make_draft(headline="Mill to close", standfirst="After ninety years.")
    mine = typed(article, standfirst="After a century.")
    post(desk, article, headline="Mill may close")
    desk.post(address("change", article.pk), mine)
    content = content_of(article)
    assert (content.headline, content.standfirst) == ("Mill may close", "After a century.")


def test_a_collision_shows_both_texts(desk: Client) -> None:
    article = make_draft(headline="Mill to close")
    mine = typed(article, headline="Mine", do="publish")
    post(desk, article, headline="Theirs")
    response = desk.post(address("change", article.pk), mine, follow=True)
    page = response.content.decode()
    assert "Two people changed the same" in page
    assert ">Theirs<" in page
    assert ">Mine<" in page
    assert "not published" in said(response)
    article.refresh_from_db()
    assert article.status == Status.DRAFT


def test_a_form_with_an_error_keeps_every_word(desk: Client) -> None:
    article = make_draft()
    words = {
        "headline": "Typed headline",
        "standfirst": "Typed standfirst",
        "body": "<p>Typed body</p>",
        "tags": "Typed tag, other",
        "reason": "Typed reason",
        "embargoed_until": "yesterday",
    }
    response = post(
        desk,
        article,
        **words,
        bylines=[{"name": "Typed author"}],
        related=[{"headline": "", "target": "typed nonsense"}],
    )
    page = response.content.decode()
    shown = [*words.values(), "Typed author", "typed nonsense"]
    shown[2] = "&lt;p&gt;Typed body&lt;/p&gt;"
    assert [text for text in shown if text not in page] == []
    assert "no date and time" in page
    assert "Write the number of one of our articles" in page
    assert article.revisions.count() == 1
    assert not Author.objects.exists()


def test_hostile_html_is_cleaned(desk: Client) -> None:
    post(
        desk,
        None,
        headline="<script>alert(1)</script>",
        body='<p onclick="x">Hi</p><script>x</script><a href="javascript:x">y</a>',
    )
    article = Article.objects.get()
    assert content_of(article).body == ("<p>Hi</p>", "<p><a>y</a></p>")
    for name in ("change", "history"):
        assert "<script>alert" not in desk.get(address(name, article.pk)).content.decode()


def test_two_authors_of_one_name_stay_apart(desk: Client) -> None:
    first = Author.objects.create(name="A. Smith", slug="a", key="a. smith")
    second = Author.objects.create(name="A. Smith", slug="b", key="a. smith")
    post(desk, None, headline="H", bylines=[{"name": "A. Smith", "author": second.pk}])
    article = Article.objects.get()
    assert content_of(article).bylines[0].author == second.pk != first.pk
    assert "Nothing was changed" in said(post(desk, article))


def test_rows_are_sorted_by_their_numbers_and_removed(desk: Client) -> None:
    article = make_draft(related=("One", "Two", "Three"))
    rows = [{"headline": "One", "ORDER": 3}, {"headline": "Two", "ORDER": 1}, {"headline": "Three", "DELETE": "on"}]
    post(desk, article, related=rows)
    assert [link.headline for link in content_of(article).related] == ["Two", "One"]


def test_a_related_story_of_ours_lends_its_headline(desk: Client) -> None:
    other, article = make_article(headline="The other"), make_draft()
    post(
        desk,
        article,
        related=[{"headline": "", "target": str(other.pk)}, {"headline": "Out", "target": "https://example.com/"}],
    )
    ours, outside = content_of(article).related
    assert (ours.headline, ours.article) == ("The other", other.pk)
    assert (outside.headline, outside.url) == ("Out", "https://example.com/")


@pytest.mark.parametrize("target", ["999999", "javascript:alert(1)", "ftp://example.com/"])
def test_a_related_story_that_leads_nowhere_safe_is_refused(desk: Client, target: str) -> None:
    article = make_draft()
    response = post(desk, article, related=[{"headline": "X", "target": target}])
    assert response.context["forms"].related.errors[0]["target"]
    assert article.revisions.count() == 1


def test_unknown_authors_need_the_permission_to_add_them() -> None:
    writer = client_of(make_user("wren", "add_article", "change_article", "view_article"))
    response = post(writer, None, headline="H", bylines=[{"name": "Nobody Known"}])
    assert "No author has this name: Nobody Known" in response.content.decode()
    assert not Article.objects.exists()


def test_publishing_says_what_happened(desk: Client) -> None:
    article = make_draft()
    assert "Readers see it now" in said(post(desk, article, do="publish"))
    article.refresh_from_db()
    assert article.status == Status.PUBLISHED
    assert "Update the published article" in desk.get(address("change", article.pk)).content.decode()


def test_a_date_to_come_schedules(desk: Client) -> None:
    article = make_draft()
    post(desk, article, published_at="2199-01-01T09:30")
    assert "Readers will see it from 2199-01-01 09:30 UTC" in desk.get(address("change", article.pk)).content.decode()
    assert "Scheduled" in said(post(desk, article, do="publish"))


def test_what_cannot_be_published_is_saved_all_the_same(desk: Client) -> None:
    response = post(desk, None, headline="Without text", do="publish")
    assert "cannot publish without text" in said(response)
    article = Article.objects.get()
    assert (article.headline, article.status) == ("Without text", Status.DRAFT)


def test_review_and_back(desk: Client) -> None:
    article = make_draft()
    post(desk, article, do="submit")
    article.refresh_from_db()
    assert article.status == Status.IN_REVIEW
    post(desk, article, do="return")
    article.refresh_from_db()
    assert article.status == Status.DRAFT


def test_who_may_only_change_gets_no_button_to_publish() -> None:
    writer, article = client_of(make_user("wren", "change_article", "view_article")), make_draft()
    assert 'value="publish"' not in writer.get(address("change", article.pk)).content.decode()
    response = post(writer, article, headline="Changed", do="publish")
    assert "publish_article" in said(response)
    article.refresh_from_db()
    assert (article.headline, article.status) == ("Changed", Status.DRAFT)


def test_who_may_only_look_sees_a_page_without_buttons() -> None:
    reader, article = client_of(make_user("rita", "view_article")), make_draft()
    page = reader.get(address("change", article.pk)).content.decode()
    assert 'name="do"' not in page
    assert re.search(r'name="headline"[^>]* disabled', page)
    assert reader.post(address("change", article.pk), typed(article)).status_code == 403
    assert article.revisions.count() == 1


@pytest.mark.parametrize("name", ["change", "history", "withdraw", "delete"])
def test_strangers_are_kept_out(name: str) -> None:
    article = make_article()
    assert client_of(make_user("sam")).get(address(name, article.pk)).status_code == 403
    assert "/login/" in Client().get(address(name, article.pk)).headers["Location"]


@pytest.mark.parametrize("name", ["change", "history", "withdraw"])
def test_no_such_article_is_not_found(desk: Client, name: str) -> None:
    assert desk.get(address(name, 987654)).status_code == 404


def test_the_form_edits_the_latest_revision_not_the_live_row(desk: Client) -> None:
    article = make_article(headline="Live")
    post(desk, article, headline="Waiting")
    page = desk.get(address("change", article.pk)).content.decode()
    assert "Waiting</textarea>" in page
    article.refresh_from_db()
    assert (article.headline, article.has_unpublished_changes) == ("Live", True)


def test_source_lines_stand_beside_and_are_escaped(desk: Client) -> None:
    article = make_draft(headline_origin="derived")
    text = "06:12 GMT\n<script>alert(1)</script>\n"
    spans = [[1, 0, 10, "clock", 0.58, "a <b>clock</b>"], [2, 10, len(text), "unknown", 0.2, "no rule"]]
    SourceDocument.objects.create(
        source="s", key="k.txt", data=text.encode(), sha256="0" * 64, media_type="text/plain", encoding="utf-8",
        received_at=NOON, article=article, evidence={"spans": spans, "confidence": {"headline": 0.41}},
    )  # fmt: skip
    page = desk.get(address("change", article.pk)).content.decode()
    assert 'class="r-clock"' in page
    assert "<q>&lt;script&gt;alert(1)&lt;/script&gt;</q>" in page
    assert "a &lt;b&gt;clock&lt;/b&gt;" in page
    assert "41&nbsp;%" in page


def test_queries_do_not_grow_with_what_an_article_holds(desk: Client, django_assert_num_queries: Any) -> None:
    few = make_draft(tags=("A",), authors=("One",), related=("X",), section="S")
    many = make_draft(
        tags=tuple(f"Tag {n}" for n in range(30)),
        authors=tuple(f"Author {n}" for n in range(30)),
        related=tuple(f"Story {n}" for n in range(30)),
        section="S",
    )
    for article in (few, many):
        with django_assert_num_queries(11):
            assert desk.get(address("change", article.pk)).status_code == 200


def test_a_gone_article_and_author_do_not_block_the_page(desk: Client) -> None:
    other = make_draft(headline="Other")
    article = make_article(related=())
    post(desk, article, related=[{"headline": "Other", "target": str(other.pk)}])
    desk.post(address("delete", other.pk), {"post": "yes"})
    post(desk, article, headline="Goes on")
    content = content_of(article)
    assert (content.headline, content.related[0].headline, content.related[0].article) == ("Goes on", "Other", None)


def test_an_unknown_base_is_taken_for_the_latest(desk: Client) -> None:
    article = make_draft()
    for number in ("77", "", "x", "9" * 30):
        assert post(desk, article, base_number=number, kicker=f"k{number[:3]}").status_code == 200
    publish_article(article_id=article.pk, actor=None, at=NOON)
    save_article(article_id=article.pk, content=content_of(article), base_number=1, actor=None, at=NOON)
