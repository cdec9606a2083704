"""The browser fixture drives a real page of the site."""

from playwright.sync_api import Page


def test_chromium_opens_the_sign_in_page(page: Page) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill("nobody")
    assert page.title().startswith("Log in")
