"""Boosted trees as arrays: scores for the few candidates of a field, all trees at once."""

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Trees:
    """
    An ensemble of binary trees in one table of nodes.

    A node goes left when its feature is at most the threshold; a leaf points
    at itself and holds a value. `roots` has one node a tree.
    """

    feature: npt.NDArray[np.int32]
    threshold: npt.NDArray[np.float64]
    children: npt.NDArray[np.int32]  # of node n: right at 2n, left at 2n + 1
    value: npt.NDArray[np.float64]
    roots: npt.NDArray[np.int32]
    depth: int

    def scores(self, matrix: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
        """Return the probability of each row (candidates × features); costs rows × trees × depth."""
        flat = matrix.ravel()
        starts = np.repeat(np.arange(len(matrix), dtype=np.int32) * matrix.shape[1], len(self.roots))
        node = np.tile(self.roots, len(matrix))
        for _ in range(self.depth):
            goes_left = flat[starts + self.feature[node]] <= self.threshold[node]
            node = self.children[2 * node + goes_left]
        sums = self.value[node].reshape(len(matrix), len(self.roots)).sum(axis=1)
        return np.asarray(1 / (1 + np.exp(-sums)))


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
        )
