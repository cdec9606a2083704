"""Boosted trees as arrays: scores for the few candidates of a field, all trees at once."""

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Trees:
    """
    An ensemble of binary trees in one table of nodes.

    A node goes left when its feature is at most the threshold; a leaf points
    at itself and holds a value. `roots` has one node a tree; every sum begins
    with `start`.
    """

    feature: npt.NDArray[np.int32]
    threshold: Scores
    children: npt.NDArray[np.int32]  # of node n: right at 2n, left at 2n + 1
    value: Scores
    roots: npt.NDArray[np.int32]
    depth: int
    start: float

    def sums(self, matrix: npt.NDArray[Any]) -> Scores:
        """Return the log-odds of each row (candidates × features); costs rows × trees × depth."""
        flat = matrix.ravel()
        starts = np.repeat(np.arange(len(matrix), dtype=np.int32) * matrix.shape[1], len(self.roots))
        node = np.tile(self.roots, len(matrix))
        for _ in range(self.depth):
            goes_left = flat.take(starts + self.feature.take(node)) <= self.threshold.take(node)
            node = self.children.take(2 * node + goes_left)
        return np.asarray(self.value.take(node).reshape(len(matrix), len(self.roots)).sum(axis=1) + self.start)

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
    """Return the trees that a file holds."""
    with np.load(source) as stored:
        return Trees(
            feature=stored["feature"].astype(np.int32),
            threshold=stored["threshold"].astype(np.float64),
            children=np.stack((stored["right"], stored["left"]), axis=1).astype(np.int32).ravel(),
            value=stored["value"].astype(np.float64),
            roots=stored["roots"].astype(np.int32),
            depth=int(stored["depth"]),
            start=float(stored["start"]),
        )
