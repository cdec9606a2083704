"""Golden documents: a text of our own making, and beside it what recovery must make of it."""

import json
from pathlib import Path
from typing import Any

from articles.formats.documents import Document
from articles.formats.reading import read
from articles.formats.rendering import as_json

FOLDER = Path(__file__).parent / "documents"
SEEDS = Path(__file__).parent.parent / "seeds"
SEED = "000_b0b61d6de4eb8344"


def golden_names() -> list[str]:
    """Return the file names of all golden documents."""
    return sorted(path.name for path in FOLDER.iterdir() if path.suffix != ".json")


def expected(name: str) -> dict[str, Any]:
    """Return what a golden document must give."""
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.expected.json").read_text(encoding="utf-8"))
    return found


def recovered(path: Path) -> dict[str, Any]:
    """Return what recovery makes of a file, with the role of each line."""
    found = as_json(read(Document(path.name, path.read_bytes())), lines=True)
    lines: Any = found.pop("lines")
    return found | {"roles": {str(line["number"]): line["role"] for line in lines}}
