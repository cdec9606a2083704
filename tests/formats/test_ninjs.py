"""What ninjs says, in the spelling of any version, and what of a list or of lines becomes of each item."""

import json
from typing import Any

import pytest

from articles.formats.documents import Document, ReadOptions, Refusal, UnreadableDocument
from articles.formats.registry import detect
from tests.formats.files import documents, only, read, refusals, split


def item(**fields: Any) -> bytes:
    return json.dumps({"uri": "urn:1", "headline": "Ferry stops"} | fields).encode()


@pytest.mark.parametrize(
    "data",
    [
        item(),
        item(bodies=[]),
        b"\xef\xbb\xbf" + item(),
        item().decode().encode("utf-16"),
        b"[" + item() + b"]",
        b'{"items": [' + item() + b"]}",
        item() + b"\n" + item(),
        b'{"headlines": [{"value": "x"}], "versionCreated": "2024-01-01", "bodies": [], "pubStatus": "usable"}',
    ],
)
def test_is_known_by_its_keys(data: bytes) -> None:
    assert detect(data).name == "ninjs"


@pytest.mark.parametrize(
    "data",
    [
        b'{"headline": "only this"}',
        b'{"@context": "https://schema.org", "headline": "x"}',
        b"{ferry} is a word in braces, uri and headline too",
        b'[1, 2, {"a": 1}]',
        b'{"version": "https://jsonfeed.org/version/1", "items": [{"uri": "1", "headline": "x"}]}',
    ],
)
def test_is_not_taken_for_other_json(data: bytes) -> None:
    assert detect(data).name != "ninjs"


def test_a_file_with_one_item_keeps_its_own_key_and_bytes() -> None:
    (document,) = documents("ninjs", item())
    assert (document.key, document.data) == ("file", item())


def test_keys_do_not_depend_on_the_order() -> None:
    one, two = item(uri="urn:1"), item(uri="urn:2")
    forth = {each.key: each.data for each in documents("ninjs", b"[" + one + b"," + two + b"]")}
    back = {each.key: each.data for each in documents("ninjs", b"[" + two + b" , " + one + b"]")}
    assert forth == back
    assert set(forth) == {"file#urn:1", "file#urn:2"}


def test_an_item_without_uri_is_named_by_its_bytes() -> None:
    (document,) = documents("ninjs", b'[{"headline": "x", "versioncreated": "2024-01-01T00:00:00Z"}]')
    assert document.key.startswith("file#")
    assert len(document.key) == len("file#") + 16


def test_long_identities_stay_apart() -> None:
    items = b",".join(item(uri="urn:" + "x" * 2000 + end) for end in "ab")
    one, two = (document.key for document in documents("ninjs", b"[" + items + b"]"))
    assert one != two
    assert len(one) < 600


def test_a_broken_item_leaves_the_others_alone() -> None:
    parts = split("ninjs", b"[" + item(uri="a") + b',{"uri": nonsense},' + item(uri="b") + b"]")
    assert [type(part) for part in parts] == [Document, Refusal, Document]
    assert parts[1].key == "file#item 2"
    assert parts[1].data == b'{"uri": nonsense}'


def test_a_broken_line_leaves_the_others_alone() -> None:
    parts = split("ninjs", item(uri="a") + b'\n{"uri": "b", "headl\n\n' + item(uri="c") + b"\n")
    assert [part.key for part in parts] == ["file#a", "file#item 2", "file#c"]


def test_values_that_are_no_items_are_refused() -> None:
    assert [each.data for each in refusals("ninjs", b'[{"uri": "a"}, 5, "x"]')] == [b"5", b'"x"']


def test_an_empty_list_says_so() -> None:
    (refusal,) = refusals("ninjs", b'{"items": []}')
    assert "no items" in refusal.reason


@pytest.mark.parametrize("status", ["withheld", "canceled", "stat:withheld"])
def test_a_status_keeps_it_from_going_live(status: str) -> None:
    assert read("ninjs", item(pubstatus=status)).article.withheld
    assert read("ninjs", item(pubStatus="usable")).article.withheld == ""


def test_html_goes_before_plain_text_whatever_the_order() -> None:
    bodies = [
        {"role": "main", "contentType": "text/plain", "value": "plain"},
        {"role": "main", "contentType": "text/html", "value": "<p>rich</p>"},
    ]
    for order in (bodies, bodies[::-1]):
        assert [block.text for block in read("ninjs", item(bodies=order)).article.body] == ["rich"]


def test_angle_brackets_in_plain_text_stay() -> None:
    body = [{"role": "text", "contentType": "text/plain", "value": "a < b and <not> a tag"}]
    assert read("ninjs", item(bodies=body)).article.body[0].text == "a < b and <not> a tag"


def test_a_headline_above_the_text_is_not_said_twice() -> None:
    found = read("ninjs", item(body_html="<h1>Ferry stops</h1><p>In December.</p>")).article
    assert [block.text for block in found.body] == ["In December."]


def test_a_date_that_is_none_is_told() -> None:
    reading = read("ninjs", item(versioncreated="soon"))
    assert reading.article.published_at is None
    assert reading.notes == ("published_at: “soon” is no date that can be read; it was left out",)


@pytest.mark.parametrize("value", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_date_outside_of_history_is_told(value: str) -> None:
    reading = read("ninjs", item(versioncreated=value))
    assert reading.article.published_at is None
    assert reading.notes


def test_pictures_are_no_articles() -> None:
    with pytest.raises(UnreadableDocument, match="picture library"):
        read("ninjs", item(type="picture"))


@pytest.mark.parametrize("value", [None, 5, [], {}, True, [[1]], {"a": {"b": []}}, [{"name": 5, "value": []}]])
@pytest.mark.parametrize(
    "name",
    "headline headlines bodies body_html by byline subject keywords associations renditions type language".split(),
)
def test_values_of_a_wrong_kind_are_passed_over(name: str, value: object) -> None:
    stored = {"uri": "urn:1", "title": "Ferry stops", name: value}
    assert read("ninjs", json.dumps(stored).encode()).article.headline == "Ferry stops"


def test_an_encoding_that_was_asked_for_holds_for_the_whole_file() -> None:
    data = '[{"uri": "a", "headline": "Fähre"}]'.encode("cp1252")
    reading = only("ninjs", data, ReadOptions(encoding="cp1252"))
    assert reading.article.headline == "Fähre"
