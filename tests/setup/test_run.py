"""The newsroom as `make run` starts it: with seeds, with a password once, and stopped by Ctrl-C."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from newsroom.preflight import HOST

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS, STOP_SECONDS = 60.0, 8.0

pytestmark = pytest.mark.slow


class Newsroom:
    """A newsroom that runs: where it answers, and what it has printed."""

    def __init__(self, data: Path, **settings: str) -> None:
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            self.port = probe.getsockname()[1]
        self.log = data.with_suffix(".log")
        command = [sys.executable, str(ROOT / "manage.py"), "start"]
        environment = {"ENV_FILE": os.devnull, "DATA_DIR": str(data), "PORT": str(self.port)} | settings
        with self.log.open("w") as log:
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def printed(self) -> str:
        return self.log.read_text()

    def wait(self) -> None:
        """Return when the first page is served."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                urllib.request.urlopen(self.address, timeout=5).close()
                return
            except OSError:
                time.sleep(0.05)
        pytest.fail(f"the newsroom does not answer; it printed: {self.printed}")

    def stop(self) -> None:
        """Do what Ctrl-C does: interrupt the whole group."""
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(STOP_SECONDS)

    def sign_in(self, user: str, password: str) -> str:
        """Return the page that an editor sees after signing in."""
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        form = browser.open(f"{self.address}/admin/login/?next=/admin/", timeout=10).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)
        assert token is not None
        fields = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], "username": user, "password": password})
        answer: bytes = browser.open(f"{self.address}/admin/login/?next=/admin/", fields.encode(), timeout=10).read()
        return answer.decode()


@contextmanager
def running(data: Path, **settings: str) -> Iterator[Newsroom]:
    """Start a newsroom whose data lie in the folder `data`; stop it at the end, come what may."""
    newsroom = Newsroom(data, **settings)
    try:
        newsroom.wait()
        yield newsroom
        newsroom.stop()
    finally:
        if newsroom.process.poll() is None:
            os.killpg(newsroom.process.pid, signal.SIGTERM)
            newsroom.process.wait(STOP_SECONDS)


def test_a_newsroom_starts_with_news_and_starts_again_with_the_same(tmp_path: Path) -> None:
    with running(tmp_path / "my data") as first:
        made = re.search(r"user (\w+), password (\S+) ", first.printed)
        assert made is not None
        assert "Log out" in first.sign_in(made[1], made[2])
        front = urllib.request.urlopen(first.address, timeout=10).read().decode()
        style = re.search(r'href="(/static/articles/site\.[0-9a-f]{12}\.css)"', front)
        assert style is not None
        sheet = urllib.request.Request(first.address + style[1], headers={"Accept-Encoding": "br"})
        with urllib.request.urlopen(sheet, timeout=10) as answer:
            assert answer.headers["Content-Encoding"] == "br"
            assert "immutable" in answer.headers["Cache-Control"]
    with running(tmp_path / "my data") as second:
        assert "Importing" not in second.printed
        assert "Collecting" not in second.printed
        assert "password" not in second.printed
        assert f"The site: {second.address}/" in second.printed
        again = urllib.request.urlopen(second.address, timeout=10).read().decode()
    assert re.findall(r"<h[1-3].*?</h[1-3]>", again, re.DOTALL) == re.findall(r"<h[1-3].*?</h[1-3]>", front, re.DOTALL)


def test_a_stopped_newsroom_leaves_nothing_running(tmp_path: Path) -> None:
    with running(tmp_path / "data", STATIC_MANIFEST="false") as newsroom:
        port = newsroom.port
    assert newsroom.process.returncode == 0
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((HOST, port))
