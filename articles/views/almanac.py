"""The almanac of a year: a small calendar for each month, its days as dark as they are full."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.dates import WEEKDAYS_ABBR

LEVELS = 4
LEVELS_USED = ((), (3,), (2, 4), (1, 2, 4), (1, 2, 3, 4))  # by how many differ: far apart in tone
CELL = 22  # user units between the corners of two days
TOP = 12  # the line of weekdays above them


@dataclass(frozen=True, slots=True)
class Day:
    """A square of the calendar; `level` is 0 for a day without stories, 4 for the fullest. x, y in user units."""

    date: date
    count: int
    level: int
    x: int
    y: int

    @property
    def text_x(self) -> int:
        return self.x + CELL // 2 - 1

    @property
    def text_y(self) -> int:
        return self.y + 13


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the calendar: its days, and its figures for the table."""

    first: date
    days: list[Day]
    height: int

    @property
    def count(self) -> int:
        return sum(day.count for day in self.days)

    @property
    def fullest(self) -> Day:
        return max(self.days, key=lambda day: day.count)


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the legend: a level, with the fewest and the most stories that it stands for."""

    level: int
    fewest: int
    most: int


def almanac(year: int, counts: Mapping[date, int]) -> list[Month]:
    """Return the twelve months of a year, each day with its count and its level."""
    steps = legend(counts)
    return [_month(date(year, number, 1), counts, steps) for number in range(1, 13)]


def legend(counts: Mapping[date, int]) -> list[Step]:
    """
    Return the levels that the days of a year fall into, by quarters of its full days; empty levels are left out.

    >>> [(step.fewest, step.most) for step in legend({date(2026, 1, 1): 1, date(2026, 1, 2): 5})]
    [(1, 1), (2, 5)]
    """
    full = sorted(count for count in counts.values() if count)
    ends = [-(-len(full) * quarter // LEVELS) for quarter in range(1, LEVELS + 1)]  # rounded up
    tops = sorted({full[end - 1] for end in ends} if full else ())
    bottoms = [1, *(top + 1 for top in tops)]
    levels = LEVELS_USED[len(tops)]
    return [Step(levels[i], bottoms[i], top) for i, top in enumerate(tops)]


def weekdays() -> list[tuple[int, str]]:
    """Return the names of the days over a month's columns, each with the middle of its column in user units."""
    return [(CELL * place + CELL // 2 - 1, str(name)) for place, name in WEEKDAYS_ABBR.items()]


def _month(first: date, counts: Mapping[date, int], steps: list[Step]) -> Month:
    offset, length = calendar.monthrange(first.year, first.month)
    days = [_day(first.replace(day=number), offset + number - 1, counts, steps) for number in range(1, length + 1)]
    return Month(first, days, height=TOP + CELL * -(-(offset + length) // 7))


def _day(when: date, place: int, counts: Mapping[date, int], steps: list[Step]) -> Day:
    count = counts.get(when, 0)
    level = next((step.level for step in steps if count and count <= step.most), 0)
    return Day(when, count, level, x=CELL * (place % 7), y=TOP + CELL * (place // 7))
