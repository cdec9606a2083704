"""Dates in the words of many languages, glued or not; what is no date is none."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from articles.recovery.dates import find_dates, month_of

CET = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Listen Live",
        "Room 2020 is open",
        "13/13/2020",
        "31.02.2021",
        "May contain 12 nuts",
        "1234567890",
        "12:30",
        "99.99.9999",
    ],
)
def test_no_date_is_found_where_there_is_none(line: str) -> None:
    assert find_dates(line) == []


@pytest.mark.parametrize(
    ("line", "instant"),
    [
        ("04:58 GMT05 April 2020", datetime(2020, 4, 5, 4, 58, tzinfo=UTC)),
        ("Field AgencyApril 28, 2023 10:15 GMT", datetime(2023, 4, 28, 10, 15, tzinfo=UTC)),
        ("10.09.2025, 09:53 Uhr", datetime(2025, 9, 10, 9, 53, tzinfo=UTC)),
        ("28. März 2023 um 20.15 Uhr MEZ", datetime(2023, 3, 28, 20, 15, tzinfo=CET)),
        ("2025年1月14日 01時28分", datetime(2025, 1, 14, 1, 28, tzinfo=UTC)),
        ("5 de abril de 2020 às 14h30", datetime(2020, 4, 5, 14, 30, tzinfo=UTC)),
        ("5 апреля 2020, 14:05", datetime(2020, 4, 5, 14, 5, tzinfo=UTC)),
        ("2023-04-28T10:11:12+01:00", datetime(2023, 4, 28, 10, 11, tzinfo=CET)),
        ("May 3, 2024 at 3:15 p.m.", datetime(2024, 5, 3, 15, 15, tzinfo=UTC)),
        ("12 a.m. on 4 July 2021", datetime(2021, 7, 4, tzinfo=UTC)),
        ("२ मई 2024", datetime(2024, 5, 2, tzinfo=UTC)),
    ],
)
def test_instant_is_read(line: str, instant: datetime) -> None:
    assert find_dates(line)[0].instant() == instant


def test_order_of_day_and_month_can_be_told() -> None:
    assert find_dates("04/05/2020")[0].day.month == 5
    assert find_dates("04/05/2020", month_first=True)[0].day.month == 4
    assert find_dates("04/25/2020")[0].day.month == 4
    assert find_dates("04/05/2020")[0].ambiguous


def test_two_dates_of_a_line_are_both_found() -> None:
    found = find_dates("Published 3 May 2021, updated 4 May 2021 10:00")
    assert [each.day.day for each in found] == [3, 4]


def test_glued_month_is_known_and_other_words_are_not() -> None:
    assert month_of("AgencyApril") == 4
    assert month_of("AprilUpdated") == 4
    assert month_of("Marching") is None
