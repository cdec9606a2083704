"""The network as it is trained; articles.recovery.labeller runs the same one without this library."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from articles.recovery.labeller import LABELS

Matrix = npt.NDArray[np.float32]
DILATIONS = (1, 2, 4, 8, 16, 32)
POOLED_AFTER = 2
CHANNELS = 96
_BATCH_LINES = 5000
_BUCKET = 128
# What an error in a line of each label costs, in the order of LABELS.
_COSTS = np.array([1, 3, 2, 1.5, 1.5, 2, 2, 1.5, 1])
_CROPPED = 0.6  # share of the texts of which only the article and some lines around it are read in one round
_MARGIN = (5, 60)  # lines
_FRAME = [LABELS.index(label) for label in "OTC"]  # what does not mark where the article lies
_FAST = torch.bfloat16
Batch = list[tuple[int, int, int]]  # example, first line, line after the last


@dataclass(frozen=True, slots=True)
class Example:
    """One text to learn from: scaled features, label numbers, weights of the lines, and a teacher's opinion."""

    features: Matrix
    labels: npt.NDArray[np.int64]
    weights: Matrix
    soft: Matrix


class _Convolution(nn.Module):
    """A convolution of three taps over the lines, written as matrix products: in channels last these are fast."""

    def __init__(self, dilation: int) -> None:
        super().__init__()
        self.dilation = dilation
        self.taps = nn.Parameter(torch.randn(3, CHANNELS, CHANNELS) * (1 / (3 * CHANNELS)) ** 0.5)
        self.bias = nn.Parameter(torch.zeros(CHANNELS))

    def forward(self, state: torch.Tensor) -> torch.Tensor:
        before, here, after = self.taps.to(state.dtype)
        step, lines = self.dilation, state.shape[1]
        mixed = state @ here + self.bias.to(state.dtype)
        if step < lines:
            mixed = mixed + nn.functional.pad(state[:, : lines - step] @ before, (0, 0, step, 0))
            mixed = mixed + nn.functional.pad(state[:, step:] @ after, (0, 0, 0, step))
        return mixed


class LineNetwork(nn.Module):
    """Dilated convolutions over the lines, with the page as a whole mixed in once."""

    def __init__(self, columns: int) -> None:
        super().__init__()
        self.enter = nn.Linear(columns, CHANNELS)
        self.hidden = nn.ModuleList([_Convolution(step) for step in DILATIONS])
        self.pool = nn.Linear(2 * CHANNELS, CHANNELS)
        self.leave = nn.Linear(CHANNELS, len(LABELS))
        self.drop = 0.25
        self.blind = 0.15  # share of the features that a text is read without while learning

    def forward(self, features: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return scores (texts × lines × labels)."""
        kind = features.dtype
        if self.training:
            features = features * (torch.rand(features.shape[0], 1, features.shape[2]) > self.blind).to(kind)
        state = torch.relu(features @ self.enter.weight.T.to(kind) + self.enter.bias.to(kind)) * mask
        for at, convolution in enumerate(self.hidden):
            state = (state + nn.functional.dropout(torch.relu(convolution(state)), self.drop, self.training)) * mask
            if at == POOLED_AFTER:
                whole = torch.cat([state.float().sum(1) / mask.float().sum(1), state.float().max(1)[0]], 1)
                state = (state + torch.relu(self.pool(whole)).to(kind)[:, None]) * mask
        scores: torch.Tensor = self.leave(state.float())
        return scores


def line_weights(labels: npt.NDArray[np.int64], lengths: npt.NDArray[Any], *, is_copy: bool) -> Matrix:
    """Return what each line weighs: by its label, by its length, changed copies less."""
    return np.asarray(
        _COSTS[labels] * (0.4 + np.minimum(lengths, 400) / 150) * (0.6 if is_copy else 1), dtype=np.float32
    )


def train(examples: list[Example], *, epochs: int, seed: int, soft_share: float) -> LineNetwork:
    """Train one network; the same examples and seed give the same network on one machine."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    chance = np.random.default_rng(seed)
    network = LineNetwork(examples[0].features.shape[1])
    optimizer = torch.optim.AdamW(network.parameters(), lr=2e-3, weight_decay=1e-2)
    order = [batch for _ in range(epochs) for batch in _batches(examples, chance)]
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2e-3, total_steps=len(order) + 1, pct_start=0.15)
    network.train()
    for batch in order:
        loss = _loss(network, examples, batch, soft_share)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
    network.eval()
    return network


def _loss(network: LineNetwork, examples: list[Example], batch: Batch, soft_share: float) -> torch.Tensor:
    longest = max(end - start for _, start, end in batch)
    features = torch.zeros(len(batch), longest, examples[0].features.shape[1], dtype=_FAST)
    mask = torch.zeros(len(batch), longest, 1, dtype=_FAST)
    labels = torch.full((len(batch), longest), -1)
    weights = torch.zeros(len(batch), longest)
    soft = torch.zeros(len(batch), longest, len(LABELS))
    for row, (at, start, end) in enumerate(batch):
        size = end - start
        features[row, :size] = torch.from_numpy(examples[at].features[start:end]).to(_FAST)
        mask[row, :size] = 1
        labels[row, :size] = torch.from_numpy(examples[at].labels[start:end])
        weights[row, :size] = torch.from_numpy(examples[at].weights[start:end])
        soft[row, :size] = torch.from_numpy(examples[at].soft[start:end])
    scores = network(features, mask)
    hard_loss = nn.functional.cross_entropy(
        scores.transpose(1, 2), labels, ignore_index=-1, reduction="none", label_smoothing=0.03
    )
    soft_loss = -(torch.log_softmax(scores, 2) * soft).sum(2)
    mixed = (1 - soft_share) * hard_loss + soft_share * soft_loss
    return (mixed * weights).sum() / weights.sum()


def _batches(examples: list[Example], chance: np.random.Generator) -> list[Batch]:
    """Return batches of texts of like length, in random order."""
    windows = [_window(each.labels, chance) for each in examples]
    size = [end - start for start, end in windows]
    order = chance.permutation(len(examples)).tolist()
    batches: list[Batch] = []
    for begin in range(0, len(order), _BUCKET):
        current: Batch = []
        for at in sorted(order[begin : begin + _BUCKET], key=size.__getitem__):
            if current and (len(current) + 1) * size[at] > _BATCH_LINES:
                batches.append(current)
                current = []
            current.append((at, *windows[at]))
        batches.append(current)
    chance.shuffle(batches)
    return batches


def _window(labels: npt.NDArray[np.int64], chance: np.random.Generator) -> tuple[int, int]:
    """Return which lines of a text are read in one round."""
    marked = np.flatnonzero(~np.isin(labels, _FRAME))
    above, below = chance.integers(*_MARGIN, size=2)
    if chance.random() > _CROPPED or not len(marked):
        return 0, len(labels)
    return max(0, int(marked[0] - above)), min(len(labels), int(marked[-1] + 1 + below))


def predict(network: LineNetwork, features: Matrix) -> Matrix:
    """Return lines × labels for scaled features."""
    with torch.no_grad():
        scores = network(torch.from_numpy(features)[None], torch.ones(1, len(features), 1))
        found: Matrix = torch.softmax(scores, 2)[0].numpy()
    return found


def save(path: Path, networks: list[LineNetwork], mean: Matrix, scale: Matrix) -> None:
    """Write networks as articles.recovery.labeller reads them, in half precision."""
    values: dict[str, npt.NDArray[Any]] = {"networks": np.array(len(networks))}
    for at, network in enumerate(networks):
        state = {name: value.numpy() for name, value in network.state_dict().items()}
        layers = range(len(DILATIONS))
        values |= {
            f"{at}.mean": mean.astype(np.float32),
            f"{at}.scale": scale.astype(np.float32),
            f"{at}.enter": state["enter.weight"].T.astype(np.float16),
            f"{at}.enter_bias": state["enter.bias"].astype(np.float32),
            f"{at}.hidden": np.stack([state[f"hidden.{layer}.taps"] for layer in layers]).astype(np.float16),
            f"{at}.hidden_bias": np.stack([state[f"hidden.{layer}.bias"] for layer in layers]),
            f"{at}.dilations": np.array(DILATIONS),
            f"{at}.pool": state["pool.weight"].T.astype(np.float16),
            f"{at}.pool_bias": state["pool.bias"].astype(np.float32),
            f"{at}.pooled_after": np.array(POOLED_AFTER),
            f"{at}.leave": state["leave.weight"].T.astype(np.float16),
            f"{at}.leave_bias": state["leave.bias"].astype(np.float32),
        }
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as stream:
        np.savez_compressed(stream, allow_pickle=False, **values)
