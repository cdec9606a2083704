"""RSS, Atom and JSON Feed: each entry by itself, under a key that stays."""

import json

import pytest

from articles.formats.documents import Document, ReadOptions, Refusal, UnreadableDocument
from articles.formats.registry import detect
from tests.formats.files import documents, only, read, refusals, rss, split

ATOM = b'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>F</title><author><name>House</name></author>'


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (rss(), "rss"),
        (b'<?xml version="1.0"?>\n<!-- x --><?xml-stylesheet href="a"?><rss><channel/></rss>', "rss"),
        (b'<rdf:RDF xmlns:rdf="r" xmlns="http://purl.org/rss/1.0/"></rdf:RDF>', "rss"),
        (ATOM + b"</feed>", "atom"),
        (b'<a:entry xmlns:a="http://www.w3.org/2005/Atom"/>', "atom"),
        (b'{"items": [], "version": "https://jsonfeed.org/version/1"}', "jsonfeed"),
        (rss().decode().encode("utf-16"), "rss"),
    ],
)
def test_is_known_by_its_root(data: bytes, name: str) -> None:
    assert detect(data).name == name


@pytest.mark.parametrize("data", [b"<feed><entry/></feed>", b"rss is a format", b"<html><body><rss></body></html>"])
def test_is_not_taken_for_other_markup(data: bytes) -> None:
    assert detect(data).name not in ("rss", "atom")


def test_order_and_neighbours_change_neither_keys_nor_bytes() -> None:
    one, two = "<title>a</title><guid>1</guid>", "<title>b</title><guid>2</guid>"
    forth = {each.key: each.data for each in documents("rss", rss(one, two))}
    back = {each.key: each.data for each in documents("rss", rss(two, "<title>c</title><guid>3</guid>", one))}
    assert set(forth) == {"file#1", "file#2"}
    assert forth.items() <= back.items()


def test_an_entry_of_a_feed_is_a_feed_of_its_own() -> None:
    (document,) = documents("rss", rss("<title>a</title><guid>1</guid>"))
    assert detect(document.data).name == "rss"
    assert documents("rss", document.data)[0].data == document.data


def test_a_feed_is_no_single_article() -> None:
    for name, data in (("rss", rss("", "")), ("atom", ATOM + b"<entry/><entry/></feed>")):
        with pytest.raises(UnreadableDocument, match="takes it apart"):
            read(name, data)


def test_an_empty_feed_says_so() -> None:
    (refusal,) = refusals("rss", rss())
    assert "nothing to import" in refusal.reason


def test_words_of_html_in_names_are_known() -> None:
    assert only("rss", rss("<title>A&nbsp;b &mdash; c</title>")).article.headline == "A b — c"


def test_a_title_may_hold_escaped_markup() -> None:
    assert only("rss", rss("<title>Tea &amp;amp; &lt;b&gt;toast&lt;/b&gt;</title>")).article.headline == "Tea & toast"


def test_an_excerpt_of_the_text_is_no_standfirst() -> None:
    for description in ("The long text begins …", "The long text begins here"):
        data = rss(
            f"<description>{description}</description><c:encoded>The long text begins here and goes on</c:encoded>"
        )
        data = data.replace(b"<rss", b'<rss xmlns:c="http://purl.org/rss/1.0/modules/content/"')
        found = only("rss", data).article
        assert found.standfirst is None
        assert found.body[0].text.endswith("goes on")


def test_a_declared_encoding_is_followed() -> None:
    data = (
        '<?xml version="1.0" encoding="windows-1252"?><rss><channel><item><title>Fähre</title></item></channel></rss>'
    )
    assert only("rss", data.encode("cp1252")).article.headline == "Fähre"
    bare = data.replace(' encoding="windows-1252"', "").encode("cp1252")
    assert only("rss", bare, ReadOptions(encoding="cp1252")).article.headline == "Fähre"


def test_a_broken_entry_leaves_the_others_alone() -> None:
    parts = split("atom", ATOM + b"<entry><id>1</id><title>a</title></entry><entry><title></entry>"
                          b"<entry><id>2</id><title>b</title></entry></feed>")  # fmt: skip
    assert [type(part) for part in parts] == [Document, Refusal, Document]


def test_an_end_that_is_missing_is_told() -> None:
    *_, last = split("rss", rss("<title>a</title>").removesuffix(b"</channel></rss>"))
    assert isinstance(last, Refusal)
    assert "</rss> is missing" in last.reason


def test_what_ends_an_item_within_its_text_ends_nothing() -> None:
    data = rss("<title>a</title><description><![CDATA[about </item> and <item>]]></description>")
    assert [block.text for block in only("rss", data).article.body] == ["about and"]


def test_an_entry_without_author_and_language_has_those_of_its_feed() -> None:
    first, second = documents(
        "atom",
        ATOM
        + b"<entry><id>1</id><title>a</title></entry>"
        + b'<entry xml:lang="fr"><id>2</id><title>b</title><author><name>Own</name></author></entry></feed>',
    )
    found = [read("atom", each.data).article for each in (first, second)]
    assert [(each.authors, each.language) for each in found] == [(("House",), "de"), (("Own",), "fr")]


def test_text_that_lies_elsewhere_is_told() -> None:
    data = ATOM + b'<entry><title>a</title><content src="https://x.example/t.html"/></entry></feed>'
    assert "not fetched" in only("atom", data).notes[0]


@pytest.mark.parametrize("item", [{"id": 1, "content_text": "x"}, {"id": "1", "content_html": "<p>x</p>"}])
def test_json_items_have_numbers_or_texts_as_ids(item: dict[str, object]) -> None:
    data = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]}).encode()
    (document,) = documents("jsonfeed", data)
    assert document.key == "file#1"
    assert detect(document.data).name == "jsonfeed"
    assert read("jsonfeed", document.data).article.body[0].text == "x"
