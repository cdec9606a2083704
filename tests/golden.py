"""Golden documents: a text of our own making, and beside it what recovery must make of it."""

import json
from pathlib import Path
from typing import Any

from articles.formats.documents import Document, ReadOptions, Refusal, UnreadableDocument
from articles.formats.reading import read
from articles.formats.registry import detect
from articles.formats.rendering import as_json

FOLDER = Path(__file__).parent / "documents"
SEEDS = Path(__file__).parent.parent / "seeds"
SEED = "000_b0b61d6de4eb8344"
STRUCTURED = (".json", ".jsonl", ".xml", ".csv")  # formats that say what their parts are, one article or many


def golden_names() -> list[str]:
    """Return the file names of all golden documents of words."""
    return sorted(path.name for path in FOLDER.iterdir() if path.suffix not in STRUCTURED)


def structured_names() -> list[str]:
    """Return the file names of all golden documents of structured formats."""
    paths = (path for path in FOLDER.iterdir() if path.suffix in STRUCTURED)
    return sorted(path.name for path in paths if not path.name.endswith(".expected.json"))


def expected(name: str) -> Any:
    """Return what a golden document must give."""
    return json.loads((FOLDER / f"{name}.expected.json").read_text(encoding="utf-8"))


def recovered(path: Path) -> dict[str, Any]:
    """Return what recovery makes of a file, with the role of each line."""
    found = as_json(read(Document(path.name, path.read_bytes())), lines=True)
    lines: Any = found.pop("lines")
    return found | {"roles": {str(line["number"]): line["role"] for line in lines}}


def taken_apart(path: Path) -> list[dict[str, Any]]:
    """Return what is made of each article in a file of a structured format, known by its content."""
    kind = detect(path.read_bytes())
    with path.open("rb") as stream:
        parts = list(kind.split(stream, path.name, ReadOptions())) if kind.split else []
    return [_part(part) for part in parts or [Document(path.name, path.read_bytes())]]


def _part(part: Document | Refusal) -> dict[str, Any]:
    if isinstance(part, Refusal):
        return {"document": part.key, "refused": part.reason}
    try:
        found = read(part)
    except UnreadableDocument as error:
        return {"document": part.key, "refused": str(error)}
    article = found.article
    payload = as_json(found)
    payload.pop("confidence")
    said = {
        "kicker": article.kicker,
        "dateline": article.dateline,
        "section": article.section,
        "canonical_url": article.canonical_url,
        "withheld": article.withheld,
        "body": [[str(block.kind), block.html or block.text] for block in article.body],
        "notes": list(found.notes),
        "lines": [
            [str(span.role), article.text[span.start : span.end].rstrip("\n"), span.why] for span in article.spans
        ],
    }
    return {name: value for name, value in (payload | said).items() if value not in (None, "", [])}
