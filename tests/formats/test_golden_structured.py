"""Each golden document of a structured format comes out article by article as the file beside it says."""

import pytest

from articles.formats.registry import FORMATS, detect
from articles.formats.words import HTML, MARKDOWN, TEXT
from tests.golden import FOLDER, expected, structured_names, taken_apart

STRUCTURED = {"ninjs", "newsml", "nitf", "rss", "atom", "jsonfeed", "wxr", "ghost", "csv"}


@pytest.mark.parametrize("name", structured_names())
def test_document_comes_out_as_written(name: str) -> None:
    assert taken_apart(FOLDER / name) == expected(name)


def test_every_structured_format_has_a_golden_document() -> None:
    assert {detect((FOLDER / name).read_bytes()).name for name in structured_names()} >= STRUCTURED
    assert {each.name for each in FORMATS} >= STRUCTURED


def test_the_three_generations_of_ninjs_are_among_them() -> None:
    assert {"ninjs-1.json", "ninjs-2.json", "ninjs-3.json", "ninjs-list.json", "ninjs-lines.jsonl"} <= set(
        structured_names()
    )


@pytest.mark.parametrize("name", structured_names())
def test_no_golden_document_is_taken_for_words(name: str) -> None:
    assert detect((FOLDER / name).read_bytes()) not in (HTML, MARKDOWN, TEXT)
