"""The settings: safe by default, strict about production, and clear about what is wrong."""

import os
import re
import runpy
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "NEWSROOM_ENV": "production",
    "SECRET_KEY": "a-key-for-tests-only-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "news.example, www.news.example",
    "SITE_URL": "https://news.example",
}

Load = Callable[..., dict[str, Any]]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Return a function that runs the settings in an environment of its arguments alone."""

    def run(**environment: str) -> dict[str, Any]:
        base = {"ENV_FILE": os.devnull, "DATA_DIR": str(tmp_path / "data")}
        with mock.patch.dict(os.environ, base | environment, clear=True):
            return runpy.run_path(str(ROOT / "newsroom/settings.py"))

    return run


def test_a_local_newsroom_needs_no_setting(load: Load, tmp_path: Path) -> None:
    settings = load()
    assert settings["DEBUG"] is False
    assert settings["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]
    assert settings["SITE_NAME"] == "The Newsroom"
    assert settings["SITE_URL"] == "http://127.0.0.1:8000"
    assert settings["SERVE_MEDIA"] is True
    assert settings["DATABASES"]["default"]["NAME"] == str(tmp_path / "data/newsroom.sqlite3")


def test_the_port_moves_the_address_of_the_site(load: Load) -> None:
    assert load(PORT="8700")["SITE_URL"] == "http://127.0.0.1:8700"
    assert load(PORT="8700", SITE_URL="http://desk.example/")["SITE_URL"] == "http://desk.example"


def test_the_key_is_made_once_and_is_the_owners_alone(load: Load, tmp_path: Path) -> None:
    first = load()["SECRET_KEY"]
    assert len(first) >= 50
    assert load()["SECRET_KEY"] == first
    assert stat.S_IMODE((tmp_path / "data/secret_key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret_key"]
    assert load(DATA_DIR=str(tmp_path / "other"))["SECRET_KEY"] != first


def test_a_key_from_the_environment_leaves_no_file(load: Load, tmp_path: Path) -> None:
    assert load(SECRET_KEY="given")["SECRET_KEY"] == "given"
    assert not (tmp_path / "data/secret_key").exists()


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL"])
def test_production_without_a_setting_stops_and_names_it(load: Load, name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"production cannot start:\n  {name}: .*; write "):
        load(**PRODUCTION | {name: ""})


def test_production_names_all_that_is_missing_at_once(load: Load, tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured) as caught:
        load(NEWSROOM_ENV="production", DEBUG="true")
    named = re.findall(r"^  ([A-Z_]+): ", str(caught.value), flags=re.MULTILINE)
    assert named == ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "DEBUG"]
    assert not (tmp_path / "data").exists()


def test_production_sends_readers_to_https(load: Load) -> None:
    settings = load(**PRODUCTION, BEHIND_PROXY="yes", HSTS_SECONDS="60")
    assert settings["ALLOWED_HOSTS"] == ["news.example", "www.news.example"]
    assert (
        settings["SECURE_SSL_REDIRECT"] is settings["SESSION_COOKIE_SECURE"] is settings["CSRF_COOKIE_SECURE"] is True
    )
    assert settings["SECURE_HSTS_SECONDS"] == 60
    assert settings["CSRF_TRUSTED_ORIGINS"] == ["https://news.example"]
    assert settings["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert settings["SERVE_MEDIA"] is False


def test_a_proxys_word_counts_only_when_one_is_declared(load: Load) -> None:
    assert load(**PRODUCTION)["SECURE_PROXY_SSL_HEADER"] is None


WRONG = [
    ("NEWSROOM_ENV", "prod", "write one of: local, production"),
    ("DEBUG", "maybe", "write true or false"),
    ("PORT", "80a", "write a whole number from 1 to 65535"),
    ("PORT", "65536", "write a whole number from 1 to 65535"),
    ("HSTS_SECONDS", "-1", "write a whole number"),
    ("SITE_URL", "news.example", "write it as https://news.example"),
    ("SITE_URL", "https://news.example/path", "write it as https://news.example"),
    ("DATABASE_URL", "mysql://localhost/news", "write sqlite:///path/to/file or postgres://"),
    ("DATABASE_URL", "postgres://localhost:port/news", "write sqlite:///path/to/file or postgres://"),
    ("DATABASE_URL", "postgres://localhost", "write sqlite:///path/to/file or postgres://"),
    ("CACHE_URL", "memcache://localhost", "write locmem:// or redis://host:6379/0"),
    ("LANGUAGE_CODE", "english", "write a language code as en"),
    ("TIME_ZONE", "Mars/Olympus", "write a zone as Europe/London"),
    ("LOG_FORMAT", "xml", "write one of: plain, json"),
    ("LOG_LEVEL", "loud", "write one of: DEBUG, INFO"),
]


@pytest.mark.parametrize(("name", "value", "right"), WRONG)
def test_a_wrong_value_is_named_with_what_would_be_right(load: Load, name: str, value: str, right: str) -> None:
    environment = PRODUCTION | {name: value} if name == "HSTS_SECONDS" else {name: value}
    with pytest.raises(ImproperlyConfigured, match=f"^{re.escape(name)}: '{re.escape(value)}' .*; {re.escape(right)}"):
        load(**environment)


def test_an_error_does_not_show_a_password(load: Load) -> None:
    with pytest.raises(ImproperlyConfigured) as caught:
        load(DATABASE_URL="mysql://news:hidden-word@localhost/news")
    assert "hidden-word" not in str(caught.value)
    assert "mysql://news:***@localhost/news" in str(caught.value)


def test_the_file_is_read_and_the_real_environment_wins(load: Load, tmp_path: Path) -> None:
    file = tmp_path / "env"
    file.write_text("# ours\nSITE_NAME='The Gull'\nTIME_ZONE=Europe/Lisbon\n")
    settings = load(ENV_FILE=str(file), TIME_ZONE="Asia/Tokyo")
    assert (settings["SITE_NAME"], settings["TIME_ZONE"]) == ("The Gull", "Asia/Tokyo")


def test_sqlite_reads_while_it_writes(load: Load, tmp_path: Path) -> None:
    options = load(DATABASE_URL="sqlite:///my data/news.sqlite3")["DATABASES"]["default"]
    assert options["NAME"] == str(ROOT / "my data/news.sqlite3")
    assert options["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        assert pragma in options["OPTIONS"]["init_command"]


def test_postgres_is_reached_by_network_or_by_socket(load: Load) -> None:
    by_network = load(DATABASE_URL="postgres://news:word@db.example:5433/paper")["DATABASES"]["default"]
    expected = {"USER": "news", "PASSWORD": "word", "HOST": "db.example", "PORT": 5433, "NAME": "paper"}
    assert by_network | expected == by_network
    by_socket = load(DATABASE_URL="postgres://news@//run/postgresql/paper")["DATABASES"]["default"]
    assert (by_socket["HOST"], by_socket["NAME"]) == ("/run/postgresql", "paper")


def test_a_cache_without_its_package_says_what_to_install(load: Load) -> None:
    with (
        mock.patch("newsroom.environment.find_spec", return_value=None),
        pytest.raises(ImproperlyConfigured, match="needs the Python package redis; run: .*requirements-scale.txt"),
    ):
        load(CACHE_URL="redis://localhost:6379/0")


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py in an environment of `environment` alone."""
    command = [sys.executable, "-W", "error", str(ROOT / "manage.py"), *arguments]
    return subprocess.run(
        command, env={"ENV_FILE": os.devnull} | environment, capture_output=True, text=True, timeout=60
    )


def test_production_passes_djangos_deployment_check(tmp_path: Path) -> None:
    done = manage("check", "--deploy", "--fail-level=WARNING", DATA_DIR=str(tmp_path), **PRODUCTION)
    assert done.returncode == 0, done.stderr


def test_the_start_stops_with_the_message_alone(tmp_path: Path) -> None:
    done = manage("check", DATA_DIR=str(tmp_path), NEWSROOM_ENV="production")
    assert done.returncode == 1
    assert done.stderr.startswith("Settings: NEWSROOM_ENV=production cannot start:\n  SECRET_KEY: not set; ")
    assert "Traceback" not in done.stderr
