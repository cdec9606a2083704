"""Trees that weigh the candidates of headline, authors and tags, trained on what the labeller says of unseen texts."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from articles.recovery.fields.authors import author_candidates
from articles.recovery.fields.headlines import headline_candidates
from articles.recovery.fields.surroundings import Surroundings, look_around
from articles.recovery.fields.tags import tag_candidates
from articles.recovery.labeller import LABELS
from articles.recovery.lines import split_lines
from articles.recovery.page import Floats, measure
from benchmarks.training.dataset import Sample, normal
from benchmarks.training.teachers import Opinions, key

_ALIKE = 90
_OTHER_WORDING = 0.6  # what another wording of the headline counts
_ROUNDS = 160
_OPTIONS = {
    "objective": "binary",
    "num_leaves": 12,
    "learning_rate": 0.06,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "min_data_in_leaf": 20,
    "lambda_l2": 5,
    "num_threads": 1,
    "deterministic": True,
    "seed": 1,
    "verbose": -1,
}


@dataclass(frozen=True, slots=True)
class Choices:
    """The candidates of one text: measures, which of them are right, and what each weighs."""

    fold: int
    matrix: Floats
    right: npt.NDArray[np.bool_]
    weights: Floats


def without_headline(sample: Sample, opinions: Floats) -> tuple[str, Floats] | None:
    """Return a text with its headline's lines cut, None when it has none."""
    headline = LABELS.index("H")
    if headline not in sample.labels:
        return None
    lines = re.split(r"\r\n|\r|\n", sample.text)
    spoken = [at for at, line in enumerate(lines) if line.strip()]
    cut = {spoken[at] for at in np.flatnonzero(sample.labels == headline)}
    text = "\n".join(line for at, line in enumerate(lines) if at not in cut)
    return text, opinions[sample.labels != headline]


def headline_choices(samples: list[Sample], opinions: Opinions, pages: dict[str, dict[str, Any]]) -> Iterator[Choices]:
    """Yield the candidates of every text, and of a copy of it without its headline."""
    for sample in samples:
        gold = pages[sample.id]
        shown = gold["text"].get(sample.variant, {}).get("headline_text") or gold["gold"]["title"]
        wanted = normal(shown)
        others = [normal(text) for text in (gold["gold"]["title"], *gold["gold"]["h1_alt"], *gold["gold"]["meta_alt"])]
        said = opinions[key(sample)].astype(np.float64)
        for text, probabilities in filter(None, ((sample.text, said), without_headline(sample, said))):
            around = look_around(measure(split_lines(text)), probabilities)
            lines, matrix = headline_candidates(around)
            if not lines:
                continue
            folded = [normal(around.page.lines[at].text) for at in lines]
            same = np.array([fuzz.ratio(line, wanted) >= _ALIKE for line in folded])
            other = np.array([any(fuzz.ratio(line, each) >= _ALIKE for each in others) for line in folded])
            yield Choices(sample.fold, matrix, same | other, np.where(other & ~same, _OTHER_WORDING, 1.0))


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
        around = look_around(measure(split_lines(sample.text)), opinions[key(sample)].astype(np.float64))
        found, matrix = candidates(around)
        if found:
            wanted = {_bare(text) for text in pages[sample.id]["gold"][field]}
            right = np.array([_bare(text_of(each)) in wanted for each in found])
            yield Choices(sample.fold, matrix, right, np.ones(len(found)))


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


def fit(choices: list[Choices]) -> lightgbm.Booster:
    """Train trees on candidates."""
    data = lightgbm.Dataset(
        np.concatenate([each.matrix for each in choices]),
        np.concatenate([each.right for each in choices]).astype(np.float64),
        weight=np.concatenate([each.weights for each in choices]),
    )
    return lightgbm.train(_OPTIONS, data, _ROUNDS)


def save_trees(path: Path, booster: lightgbm.Booster) -> None:
    """Write trees as articles.recovery.trees reads them: one table of nodes."""
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
        value.append(float(node.get("leaf_value", 0.0)))
        deepest = depth
        if "split_feature" in node:
            value[at] = 0.0
            left[at], deep_left = add(node["left_child"], depth + 1)
            right[at], deep_right = add(node["right_child"], depth + 1)
            deepest = max(deep_left, deep_right)
        return at, deepest

    depth = 0
    for tree in booster.dump_model()["tree_info"]:
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
    )
