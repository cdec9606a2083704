"""What the project imports, it also asks for; what it asks for is locked."""

import ast
import re
import sys
from importlib.metadata import packages_distributions

from tests.architecture.sources import ROOT, python_files, tree

OWN = {"articles", "newsroom", "tests", "benchmarks"}


def required(name: str) -> set[str]:
    """Return the packages that the requirements file names at the start of its lines."""
    lines = (ROOT / name).read_text(encoding="utf-8")
    return {found.lower() for found in re.findall(r"^([A-Za-z0-9][\w.-]*)", lines, flags=re.MULTILINE)}


def imported(*folders: str) -> set[str]:
    """Return the foreign top-level modules that the code under `folders` imports."""
    modules = set()
    for path in python_files(*folders):
        for node in ast.walk(tree(path)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            modules |= {name.partition(".")[0] for name in names}
    return modules - OWN - set(sys.stdlib_module_names)


def unasked(modules: set[str], requirements: set[str]) -> set[str]:
    """Return the modules that no package in `requirements` brings; what is not installed goes by its own name."""
    packages = packages_distributions()
    return {
        module for module in modules if not {name.lower() for name in packages.get(module, [module])} & requirements
    }


def test_what_the_project_runs_on_is_asked_for() -> None:
    assert unasked(imported("articles", "newsroom"), required("requirements.in")) == set()


def test_what_tests_and_benchmarks_run_on_is_asked_for() -> None:
    files = [*ROOT.glob("requirements*.in"), ROOT / "benchmarks" / "training" / "requirements.in"]
    asked = set().union(*(required(str(path.relative_to(ROOT))) for path in files))
    assert unasked(imported("tests", "benchmarks"), asked) == set()


def test_all_that_is_asked_for_is_locked() -> None:
    for name in ("requirements", "requirements-dev", "requirements-scale", "requirements-warc"):
        assert required(f"{name}.in") <= required(f"{name}.txt")


def test_the_locks_name_no_place() -> None:
    for path in ROOT.glob("requirements*.txt"):
        assert not re.search(r"://|^-|\s/", path.read_text(encoding="utf-8"), flags=re.MULTILINE), path.name
