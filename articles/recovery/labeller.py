"""Give each line a probability for each label: by small networks where weights are shipped, else by the rules."""

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

import numpy as np
import numpy.typing as npt

from articles.recovery.article import Role
from articles.recovery.page import Floats
from articles.recovery.rules import Verdict

# other, headline, standfirst, body, subheading, byline, date, tags, caption
LABELS: Final = "OHSBUADTC"
_OF_ROLE: Final = {
    Role.HEADLINE: "H",
    Role.STANDFIRST: "S",
    Role.BODY: "B",
    Role.QUOTE: "B",
    Role.LIST: "B",
    Role.SUBHEADING: "U",
    Role.BYLINE: "A",
    Role.DATE: "D",
    Role.CLOCK: "D",
    Role.TAGS: "T",
    Role.CAPTION: "C",
}
_SHARPNESS: Final = 4.0  # how strongly the surer of two verdicts outweighs the other


def column(label: str) -> int:
    """Return the column of a label."""
    return LABELS.index(label)


def label_of(role: Role) -> str:
    """Return the label that stands for a role; what is no part of the article is O."""
    return _OF_ROLE.get(role, "O")


def from_verdicts(verdicts: list[list[Verdict]]) -> Floats:
    """Return the labels' probabilities (lines × labels) as far as the rules alone tell."""
    found = np.zeros((len(verdicts), len(LABELS)))
    for at, opinions in enumerate(verdicts):
        row = found[at]
        for verdict in opinions:
            where = column(label_of(verdict.role))
            row[where] = max(row[where], verdict.weight)
    sharp = found**_SHARPNESS
    totals = sharp.sum(axis=1, keepdims=True)
    return np.asarray(sharp / np.maximum(totals, 1e-9))


@dataclass(frozen=True, slots=True)
class Network:
    """The weights of one network: input scaling, an input layer, dilated convolutions with residuals, an output."""

    mean: npt.NDArray[np.float32]
    scale: npt.NDArray[np.float32]
    enter: npt.NDArray[np.float32]  # channels × features
    enter_bias: npt.NDArray[np.float32]
    hidden: tuple[npt.NDArray[np.float32], ...]  # each 3 taps × channels × channels
    hidden_bias: tuple[npt.NDArray[np.float32], ...]
    dilations: tuple[int, ...]
    leave: npt.NDArray[np.float32]
    leave_bias: npt.NDArray[np.float32]

    def probabilities(self, features: Floats) -> Floats:
        """Return lines × labels; memory and time are linear in the lines."""
        state = np.clip((features.astype(np.float32) - self.mean) * self.scale, -5, 5)
        state = np.maximum(state @ self.enter + self.enter_bias, 0)
        for weights, bias, step in zip(self.hidden, self.hidden_bias, self.dilations, strict=True):
            padded = np.pad(state, ((step, step), (0, 0)))
            count = len(state)
            mixed = padded[:count] @ weights[0] + state @ weights[1] + padded[2 * step : 2 * step + count] @ weights[2]
            state = state + np.maximum(mixed + bias, 0)
        scores = state @ self.leave + self.leave_bias
        scores -= scores.max(axis=1, keepdims=True)
        raised = np.exp(scores.astype(np.float64))
        return np.asarray(raised / raised.sum(axis=1, keepdims=True))


@lru_cache(maxsize=4)
def load_networks(name: str) -> tuple[Network, ...]:
    """Return the networks shipped as `name`, none when the file is not there; their answers are averaged."""
    source = resources.files("articles.recovery") / "weights" / f"{name}.npz"
    if not source.is_file():
        return ()
    with source.open("rb") as stream, np.load(stream) as stored:
        values = {key: stored[key].astype(np.float32) for key in stored.files}
    networks = []
    for at in range(int(values["networks"])):
        dilations = tuple(int(step) for step in values[f"{at}.dilations"])
        networks.append(
            Network(
                mean=values[f"{at}.mean"],
                scale=values[f"{at}.scale"],
                enter=values[f"{at}.enter"],
                enter_bias=values[f"{at}.enter_bias"],
                hidden=tuple(values[f"{at}.hidden"]),
                hidden_bias=tuple(values[f"{at}.hidden_bias"]),
                dilations=dilations,
                leave=values[f"{at}.leave"],
                leave_bias=values[f"{at}.leave_bias"],
            )
        )
    return tuple(networks)


def from_networks(networks: tuple[Network, ...], features: Floats) -> Floats:
    """Return the mean of the networks' probabilities."""
    return np.asarray(sum(network.probabilities(features) for network in networks) / len(networks))
