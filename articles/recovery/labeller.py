"""Give each line a probability for each label: by small networks where weights are shipped, else by the rules."""

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

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
Weights = npt.NDArray[np.float32]
Sureness = dict[str, list[float]]  # label -> how often it is right, by how likely it is (SURENESS_STEPS + 1 values)
SURENESS_STEPS: Final = 100
_COLUMN: Final = {role: LABELS.index(_OF_ROLE.get(role, "O")) for role in Role}
_SHARPNESS: Final = 4.0  # how strongly the surer of two verdicts outweighs the other


def column(label: str) -> int:
    """Return the column of a label."""
    return LABELS.index(label)


def from_verdicts(verdicts: list[list[Verdict]]) -> Floats:
    """Return the labels' probabilities (lines × labels) as far as the rules alone tell."""
    found = np.zeros((len(verdicts), len(LABELS)))
    for row, opinions in enumerate(verdicts):
        for role, weight, _ in reversed(opinions):  # the surest comes first, and stays
            found[row, _COLUMN[role]] = weight
    sharp = found**_SHARPNESS
    totals = sharp.sum(axis=1, keepdims=True)
    return np.asarray(sharp / np.maximum(totals, 1e-9))


@dataclass(frozen=True, slots=True)
class Network:
    """
    The weights of one network: input scaling, an input layer, dilated convolutions with residuals, an output layer.

    After the convolution `pooled_after`, what the page holds as a whole (mean
    and maximum over its lines) is added to every line.
    """

    mean: Weights
    scale: Weights
    enter: Weights  # features × channels
    enter_bias: Weights
    hidden: Weights  # layers × 3 taps × channels × channels
    hidden_bias: Weights
    dilations: tuple[int, ...]
    pool: Weights  # 2 channels × channels
    pool_bias: Weights
    pooled_after: int
    leave: Weights
    leave_bias: Weights

    def probabilities(self, features: Floats) -> Floats:
        """Return lines × labels; memory and time are linear in the lines."""
        state = np.clip((features.astype(np.float32) - self.mean) * self.scale, -5, 5)
        state = np.maximum(state @ self.enter + self.enter_bias, 0)
        for layer, step in enumerate(self.dilations):
            state = state + np.maximum(self._mixed(state, layer, step), 0)
            if layer == self.pooled_after:
                whole = np.concatenate((state.mean(axis=0), state.max(axis=0)))
                state = state + np.maximum(whole @ self.pool + self.pool_bias, 0)
        scores = state @ self.leave + self.leave_bias
        scores -= scores.max(axis=1, keepdims=True)
        raised = np.exp(scores.astype(np.float64))
        return np.asarray(raised / raised.sum(axis=1, keepdims=True))

    def _mixed(self, state: Weights, layer: int, step: int) -> Weights:
        """Mix each line with the lines `step` before and after it; beyond the ends there is nothing."""
        before, here, after = self.hidden[layer]
        mixed = state @ here + self.hidden_bias[layer]
        if step < len(state):
            mixed[step:] += state[:-step] @ before
            mixed[:-step] += state[step:] @ after
        return np.asarray(mixed)


@lru_cache(maxsize=4)
def load_networks(name: str) -> tuple[Network, ...]:
    """Return the networks shipped as `name`, none when the file is not there; their answers are averaged."""
    source = resources.files("articles.recovery") / "weights" / f"{name}.npz"
    if not source.is_file():
        return ()
    with source.open("rb") as stream, np.load(stream) as stored:
        values = {key: stored[key] for key in stored.files}
    return tuple(_network(values, f"{at}.") for at in range(int(values["networks"])))


def _network(values: dict[str, npt.NDArray[Any]], prefix: str) -> Network:
    def weights(name: str) -> Weights:
        return values[prefix + name].astype(np.float32)

    return Network(
        mean=weights("mean"),
        scale=weights("scale"),
        enter=weights("enter"),
        enter_bias=weights("enter_bias"),
        hidden=weights("hidden"),
        hidden_bias=weights("hidden_bias"),
        dilations=tuple(int(step) for step in values[prefix + "dilations"]),
        pool=weights("pool"),
        pool_bias=weights("pool_bias"),
        pooled_after=int(values[prefix + "pooled_after"]),
        leave=weights("leave"),
        leave_bias=weights("leave_bias"),
    )


@lru_cache(maxsize=4)
def load_sureness(name: str) -> Sureness:
    """Return how often the labels of the networks shipped as `name` are right, empty when that is not known."""
    source = resources.files("articles.recovery") / "weights" / "sureness.npz"
    if not source.is_file():
        return {}
    with source.open("rb") as stream, np.load(stream) as stored:
        return {key[-1]: stored[key].astype(float).tolist() for key in stored.files if key[:-1] == f"{name}."}


def from_networks(networks: tuple[Network, ...], features: Floats) -> Floats:
    """Return the mean of the networks' probabilities."""
    # A page's matrices are small: threads of the linear algebra cost ten times what they save.
    with _linear_algebra().limit(limits=1, user_api="blas"):
        return np.asarray(sum(network.probabilities(features) for network in networks) / len(networks))


@lru_cache(maxsize=1)
def _linear_algebra() -> ThreadpoolController:
    return ThreadpoolController()
