"""What several journeys begin with."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import make_editor


@pytest.fixture
def desk(page: Page, live_server: LiveServer) -> Page:
    """Sign an editor in; whatever the console says from now on is kept in `page.said`."""
    make_editor("edith")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.said = said  # type: ignore[attr-defined]
    page.goto("/admin/")
    page.get_by_label("Username").fill("edith")
    page.get_by_label("Password").fill("correct horse")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Newsroom desk")).to_be_visible()
    return page
