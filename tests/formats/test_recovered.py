"""Recovered documents handed on: whole lines come back equal, all else is refused."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.formats.documents import Document, ReadOptions, Refusal, UnreadableDocument
from articles.formats.reading import read
from articles.formats.recovered import RECOVERED, packed, unpacked
from articles.formats.registry import detect
from tests.golden import FOLDER, golden_names

DOCUMENTS = [FOLDER / name for name in golden_names()]


def line_of(path: Path) -> tuple[Document, bytes]:
    document = Document(path.name, path.read_bytes())
    return document, packed(document, read(document)).encode()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_line_comes_back_equal(path: Path) -> None:
    document, line = line_of(path)
    assert detect(line).name == "recovered"
    found = unpacked(line)
    assert (found.key, found.data) == (document.key, document.data)
    assert found.recovered == read(document)
    assert read(found) is found.recovered


def test_a_file_is_taken_apart_line_by_line() -> None:
    document, line = line_of(DOCUMENTS[0])
    assert RECOVERED.split
    found = list(RECOVERED.split(BytesIO(line + b"\n\nnonsense\n" + line), "all.jsonl", ReadOptions()))
    assert [each.key for each in found] == [document.key, "all.jsonl#line-3", document.key]
    refusal = found[1]
    assert isinstance(refusal, Refusal)
    assert "recover_documents --complete" in refusal.reason
    assert refusal.data == b"nonsense\n"


def without_a_span(found: dict[str, Any]) -> None:
    del found["article"]["spans"][1]


def of_tomorrow(found: dict[str, Any]) -> None:
    found["recovered_document"] = 2


def of_another_role(found: dict[str, Any]) -> None:
    found["article"]["spans"][0][3] = "hero"


def without_text(found: dict[str, Any]) -> None:
    del found["article"]["text"]


def with_more(found: dict[str, Any]) -> None:
    found["article"]["verse"] = "x"


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (without_a_span, "not accounted for"),
        (of_tomorrow, "version 2 of recovered documents; this newsroom reads version 1"),
        (of_another_role, "hero"),
        (without_text, "text"),
        (with_more, "verse"),
    ],
)
def test_what_is_not_whole_is_refused(spoil: Callable[[dict[str, Any]], None], reason: str) -> None:
    found = json.loads(line_of(DOCUMENTS[0])[1])
    spoil(found)
    with pytest.raises(UnreadableDocument, match=reason):
        unpacked(json.dumps(found).encode())


@given(st.one_of(st.binary(max_size=200), st.recursive(st.none() | st.text() | st.integers(), st.lists).map(
    lambda value: json.dumps({"recovered_document": 1, "article": value}).encode())))  # fmt: skip
def test_arbitrary_bytes_are_refused(line: bytes) -> None:
    with pytest.raises(UnreadableDocument):
        unpacked(line)
