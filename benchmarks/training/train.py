"""Train what recovery ships: networks that label lines, how sure these are, trees that weigh candidates of fields."""

import argparse
import os
from functools import partial
from pathlib import Path

from articles.recovery.decoding import BODY_SHARE
from benchmarks.training import fields, network, sureness, teachers
from benchmarks.training.dataset import Sample, build, load_pages
from benchmarks.training.pages import build_pages
from benchmarks.training.teachers import Opinions

ROOT = Path(__file__).resolve().parents[2]
WEIGHTS = ROOT / "articles" / "recovery" / "weights"
KEPT = ROOT / "var" / "training"
TEXT_EPOCHS, HTML_EPOCHS = 12, 40
TEACHER_SEED, STUDENT_SEED, HTML_SEEDS = 3, 8, (5,)
LEAST = {"text": BODY_SHARE, "html": 0.6}  # how likely a line of the text must be
STAGES = ("text", "html", "fields", "sureness")


def main() -> None:
    """Train in stages; what networks said of texts unseen is kept in a folder, so that one stage can be repeated."""
    parser = argparse.ArgumentParser(description=__doc__)
    folder = Path(os.environ.get("PAGES") or ROOT.parent / "shared" / "data" / "pages")
    parser.add_argument(
        "pages", type=Path, nargs="?", default=folder, help="a folder with gold.jsonl, texts.jsonl.gz and html/"
    )
    parser.add_argument("--kept", type=Path, default=KEPT, help="where opinions of texts unseen are kept")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="where the trained files go")
    parser.add_argument("--only", choices=STAGES, help="one stage alone")
    options = parser.parse_args()
    if not (options.pages / "gold.jsonl").is_file():
        parser.error(f"no gold.jsonl in {options.pages}; give PAGES=folder of pages with known fields")
    stages = (options.only,) if options.only else STAGES
    if "text" in stages:
        train_text(build(options.pages, copies=2), options.kept, options.weights)
    if "html" in stages:
        train_html(build_pages(options.pages), options.kept, options.weights)
    if "fields" in stages:
        train_fields(options.pages, options.kept, options.weights)
    if "sureness" in stages:
        learn_sureness(options.pages, options.kept, options.weights)


def train_text(samples: list[Sample], kept: Path, weights: Path) -> None:
    """Train the labeller of flattened text on labels and on what two unlike teachers say of unseen texts."""
    first = teachers.kept(
        kept / "network.npz", lambda: teachers.by_network(samples, None, epochs=TEXT_EPOCHS, seed=TEACHER_SEED)
    )
    second = teachers.kept(kept / "trees.npz", lambda: teachers.by_trees(samples))
    opinions = teachers.mean_of([first, second])
    # What the student says of unseen texts is what the fields' trees learn from.
    teachers.kept(
        kept / "student.npz", lambda: teachers.by_network(samples, opinions, epochs=TEXT_EPOCHS, seed=STUDENT_SEED)
    )
    learnt, mean, scale = teachers.train_network(samples, opinions, epochs=TEXT_EPOCHS, seed=STUDENT_SEED)
    network.save(weights / "text.npz", [learnt], mean, scale)


def train_html(samples: list[Sample], kept: Path, weights: Path) -> None:
    """Train the labellers of the lines of HTML pages, one a seed; their answers are averaged."""
    html_opinions(samples, kept)
    trained = [teachers.train_network(samples, None, epochs=HTML_EPOCHS, seed=seed) for seed in HTML_SEEDS]
    network.save(weights / "html.npz", [each[0] for each in trained], trained[0][1], trained[0][2])


def html_opinions(samples: list[Sample], kept: Path) -> Opinions:
    """Return what the labellers of HTML say of pages whose publishers' families they were not trained on."""
    said = [
        teachers.kept(
            kept / f"html.{seed}.npz", partial(teachers.by_network, samples, None, epochs=HTML_EPOCHS, seed=seed)
        )
        for seed in HTML_SEEDS
    ]
    return teachers.mean_of(said)


def train_fields(folder: Path, kept: Path, weights: Path) -> None:
    """Train the trees of headline, authors and tags on the student's opinions of unseen texts."""
    gold, _ = load_pages(folder)
    pages = {page["id"]: page for page in gold}
    samples = build(folder, copies=0)
    opinions = teachers.kept(kept / "student.npz", dict)
    choices = {
        "headlines": list(fields.headline_choices(samples, opinions, pages)),
        "authors": fields.author_choices(samples, opinions, pages),
        "tags": fields.tag_choices(samples, opinions, pages),
    }
    for name, each in choices.items():
        fields.save_trees(weights / f"{name}.npz", fields.fit(name, each))


def learn_sureness(folder: Path, kept: Path, weights: Path) -> None:
    """Learn how often labels are right, and print how far the confidence in them can be trusted."""
    texts, pages = build(folder, copies=0), build_pages(folder)
    every = {"text": (texts, teachers.kept(kept / "student.npz", dict)), "html": (pages, html_opinions(pages, kept))}
    tables = {}
    for name, (samples, opinions) in every.items():
        judged = [sureness.judge_lines(each, opinions, LEAST[name]) for each in samples]
        tables[name] = sureness.learn(judged)
        print(f"\nconfidence in the lines of {name}\n\n{sureness.calibration(judged)}")
    sureness.save(weights / "sureness.npz", tables)


if __name__ == "__main__":
    main()
