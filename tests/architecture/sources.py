"""The project's own files, for the tests that read them."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYTHON_FOLDERS = ("articles", "newsroom", "tests", "benchmarks")


def python_files(*folders: str) -> list[Path]:
    """Return the Python files under `folders`, paths relative to the root, migrations left out."""
    found = [path.relative_to(ROOT) for folder in folders or PYTHON_FOLDERS for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def tree(path: Path) -> ast.Module:
    """Parse the Python file at `path`, relative to the root."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), filename=str(path))


def calls(node: ast.AST) -> Iterator[ast.Call]:
    """Yield every call below `node`."""
    return (inner for inner in ast.walk(node) if isinstance(inner, ast.Call))
