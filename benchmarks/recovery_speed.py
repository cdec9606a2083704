"""Time the recovery of flattened texts and of HTML pages on one core, with what it takes to load and to remember."""

import argparse
import gzip
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

from articles.formats.documents import Document
from articles.formats.reading import read
from articles.recovery import recover_text
from benchmarks.corpus import Corpus

SMALL_DOCUMENTS = 200
VARIANT = "glued"
_LOADING = """
import time
began = time.process_time()
from articles.formats.reading import read
from articles.formats.documents import Document
from articles.recovery import recover_text
recover_text("A ferry stops in winter, 5 May 2020.")
read(Document("page.html", b"<html><body><p>A ferry stops in winter.</p></body></html>"))
print(time.process_time() - began)
"""


def main() -> None:
    """Print pages a second of each kind, the seconds to load, and the peak of memory; times are of the processor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path, help="a folder with gold.jsonl, texts.jsonl.gz and html/")
    options = parser.parse_args()
    if not (options.pages / "gold.jsonl").is_file():
        parser.error(f"no gold.jsonl in {options.pages}; give a folder of pages with known fields")
    texts = flattened(options.pages)
    small = [text for _, text in Corpus().documents(SMALL_DOCUMENTS)]
    documents = [Document(path.name, gzip.decompress(path.read_bytes())) for path in _raw(options.pages)]
    print(f"loading: {loading_seconds():.2f} s")
    recover_text(texts[0])
    read(documents[0])
    for name, rate in (
        (f"flattened pages ({VARIANT})", texts_per_second(texts)),
        ("small made documents", texts_per_second(small)),
        ("HTML pages", documents_per_second(documents)),
    ):
        print(f"{name}: {rate:.0f} a second on one core")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB, all pages held")


def flattened(folder: Path) -> list[str]:
    """Return the texts of one variant."""
    with gzip.open(folder / "texts.jsonl.gz", "rt", encoding="utf-8") as stream:
        stored = [json.loads(line) for line in stream]
    return [each["text"] for each in stored if each["variant"] == VARIANT]


def _raw(folder: Path) -> list[Path]:
    gold = (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    return [folder / json.loads(line)["html"] for line in gold]


def loading_seconds() -> float:
    """Return the processor's seconds from a new interpreter to the first document recovered."""
    result = subprocess.run([sys.executable, "-c", _LOADING], capture_output=True, text=True, check=True)
    return float(result.stdout)


def texts_per_second(texts: list[str]) -> float:
    """Return how many texts are recovered in a second of the processor."""
    began = time.process_time()
    for text in texts:
        recover_text(text)
    return len(texts) / (time.process_time() - began)


def documents_per_second(documents: list[Document]) -> float:
    """Return how many documents are read in a second of the processor, decoding included."""
    began = time.process_time()
    for document in documents:
        read(document)
    return len(documents) / (time.process_time() - began)


if __name__ == "__main__":
    main()
