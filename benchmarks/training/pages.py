"""Raw HTML pages with silver labels: every flattened line is compared with the page's known fields."""

import gzip
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from articles.formats.encodings import decode
from articles.formats.html.evidence import fold_lines, markup_features
from articles.formats.html.flattening import flatten, parse
from articles.formats.html.metadata import read_metadata
from articles.recovery.features import features
from articles.recovery.labeller import LABELS
from articles.recovery.lines import split_lines
from articles.recovery.page import measure
from benchmarks.training.dataset import Sample, folds, load_pages, normal

_ALIKE = 90
_BYLINE_CHARS = 140


def label_page(lines: list[str], gold: dict[str, Any]) -> str:
    """Return one label a line: what it is in the page's gold, O for nothing."""
    folded = [normal(line) for line in lines]
    title = normal(gold["title"])
    summary = [normal(text) for text in gold["summary"]]
    body = [(normal(block["text"]), "U" if block["kind"] == "h" else "B") for block in gold["body"]]
    running = " ".join(text for text, _ in body)
    labels = [_text_label(line, summary, body, running) for line in folded]
    text = [at for at, label in enumerate(labels) if label in ("B", "S")]
    first, last = (text[0], text[-1]) if text else (0, 0)
    names = [normal(name) for name in gold["authors"]]
    topics = {normal(topic) for topic in gold["topics"]}
    captions = [normal(str(each)) for each in gold["captions"]]
    for at, line in enumerate(folded):
        if labels[at] != "O":
            continue
        if fuzz.ratio(line, title) >= _ALIKE and at <= last:
            labels[at] = "H"
        elif any(name in line for name in names if name) and len(line) < _BYLINE_CHARS and first - 25 <= at <= last + 6:
            labels[at] = "A"
        elif line in topics and (at > first - 15):
            labels[at] = "T"
        elif len(line) > 15 and any(line in caption or caption in line for caption in captions if len(caption) > 15):
            labels[at] = "C"
    return "".join(labels)


def _text_label(line: str, summary: list[str], body: list[tuple[str, str]], running: str) -> str:
    for text, label in [(text, "S") for text in summary] + body:
        if line == text or (
            len(line) > 25 and abs(len(line) - len(text)) < 0.2 * len(text) and fuzz.ratio(line, text) >= _ALIKE
        ):
            return label
    if len(line) > 30 and any(line in text for text in summary):
        return "S"
    return "B" if len(line) > 30 and line in running else "O"


def page_matrix(text: str) -> tuple[list[str], npt.NDArray[np.float32]]:
    """Return a page's lines and the features of words and markup together."""
    root = parse(text)
    laid_out = flatten(root)
    lines = [line.text for line in laid_out.lines]
    markup = markup_features(laid_out, fold_lines(laid_out), read_metadata(root))
    page = measure(split_lines("\n".join(lines)))
    return lines, np.concatenate((features(page), markup), axis=1).astype(np.float32)


def build_pages(folder: Path) -> list[Sample]:
    """Return every raw page of `folder` with its features and labels."""
    gold, texts = load_pages(folder)
    fold = folds(gold, texts)
    samples = []
    for page in gold:
        text = decode(gzip.decompress((folder / page["html"]).read_bytes())).text
        lines, matrix = page_matrix(text)
        labels = label_page(lines, page["gold"])
        numbers = np.array([LABELS.index(label) for label in labels])
        samples.append(Sample(page["id"], "html", fold[page["id"]], "\n".join(lines), matrix, numbers, 0))
    return samples
