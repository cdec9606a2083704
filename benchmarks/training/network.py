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
_BATCH_LINES = 6000
_BUCKET = 96
# What an error in a line of each label costs, in the order of LABELS.
_COSTS = np.array([1, 3, 2, 1.5, 1.5, 2, 2, 1.5, 1])


@dataclass(frozen=True, slots=True)
class Example:
    """One text to learn from: scaled features, label numbers, weights of the lines, and a teacher's opinion."""

    features: Matrix
    labels: npt.NDArray[np.int64]
    weights: Matrix
    soft: Matrix


class LineNetwork(nn.Module):
    """Dilated convolutions over the lines, with the page as a whole mixed in once."""

    def __init__(self, columns: int) -> None:
        super().__init__()
        self.enter = nn.Conv1d(columns, CHANNELS, 1)
        self.hidden = nn.ModuleList(
            [nn.Conv1d(CHANNELS, CHANNELS, 3, dilation=step, padding=step) for step in DILATIONS]
        )
        self.pool = nn.Linear(2 * CHANNELS, CHANNELS)
        self.leave = nn.Conv1d(CHANNELS, len(LABELS), 1)
        self.drop = nn.Dropout(0.25)
        self.blind = 0.15  # share of the features that a text is read without while learning

    def forward(self, features: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return scores (texts × labels × lines)."""
        if self.training:
            features = features * (torch.rand(features.shape[0], features.shape[1], 1) > self.blind)
        state = torch.relu(self.enter(features)) * mask
        for at, convolution in enumerate(self.hidden):
            state = (state + self.drop(torch.relu(convolution(state)))) * mask
            if at == POOLED_AFTER:
                whole = torch.cat([state.sum(2) / mask.sum(2), state.max(2)[0]], 1)
                state = (state + torch.relu(self.pool(whole))[:, :, None]) * mask
        scores: torch.Tensor = self.leave(state)
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
    chance = np.random.default_rng(seed)
    network = LineNetwork(examples[0].features.shape[1])
    optimizer = torch.optim.AdamW(network.parameters(), lr=2e-3, weight_decay=1e-2)
    order = [_batches(examples, chance) for _ in range(epochs)]
    steps = sum(map(len, order))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2e-3, total_steps=steps + 1, pct_start=0.15)
    network.train()
    for batch in (batch for batches in order for batch in batches):
        loss = _loss(network, [examples[at] for at in batch], soft_share)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
    network.eval()
    return network


def _loss(network: LineNetwork, batch: list[Example], soft_share: float) -> torch.Tensor:
    longest = max(len(each.labels) for each in batch)
    features = torch.zeros(len(batch), batch[0].features.shape[1], longest)
    mask = torch.zeros(len(batch), 1, longest)
    labels = torch.full((len(batch), longest), -1)
    weights = torch.zeros(len(batch), longest)
    soft = torch.zeros(len(batch), len(LABELS), longest)
    for at, each in enumerate(batch):
        size = len(each.labels)
        features[at, :, :size] = torch.from_numpy(np.ascontiguousarray(each.features.T))
        mask[at, 0, :size] = 1
        labels[at, :size] = torch.from_numpy(each.labels)
        weights[at, :size] = torch.from_numpy(each.weights)
        soft[at, :, :size] = torch.from_numpy(np.ascontiguousarray(each.soft.T))
    scores = network(features, mask)
    hard_loss = nn.functional.cross_entropy(scores, labels, ignore_index=-1, reduction="none", label_smoothing=0.03)
    soft_loss = -(torch.log_softmax(scores, 1) * soft).sum(1)
    mixed = (1 - soft_share) * hard_loss + soft_share * soft_loss
    return (mixed * weights).sum() / weights.sum()


def _batches(examples: list[Example], chance: np.random.Generator) -> list[list[int]]:
    """Return batches of texts of like length, in random order."""
    order = chance.permutation(len(examples)).tolist()
    batches: list[list[int]] = []
    for start in range(0, len(order), _BUCKET):
        current: list[int] = []
        for at in sorted(order[start : start + _BUCKET], key=lambda at: len(examples[at].labels)):
            if current and (len(current) + 1) * len(examples[at].labels) > _BATCH_LINES:
                batches.append(current)
                current = []
            current.append(at)
        batches.append(current)
    chance.shuffle(batches)
    return batches


def predict(network: LineNetwork, features: Matrix) -> Matrix:
    """Return lines × labels for scaled features."""
    with torch.no_grad():
        scores = network(torch.from_numpy(np.ascontiguousarray(features.T))[None], torch.ones(1, 1, len(features)))
        found: Matrix = torch.softmax(scores, 1)[0].T.numpy()
    return found


def save(path: Path, networks: list[LineNetwork], mean: Matrix, scale: Matrix) -> None:
    """Write networks as articles.recovery.labeller reads them, in half precision."""
    values: dict[str, npt.NDArray[Any]] = {"networks": np.array(len(networks))}
    for at, network in enumerate(networks):
        state = {name: value.numpy() for name, value in network.state_dict().items()}
        hidden = np.stack([state[f"hidden.{layer}.weight"].transpose(2, 1, 0) for layer in range(len(DILATIONS))])
        values |= {
            f"{at}.mean": mean.astype(np.float32),
            f"{at}.scale": scale.astype(np.float32),
            f"{at}.enter": state["enter.weight"][:, :, 0].T.astype(np.float16),
            f"{at}.enter_bias": state["enter.bias"].astype(np.float32),
            f"{at}.hidden": hidden.astype(np.float16),
            f"{at}.hidden_bias": np.stack([state[f"hidden.{layer}.bias"] for layer in range(len(DILATIONS))]),
            f"{at}.dilations": np.array(DILATIONS),
            f"{at}.pool": state["pool.weight"].T.astype(np.float16),
            f"{at}.pool_bias": state["pool.bias"].astype(np.float32),
            f"{at}.pooled_after": np.array(POOLED_AFTER),
            f"{at}.leave": state["leave.weight"][:, :, 0].T.astype(np.float16),
            f"{at}.leave_bias": state["leave.bias"].astype(np.float32),
        }
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as stream:
        np.savez_compressed(stream, allow_pickle=False, **values)
