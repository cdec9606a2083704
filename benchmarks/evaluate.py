"""Score recovery on a folder of pages with known fields: one table, one row a variant."""

import gzip
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.rightness import Evidence, judge_page, table_of_bins

ROOT = Path(__file__).resolve().parent.parent
TEXT_VARIANTS = ("glued", "seedlike", "inscriptis", "wet")
HTML = "html"


def main() -> int:
    """Score every variant; exit 1 when pages or scorer are missing, or a run breaks down."""
    folder = Path(os.environ.get("PAGES") or ROOT.parent / "shared" / "data" / "pages")
    scorer = Path(os.environ.get("SCORER") or folder.parent.parent / "eval" / "score.py")
    if not (folder / "gold.jsonl").is_file():
        print(
            f"no pages in {folder}: set PAGES to a folder with gold.jsonl, texts.jsonl.gz and html/\n"
            "(gold fields, flattened texts and raw pages of news articles; see docs/recovery.md)",
            file=sys.stderr,
        )
        return 1
    if not scorer.is_file():
        print(f"no scorer at {scorer}: set SCORER to its score.py", file=sys.stderr)
        return 1
    score = load_scorer(scorer)
    gold = score.load(folder / "gold.jsonl")
    rows, texts, rates, sureness = score_variants(score, gold, folder, by=os.environ.get("BY"))
    if texts:
        rows.append(("mean of the texts", mean(texts)))
    print(score.table(rows))
    for kind, evidence in sureness.items():
        print(f"\n{table_of_bins(kind, evidence)}")
    print(
        "\npages/s, start of the process included: " + ", ".join(f"{name} {rate:.1f}" for name, rate in rates.items())
    )
    return 0


def load_scorer(path: Path) -> ModuleType:
    """Load the scoring script as a module."""
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is no Python module; set SCORER to a score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def score_variants(
    score: ModuleType, gold: list[dict[str, Any]], folder: Path, *, by: str | None
) -> tuple[list[tuple[str, Any]], list[Any], dict[str, float], dict[str, list[Evidence]]]:
    """Return the table's rows, the figures of the text variants among them, pages per second, and what was given."""
    sureness: dict[str, list[Evidence]] = {"texts": [], HTML: []}
    rows: list[tuple[str, Any]] = []
    texts: list[Any] = []
    rates: dict[str, float] = {}
    for variant in (*TEXT_VARIANTS, HTML):
        documents = variant_documents(folder, gold, variant)
        if not documents:
            continue
        began = time.perf_counter()
        predictions = recover(documents)
        rates[variant] = len(documents) / (time.perf_counter() - began)
        pages = score.evaluate(gold, predictions, None if variant == HTML else variant)
        figures = score.aggregate(list(pages.values()))
        for page in gold:
            if page["id"] in predictions:
                sureness[HTML if variant == HTML else "texts"] += judge_page(
                    score, page, predictions[page["id"]], None if variant == HTML else variant
                )
        rows.append((variant, figures))
        if variant != HTML:
            texts.append(figures)
        rows += [(f"{variant} {key}", group) for key, group in grouped(score, gold, pages, by)]
    return rows, texts, rates, sureness


def variant_documents(folder: Path, gold: list[dict[str, Any]], variant: str) -> dict[str, bytes]:
    """Return the documents of one variant by page id."""
    if variant == HTML:
        return {
            page["id"]: gzip.decompress((folder / page["html"]).read_bytes())
            for page in gold
            if (folder / page["html"]).is_file()
        }
    with gzip.open(folder / "texts.jsonl.gz", "rt", encoding="utf-8") as stream:
        stored = [json.loads(line) for line in stream]
    return {each["id"]: each["text"].encode() for each in stored if each["variant"] == variant}


def recover(documents: dict[str, bytes]) -> dict[str, dict[str, Any]]:
    """Run the command over the documents as files, and return the scorer's predictions by page id."""
    with tempfile.TemporaryDirectory() as name:
        keys = {}
        for page, data in documents.items():
            key = page.replace("/", "__")
            keys[key] = page
            (Path(name) / key).write_bytes(data)
        command = [sys.executable, str(ROOT / "manage.py"), "recover_documents", name]
        result = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
        if result.returncode not in (0, 1):
            raise SystemExit(f"recover_documents broke down:\n{result.stderr}")
        sys.stderr.write(result.stderr)
        found = [json.loads(line) for line in result.stdout.splitlines() if line]
    return {keys[each["document"]]: prediction(each, keys[each["document"]]) for each in found}


def prediction(recovered: dict[str, Any], page: str) -> dict[str, Any]:
    """Return one recovered document in the scorer's terms."""
    same = {name: recovered[name] for name in ("headline", "standfirst", "authors", "tags", "confidence")}
    body = [{"kind": "h" if block["kind"] == "h" else "p", "text": block["text"]} for block in recovered["body"]]
    return {"id": page, "published": recovered["published_at"], "body": body, **same}


def grouped(
    score: ModuleType, gold: list[dict[str, Any]], pages: dict[str, Any], by: str | None
) -> list[tuple[str, Any]]:
    """Return the figures of each value of a gold key, the largest group first."""
    if not by:
        return []
    groups: dict[str, list[Any]] = {}
    for page in gold:
        if page["id"] in pages:
            groups.setdefault(str(page[by]), []).append(pages[page["id"]])
    return [(key, score.aggregate(group)) for key, group in sorted(groups.items(), key=lambda item: -len(item[1]))]


def mean(figures: list[Any]) -> dict[str, Any]:
    """Return the mean of the variants' figures; what only some have is averaged over those."""
    names = {name for each in figures for name in each if name not in ("n", "n_of")}
    found: dict[str, Any] = {
        name: sum(each[name] for each in figures if name in each) / sum(name in each for each in figures)
        for name in names
    }
    return found | {"n": figures[0]["n"]}


if __name__ == "__main__":
    sys.exit(main())
