"""Score recovery on pages whose publishers' families no part of it was trained on, with the spread over publishers."""

import argparse
import gzip
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType
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
from benchmarks.evaluate import grouped, load_scorer, mean
from benchmarks.training import calibration, fields, teachers
from benchmarks.training.dataset import FOLDS, Sample, build, load_pages
from benchmarks.training.pages import build_pages
from benchmarks.training.spread import over_publishers
from benchmarks.training.teachers import Opinions, key
from benchmarks.training.train import KEPT, WEIGHTS, html_opinions

VARIANTS = ("glued", "seedlike", "inscriptis", "wet")
MEAN = "mean of the texts"
Prediction = dict[str, Any]
Scored = dict[str, dict[str, dict[str, float]]]  # variant -> page -> metric -> figure
TreesOfFolds = dict[tuple[int, str], trees.Trees]


def main() -> None:
    """Print a row a text variant, their mean and HTML, each with its spread; then languages and confidence."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("--kept", type=Path, default=KEPT, help="where training kept what its networks said")
    parser.add_argument("--by", default="lang", help="also by this key of the gold")
    parser.add_argument("--ship", action="store_true", help="ship what was learnt of the confidence in fields")
    options = parser.parse_args()
    score = load_scorer(options.scorer)
    gold, _ = load_pages(options.pages)
    pages = {page["id"]: page for page in gold}
    samples = build(options.pages, copies=0)
    opinions = teachers.kept(options.kept / "student.npz", dict)
    folds = trees_of_folds(samples, opinions, pages, options.kept)
    fold_of = {each.id: each.fold for each in samples}
    scored: Scored = {}
    cases = []
    for variant in VARIANTS:
        found = {each.id: of_text(each, opinions, folds) for each in samples if each.variant == variant}
        cases += calibration.cases_of(score, gold, found, variant, fold_of)
        scored[variant] = score.evaluate(gold, found, variant)
    found = of_pages(options.pages, options.kept, pages, folds)
    cases += calibration.cases_of(score, gold, found, None, fold_of)
    scored["html"] = score.evaluate(gold, found)
    print(score.table(rows_of(score, scored, gold, options.by)))
    print(f"\n{calibration.out_of_fold(cases)}")
    calibration.save(
        WEIGHTS / "confidence.npz" if options.ship else options.kept / "confidence.npz", calibration.learn(cases)
    )


def rows_of(score: ModuleType, scored: Scored, gold: list[dict[str, Any]], by: str) -> list[tuple[str, Any]]:
    """Return the table's rows: variants, texts' mean and HTML with spreads below, then the groups of one key."""
    figures = {name: score.aggregate(list(pages.values())) for name, pages in scored.items()}
    figures[MEAN] = mean([figures[name] for name in VARIANTS])
    publisher = {page["id"]: page["publisher"] for page in gold}
    rows = []
    for name in (*VARIANTS, MEAN, "html"):
        variants = list(VARIANTS) if name == MEAN else [name]
        rows.append((name, figures[name]))
        rows.append(("± over publishers", over_publishers([scored[each] for each in variants], publisher)))
    texts = [dict(grouped(score, gold, scored[name], by)) for name in VARIANTS]
    rows += [(f"texts, {group}", mean([each[group] for each in texts])) for group in texts[0]]
    return rows + [(f"html, {group}", values) for group, values in grouped(score, gold, scored["html"], by)]


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
    opinions = html_opinions(samples, kept)
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
