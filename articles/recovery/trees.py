"""Boosted trees as arrays: scores for the few candidates of a field, all trees at once."""

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import IO, Any, Final

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
Patterns = npt.NDArray[np.uint16]  # sets of a tree's leaves, one bit each
MOST_LEAVES: Final = 12  # of a tree: it has a value for each pattern of leaves


@dataclass(frozen=True, slots=True)
class Trees:
    """
    An ensemble of binary trees that asks all nodes of all trees at once, and walks down none.

    A row goes left where its feature is at most the node's threshold; where it
    goes right, it has passed the leaves on the node's left. The first leaf that
    it has not passed is the row's own: `value` holds that leaf's value for each
    tree and each pattern of leaves. Every sum begins with `start`. Trees with
    fewer nodes than others are filled up with nodes that let every leaf stand.
    """

    feature: Places  # nodes a tree × trees, in a row
    threshold: Scores  # as a column
    passed: Patterns  # nodes a tree × trees × 1: the leaves that still stand when a row goes right
    every: np.uint16  # the pattern in which all leaves stand
    value: Scores  # trees × patterns, in a row
    begin: Places  # where the values of each tree begin, as a column
    start: float

    def sums(self, matrix: npt.NDArray[Any]) -> Scores:
        """Return the log-odds of each row (candidates × features); costs rows × nodes."""
        is_left = matrix.T.take(self.feature, axis=0) <= self.threshold
        standing = is_left.reshape(len(self.passed), -1, len(matrix)) * self.every | self.passed
        leaves = np.bitwise_and.reduce(standing, axis=0)
        return np.asarray(self.value.take(self.begin + leaves).sum(axis=0) + self.start)

    def scores(self, matrix: npt.NDArray[Any]) -> Scores:
        """Return the probability of each row, whatever the others are."""
        return np.asarray(1 / (1 + np.exp(-self.sums(matrix))))

    def shares(self, matrix: npt.NDArray[Any]) -> Scores:
        """Return the probability that a row is the one wanted; what is missing to 1 is that none of them is."""
        sums = self.sums(matrix)
        highest = max(0.0, float(sums.max()))
        raised = np.exp(sums - highest)
        return np.asarray(raised / (raised.sum() + np.exp(-highest)))


@lru_cache(maxsize=8)
def load_trees(name: str) -> Trees | None:
    """Return the trees shipped as `name`, None when there are none."""
    source = resources.files("articles.recovery") / "weights" / f"{name}.npz"
    if not source.is_file():
        return None
    with source.open("rb") as stream:
        return read_trees(stream)


def read_trees(source: Path | IO[bytes]) -> Trees:
    """
    Return the trees that a file holds as a table of nodes; a leaf is its own child.

    Each tree's nodes follow its root, every left branch before the right one.

    :raises ValueError: if a tree has more than MOST_LEAVES leaves.
    """
    with np.load(source) as stored:
        roots, left, right = (stored[name].astype(np.intp) for name in ("roots", "left", "right"))
        feature, threshold, value = (stored[name] for name in ("feature", "threshold", "value"))
        start = float(stored["start"])
    is_leaf = left == np.arange(len(left))
    tree = np.repeat(np.arange(len(roots)), np.diff(roots, append=len(left)))
    before = np.cumsum(is_leaf) - is_leaf
    order = before - before[roots][tree]  # how many of its tree's leaves stand before a node
    most = int(np.bincount(tree[is_leaf]).max())
    if most > MOST_LEAVES:
        raise ValueError(f"the trees have up to {most} leaves; at most {MOST_LEAVES} are read")
    every = (1 << most) - 1
    inner = np.flatnonzero(~is_leaf)
    places = inner - roots[tree[inner]] - order[inner], tree[inner]
    shape = most - 1, len(roots)
    features, thresholds, passed = np.zeros(shape, np.intp), np.zeros(shape), np.full(shape, every, np.uint16)
    features[places], thresholds[places] = feature[inner], threshold[inner]
    passed[places] = every & ~((1 << order[right[inner]]) - (1 << order[left[inner]]))
    values = np.zeros((len(roots), most))
    values[tree[is_leaf], order[is_leaf]] = value[is_leaf]
    first = [(pattern & -pattern).bit_length() - 1 for pattern in range(every + 1)]
    return Trees(
        feature=features.ravel(),
        threshold=thresholds.reshape(-1, 1),
        passed=passed[:, :, None],
        every=np.uint16(every),
        value=values[:, first].ravel(),
        begin=np.arange(len(roots))[:, None] << most,
        start=start,
    )
