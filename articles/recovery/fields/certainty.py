"""Say of each field how often such a value is right, as learnt from pages of publishers that training had not seen."""

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import IO, Final

import numpy as np

from articles.recovery.page import Floats

TEXT: Final = "text"
HTML: Final = "html"
DESCRIBED: Final = 1.0  # the confidence, before it is weighed, in what the page says of itself
FROM_LINES: Final = 0.999  # the most that anything read from lines has
Scales = Mapping[str, tuple[Floats, Floats]]


def calibrated(confidence: Mapping[str, float], kind: str) -> dict[str, float]:
    """
    Return each field's confidence as the share of such values that are right; 0 stays 0.

    `kind` is TEXT or HTML. A field that nothing was learnt of keeps its
    confidence, and so does a headline that was only derived.
    """
    scales = load_scales()
    found = {}
    for name, value in confidence.items():
        scale = scales.get(f"{kind}.{name}")
        kept = scale is None or not value or (name == "headline" and "no_headline" in confidence)
        found[name] = value if scale is None or kept else round(float(np.interp(value, *scale)), 3)
    return found


@lru_cache(maxsize=1)
def load_scales() -> Scales:
    """Return the scales that are shipped, by kind and field; none where there is no such file."""
    source = resources.files("articles.recovery") / "weights" / "confidence.npz"
    if not source.is_file():
        return {}
    with source.open("rb") as stream:
        return read_scales(stream)


def read_scales(source: Path | IO[bytes]) -> Scales:
    """Return the scales that a file holds."""
    with np.load(source) as stored:
        return {name: (stored[name][0], stored[name][1]) for name in stored.files}
