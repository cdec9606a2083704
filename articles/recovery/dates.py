"""Find dates and times in a line, in the words of some forty languages, also where they are glued to other words."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from articles.recovery.months import MONTHS

EARLIEST_YEAR, LATEST_YEAR = 1990, 2099
_ZONES = {
    **dict.fromkeys(("gmt", "utc", "z", "wet"), 0.0),
    **dict.fromkeys(("cet", "mez", "bst", "ist", "west", "wat"), 1.0),
    **dict.fromkeys(("cest", "mesz", "eet", "sast", "cat"), 2.0),
    **dict.fromkeys(("eest", "msk", "trt", "eat"), 3.0),
    **dict.fromkeys(("edt", "ast"), -4.0),
    **dict.fromkeys(("est", "et", "cdt"), -5.0),
    **dict.fromkeys(("cst", "ct", "mdt"), -6.0),
    **dict.fromkeys(("mst", "mt", "pdt"), -7.0),
    **dict.fromkeys(("pst", "pt"), -8.0),
    **dict.fromkeys(("jst", "kst"), 9.0),
    "wib": 7.0,
    "aest": 10.0,
    "aedt": 11.0,
}
_YEAR = r"(?P<y>(?:19|20)\d\d)(?=\D|$|\d{1,2}[:.]\d\d|\d{1,2}\s[^\W\d])"
# A stretch without space, digits and stops: cheaper than letters, whose marks Python's \w leaves out in Indic scripts.
_LETTERS = r"[^\s\d.,:;/|()\[\]{}<>\"'!?_•·@#+=–—\-]"
_WORD = rf"(?<!{_LETTERS})(?P<m>{_LETTERS}{{2,40}})"
_ORDINAL = r"(?:\.|st|nd|rd|th|er|º|ª|-го|-a|일)?"
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"(?<!\d)(?P<d>\d{{1,2}}){_ORDINAL}[\s.\-–/]{{0,3}}(?:(?:de|of|d[’'])\s{{0,2}})?{_WORD}\.?[\s,.\-–/]{{0,3}}(?:del?\s{{1,2}}|of\s)?{_YEAR}",
        rf"{_WORD}\.?\s{{0,3}}(?P<d>\d{{1,2}}){_ORDINAL}[\s,.]{{1,3}}{_YEAR}",
        r"(?<!\d)(?P<y>(?:19|20)\d\d)\s?年\s?(?P<n>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?日",
        r"(?<!\d)(?P<y>(?:19|20)\d\d)\s?년\s?(?P<n>\d{1,2})\s?월\s?(?P<d>\d{1,2})\s?일",
        r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<s>[-/.])\s?(?P<n>\d{1,2})(?P=s)\s?(?P<d>\d{1,2})(?!\d)",
        rf"(?<!\d)(?P<y>(?:19|20)\d\d)(?:\s?(?:m\.|\.))?\s{{0,2}}{_WORD}\.?\s{{1,2}}(?P<d>\d{{1,2}})(?!\d)",
    )
)
_SPELT = tuple(shape for shape in _SHAPES if "年" not in shape.pattern and "년" not in shape.pattern)
_NUMERIC = re.compile(
    rf"(?<!\d)(?P<a>\d{{1,2}})(?P<s>[./\-])\s?(?P<b>\d{{1,2}})(?P=s)\s?(?:{_YEAR}|(?P<yy>\d\d)(?![\d.]))"
)
_TIME = re.compile(
    r"(?<![\d.,])(?P<h>[01]?\d|2[0-3])(?P<s>[:.h時時])\s?(?P<min>[0-5]\d)(?::[0-5]\d)?(?!\d)\s{0,2}(?P<half>[ap]\.?\s?m\b\.?)?"
    r"(?:\s?(?:Uhr|hrs?|uur)\b)?"
    r"(?:\s{0,2}\(?(?P<zone>(?:GMT|UTC)?[+-]\d{1,2}:?\d{0,2}|[A-Za-z]{1,4})(?=\W|\d|$|[A-Z]))?",
    re.IGNORECASE,
)
_HOUR = re.compile(r"(?<![\d.,:])(?P<h>\d{1,2})\s?(?P<half>[ap]\.?m\b\.?)", re.IGNORECASE)
_ISO_TIME = re.compile(r"T?\s?(?P<h>\d\d):(?P<min>\d\d)(?::\d\d(?:\.\d+)?)?(?P<zone>Z|[+-]\d\d:?\d\d)?")
_ANY_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d")
_BEFORE_YEAR, _AFTER_YEAR = 36, 28  # characters of a date around its year
_REACH = 30  # characters between a date and its time of day


@dataclass(frozen=True, slots=True)
class DateFound:
    """
    A calendar day in a line, and the time of day beside it where there is one.

    `start` and `end` are characters of the line and take in the time; `offset`
    is None when the line names no zone; `ambiguous` when day and month could
    be the other way about.
    """

    day: date
    start: int
    end: int
    clock: time | None = None
    offset: timedelta | None = None
    time_first: bool = False
    ambiguous: bool = False

    def instant(self) -> datetime:
        """Return the instant, midnight without a time of day, UTC without a zone."""
        zone = UTC if not self.offset else timezone(self.offset)
        return datetime.combine(self.day, self.clock or time(), tzinfo=zone)


def month_of(word: str) -> int | None:
    """Return 1..12 for a month's name, alone or run together with the word before or after it."""
    folded = word.casefold()
    if folded in MONTHS:
        return MONTHS[folded]
    for at in range(1, len(word) - 2):
        if word[at].isupper() and not word[at - 1].isupper():  # glued: "PressApril", "AprilUpdated"
            if (tail := word[at:].casefold()) in MONTHS:
                return MONTHS[tail]
            if (head := word[:at].casefold()) in MONTHS:
                return MONTHS[head]
    return None


def _day(year: int, month: int, day: int) -> date | None:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _written(line: str) -> list[tuple[date, int, int, bool]]:
    found = []
    for window in _windows(line):
        for shape in _SHAPES if "年" in line or "년" in line else _SPELT:
            for match in shape.finditer(line, *window):
                parts = match.groupdict()
                word = parts.get("m")
                month = month_of(word) if word else int(parts["n"])
                day = _day(int(parts["y"]), month, int(parts["d"])) if month else None
                if day:
                    start = (
                        match.start("m") + _glue(word) if word and match.start() == match.start("m") else match.start()
                    )
                    found.append((day, start, match.end(), False))
    return found


def _windows(line: str) -> list[tuple[int, int]]:
    """Return the stretches around the years of a line: nothing else of it is searched."""
    return [(max(0, match.start() - _BEFORE_YEAR), match.end() + _AFTER_YEAR) for match in _ANY_YEAR.finditer(line)]


def _glue(word: str) -> int:
    """How many letters of another word stand before a month's name."""
    return next((at for at in range(len(word)) if word[at:].casefold() in MONTHS), 0)


def _numeric(line: str, month_first: bool) -> list[tuple[date, int, int, bool]]:
    found = []
    for match in _NUMERIC.finditer(line):
        first, second = int(match["a"]), int(match["b"])
        year = int(match["y"]) if match["y"] else 2000 + int(match["yy"])
        pairs = [(second, first), (first, second)]
        days = [_day(year, month, day) for month, day in (pairs[::-1] if month_first and match["s"] != "." else pairs)]
        both = all(days) and first != second and match["s"] != "."
        if day := next((day for day in days if day), None):
            found.append((day, match.start(), match.end(), both))
    return found


def _time_in(stretch: str) -> tuple[time, timedelta | None, int, int] | None:
    for shape in (_TIME, _HOUR):
        match = shape.search(stretch)
        if not match:
            continue
        parts = match.groupdict()
        hour, half = int(parts["h"]), (parts.get("half") or "").casefold()
        if half:
            if not 1 <= hour <= 12:
                continue
            hour = hour % 12 + (12 if half.startswith("p") else 0)
        end = match.end() if _offset(parts.get("zone")) is not None or not parts.get("zone") else match.start("zone")
        return time(hour, int(parts.get("min") or 0)), _offset(parts.get("zone")), match.start(), end
    return None


def _offset(zone: str | None) -> timedelta | None:
    if not zone:
        return None
    folded = zone.casefold()
    if folded in _ZONES:
        return timedelta(hours=_ZONES[folded])
    match = re.fullmatch(r"(?:gmt|utc)?([+-])(\d{1,2}):?(\d\d)?", folded)
    if not match or int(match[2]) > 14:
        return None
    return (-1 if match[1] == "-" else 1) * timedelta(hours=int(match[2]), minutes=int(match[3] or 0))


def _with_time(line: str, day: date, start: int, end: int, ambiguous: bool) -> DateFound:
    iso = _ISO_TIME.match(line, end)
    if iso and int(iso["h"]) < 24 and int(iso["min"]) < 60:
        offset = _offset(iso["zone"])
        beside = None if iso["zone"] else _time_in(line[end : end + _REACH])
        if beside is None:
            return DateFound(day, start, iso.end(), time(int(iso["h"]), int(iso["min"])), offset, ambiguous=ambiguous)
    after = _time_in(line[end : end + _REACH])
    if after:
        return DateFound(day, start, end + after[3], after[0], after[1], ambiguous=ambiguous)
    base = max(0, start - _REACH)
    before = _time_in(line[base:start])
    if before:
        return DateFound(day, base + before[2], end, before[0], before[1], time_first=True, ambiguous=ambiguous)
    return DateFound(day, start, end, ambiguous=ambiguous)


def find_dates(line: str, *, month_first: bool = False) -> list[DateFound]:
    """
    Return the dates of `line` in order; `month_first` reads 4/5/2020 as the fifth of April.

    >>> find_dates("04:58 GMT05 April 2020")[0].instant().isoformat()
    '2020-04-05T04:58:00+00:00'
    >>> find_dates("Associated PressApril 28, 2023 GMT")[0].day
    datetime.date(2023, 4, 28)
    >>> find_dates("Listen Live")
    []
    """
    days = _written(line) + _numeric(line, month_first)
    days.sort(key=lambda found: (found[1], -found[2]))
    kept: list[DateFound] = []
    last = -1
    for day, start, end, ambiguous in days:
        if start >= last:
            kept.append(_with_time(line, day, start, end, ambiguous))
            last = end
    return kept
