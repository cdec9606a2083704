"""An editor's way in a browser: sign in, write, tag, link, publish; nothing breaks the security policy."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, SourceDocument
from articles.recovery.article import Role
from articles.services.names import ensure_tags
from articles.workflow import Status
from tests.admin.desk import address, content_of
from tests.factories import NOON, make_article, make_draft, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


HAS_CARET_AT_END = """
body => body.contains(document.activeElement)
    && [...body.querySelectorAll('p')].at(-1).contains(getSelection().anchorNode)
"""


def write(desk: Page, words: str) -> None:
    """Type at the end of the body, once the editor has taken the focus and the caret there."""
    body = desk.get_by_role("textbox", name="Body")
    for _ in range(50):
        body.locator("p").last.click()
        desk.wait_for_timeout(100)  # on focus the editor first puts the caret where it was before
        desk.keyboard.press("Control+End")
        desk.wait_for_timeout(50)
        if body.evaluate(HAS_CARET_AT_END):
            break
    if body.inner_text().strip():
        desk.keyboard.press("Enter")
    desk.keyboard.type(words)


def test_an_article_from_the_first_word_to_the_readers(desk: Page) -> None:
    ensure_tags(["Harbour trust"])
    other = make_article(headline="Storm closes the port")
    desk.get_by_role("link", name="New article").click()
    desk.get_by_label("Headline").first.fill("Commissioners vote to rebuild")
    write(desk, "Hello big world")
    desk.keyboard.press("Control+b")
    desk.keyboard.type(" in bold")
    desk.get_by_role("combobox", name="Tags").press_sequentially("harb")
    desk.get_by_role("option", name="Harbour trust (0)").wait_for()
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    desk.locator("#id_related-0-headline").press_sequentially("storm cl")
    desk.get_by_role("option", name="Storm closes the port").click()
    expect(desk.locator("#id_related-0-target")).to_have_value(str(other.pk))
    desk.get_by_role("button", name="Publish now").click()
    expect(desk.get_by_text("Published. Readers see it now.")).to_be_visible()
    article = Article.objects.get(headline="Commissioners vote to rebuild")
    content = content_of(article)
    assert content.body == ("<p>Hello big world<strong> in bold</strong></p>",)
    assert content.tags == ("Harbour trust",)
    assert [link.article for link in content.related] == [other.pk]
    assert article.status == Status.PUBLISHED
    assert desk.said == []  # type: ignore[attr-defined]


def test_rows_move_by_button_and_new_ones_are_saved(desk: Page) -> None:
    article = make_draft(related=("One", "Two"))
    desk.goto(address("change", article.pk))
    desk.locator("#related").get_by_role("button", name="Down").first.click()
    desk.locator("#related").get_by_role("button", name="Add a story").click()
    desk.keyboard.type("Five")
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.get_by_text("Saved as revision 2.")).to_be_visible()
    assert [link.headline for link in content_of(article).related] == ["Two", "One", "Five"]
    assert desk.said == []  # type: ignore[attr-defined]


def test_what_the_editor_is_not_asked_to_change_it_leaves(desk: Page) -> None:
    body = (
        "<h2>Sub</h2>", "<ul><li>One</li><li>Two</li></ul>", "<blockquote>Said</blockquote>",
        "<table><tbody><tr><td>A</td><td>B</td></tr></tbody></table>", '<ol start="3"><li>C</li></ol>', "<p>Last</p>",
    )  # fmt: skip
    article = make_draft(body=body)
    desk.goto(address("change", article.pk))
    write(desk, "New words")
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.get_by_text("Saved as revision 2.")).to_be_visible()
    assert content_of(article).body == (*body, "<p>New words</p>")


def test_leaving_with_unsaved_words_asks_first(desk: Page) -> None:
    article = make_draft()
    desk.goto(address("change", article.pk))
    desk.get_by_label("Headline").first.press_sequentially("!")
    asked: list[str] = []

    def answer(dialog: object) -> None:
        asked.append(dialog.type)  # type: ignore[attr-defined]
        dialog.accept()  # type: ignore[attr-defined]

    desk.on("dialog", answer)
    desk.goto("/admin/")
    assert asked == ["beforeunload"]


def test_without_script_everything_is_there(desk: Page, live_server: LiveServer) -> None:
    article, other = make_draft(related=("One",)), make_article(headline="Other")
    assert desk.context.browser is not None
    plain = desk.context.browser.new_context(
        base_url=live_server.url, java_script_enabled=False, storage_state=desk.context.storage_state()
    )
    bare = plain.new_page()
    bare.goto(address("change", article.pk))
    bare.get_by_label("Body").fill("<p>Typed as HTML</p>")
    bare.get_by_label("Tags").fill("One, Two")
    bare.locator("#id_related-0-ORDER").fill("9")
    bare.locator("#id_related-1-target").fill(str(other.pk))
    bare.get_by_role("button", name="Save draft").click()
    content = content_of(article)
    assert (content.body, content.tags) == (("<p>Typed as HTML</p>",), ("One", "Two"))
    assert [link.headline for link in content.related] == ["Other", "One"]
    plain.close()


def test_who_may_only_look_gets_an_editor_that_does_not_edit(page: Page, live_server: LiveServer) -> None:
    article = make_draft(body=("<p>Only to read.</p>",))
    make_user("rita", "view_article")
    page.goto(address("change", article.pk))
    page.get_by_label("Username").fill("rita")
    page.get_by_label("Password").fill("correct horse")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("textbox", name="Body")).to_have_text("Only to read.")
    assert page.locator("[contenteditable=true]").count() == 0


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_the_desk_keeps_anybody_out(desk: Page, width: int, scheme: str) -> None:
    article = make_article(related=("Nowhere yet",), authors=("Maren Oake",), section="Town", tags=("Mill",))
    derived = make_draft(headline_origin="derived", published_at="2020-04-05T04:58:00+00:00", date_origin="captured")
    spans = [[n, n * 5, n * 5 + 5, role, 0.4, "why"] for n, role in enumerate(Role)]
    SourceDocument.objects.create(
        source="s", key="k", data=b"word\n" * len(Role), sha256="0" * 64, media_type="text/plain", encoding="utf-8",
        received_at=NOON, article=derived, evidence={"spans": spans},
    )  # fmt: skip
    desk.set_viewport_size({"width": width, "height": 900})
    desk.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    addresses = [
        "/admin/", "/admin/articles/image/add/", "/admin/articles/tag/", address("changelist"), address("add"),
        address("change", article.pk), address("change", derived.pk), address("withdraw", article.pk),
        address("history", article.pk) + "?from=1&to=1",
    ]  # fmt: skip
    for where in addresses:
        desk.goto(where)
        desk.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
        assert desk.evaluate("document.documentElement.scrollWidth") <= width, f"{where} scrolls sideways"
        faults = Axe().run(desk).response["violations"]
        assert [(where, fault["id"], fault["nodes"][0]["html"]) for fault in faults] == []
