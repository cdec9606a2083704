"""Learn what a field's confidence is worth: monotone scales from how often values of unseen pages were right."""

from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from articles.recovery.fields.certainty import DESCRIBED, FROM_LINES, HTML, TEXT, Scales
from articles.recovery.page import Floats
from benchmarks.rightness import Evidence, judge_page, table_of_bins
from benchmarks.training.dataset import FOLDS

_DOUBTS = 2.0  # wrong values that are added to each step of a scale: few pages prove little
_TOGETHER = {TEXT: 4, HTML: 1}  # so many values of a kind are of one page, and prove as much as one
_FEWEST = 15  # pages of a step
_MARGIN = {TEXT: 0.03, HTML: 0.06}  # what confidence stays below the share: publishers differ more than pages do
_FEWEST_KNOWN = 20  # values of a field, below which nothing is learnt


class Case(NamedTuple):
    """One value of a page of a fold; `kind` tells texts from HTML."""

    fold: int
    kind: str
    evidence: Evidence


def cases_of(
    score: ModuleType,
    gold: list[dict[str, Any]],
    predictions: dict[str, dict[str, Any]],
    variant: str | None,
    folds: dict[str, int],
) -> list[Case]:
    """Return every value that was given for the pages of one variant, None for HTML."""
    kind = HTML if variant is None else TEXT
    known = [page for page in gold if page["id"] in predictions and (variant is None or variant in page["text"])]
    return [
        Case(folds[page["id"]], kind, each)
        for page in known
        for each in judge_page(score, page, predictions[page["id"]], variant)
    ]


def learn(cases: Iterable[Case]) -> Scales:
    """Return a scale for each kind and field; what the page says of itself has a step of its own."""
    groups: dict[str, list[Evidence]] = {}
    for case in cases:
        groups.setdefault(f"{case.kind}.{case.evidence.field}", []).append(case.evidence)
    return {name: _scale(group, name.split(".")[0]) for name, group in groups.items() if len(group) >= _FEWEST_KNOWN}


def _scale(group: list[Evidence], kind: str) -> tuple[Floats, Floats]:
    said = [each.right for each in group if each.confidence == DESCRIBED]
    read = sorted((each.confidence, each.right) for each in group if each.confidence < DESCRIBED)
    points, shares = _steps(read, kind)
    if said:
        points, shares = [*points, DESCRIBED], [*shares, _worth(said, kind)]
    return np.array(points), np.array(shares)


def _steps(read: list[tuple[float, bool]], kind: str) -> tuple[list[float], list[float]]:
    """Return confidences and the share of values that are right from there on: it never falls."""
    if not read:
        return [FROM_LINES], [0.0]
    steps: list[list[tuple[float, bool]]] = [[]]
    for each in read:
        if len(steps[-1]) >= _FEWEST * _TOGETHER[kind] and each[0] > steps[-1][-1][0]:
            steps.append([])
        steps[-1].append(each)
    if len(steps) > 1 and len(steps[-1]) < _FEWEST * _TOGETHER[kind]:
        steps[-2:] = [steps[-2] + steps[-1]]
    pools: list[list[tuple[float, bool]]] = []
    for step in steps:
        pools.append(step)
        while len(pools) > 1 and _share(pools[-2]) >= _share(pools[-1]):
            pools[-2:] = [pools[-2] + pools[-1]]
    points, shares = [], []
    for pool in pools:
        share = _worth([right for _, right in pool], kind)
        points += [pool[0][0], pool[-1][0]]
        shares += [share, share]
    rising: list[float] = np.maximum.accumulate(shares).tolist()
    return [min(point, FROM_LINES) for point in points], rising


def _worth(right: list[bool], kind: str) -> float:
    """Return the confidence that values deserve of which so many were right."""
    return max(0.0, sum(right) / (len(right) + _DOUBTS * _TOGETHER[kind]) - _MARGIN[kind])


def _share(pool: list[tuple[float, bool]]) -> float:
    return sum(right for _, right in pool) / len(pool)


def save(path: Path, scales: Scales) -> None:
    """Write scales as articles.recovery.fields.certainty reads them."""
    arrays: dict[str, npt.NDArray[Any]] = {name: np.stack(scale) for name, scale in scales.items()}
    with path.open("wb") as stream:
        np.savez_compressed(stream, allow_pickle=False, **arrays)


def out_of_fold(cases: list[Case]) -> str:
    """Return tables of confidence and rightness, each fold's confidence weighed by what the others taught."""
    weighed: dict[str, list[Evidence]] = {TEXT: [], HTML: []}
    for fold in range(FOLDS):
        scales = learn(case for case in cases if case.fold != fold)
        for _, kind, each in (case for case in cases if case.fold == fold):
            scale = scales.get(f"{kind}.{each.field}")
            sure = float(np.interp(each.confidence, *scale)) if scale is not None else each.confidence
            weighed[kind].append(each._replace(confidence=sure))
    return "\n\n".join(table_of_bins(kind, evidence) for kind, evidence in weighed.items())
