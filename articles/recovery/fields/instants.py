"""Tell when a story was published and changed, and when its page was captured."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from articles.recovery.article import Role
from articles.recovery.dates import DateFound
from articles.recovery.decoding import Reading
from articles.recovery.labeller import column
from articles.recovery.page import Floats, Page

_LEAST: Final = 0.15
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


def find_instants(page: Page, readings: list[Reading], probabilities: Floats) -> Instants:
    """Read the dates of the lines that likely give them; nothing later than the page's clock is believed."""
    captured = _captured(page, readings)
    weight = probabilities[:, column("D")] + 0.5 * probabilities[:, column("A")]
    found: list[tuple[float, int, DateFound]] = []
    for at, dates in enumerate(page.dates):
        if readings[at].role is Role.CLOCK or weight[at] < _LEAST:
            continue
        believed = (each for each in dates if captured is None or each.instant() <= captured + timedelta(days=1))
        found.extend((float(weight[at]), at, each) for each in believed)
    if not found:
        return Instants(captured=captured)
    updates = [one for one in found if _is_update(page.lines[one[1]].text, one[2])]
    others = [one for one in found if one not in updates] or found
    best = max(others, key=lambda one: (one[0], -one[1], -one[2].start))
    if updates and others is not found and best[0] < 0.3 * max(one[0] for one in updates):
        best = max(updates, key=lambda one: one[0])
    later = [one[2].instant() for one in updates if one[2].instant() >= best[2].instant()]
    return Instants(best[2].instant(), max(later, default=None), captured, round(min(1.0, best[0]), 3), best[1])


def _captured(page: Page, readings: list[Reading]) -> datetime | None:
    clocks = [page.dates[at][0] for at, reading in enumerate(readings) if reading.role is Role.CLOCK and page.dates[at]]
    return clocks[0].instant() if clocks else None


def _is_update(line: str, found: DateFound) -> bool:
    label = line[max(0, found.start - _LABEL_CHARS) : found.start].casefold().replace(":", " ").split()
    return any(word in _UPDATED for word in label[-4:])
