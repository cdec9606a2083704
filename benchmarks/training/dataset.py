"""Pages with silver labels as matrices for training: the page's own texts, and changed copies of them."""

import gzip
import hashlib
import json
import random
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from articles.recovery.features import features
from articles.recovery.labeller import LABELS
from articles.recovery.lines import split_lines
from articles.recovery.page import measure

FOLDS = 5
_LONG_CHROME = 40
_SHARED_LINES = 3


@dataclass(frozen=True, slots=True)
class Sample:
    """One text: its id, the page's fold, features, label numbers and the weight of each line."""

    id: str
    variant: str
    fold: int
    text: str
    features: npt.NDArray[np.float32]
    labels: npt.NDArray[np.int64]
    copy: int  # 0: as it is; others are changed copies, never judged


def normal(text: str) -> str:
    """Fold what does not matter when a line is compared with the gold."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()


def load_pages(folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the gold pages and the labelled texts of a folder of pages."""
    gold = [json.loads(line) for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    with gzip.open(folder / "texts.jsonl.gz", "rt", encoding="utf-8") as stream:
        texts = [json.loads(line) for line in stream]
    return gold, texts


def families(gold: list[dict[str, Any]], texts: list[dict[str, Any]]) -> dict[str, str]:
    """Map each publisher to its family: publishers that share long chrome lines share templates."""
    publisher = {page["id"]: page["publisher"] for page in gold}
    chrome: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        lines = split_lines(text["text"])
        for line, label in zip(lines, text["labels"], strict=True):
            if label == "O" and len(line.text) >= _LONG_CHROME:
                chrome[publisher[text["id"]]].add(normal(line.text))
    names = sorted(set(publisher.values()))
    root = {name: name for name in names}

    def find(name: str) -> str:
        while root[name] != name:
            name = root[name]
        return name

    for at, one in enumerate(names):
        for other in names[at + 1 :]:
            if len(chrome[one] & chrome[other]) >= _SHARED_LINES:
                root[find(other)] = find(one)
    return {name: find(name) for name in names}


def fold_of(family: str) -> int:
    """Return the fold of a family of publishers, the same on every run."""
    return int(hashlib.sha256(family.encode()).hexdigest(), 16) % FOLDS


def folds(gold: list[dict[str, Any]], texts: list[dict[str, Any]]) -> dict[str, int]:
    """Map each page to its fold, folds of even size."""
    family = families(gold, texts)
    groups: dict[str, list[str]] = defaultdict(list)
    for page in gold:
        groups[family[page["publisher"]]].append(page["id"])
    sizes = [0] * FOLDS
    found: dict[str, int] = {}
    for name in sorted(groups, key=lambda name: (-len(groups[name]), fold_of(name), name)):
        fold = sizes.index(min(sizes))
        sizes[fold] += len(groups[name])
        found |= dict.fromkeys(groups[name], fold)
    return found


def relabel(text: dict[str, Any], page: dict[str, Any]) -> str:
    """Give the captions of a page a label of their own: they look like text and are none."""
    captions = [caption for each in page["gold"]["captions"] if len(caption := normal(_caption(each))) > 15]
    labels = []
    for line, label in zip(split_lines(text["text"]), text["labels"], strict=True):
        folded = normal(line.text)
        is_caption = label == "O" and len(folded) > 15 and any(folded in each or each in folded for each in captions)
        labels.append("C" if is_caption else label)
    return "".join(labels)


def _caption(caption: Any) -> str:
    return caption if isinstance(caption, str) else str(caption.get("text") or caption.get("caption") or "")


def changed(text: str, labels: str, chance: random.Random) -> tuple[str, str]:
    """Return a copy with head and tail shortened, lines dropped, the headline cut or the margins gone, by chance."""
    lines = re.split(r"\r\n|\r|\n", text)
    owned: list[tuple[str, str]] = []
    at = 0
    for line in lines:
        label = ""
        if line.strip():
            label = labels[at]
            at += 1
        owned.append((line, label))
    first = next((i for i, (_, label) in enumerate(owned) if label in tuple("HSBUAD")), 0)
    last = max((i for i, (_, label) in enumerate(owned) if label in tuple("BUT")), default=len(owned) - 1)
    if chance.random() < 0.6:
        owned = owned[max(0, first - int(chance.expovariate(1 / 12))) : last + 2 + int(chance.expovariate(1 / 15))]
    if chance.random() < 0.4:
        owned = [one for one in owned if one[1] != "H"]
    if chance.random() < 0.25:
        owned = [one for one in owned if one[1] != "S"]
    drop = chance.choice((0.0, 0.0, 0.1, 0.3))
    owned = [one for one in owned if one[1] not in ("O", "C") or chance.random() >= drop]
    if chance.random() < 0.5:
        owned = [(line.strip(), label) for line, label in owned if line.strip()]
    elif chance.random() < 0.3:
        owned = [each for one in owned for each in ((one, ("", "")) if one[1] in tuple("BSU") else (one,))]
    return "\n".join(line for line, _ in owned), "".join(label for _, label in owned)


def build(folder: Path, *, copies: int) -> list[Sample]:
    """Return every text of `folder` with `copies` changed copies each; the same on every run."""
    gold, texts = load_pages(folder)
    pages = {page["id"]: page for page in gold}
    fold = folds(gold, texts)
    samples: list[Sample] = []
    for each in texts:
        labels = relabel(each, pages[each["id"]])
        chance = random.Random(f"{each['id']} {each['variant']}")
        for copy in range(copies + 1):
            text, marks = (each["text"], labels) if copy == 0 else changed(each["text"], labels, chance)
            if not marks or "B" not in marks:
                continue
            matrix = features(measure(split_lines(text))).astype(np.float32)
            numbers = np.array([LABELS.index(mark) for mark in marks])
            samples.append(Sample(each["id"], each["variant"], fold[each["id"]], text, matrix, numbers, copy))
    return samples
