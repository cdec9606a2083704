"""Tell when a story was published and changed, and when its page was captured."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from articles.recovery.article import Role
from articles.recovery.dates import DateFound
from articles.recovery.decoding import Reading
from articles.recovery.fields.surroundings import Surroundings
from articles.recovery.labeller import column
from articles.recovery.page import Floats, Page

_LEAST: Final = 0.06
_OF_BYLINE: Final = 0.85  # what a byline's label counts towards a date in its line
_OF_ANY: Final = 0.07  # any date near the head is better than none
_MUCH_LESS: Final = 0.3
_HEAD_LINES, _INTO_TEXT = 25, 3
_UPDATED: Final = frozenset(
    "updated update modified aktualisiert aktualisierung stand bearbeitet actualizado atualizado actualización "
    "atualização "
    "aggiornato bijgewerkt oppdatert uppdaterad opdateret päivitetty aktualizacja aktualizováno güncelleme güncellendi "
    "обновлено mis jour edited last 更新 수정".split()
)
_LABEL_CHARS: Final = 28


@dataclass(frozen=True, slots=True)
class Instants:
    """The instants of a story, None where the document does not tell; `confidence` is of `published`."""

    published: datetime | None = None
    modified: datetime | None = None
    captured: datetime | None = None
    confidence: float = 0.0
    line: int | None = None


def find_instants(around: Surroundings, readings: list[Reading]) -> Instants:
    """Read the dates of the lines that likely give them; nothing later than the page's clock is believed."""
    page = around.page
    captured = _captured(page, readings)
    weights = _weights(around)
    found: list[tuple[float, int, DateFound]] = []
    for at, dates in enumerate(page.dates):
        if readings[at].role is Role.CLOCK or weights[at] < _LEAST:
            continue
        believed = (each for each in dates if captured is None or each.instant() <= captured + timedelta(days=1))
        found.extend((float(weights[at]), at, each) for each in believed)
    if not found:
        return Instants(captured=captured)
    updates = [one for one in found if is_update(page.lines[one[1]].text, one[2])]
    others = [one for one in found if one not in updates] or found
    best = max(others, key=lambda one: (one[0], -one[1], -one[2].start))
    if updates and others is not found and best[0] < _MUCH_LESS * max(one[0] for one in updates):
        best = max(updates, key=lambda one: one[0])
    later = [one[2].instant() for one in updates if one[2].instant() >= best[2].instant()]
    return Instants(best[2].instant(), max(later, default=None), captured, round(min(1.0, best[0]), 3), best[1])


def _weights(around: Surroundings) -> Floats:
    """Weigh each line as the place of the date: by its labels, and the more the nearer to the text's head."""
    probabilities = around.probabilities
    labels = probabilities[:, column("D")] + _OF_BYLINE * probabilities[:, column("A")] + _OF_ANY
    at = np.arange(len(labels))
    places = np.select(
        [
            (at >= around.first - _HEAD_LINES) & (at <= around.first + _INTO_TEXT),
            at < around.first,
            at <= around.last + _INTO_TEXT,
        ],
        [1.0, 0.7, 0.6],
        0.4,
    )
    return np.asarray(labels * places * np.where(around.text & (labels < _OF_ANY + 0.1), 0.2, 1.0))


def _captured(page: Page, readings: list[Reading]) -> datetime | None:
    clocks = [page.dates[at][0] for at, reading in enumerate(readings) if reading.role is Role.CLOCK and page.dates[at]]
    return clocks[0].instant() if clocks else None


def is_update(line: str, found: DateFound) -> bool:
    """Tell whether a line says of a date in it that the story changed then."""
    label = line[max(0, found.start - _LABEL_CHARS) : found.start].casefold().replace(":", " ").split()
    return any(word in _UPDATED for word in label[-4:])
