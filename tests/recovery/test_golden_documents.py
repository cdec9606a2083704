"""Each golden document comes out field by field and line by line as the file beside it says."""

import json

import pytest

from tests.golden import FOLDER, SEED, SEEDS, expected, golden_names, recovered

EXACT = (
    "document format language headline suggested_headline standfirst authors published_at modified_at "
    "captured_at body tags "
    "related roles"
).split()


@pytest.mark.parametrize("name", golden_names())
def test_document_comes_out_as_written(name: str) -> None:
    wanted, found = expected(name), recovered(FOLDER / name)
    assert set(wanted) == set(EXACT)
    for field in EXACT:
        assert found[field] == wanted[field], field


def test_there_are_at_least_twenty() -> None:
    assert len(golden_names()) >= 20


def test_seed_comes_out_field_by_field_and_line_by_line() -> None:
    wanted = json.loads((FOLDER / f"{SEED}.expected.json").read_text(encoding="utf-8"))
    found = recovered(SEEDS / f"{SEED}.txt")
    assert found["headline"] is None
    assert found["suggested_headline"]
    assert len(found["suggested_headline"]) <= 90
    assert found["confidence"]["headline"] < 0.5
    assert found["captured_at"] == wanted["captured_at"].replace("Z", "+00:00")
    assert [block["text"] for block in found["body"]] == wanted["body"]
    assert {block["kind"] for block in found["body"]} == {"p"}
    assert [each["headline"] for each in found["related"]] == wanted["related"]
    for field in ("standfirst", "authors", "published_at", "tags", "roles", "document"):
        assert found[field] == wanted[field], field
