"""Fixtures and rules of the whole suite."""

import os
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connections
from django.db.models.signals import post_migrate
from django.test import TransactionTestCase
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from articles.models import JournalClock
from tests import programs

CHROMIUM_ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}


def begin_again(*, using: str, **_: object) -> None:
    """Restore what the migrations laid down, after a transactional test has emptied the tables of the models.

    Django says so by the signal that follows a migration.
    """
    connection = connections[using]
    if "articles_journalclock" in connection.introspection.table_names():
        JournalClock.objects.using(using).get_or_create(pk=1, defaults={"number": 0})
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM articles_search")


post_migrate.connect(begin_again, sender=apps.get_app_config("articles"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --fast."""
    parser.addoption("--fast", action="store_true", help="only tests that need neither a database nor a browser")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what drives a browser, and under --fast leave out all that is slow."""
    slow: list[pytest.Item] = []
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if "browser" in fixtures:
            item.add_marker(pytest.mark.browser)
        if _needs_database(item, fixtures) or item.get_closest_marker("browser") or item.get_closest_marker("slow"):
            slow.append(item)
    if config.getoption("--fast"):
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if item not in set(slow)]


def _needs_database(item: pytest.Item, fixtures: set[str]) -> bool:
    """Tell whether the test opens the test database, by mark, by fixture or by class."""
    case = getattr(item, "cls", None)
    return bool(
        item.get_closest_marker("django_db")
        or fixtures & DATABASE_FIXTURES
        or (case is not None and issubclass(case, TransactionTestCase))
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium once; tests that use it are skipped where there is none."""
    path = programs.chromium()
    if path is None:
        pytest.skip(programs.CHROMIUM_MISSING)
    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """Open an empty page of a fresh browser profile; addresses may be written as `/admin/`."""
    context = browser.new_context(base_url=live_server.url)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()
