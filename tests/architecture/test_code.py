"""Rules of the code that no linter checks: size, late imports, who may write."""

import ast
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, calls, python_files, tree

MAX_LINES = 400
# These are always a write of the ORM.
BULK_WRITES = {"bulk_create", "bulk_update", "get_or_create", "update_or_create"}
# These are one when they take keywords only: `articles.update(status=…)`, `article.save()`. With a value by position
# they are somebody else's: `names.update(found)`, `image.save(buffer)`, `cache.delete(key)`.
ROW_WRITES = {"save", "create", "update", "delete"}
WRITERS = Path("articles/services")


def late_imports(module: ast.Module) -> list[int]:
    """Return the lines of imports inside functions."""
    functions = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [
        node.lineno
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def writes(module: ast.Module) -> list[int]:
    """Return the lines of calls that write through the ORM."""
    return [call.lineno for call in calls(module) if isinstance(call.func, ast.Attribute) and is_write(call, call.func)]


def is_write(call: ast.Call, method: ast.Attribute) -> bool:
    """Tell whether a method call writes; `super().save(…)` only passes on what its caller wrote."""
    known = BULK_WRITES | ROW_WRITES
    name = method.attr if method.attr in known else method.attr.removeprefix("a")  # asave, acreate, …
    passes_on = isinstance(method.value, ast.Call) and getattr(method.value.func, "id", "") == "super"
    return not passes_on and (name in BULK_WRITES or (name in ROW_WRITES and not call.args))


def test_no_file_is_longer_than_a_reader_holds() -> None:
    lengths = {str(path): (ROOT / path).read_text(encoding="utf-8").count("\n") for path in python_files()}
    assert len(lengths) > 20
    assert {path: length for path, length in lengths.items() if length > MAX_LINES} == {}


def test_imports_stand_at_the_top() -> None:
    late = [f"{path}:{line}" for path in python_files() if path.name != "apps.py" for line in late_imports(tree(path))]
    assert late == []


def test_only_services_write() -> None:
    readers = [path for path in python_files("articles", "newsroom") if not path.is_relative_to(WRITERS)]
    assert [f"{path}:{line}" for path in readers for line in writes(tree(path))] == []


@pytest.mark.parametrize(
    "code",
    [
        "article.save()",
        "article.save(update_fields=['slug'])",
        "Article.objects.filter(pk=1).update(slug='x')",
        "Article.objects.create(**fields)",
        "Article.objects.all().delete()",
        "Tag.objects.bulk_create(tags)",
        "Tag.objects.get_or_create(name='x')",
        "await Tag.objects.aget_or_create(name='x')",
        "await article.asave()",
    ],
)
def test_a_write_is_seen(code: str) -> None:
    assert writes(ast.parse(code)) == [1]


@pytest.mark.parametrize(
    "code",
    [
        "names.update(found)",
        "image.save(buffer, format='WEBP')",
        "cache.delete('key')",
        "super().save(*args, **kwargs)",
    ],
)
def test_what_is_no_write_is_let_pass(code: str) -> None:
    assert writes(ast.parse(code)) == []


def test_an_import_inside_a_function_is_seen() -> None:
    assert late_imports(ast.parse("import json\ndef f():\n    import os\n")) == [3]
