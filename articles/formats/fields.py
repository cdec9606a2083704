"""Read single values as documents write them: instants, lists of names, texts."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from email.utils import parsedate_to_datetime
from typing import Final

from articles.recovery.dates import find_dates

_SEPARATORS: Final = ";|\n"


def as_text(value: object) -> str | None:
    """Return a value as one line of text, None when nothing is left of it."""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return " ".join(str(value).split()) or None
    return None


def as_instant(value: object) -> datetime | None:
    """Return an aware instant from ISO 8601, RFC 5322 or words; UTC without a zone, None where it is no date."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime.combine(value, time(), tzinfo=UTC)
    text = as_text(value)
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        try:
            found = parsedate_to_datetime(text)
        except ValueError:
            dates = find_dates(text)
            return dates[0].instant() if dates else None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def as_texts(value: object, *, separators: str = _SEPARATORS) -> list[str]:
    """Return the texts of a list, or of one text split at `separators`; each once, in order."""
    parts: Iterable[object]
    if isinstance(value, str):
        for separator in separators[1:]:
            value = value.replace(separator, separators[0])
        parts = value.split(separators[0])
    elif isinstance(value, list | tuple):
        parts = value
    else:
        parts = () if value is None else (value,)
    found = (as_text(part.get("name") if isinstance(part, dict) else part) for part in parts)
    return list(dict.fromkeys(text for text in found if text))
