"""Teachers of the line labeller: their opinions of texts that they were not trained on."""

from collections.abc import Callable
from pathlib import Path

import lightgbm
import numpy as np
import numpy.typing as npt

from articles.recovery.labeller import LABELS
from benchmarks.training import network
from benchmarks.training.dataset import FOLDS, Sample
from benchmarks.training.network import Example, Matrix

Opinions = dict[str, Matrix]  # "id|variant" -> lines × labels
_LENGTH_COLUMN = 0  # features(): log of the length
_NEAR = (-3, -2, -1, 1, 2, 3)
# Features whose values on the neighbouring lines trees are shown; convolutions see them anyway.
_SHOWN = (0, 1, 3, 4, 5, 9, 11, 12, 15, 21, 22, 23, 37, 38, 41, *range(42, 68, 2), 70, 71, 72, 73)
_ROUNDS = 100  # of trees
_HARD = 0.92  # what a changed copy's own label counts, no teacher having seen it


def lengths(sample: Sample) -> Matrix:
    """Return the lengths of a sample's lines, read back from its features."""
    return np.asarray(np.expm1((sample.features[:, _LENGTH_COLUMN] + 1) * 3), dtype=np.float32)


def scaling(samples: list[Sample]) -> tuple[Matrix, Matrix]:
    """Return mean and reciprocal spread of the features over samples."""
    everything = np.concatenate([sample.features for sample in samples])
    return np.asarray(everything.mean(axis=0)), np.asarray(1 / (everything.std(axis=0) + 1e-3))


def scaled(sample: Sample, mean: Matrix, scale: Matrix) -> Matrix:
    """Return a sample's features as networks read them."""
    return np.asarray(np.clip((sample.features - mean) * scale, -5, 5), dtype=np.float32)


def hard(sample: Sample) -> Matrix:
    """Return a sample's labels as if a teacher had given them, nearly sure."""
    found = np.full((len(sample.labels), len(LABELS)), 0.01, np.float32)
    found[np.arange(len(sample.labels)), sample.labels] = _HARD
    return found


def train_network(
    samples: list[Sample], opinions: Opinions | None, *, epochs: int, seed: int
) -> tuple[network.LineNetwork, Matrix, Matrix]:
    """Train one network on samples, half on teachers' opinions where given; return it with the scaling."""
    mean, scale = scaling(samples)
    examples = []
    for each in samples:
        weights = network.line_weights(each.labels, lengths(each), is_copy=each.copy > 0)
        known = opinions is not None and each.copy == 0
        soft = opinions[key(each)] if opinions is not None and known else hard(each)
        examples.append(Example(scaled(each, mean, scale), each.labels, weights, soft))
    share = 0.5 if opinions is not None else 0.0
    return network.train(examples, epochs=epochs, seed=seed, soft_share=share), mean, scale


def key(sample: Sample) -> str:
    """Return the name under which a sample's opinions are kept."""
    return f"{sample.id}|{sample.variant}"


def by_network(samples: list[Sample], opinions: Opinions | None, *, epochs: int, seed: int) -> Opinions:
    """Return a network's opinions of every text, each from a network that never saw its family of publishers."""
    found: Opinions = {}
    for fold in range(FOLDS):
        learnt, mean, scale = train_network(
            [each for each in samples if each.fold != fold], opinions, epochs=epochs, seed=seed * FOLDS + fold
        )
        for each in samples:
            if each.fold == fold and each.copy == 0:
                found[key(each)] = network.predict(learnt, scaled(each, mean, scale))
    return found


def by_trees(samples: list[Sample]) -> Opinions:
    """Return boosted trees' opinions of every text, each from trees that never saw its family of publishers."""
    options = {
        "objective": "multiclass",
        "num_class": len(LABELS),
        "num_leaves": 23,
        "learning_rate": 0.09,
        "feature_fraction": 0.35,
        "bagging_fraction": 0.8,
        "bagging_freq": 1,
        "min_data_in_leaf": 40,
        "lambda_l2": 5,
        "max_bin": 63,
        "num_threads": 1,
        "deterministic": True,
        "verbose": -1,
    }
    found: Opinions = {}
    for fold in range(FOLDS):
        known = [each for each in samples if each.fold != fold and each.copy == 0]
        weights = [network.line_weights(each.labels, lengths(each), is_copy=False) for each in known]
        data = lightgbm.Dataset(
            np.concatenate([_with_neighbours(each.features) for each in known]),
            np.concatenate([each.labels for each in known]),
            weight=np.concatenate(weights),
        )
        trees = lightgbm.train(options | {"seed": fold}, data, _ROUNDS)
        for each in samples:
            if each.fold == fold and each.copy == 0:
                found[key(each)] = np.asarray(trees.predict(_with_neighbours(each.features)), dtype=np.float32)
    return found


def _with_neighbours(features: Matrix) -> Matrix:
    columns = [features]
    for step in _NEAR:
        moved = np.zeros((len(features), len(_SHOWN)), np.float32)
        if step < 0:
            moved[-step:] = features[:step][:, _SHOWN]
        else:
            moved[:-step] = features[step:][:, _SHOWN]
        columns.append(moved)
    return np.concatenate(columns, axis=1)


def mean_of(all_opinions: list[Opinions]) -> Opinions:
    """Return the mean of several teachers."""
    return {name: np.mean([each[name] for each in all_opinions], axis=0).astype(np.float32) for name in all_opinions[0]}


def kept(path: Path, make: Callable[[], Opinions]) -> Opinions:
    """Return the opinions kept in a file, made and kept first where it is not there."""
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        made: dict[str, npt.NDArray[np.float32]] = make()
        with path.open("wb") as stream:
            np.savez_compressed(stream, allow_pickle=False, **made)
    with np.load(path) as stored:
        return {name: stored[name] for name in stored.files}
