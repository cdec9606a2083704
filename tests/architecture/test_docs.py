"""The documents and the code tell the same story."""

import ast
import re

from tests.architecture.sources import ROOT, calls, python_files, tree

ADR_NAME = re.compile(r"(\d{4})-[a-z0-9-]+\.md")
DECISIONS = ROOT / "docs/decisions"
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def section(document: str, title: str) -> str:
    """Return the part of docs/`document` under the heading `title`."""
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    return text.split(f"\n## {title}\n")[1].split("\n## ")[0]


def variables_read() -> set[str]:
    """Return the names that the settings read from the environment."""
    found: set[str] = set()
    for call in calls(tree(ROOT / "newsroom/settings.py")):
        reader = ast.unparse(call.func)
        if reader.startswith("env.") and reader != "env.read_file":
            found.add(ast.literal_eval(call.args[0]))
    return found


def test_the_table_of_settings_is_complete_and_holds_nothing_else() -> None:
    documented = re.findall(r"^\| `(\w+)` \|", section("operating.md", "Settings"), flags=re.MULTILINE)
    assert len(documented) == len(set(documented))
    assert set(documented) == variables_read()


def test_nothing_but_the_settings_reads_the_environment() -> None:
    readers = [path for path in python_files("articles", "newsroom") if path.name not in ("environment.py", "wsgi.py")]
    source = {str(path): (ROOT / path).read_text(encoding="utf-8") for path in readers}
    assert [path for path, text in source.items() if re.search(r"os\.environ|getenv", text)] == []


def test_the_example_knows_only_settings() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^#?([A-Z_]+)=", example, flags=re.MULTILINE)) <= variables_read()


def test_every_command_is_documented() -> None:
    commands = {path.stem for path in python_files("articles/management/commands")} - {"__init__"}
    documented = set(re.findall(r"^\| `manage (\w+)` \|", section("operating.md", "Commands"), flags=re.MULTILINE))
    assert documented == commands


def test_the_documents_name_only_commands_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, flags=re.MULTILINE))
    for document in DOCUMENTS:
        code = re.findall(r"`[^`]*`|^    .*$", document.read_text(encoding="utf-8"), flags=re.MULTILINE)
        named = set(re.findall(r"^[ `]*make ([a-z]+)", "\n".join(code), flags=re.MULTILINE))
        assert named <= targets, f"{document.name}: {named - targets}"


def test_the_two_commands_come_first() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^    (make \w+)", readme, flags=re.MULTILINE)[:2] == ["make run", "make test"]


def test_relative_links_lead_somewhere() -> None:
    for document in DOCUMENTS:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_decisions_are_numbered_once_and_listed() -> None:
    names = sorted(path.name for path in DECISIONS.glob("*.md") if path.name != "README.md")
    numbers = [match.group(1) for match in map(ADR_NAME.fullmatch, names) if match]
    assert len(numbers) == len(names), "a decision is named NNNN-what-was-decided.md"
    assert len(set(numbers)) == len(numbers), "two decisions bear one number"
    index = (DECISIONS / "README.md").read_text(encoding="utf-8")
    assert [name for name in names if f"({name})" not in index] == []
