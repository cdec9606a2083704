"""docs/formats.md and the registry tell the same story."""

import re
from pathlib import Path

from articles.formats.registry import FORMATS
from articles.formats.table import FIELDS

TEXT = (Path(__file__).parents[2] / "docs/formats.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the table that begins with this heading."""
    lines = TEXT.split(f"| {heading} |")[1].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def test_every_format_has_its_row_in_the_order_of_detection() -> None:
    assert [row[0].strip("` ") for row in rows("format")] == [each.name for each in FORMATS]


def test_what_is_lost_is_what_the_format_declares() -> None:
    losses = {row[0].strip("` "): row[3].removesuffix(" |") for row in rows("format")}
    assert losses == {each.name: "; ".join(each.losses) for each in FORMATS}


def test_every_format_declares_what_is_lost_and_its_standard() -> None:
    for name, standard, read, _ in rows("format"):
        assert standard
        assert read, name
    assert [each.name for each in FORMATS if not each.losses] == []


def test_every_field_of_a_table_is_listed() -> None:
    assert [row[0].strip("` ") for row in rows("field")] == list(FIELDS)
    assert re.search(r"--columns 'Titel=headline,Text=body'", TEXT)
