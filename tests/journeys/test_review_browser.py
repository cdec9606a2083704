"""An editor works through the review queue in a browser: by mouse, by keys, and by plain forms."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import ImportRun, ReviewItem
from tests.admin.desk import content_of
from tests.factories import NOON, make_article
from tests.services.review.items import make_conflict, make_item, make_reading

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
QUEUE = "/admin/articles/reviewitem/?kind=recovery"


def change(item: ReviewItem) -> str:
    """Return the address of a question."""
    return reverse("admin:articles_reviewitem_change", args=[item.pk])


def line(page: Page, words: str) -> object:
    """Return the role of the line that begins with the words, to click on."""
    return page.locator(".rq-src li", has_text=words).locator("[data-roles]")


def test_a_line_by_mouse_a_line_by_key_accept_and_the_next(desk: Page) -> None:
    first, second = make_reading(confidence=0.1), make_reading(key="mill-2.txt", confidence=0.2)
    desk.goto(QUEUE)
    desk.locator("#rq-list a").first.click()
    headline = desk.locator('[data-of="headline"] dd p').first
    desk.locator(".rq-src li", has_text="Bridge opens").locator("q").click()
    desk.get_by_role("group", name="Role of this line").get_by_role("button", name="headline").click()
    expect(headline).to_have_text("Bridge opens two years late")
    expect(desk.locator("[data-said]")).to_contain_text("headline")
    expect(desk.locator(".rq-src li", has_text="Bridge opens").locator("[data-roles]")).to_be_focused()
    desk.keyboard.press("k")
    expect(desk.locator(".rq-src li", has_text="River rises").locator("[data-roles]")).to_be_focused()
    desk.keyboard.press("h")
    expect(headline).to_have_text("River rises again after a week of rain Bridge opens two years late")
    desk.keyboard.press("v")
    expect(headline).to_have_text("Bridge opens two years late")
    assert content_of(first.article).headline == "Bridge opens two years late"
    desk.keyboard.press("a")
    expect(desk.get_by_text("Take it back")).to_be_visible()
    expect(desk).to_have_url(
        f"**{change(second)}?kind=recovery&done={first.pk}".replace("**", desk.url.split("/admin")[0])
    )
    first.refresh_from_db()
    assert first.state == "fixed"
    assert desk.said == []  # type: ignore[attr-defined]


def test_keys_do_nothing_while_somebody_types_and_can_be_switched_off(desk: Page) -> None:
    item = make_reading()
    desk.goto(change(item))
    desk.get_by_label("Why it is rejected").press_sequentially("axfn")
    expect(desk.get_by_label("Why it is rejected")).to_have_value("axfn")
    desk.locator("#rq-source").click()
    desk.keyboard.press("?")
    desk.get_by_label("Single keys act at once").uncheck()
    desk.keyboard.press("a")
    desk.reload()
    desk.keyboard.press("a")
    desk.wait_for_timeout(200)
    item.refresh_from_db()
    assert item.state == "open"


def test_rejecting_by_key_and_taking_it_back(desk: Page) -> None:
    item = make_reading()
    desk.goto(change(item))
    desk.keyboard.press("x")
    desk.get_by_role("button", name="Take it back").click()
    expect(desk.get_by_role("button", name="Accept")).to_be_visible()
    item.refresh_from_db()
    assert item.state == "open"


def test_a_run_is_accepted_above_a_number(desk: Page) -> None:
    run = ImportRun.objects.create(started_at=NOON)
    sure = make_reading(confidence=0.95, run=run)
    desk.goto(f"/admin/articles/reviewitem/?run={run.pk}")
    desk.get_by_role("button", name="Accept them").click()
    expect(desk.get_by_text("1 reading was accepted.")).to_be_visible()
    sure.refresh_from_db()
    assert sure.state == "accepted"
    desk.goto(change(make_conflict()))
    assert desk.said == []  # type: ignore[attr-defined]


def test_one_column_lights_its_evidence_in_the_other(desk: Page) -> None:
    desk.goto(change(make_reading()))
    desk.locator("[data-from]", has_text="Its gates").hover()
    expect(desk.locator(".rq-src .rq-lit")).to_have_count(1)
    expect(desk.locator(".rq-src .rq-lit")).to_contain_text("Its gates")


def test_all_of_it_without_script(desk: Page, live_server: LiveServer) -> None:
    first, _second = make_reading(confidence=0.1), make_reading(key="mill-2.txt", confidence=0.2)
    conflict = make_conflict()
    assert desk.context.browser is not None
    plain = desk.context.browser.new_context(
        base_url=live_server.url, java_script_enabled=False, storage_state=desk.context.storage_state()
    )
    bare = plain.new_page()
    bare.goto(QUEUE)
    bare.locator("#rq-list a").first.click()
    bare.locator(".rq-src li", has_text="Bridge opens").get_by_role("link").click()
    bare.get_by_role("group", name="Role of this line").get_by_role("button", name="headline").click()
    expect(bare.locator('[data-of="headline"] dd p').first).to_have_text("Bridge opens two years late")
    bare.get_by_role("button", name="Accept").click()
    expect(bare.get_by_role("button", name="Take it back")).to_be_visible()
    first.refresh_from_db()
    assert first.state == "fixed"
    bare.goto(change(conflict))
    bare.locator('[name="side-headline"][value="theirs"]').check()
    bare.get_by_role("button", name="Save the choice").click()
    assert content_of(conflict.article).headline == "New headline"
    plain.close()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_the_queue_keeps_anybody_out(desk: Page, width: int, scheme: str) -> None:
    desk.set_viewport_size({"width": width, "height": 900})
    desk.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    run = ImportRun.objects.create(started_at=NOON, created_count=3, finished_at=NOON)
    older = make_article(headline="Mill to close", standfirst="The mill closes.")
    newer = make_article(headline="Mill to close after ninety years", body=("<p>Other words.</p>",))
    reading = make_reading(run=run)
    items = [
        reading,
        make_conflict(),
        make_item(newer, kind="duplicate", subject="article:0", other=older, detail={"why": "The texts are alike."}),
        make_item(newer, kind="link", subject="headline:x", other=older, detail={"headline": "Mill to close"}),
        make_item(newer, state="rejected", decided_at=NOON, subject="document:0", detail={"reason": "A list"}),
    ]
    start = reading.document.spans[3].start if reading.document else 0
    addresses = [
        "/admin/articles/reviewitem/",
        f"/admin/articles/reviewitem/?run={run.pk}&state=all&done={items[-1].pk}",
        f"{change(reading)}?line={start}",
        *(change(item) for item in items),
        reverse("admin:articles_importrun_change", args=[run.pk]),
    ]
    for where in addresses:
        desk.goto(where)
        desk.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
        if "recovery" in desk.content() and desk.locator("[data-roles]").count():
            desk.locator("[data-roles]").nth(2).click()
        assert desk.evaluate("document.documentElement.scrollWidth") <= width, f"{where} scrolls sideways"
        faults = Axe().run(desk).response["violations"]
        assert [(where, fault["id"], fault["nodes"][0]["html"]) for fault in faults] == []
