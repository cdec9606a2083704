"""Trees that are asked all at once answer as trees that are walked down; recovery answers alike in every process."""

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from articles.recovery.trees import MOST_LEAVES, read_trees
from tests.golden import FOLDER

_ALL_GOLDEN = """
import sys
from pathlib import Path
from articles.formats.documents import Document
from articles.formats.reading import read
for path in map(Path, sys.argv[1:]):
    article = read(Document(path.name, path.read_bytes())).article
    print(path.name, [getattr(article, name) for name in article.__slots__])
"""
ROOT = Path(__file__).parent.parent.parent
Nodes = dict[str, list[float]]


def _grown(chance: np.random.Generator, nodes: Nodes, leaves: int) -> int:
    """Add a tree of some leaves to a table of nodes; return its root."""
    at = len(nodes["left"])
    for name, value in (("feature", chance.integers(4)), ("threshold", chance.normal()), ("value", chance.normal())):
        nodes[name].append(float(value))
    nodes["left"].append(at)
    nodes["right"].append(at)
    if leaves > 1:
        few = int(chance.integers(1, leaves))
        nodes["left"][at] = _grown(chance, nodes, few)
        nodes["right"][at] = _grown(chance, nodes, leaves - few)
    return at


def _forest(sizes: list[int]) -> tuple[Nodes, list[int]]:
    """Return a table of nodes and the roots of trees of so many leaves."""
    nodes: Nodes = {name: [] for name in ("feature", "threshold", "left", "right", "value")}
    chance = np.random.default_rng(7)
    return nodes, [_grown(chance, nodes, size) for size in sizes]


def _stored(nodes: Nodes, roots: list[int], start: float) -> io.BytesIO:
    columns: dict[str, Any] = {"roots": roots, "start": start, **nodes}
    stream = io.BytesIO()
    np.savez(stream, **columns)
    stream.seek(0)
    return stream


def _walked(nodes: Nodes, root: int, row: list[float]) -> float:
    at = root
    while nodes["left"][at] != at:
        side = "left" if row[int(nodes["feature"][at])] <= nodes["threshold"][at] else "right"
        at = int(nodes[side][at])
    return nodes["value"][at]


def test_sums_are_those_of_trees_walked_down() -> None:
    nodes, roots = _forest([MOST_LEAVES, 1, 2, 5, MOST_LEAVES, 3])
    rows = np.random.default_rng(8).normal(size=(200, 4))
    rows[0, 1] = np.nan
    rows[1, :] = nodes["threshold"][roots[0]]  # what is equal goes left
    wanted = [0.25 + sum(_walked(nodes, root, row) for root in roots) for row in rows.tolist()]
    assert np.allclose(read_trees(_stored(nodes, roots, 0.25)).sums(rows), wanted)


def test_tree_with_too_many_leaves_is_refused() -> None:
    stream = _stored(*_forest([2, MOST_LEAVES + 1]), 0.0)
    with pytest.raises(ValueError, match=f"up to {MOST_LEAVES + 1} leaves; at most {MOST_LEAVES}"):
        read_trees(stream)


def test_shares_of_candidates_leave_room_for_none() -> None:
    nodes: Nodes = {
        "feature": [0, 0, 0],
        "threshold": [0.5, 0, 0],
        "left": [1, 1, 2],
        "right": [2, 1, 2],
        "value": [0, -20, 1],
    }
    tree = read_trees(_stored(nodes, [0], 0.0))
    assert tree.shares(np.array([[0.0], [0.0]])).sum() < 1e-6
    shares = tree.shares(np.array([[1.0], [1.0], [0.0]]))
    assert shares[0] == shares[1] > shares[2]
    assert 0.8 < shares.sum() < 0.9  # two at e, none at 1


def test_recovery_does_not_depend_on_the_order_of_hashes() -> None:
    paths = [str(path) for path in sorted(FOLDER.iterdir()) if path.suffix in (".txt", ".html")]
    runs = [
        subprocess.run(
            [sys.executable, "-c", _ALL_GOLDEN, *paths],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert len(runs[0].splitlines()) == len(paths)
    assert runs[0] == runs[1]
