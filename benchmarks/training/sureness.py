"""How often a label of some likelihood is right: learnt from texts that no network was trained on."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from articles.recovery.decoding import choose_labels, likelihood
from articles.recovery.fields.headlines import choose_headline
from articles.recovery.fields.surroundings import look_around
from articles.recovery.labeller import LABELS, SURENESS_STEPS, from_verdicts
from articles.recovery.lines import split_lines
from articles.recovery.page import Floats, measure
from articles.recovery.recover import mix
from articles.recovery.rules import context_of, judge
from benchmarks.training.dataset import Sample
from benchmarks.training.teachers import Opinions, key

_OUTSIDE = "OC"  # silver labels name few captions: one outside the article is as right as the other
_BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)
_LEAST_LINES = 50  # labels of fewer lines are believed as they are
_DOUBT = 1.0  # lines that count as wrong, so that nothing is quite certain
_GRID = np.arange(SURENESS_STEPS + 1) / SURENESS_STEPS


@dataclass(frozen=True, slots=True)
class Judged:
    """The lines of one text: the label that each was given, how likely, and whether it is right."""

    fold: int
    labels: list[str]
    likely: Floats
    right: npt.NDArray[np.bool_]


def judge_lines(sample: Sample, opinions: Opinions, least: float) -> Judged:
    """Label a text by what networks that never saw its publisher say of it."""
    context = context_of(measure(split_lines(sample.text)))
    verdicts = judge(context)
    mixed = mix(opinions[key(sample)].astype(np.float64), from_verdicts(verdicts))
    headline, _ = choose_headline(look_around(context.page, mixed))
    labels = choose_labels(mixed, verdicts, headline, least)
    likely = [likelihood(label, row) for label, row in zip(labels, mixed.tolist(), strict=True)]
    silver = [LABELS[at] for at in sample.labels]
    right = [one == other or (one in _OUTSIDE and other in _OUTSIDE) for one, other in zip(labels, silver, strict=True)]
    return Judged(sample.fold, labels, np.array(likely), np.array(right))


def learn(judged: Iterable[Judged]) -> dict[str, Floats]:
    """Return, by label, how often it is right at each hundredth of likelihood; never falling."""
    every = list(judged)
    labels = np.array([label for each in every for label in each.labels])
    likely = np.concatenate([each.likely for each in every])
    right = np.concatenate([each.right for each in every]).astype(np.float64)
    found = {}
    for label in LABELS:
        of_it = labels == label
        if of_it.sum() >= _LEAST_LINES:
            found[label] = _rising(likely[of_it], right[of_it])
    return found


def _rising(likely: Floats, right: Floats) -> Floats:
    """Pool neighbours that fall (isotonic regression), then read the steps off at each hundredth."""
    pools: list[list[float]] = []  # sum of the likelihoods, number right, lines
    for at in np.argsort(likely, kind="stable").tolist():
        pools.append([likely[at], right[at], 1.0])
        while len(pools) > 1 and pools[-2][1] * pools[-1][2] >= pools[-1][1] * pools[-2][2]:
            last = pools.pop()
            pools[-1] = [one + other for one, other in zip(pools[-1], last, strict=True)]
    places = [likelihoods / lines for likelihoods, _, lines in pools]
    shares = [(many + _DOUBT / 2) / (lines + _DOUBT) for _, many, lines in pools]
    return np.asarray(np.maximum.accumulate(np.interp(_GRID, places, shares)))


def save(path: Path, tables: dict[str, dict[str, Floats]]) -> None:
    """Write tables by model as articles.recovery.labeller reads them."""
    values = {
        f"{model}.{label}": table.astype(np.float32) for model, by in tables.items() for label, table in by.items()
    }
    np.savez_compressed(path, allow_pickle=False, **values)


def calibration(judged: list[Judged]) -> str:
    """Return a table: lines by stated confidence, and the share that is right; tables come from the other folds."""
    stated, right = [], []
    for fold in sorted({each.fold for each in judged}):
        tables = learn(each for each in judged if each.fold != fold)
        for each in judged:
            if each.fold == fold:
                steps = np.rint(each.likely * SURENESS_STEPS).astype(int)
                stated += [
                    tables[label][step] if label in tables else likely
                    for label, step, likely in zip(each.labels, steps, each.likely, strict=True)
                ]
                right += each.right.tolist()
    said, truth = np.array(stated), np.array(right)
    raw = np.concatenate([each.likely for each in judged])
    raw_truth = np.concatenate([each.right for each in judged])
    rows = ["| confidence | lines | stated | right | likelihood before: lines | stated | right |", "|---" * 7 + "|"]
    for low, high in zip(_BINS[:-1], _BINS[1:], strict=True):
        cells = [f"{low:.2f} to {min(high, 1):.2f}"]
        for values, hits in ((said, truth), (raw, raw_truth)):
            inside = (values >= low) & (values < high)
            cells += [
                str(int(inside.sum())),
                *(f"{each[inside].mean():.3f}" if inside.any() else "-" for each in (values, hits)),
            ]
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows)
