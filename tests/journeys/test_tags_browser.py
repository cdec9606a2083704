"""The desk's pages for tags in a browser: usable by all, and nothing breaks the security policy."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from articles.models import Tag
from tests.factories import make_article, make_editor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def faults(page: Page, said: list[str]) -> list[str]:
    """Return what axe finds on the page; what axe itself makes the console say is dropped."""
    page.wait_for_load_state("networkidle")
    before = list(said)
    found = Axe().run(page).response["violations"]
    said[:] = before
    return [f"{page.url}: {fault['id']} {fault['nodes'][0]['html']}" for fault in found]


def test_tags_are_merged_split_and_brought_back(page: Page) -> None:
    make_editor("edith")
    for tags in (("US", "Mercury"), ("USA", "Mercury")):
        make_article(tags=tags)
    found: list[str] = []
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    page.goto("/admin/articles/tag/")
    page.get_by_label("Username").fill("edith")
    page.get_by_label("Password").fill("correct horse")
    page.get_by_role("button", name="Log in").click()

    found += faults(page, said)
    for name in ("US", "USA"):
        page.get_by_role("row").filter(has=page.get_by_role("link", name=name, exact=True)).get_by_role(
            "checkbox"
        ).check()
    page.locator("select[name=action]").select_option(label="Merge …")
    page.get_by_role("button", name="Go").click()
    page.get_by_label("US (1 article)", exact=True).check()
    found += faults(page, said)
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_text("“USA” merged into “US”. It can be undone.")).to_be_visible()

    page.goto(f"/admin/articles/tag/{Tag.objects.get(key='mercury').pk}/split/")
    page.get_by_label("The other tag").fill("Mercury (planet)")
    page.get_by_role("group").get_by_role("checkbox").first.check()
    found += faults(page, said)
    page.get_by_role("button", name="Split").click()
    expect(page.get_by_text("“Mercury” split: “Mercury (planet)” (1). It can be undone.")).to_be_visible()

    page.get_by_role("link", name="Changes of tags").click()
    found += faults(page, said)
    page.get_by_role("link", name="Undo: “USA” merged into “US”").click()
    found += faults(page, said)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone: “USA” merged into “US”.")).to_be_visible()
    page.goto(f"/admin/articles/tag/{Tag.objects.get(key='us').pk}/change/")
    found += faults(page, said)
    assert found == []
    assert said == []
