"""Small words about a text."""

from datetime import UTC, datetime, timedelta

import pytest

from articles.templatetags.newsroom import ago, direction, language_name
from articles.views.reading import description, reading_minutes

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "minutes"), [("", 1), ("word " * 100, 1), ("word " * 700, 3), ("灯" * 2_000, 4), ("word 灯台 " * 230, 2)]
)
def test_reading_time(text: str, minutes: int) -> None:
    assert reading_minutes(text) == minutes


def test_a_description_is_cut_between_words() -> None:
    assert description("Short.\n\nText.") == "Short. Text."
    cut = description("word " * 100)
    assert len(cut) <= 200
    assert cut.endswith("word…")
    assert len(description("灯" * 500)) == 200


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=23, minutes=59), "23 hours ago"),
        (timedelta(days=1), "21 November 2026"),
        (-timedelta(hours=1), "22 November 2026"),
    ],
)
def test_times_are_relative_for_a_day(passed: timedelta, words: str) -> None:
    assert f">{words}</time>" in ago(NOW - passed, NOW)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ar", "rtl"),
        ("he-IL", "rtl"),
        ("ur_PK", "rtl"),
        ("pa-Arab", "rtl"),
        ("pa", "ltr"),
        ("en", "ltr"),
        ("az-Latn", "ltr"),
    ],
)
def test_direction(language: str, expected: str) -> None:
    assert direction(language) == expected


def test_languages_have_names() -> None:
    assert language_name("fr") == "French"
    assert language_name("x-nonsense-code") == "x-nonsense-code"
