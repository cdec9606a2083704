"""A reader reads, searches, follows a tag and a related story: with JavaScript and without it."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import make_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STORM = "Storm closes the port"
VOTE = "Harbour to close for two winters"


@pytest.fixture
def stories() -> None:
    make_article(
        headline=STORM, section="Harbour", tags=("Breakwater",), body=("<p>The wind rose.</p>",),
        published_at="2026-11-20T08:00:00+00:00",
    )  # fmt: skip
    make_article(
        headline=VOTE, section="Harbour", tags=("Breakwater", "Ferry"), authors=("Maren Oake",), related=(STORM,),
        body=("<p>The commissioners voted on <em>Sunday</em>.</p>", "<h2>Two winters</h2>", "<p>It will cost.</p>"),
        published_at="2026-11-22T08:00:00+00:00",
    )  # fmt: skip
    make_article(headline="الميناء يغلق", language="ar", body=("<p>أغلق الميناء.</p>",), section="Harbour")


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def reader(browser: Browser, live_server: LiveServer, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Open a page whose complaints, and requests to elsewhere, fail the test."""
    context = browser.new_context(base_url=live_server.url, java_script_enabled=request.param)
    context.set_default_timeout(10_000)
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith(live_server.url) else faults.append(asked.url))
    yield page
    context.close()
    assert faults == []


def test_a_reader_finds_their_way(reader: Page, stories: None) -> None:
    reader.goto("/")
    reader.get_by_role("link", name=VOTE).first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(VOTE)
    expect(reader.get_by_text("The commissioners voted on Sunday.")).to_be_visible()

    reader.get_by_role("region", name="Related coverage").get_by_role("link", name=STORM).click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(STORM)
    expect(reader.get_by_role("region", name="Mentioned in").get_by_role("link", name=VOTE)).to_be_visible()

    reader.get_by_role("link", name="Breakwater", exact=True).click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Breakwater")
    expect(reader.get_by_text("2 stories")).to_be_visible()

    reader.get_by_role("link", name="Search", exact=True).click()
    reader.get_by_label("Words to look for").fill("commissioner")
    reader.get_by_role("button", name="Search").click()
    expect(reader.get_by_role("link", name=VOTE)).to_be_visible()
    expect(reader.locator("mark", has_text="commissioners")).to_be_visible()


def test_the_keyboard_reaches_the_news_first(reader: Page, stories: None) -> None:
    reader.goto("/")
    reader.keyboard.press("Tab")
    expect(reader.get_by_role("link", name="Skip to the news")).to_be_focused()
    reader.keyboard.press("Enter")
    assert reader.url.endswith("#main")


def test_the_choice_of_light_and_dark_is_kept(page: Page, stories: None) -> None:
    page.emulate_media(color_scheme="light")
    page.goto("/")
    switch = page.get_by_role("button", name="Dark")
    expect(switch).to_have_attribute("aria-pressed", "false")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.goto("/articles/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark == "rgb(19, 21, 23)"
    page.get_by_role("button", name="Dark").click()
    assert page.evaluate("document.documentElement.dataset.scheme ?? localStorage.getItem('scheme')") is None


def test_the_filters_are_beside_the_list_where_there_is_room(page: Page, stories: None) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/articles/")
    expect(page.get_by_label("From")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 900})
    expect(page.get_by_label("From")).to_be_hidden()
    page.get_by_text("Filters", exact=True).click()
    expect(page.get_by_label("From")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [340, 1280])
def test_pages_are_accessible_and_fit_the_screen(page: Page, stories: None, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 800})
    for path in (
        "/",
        "/articles/",
        "/search/?q=harbour",
        "/tags/",
        "/archive/2026/",
        "/authors/maren-oake/",
        "/nowhere/",
    ):
        page.goto(path)
        violations = Axe().run(page).response["violations"]
        assert [(path, fault["id"], fault["nodes"][0]["html"]) for fault in violations] == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path


def test_an_arabic_story_is_set_from_the_right(page: Page, stories: None) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/articles/?language=ar")
    page.get_by_role("link", name="الميناء يغلق").click()
    title = page.get_by_role("heading", level=1)
    assert title.evaluate("element => getComputedStyle(element).direction") == "rtl"
    assert title.evaluate("element => getComputedStyle(element).textAlign") == "start"
    body = page.locator(".article__body")
    assert body.evaluate("element => parseFloat(getComputedStyle(element).fontSize)") > 20
    assert Axe().run(page).response["violations"] == []
