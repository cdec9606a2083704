"""Trees that weigh the candidates of headline, authors and tags, trained on what the labeller says of unseen texts."""

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from articles.recovery.fields.authors import author_candidates
from articles.recovery.fields.headings import headline_candidates
from articles.recovery.fields.surroundings import Surroundings, look_around
from articles.recovery.fields.tags import tag_candidates
from articles.recovery.labeller import LABELS, from_verdicts
from articles.recovery.lines import split_lines
from articles.recovery.page import Floats, measure
from articles.recovery.recover import mix
from articles.recovery.rules import context_of, judge
from benchmarks.training.dataset import Sample, normal
from benchmarks.training.teachers import Opinions, key

_ALIKE = 90
_RESEMBLING = 75  # other wordings of a headline that are cut with it
_HOLDING = 3  # a line so many times as long as the headline in it is no wording of it
_CUT_COPY, _CUT_SEEDLIKE = 0.1, 0.5  # what a copy without its headline counts; seedlike texts do lack theirs
_CROPPED_COPY = 0.4  # what a shortened copy counts
_ROUNDS = {"headlines": 300, "authors": 200, "tags": 200}
_SEEDS = {"headlines": (1, 2, 3), "authors": (1,), "tags": (1,)}
_OPTIONS = {
    "learning_rate": 0.06,
    "bagging_freq": 1,
    "num_threads": 1,
    "deterministic": True,
    "verbose": -1,
}
_OF_ITEMS = {
    "objective": "binary",
    "num_leaves": 10,
    "max_depth": 5,
    "feature_fraction": 0.25,
    "bagging_fraction": 0.8,
    "min_data_in_leaf": 20,
    "lambda_l2": 10,
}
_OF_HEADLINES = {
    "num_leaves": 5,
    "feature_fraction": 0.2,
    "bagging_fraction": 0.7,
    "min_data_in_leaf": 30,
    "min_sum_hessian_in_leaf": 0.5,
    "lambda_l2": 20,
}
_START = -4.0  # log-odds of a headline's candidate before anything is learnt
_LEAST_CURVATURE = 0.01


@dataclass(frozen=True, slots=True)
class Choices:
    """The candidates of one text: measures, which of them are right, and what each weighs."""

    fold: int
    matrix: Floats
    right: npt.NDArray[np.bool_]
    weights: Floats


@dataclass(frozen=True, slots=True)
class Forest:
    """Boosters whose values are averaged; every sum begins with `start`."""

    boosters: list[lightgbm.Booster]
    start: float


def with_lines(sample: Sample, opinions: Floats, kept: npt.NDArray[np.bool_]) -> tuple[str, Floats]:
    """Return a text with some of its spoken lines alone, and what was said of those."""
    lines = re.split(r"\r\n|\r|\n", sample.text)
    spoken = [at for at, line in enumerate(lines) if line.strip()]
    cut = {spoken[at] for at in np.flatnonzero(~kept)}
    return "\n".join(line for at, line in enumerate(lines) if at not in cut), opinions[kept]


def _as_recovered(text: str, opinions: Floats) -> Surroundings:
    """Look around a text as recovery does, which mixes what the rules say into the opinions."""
    context = context_of(measure(split_lines(text)))
    return look_around(context.page, mix(opinions, from_verdicts(judge(context))))


def without_headline(sample: Sample, wordings: list[str]) -> npt.NDArray[np.bool_]:
    """Return the lines of a text that neither are nor hold a wording of its headline."""
    kept = sample.labels != LABELS.index("H")
    for at, line in enumerate(split_lines(sample.text)):
        text = normal(line.text)
        kept[at] &= not any(_is_wording(text, each) for each in wordings)
    return np.asarray(kept)


def _is_wording(text: str, headline: str) -> bool:
    if fuzz.ratio(text, headline) >= _RESEMBLING:
        return True
    inside = len(headline) > 15 and headline in text and len(text) < _HOLDING * len(headline)
    return inside or (len(text) > 20 and text in headline)


def cropped(sample: Sample) -> npt.NDArray[np.bool_]:
    """Return the lines that a copy keeps by chance: fewer above and below the story, less of the furniture."""
    chance = np.random.default_rng(zlib.crc32(key(sample).encode()))
    story = np.flatnonzero(np.isin(sample.labels, [LABELS.index(label) for label in "HSBUADT"]))
    at = np.arange(len(sample.labels))
    kept = np.ones(len(at), bool)
    if chance.random() < 0.6:
        kept &= (at >= story[0] - chance.exponential(12)) & (at <= story[-1] + chance.exponential(15))
    other = sample.labels == LABELS.index("O")
    return np.asarray(kept & ~(other & (chance.random(len(at)) < chance.choice((0.0, 0.1, 0.3)))))


def headline_choices(samples: list[Sample], opinions: Opinions, pages: dict[str, dict[str, Any]]) -> Iterator[Choices]:
    """Yield the candidates of every text, and of copies: one without its headline, one cut shorter."""
    for sample in samples:
        gold = pages[sample.id]
        shown = gold["text"].get(sample.variant, {})
        titles = [shown.get("headline_text") or gold["gold"]["title"], gold["gold"]["title"]]
        wordings = [normal(text) for text in (*titles, *gold["gold"]["h1_alt"], *gold["gold"]["meta_alt"]) if text]
        said = opinions[key(sample)].astype(np.float64)
        weight = _CUT_SEEDLIKE if sample.variant == "seedlike" else _CUT_COPY
        without, fewer = without_headline(sample, wordings), cropped(sample)
        copies = [(kept, weight) for kept in (without, fewer, without & fewer)]
        # Where the known headline stands nowhere, the page often shows one in words that nobody wrote down.
        if shown.get("headline") != "no" or (sample.variant == "seedlike" and _is_shown(gold)):
            copies.append((np.ones(len(said), bool), 1.0))
        for kept, weight in copies:
            text, probabilities = with_lines(sample, said, kept)
            around = _as_recovered(text, probabilities)
            lines, matrix = headline_candidates(around)
            if lines:
                folded = [normal(around.page.lines[at].text) for at in lines]
                right = np.array([any(fuzz.ratio(line, each) >= _ALIKE for each in wordings) for line in folded])
                yield Choices(sample.fold, matrix, right, np.full(len(lines), weight))


def _is_shown(page: dict[str, Any]) -> bool:
    """Tell whether a page shows its headline when nothing is cut."""
    return bool(page["text"].get("glued", {}).get("headline") != "no")


def item_choices(
    samples: list[Sample],
    opinions: Opinions,
    pages: dict[str, dict[str, Any]],
    *,
    field: str,
    candidates: Callable[[Surroundings], tuple[list[Any], Floats]],
    text_of: Callable[[Any], str],
) -> Iterator[Choices]:
    """Yield the candidates of a field of several items; `field` is its name in the gold."""
    for sample in samples:
        said = opinions[key(sample)].astype(np.float64)
        wanted = {_bare(text) for text in pages[sample.id]["gold"][field]}
        for kept, weight in ((np.ones(len(said), bool), 1.0), (cropped(sample), _CROPPED_COPY)):
            text, probabilities = with_lines(sample, said, kept)
            found, matrix = candidates(_as_recovered(text, probabilities))
            if found:
                right = np.array([_bare(text_of(each)) in wanted for each in found])
                yield Choices(sample.fold, matrix, right, np.full(len(found), weight))


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", normal(text)))


def author_choices(samples: list[Sample], opinions: Opinions, pages: dict[str, dict[str, Any]]) -> list[Choices]:
    """Return the candidates for authors."""
    return list(
        item_choices(
            samples, opinions, pages, field="authors", candidates=author_candidates, text_of=lambda each: str(each.name)
        )
    )


def tag_choices(samples: list[Sample], opinions: Opinions, pages: dict[str, dict[str, Any]]) -> list[Choices]:
    """Return the candidates for tags."""
    return list(
        item_choices(
            samples, opinions, pages, field="topics", candidates=tag_candidates, text_of=lambda each: str(each.text)
        )
    )


def fit(name: str, choices: list[Choices]) -> Forest:
    """Train trees on the candidates of the field `name`."""
    matrix = np.concatenate([each.matrix for each in choices])
    right = np.concatenate([each.right for each in choices]).astype(np.float64)
    weights = np.concatenate([each.weights for each in choices])
    if name == "headlines":
        sizes = [len(each.right) for each in choices]
        options: dict[str, Any] = _OPTIONS | _OF_HEADLINES | {"objective": one_or_none(sizes, right, weights)}
        data = lightgbm.Dataset(matrix, right, init_score=np.full(len(right), _START))
    else:
        options = _OPTIONS | _OF_ITEMS
        data = lightgbm.Dataset(matrix, right, weight=weights)
    boosters = [lightgbm.train(options | {"seed": seed}, data, _ROUNDS[name]) for seed in _SEEDS[name]]
    return Forest(boosters, _START if name == "headlines" else 0.0)


def one_or_none(sizes: list[int], right: Floats, weights: Floats) -> Callable[..., tuple[Floats, Floats]]:
    """
    Return the objective of a choice of one candidate a text, or none: a softmax over them and an empty chair.

    Several right candidates say the same; it does not matter which is chosen.
    """
    text = np.repeat(np.arange(len(sizes)), sizes)
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    given = np.bincount(text, weights=right) > 0

    def slope(sums: Floats, _data: Any) -> tuple[Floats, Floats]:
        highest = np.maximum(0, np.maximum.reduceat(sums, starts))
        raised = np.exp(sums - highest[text])
        shares = raised / (np.bincount(text, weights=raised) + np.exp(-highest))[text]
        among = np.maximum(np.bincount(text, weights=raised * right), 1e-12)
        wanted = np.where(given[text], raised * right / among[text], 0)
        return (shares - wanted) * weights, np.maximum(shares * (1 - shares), _LEAST_CURVATURE) * weights

    return slope


def save_trees(path: Path, forest: Forest) -> None:
    """Write trees as articles.recovery.trees reads them: one table of nodes, values divided by the boosters."""
    feature: list[int] = []
    threshold: list[float] = []
    left: list[int] = []
    right: list[int] = []
    value: list[float] = []
    roots: list[int] = []

    def add(node: dict[str, Any], depth: int) -> tuple[int, int]:
        at = len(feature)
        feature.append(int(node.get("split_feature", 0)))
        threshold.append(float(node.get("threshold", 0.0)))
        left.append(at)
        right.append(at)
        value.append(float(node.get("leaf_value", 0.0)) / len(forest.boosters))
        deepest = depth
        if "split_feature" in node:
            value[at] = 0.0
            left[at], deep_left = add(node["left_child"], depth + 1)
            right[at], deep_right = add(node["right_child"], depth + 1)
            deepest = max(deep_left, deep_right)
        return at, deepest

    depth = 0
    for tree in (tree for booster in forest.boosters for tree in booster.dump_model()["tree_info"]):
        root, deepest = add(tree["tree_structure"], 0)
        roots.append(root)
        depth = max(depth, deepest)
    path.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        path,
        feature=np.array(feature, np.int16),
        threshold=np.array(threshold, np.float64),
        left=np.array(left, np.int32),
        right=np.array(right, np.int32),
        value=np.array(value, np.float32),
        roots=np.array(roots, np.int32),
        depth=np.array(depth),
        start=np.array(forest.start),
    )
