"""Train what recovery ships: networks that label lines, and trees that weigh the candidates of fields."""

import argparse
from pathlib import Path

from benchmarks.training import fields, network, teachers
from benchmarks.training.dataset import Sample, build, load_pages
from benchmarks.training.pages import build_pages

ROOT = Path(__file__).resolve().parents[2]
WEIGHTS = ROOT / "articles" / "recovery" / "weights"
TEXT_EPOCHS, HTML_EPOCHS = 14, 40
STUDENT_SEED, HTML_SEEDS = 8, (5,)


def main() -> None:
    """Train in stages; what teachers said is kept in a folder, so that a later stage can be repeated alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path, help="a folder with gold.jsonl, texts.jsonl.gz and html/")
    parser.add_argument(
        "--kept", type=Path, default=ROOT / "var" / "training", help="where teachers' opinions are kept"
    )
    parser.add_argument("--only", choices=("text", "html", "fields"), help="one stage alone")
    options = parser.parse_args()
    if not (options.pages / "gold.jsonl").is_file():
        parser.error(f"no gold.jsonl in {options.pages}; give a folder of pages with known fields")
    if options.only in (None, "text"):
        train_text(build(options.pages, copies=2), options.kept)
    if options.only in (None, "html"):
        train_html(build_pages(options.pages))
    if options.only in (None, "fields"):
        train_fields(options.pages, options.kept)


def train_text(samples: list[Sample], kept: Path) -> None:
    """Train the labeller of flattened text on labels and on what two unlike teachers say of unseen texts."""
    first = teachers.kept(kept / "network.npz", lambda: teachers.by_network(samples, None, epochs=TEXT_EPOCHS, seed=3))
    second = teachers.kept(kept / "trees.npz", lambda: teachers.by_trees(samples))
    opinions = teachers.mean_of([first, second])
    # What the student says of unseen texts is what the fields' trees learn from.
    teachers.kept(
        kept / "student.npz", lambda: teachers.by_network(samples, opinions, epochs=TEXT_EPOCHS, seed=STUDENT_SEED)
    )
    learnt, mean, scale = teachers.train_network(samples, opinions, epochs=TEXT_EPOCHS, seed=STUDENT_SEED)
    network.save(WEIGHTS / "text.npz", [learnt], mean, scale)


def train_html(samples: list[Sample]) -> None:
    """Train the labellers of the lines of HTML pages, one a seed; their answers are averaged."""
    trained = [teachers.train_network(samples, None, epochs=HTML_EPOCHS, seed=seed) for seed in HTML_SEEDS]
    network.save(WEIGHTS / "html.npz", [each[0] for each in trained], trained[0][1], trained[0][2])


def train_fields(folder: Path, kept: Path) -> None:
    """Train the trees of headline, authors and tags on the student's opinions of unseen texts."""
    gold, _ = load_pages(folder)
    pages = {page["id"]: page for page in gold}
    samples = [each for each in build(folder, copies=0) if each.copy == 0]
    opinions = teachers.kept(kept / "student.npz", lambda: {})
    choices = {
        "headlines": list(fields.headline_choices(samples, opinions, pages)),
        "authors": fields.author_choices(samples, opinions, pages),
        "tags": fields.tag_choices(samples, opinions, pages),
    }
    for name, each in choices.items():
        fields.save_trees(WEIGHTS / f"{name}.npz", fields.fit(name, each))


if __name__ == "__main__":
    main()
