"""Score recovery on pages whose publishers' families no part of it was trained on."""

import argparse
import gzip
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

from articles.formats.encodings import decode
from articles.formats.html import reading
from articles.recovery import labeller, recover, trees
from articles.recovery.article import RecoveredArticle
from articles.recovery.fields import authors, certainty, headlines, tags
from articles.recovery.lines import split_lines
from articles.recovery.page import measure
from articles.recovery.recover import Labelled
from articles.recovery.rules import context_of, judge
from benchmarks.evaluate import load_scorer, mean
from benchmarks.training import calibration, fields, teachers
from benchmarks.training.dataset import FOLDS, Sample, build, load_pages
from benchmarks.training.pages import build_pages
from benchmarks.training.teachers import Opinions, key
from benchmarks.training.train import HTML_EPOCHS, HTML_SEEDS, WEIGHTS

VARIANTS = ("glued", "seedlike", "inscriptis", "wet")
Prediction = dict[str, Any]
TreesOfFolds = dict[tuple[int, str], trees.Trees]


def main() -> None:
    """Print one row a text variant, their mean, and a row of HTML."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("--kept", type=Path, required=True, help="where training kept what its student said")
    parser.add_argument("--ship", action="store_true", help="ship what was learnt of the confidence in fields")
    options = parser.parse_args()
    score = load_scorer(options.scorer)
    gold, _ = load_pages(options.pages)
    pages = {page["id"]: page for page in gold}
    samples = build(options.pages, copies=0)
    opinions = teachers.kept(options.kept / "student.npz", dict)
    folds = trees_of_folds(samples, opinions, pages, options.kept)
    fold_of = {each.id: each.fold for each in samples}
    rows, cases = [], []
    for variant in VARIANTS:
        found = {each.id: of_text(each, opinions, folds) for each in samples if each.variant == variant}
        cases += calibration.cases_of(score, gold, found, variant, fold_of)
        rows.append((variant, score.aggregate(list(score.evaluate(gold, found, variant).values()))))
    rows.append(("mean", mean([figures for _, figures in rows])))
    found = of_pages(options.pages, options.kept, pages, folds)
    rows.append(("html", score.aggregate(list(score.evaluate(gold, found).values()))))
    cases += calibration.cases_of(score, gold, found, None, fold_of)
    print(score.table(rows))
    print(f"\n{calibration.out_of_fold(cases)}")
    calibration.save(
        WEIGHTS / "confidence.npz" if options.ship else options.kept / "confidence.npz", calibration.learn(cases)
    )


def trees_of_folds(samples: list[Sample], opinions: Opinions, pages: dict[str, Any], kept: Path) -> TreesOfFolds:
    """Return each field's trees by fold, trained on the other folds."""
    choices = {
        "headlines": list(fields.headline_choices(samples, opinions, pages)),
        "authors": fields.author_choices(samples, opinions, pages),
        "tags": fields.tag_choices(samples, opinions, pages),
    }
    found = {}
    for fold in range(FOLDS):
        for name, every in choices.items():
            path = kept / f"{name}.{fold}.npz"
            fields.save_trees(path, fields.fit(name, [each for each in every if each.fold != fold]))
            found[fold, name] = trees.read_trees(path)
    return found


def of_text(sample: Sample, opinions: Opinions, folds: TreesOfFolds) -> Prediction:
    """Recover one text with what its fold's networks said of it."""
    context = context_of(measure(split_lines(sample.text)))
    verdicts = judge(context)
    mixed = recover.mix(opinions[key(sample)].astype(np.float64), labeller.from_verdicts(verdicts))
    labelled = Labelled(sample.text, context, verdicts, mixed)
    with trees_for(sample.fold, folds):
        return prediction(recover.assemble(labelled))


def of_pages(folder: Path, kept: Path, pages: dict[str, Any], folds: TreesOfFolds) -> dict[str, Prediction]:
    """Recover every raw page with what its fold's networks said of it."""
    samples = build_pages(folder)
    said = [
        teachers.kept(
            kept / f"html.{seed}.npz",
            partial(teachers.by_network, samples, None, epochs=HTML_EPOCHS, seed=seed),
        )
        for seed in HTML_SEEDS
    ]
    opinions = teachers.mean_of(said)
    found = {}
    for sample in samples:
        text = decode(gzip.decompress((folder / pages[sample.id]["html"]).read_bytes())).text
        learnt = opinions[key(sample)].astype(np.float64)

        def unseen(text: str, *, learnt: Any = learnt, **_: Any) -> Labelled:
            labelled = recover.label(text, model="none")
            return replace(labelled, probabilities=recover.mix(learnt, labelled.probabilities))

        with mock.patch.object(reading, "label", unseen), trees_for(sample.fold, folds):
            found[sample.id] = prediction(reading.read_html(text))
    return found


@contextmanager
def trees_for(fold: int, folds: TreesOfFolds) -> Iterator[None]:
    """Let the fields use one fold's trees for a while."""
    with ExitStack() as stack:
        for module in (headlines, authors, tags):
            stack.enter_context(mock.patch.object(module, "load_trees", lambda name: folds[fold, name]))
        stack.enter_context(mock.patch.object(certainty, "load_scales", dict))
        yield


def prediction(article: RecoveredArticle) -> Prediction:
    """Return an article in the scorer's terms."""
    return {
        "headline": article.headline,
        "standfirst": article.standfirst,
        "authors": list(article.authors),
        "published": article.published_at and article.published_at.isoformat(),
        "body": [{"kind": "h" if block.kind == "h" else "p", "text": block.text} for block in article.body],
        "tags": list(article.tags),
        "confidence": article.confidence,
    }


if __name__ == "__main__":
    main()
