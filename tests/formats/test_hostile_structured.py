"""Whatever bytes come, a structured format reads them or says what is wrong, in bounded time and memory."""

import time
import tracemalloc
from collections.abc import Iterator
from io import BytesIO, RawIOBase
from typing import BinaryIO, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.formats.documents import HEAD_BYTES, Document, ReadOptions, Refusal, UnreadableDocument
from articles.formats.fragments import read_html_fragment
from articles.formats.registry import detect, named
from articles.markup.html import clean_blocks
from tests.formats.files import PLAIN, post, read, refusals, rss, split, wordpress
from tests.golden import FOLDER, structured_names

XML = ("newsml", "nitf", "rss", "atom", "wxr")
JSON = ("ninjs", "jsonfeed", "ghost")
ALL = (*XML, *JSON, "csv")
SECONDS = 10  # bounds time on a busy machine; each takes a fraction of a second
GOLDEN = {name: (FOLDER / name).read_bytes() for name in structured_names()}
FORMAT_OF = {name: detect(data).name for name, data in GOLDEN.items()}
OURS = sorted(name for name in GOLDEN if FORMAT_OF[name] in ALL)

PIECES = (
    "<p> </p> <b> </b> <em> </em> </a> <br> <li> </li> <ul> </ul> <h2> </h2> <blockquote> </blockquote> <code> </code> "
    '<s> </s> word &amp; &lt;b&gt; " <div> </div> <sub> </sub> é\u2003'
).split(" ") + [" ", '<a href="https://x.example/?a=1&b=2">']

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    b"<rss><channel><item><title>&c;</title></item></channel></rss>"
)
OUTSIDE = (
    b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b"<rss><channel><item><title>&x;</title></item></channel></rss>"
)


def everything(name: str, data: bytes, options: ReadOptions = PLAIN) -> None:
    """Split and read a file; all that may come of it is documents, refusals and UnreadableDocument."""
    started = time.monotonic()
    kind = named(name)
    kind.looks_like(data[:HEAD_BYTES])
    parts = split(name, data, options) if kind.split else []
    for part in parts or [Document("file", data)]:
        if isinstance(part, Refusal):
            assert part.reason
            continue
        try:
            article = kind.read(part.data, options).article
        except UnreadableDocument as error:
            assert str(error)
        else:
            assert "".join(article.text[span.start : span.end] for span in article.spans) == article.text
            assert [span.number for span in article.spans] == list(range(1, len(article.text.splitlines()) + 1))
    assert time.monotonic() - started < SECONDS


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.binary(max_size=300))
def test_any_bytes(name: str, data: bytes) -> None:
    everything(name, data)


@pytest.mark.slow
@pytest.mark.parametrize("name", OURS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_damaged_documents(name: str, data: st.DataObject) -> None:
    """Cut, overwritten or doubled somewhere."""
    whole = GOLDEN[name]
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 200)))
    put = data.draw(st.sampled_from([b"", b"\x00", b"\xff", b"<", b'"', b"]]>", b"{", "\u202e".encode(), whole[:100]]))
    everything(FORMAT_OF[name], whole[:start] + put + whole[end:])


@pytest.mark.parametrize("name", [name for name in OURS if FORMAT_OF[name] != "csv"])  # a table may end after any row
def test_half_a_file_is_noticed(name: str) -> None:
    kind = named(FORMAT_OF[name])
    half = GOLDEN[name][: len(GOLDEN[name]) * 2 // 3]
    if not kind.split:
        with pytest.raises(UnreadableDocument, match="breaks off"):
            kind.read(half, PLAIN)
        return
    parts = split(kind.name, half)
    if len(parts) == 1 and isinstance(parts[0], Document):
        with pytest.raises(UnreadableDocument, match="breaks off"):
            kind.read(parts[0].data, PLAIN)
    else:
        assert isinstance(parts[-1], Refusal)


@pytest.mark.parametrize("name", XML)
@pytest.mark.parametrize("data", [BOMB, OUTSIDE], ids=["bomb", "external"])
def test_entities_are_refused(name: str, data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="entities of its own"):
        read(name, data)
    if named(name).split:
        (refusal,) = refusals(name, data)
        assert "<!ENTITY" in refusal.reason


def test_entities_that_a_file_elsewhere_defines_are_never_fetched() -> None:
    data = (
        b'<!DOCTYPE nitf SYSTEM "http://127.0.0.1:9/nitf.dtd"><nitf><body><body.head><hedline>'
        b"<hl1>A&mdash;b &other;</hl1></hedline></body.head></body></nitf>"
    )
    assert read("nitf", data).article.headline == "A—b &other;"


@pytest.mark.parametrize("name", XML)
def test_a_hundred_thousand_open_tags(name: str) -> None:
    everything(name, b"<rss><channel><item>" + b"<a>" * 100_000)
    with pytest.raises(UnreadableDocument, match="nest"):
        read(name, b"<rss><channel><item>" + b"<a>" * 100_000)


@pytest.mark.slow
@pytest.mark.parametrize("name", JSON)
@pytest.mark.parametrize("opening", [b"[", b'{"items":', b'{"db":[{"data":{"posts":['])
def test_a_hundred_thousand_nested_lists(name: str, opening: bytes) -> None:
    everything(name, opening * 100_000)
    everything(name, b'{"items":[' + b"[" * 100_000 + b"]" * 100_000 + b"]}")
    with pytest.raises(UnreadableDocument, match="nests|more than"):
        read(name, opening * 100_000)


@pytest.mark.parametrize("piece", ["<div>", "<b>", "<div '>", "<p><b>", "<a href=x>", "<table><tr><td>", "<!--", "<a "])
def test_html_of_a_hundred_thousand_open_tags(piece: str) -> None:
    started = time.monotonic()
    try:
        read_html_fragment(piece * 100_000 + "end")
    except UnreadableDocument as error:
        assert "close the tags" in str(error) or "attributes" in str(error)
    assert time.monotonic() - started < SECONDS


@pytest.mark.parametrize("tag", ["<p {}>", "<p ' {}>", '<p title=">" {}>', "<p/{}", "<p a='{}"])
def test_html_of_a_hundred_thousand_attributes(tag: str) -> None:
    started = time.monotonic()
    text = tag.format(" ".join(f"a{number}=b" for number in range(100_000))) + "end"
    try:
        read_html_fragment(text)
    except UnreadableDocument as error:
        assert "attributes" in str(error)
    assert time.monotonic() - started < SECONDS


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("ninjs", b'{"uri":"u","headline":"h","body_html":"' + b"<p>a" * 2_000_000 + b'"}'),
        ("ninjs", b'{"uri":"u","headline":"h","body_text":"' + b"a\\n" * 2_000_000 + b'"}'),
        ("ninjs", b'{"uri":"u","headline":"h","subject":[' + b"[]," * 2_000_000 + b"[]]}"),
        ("rss", b"<rss><channel><item>" + b"<a/>" * 2_000_000 + b"</item></channel></rss>"),
        ("csv", b"title,text\n" + b"," * 8_000_000),
        ("csv", b"title" * 1_600_000),
    ],
    ids=["paragraphs", "lines", "lists", "elements", "cells", "header"],
)
def test_many_small_parts_cost_bounded_memory(name: str, data: bytes) -> None:
    tracemalloc.start()
    started = time.monotonic()
    try:
        for part in split(name, data):
            if isinstance(part, Document):
                with pytest.raises(UnreadableDocument):
                    read(name, part.data)
        assert tracemalloc.get_traced_memory()[1] < 600_000_000
        assert time.monotonic() - started < 6 * SECONDS
    finally:
        tracemalloc.stop()


def test_attributes_within_bounds_pass() -> None:
    text = "<p " + " ".join(f'a{number}="b > c"' for number in range(900)) + ">Words &lt;x y z</p>" + "word " * 50_000
    assert read_html_fragment(text).blocks[0].text == "Words <x y z"


@pytest.mark.parametrize(
    "data",
    [
        rss("<title>A\x00b</title>"),
        b'{"uri":"u","headline":"A\x00b"}',
        b"headline,body\r\nA\x00b,c\r\n",
    ],
    ids=["xml", "json", "csv"],
)
def test_zero_bytes_are_refused(data: bytes) -> None:
    name = {b"<": "rss", b"{": "ninjs"}.get(data[:1], "csv")
    parts = split(name, data)
    for part in parts:
        if isinstance(part, Refusal):
            assert "zero bytes" in part.reason
        else:
            with pytest.raises(UnreadableDocument, match="zero bytes"):
                read(name, part.data)


def test_zero_written_as_an_escape_is_taken_out() -> None:
    reading = read("ninjs", b'{"uri":"u","headline":"A\\u0000b","body_text":"c\\ud800d"}')
    assert reading.article.headline == "Ab"
    assert [block.text for block in reading.article.body] == ["cd"]
    assert "2 control characters, which no text needs, were taken out" in reading.notes


def test_marks_that_reorder_text_are_taken_out_and_told() -> None:
    reading = read(
        "ninjs", '{"uri":"u","headline":"pay \u202eeerf\u202c","body_html":"<p>a <b>\u2067b</b></p>"}'.encode()
    )
    assert reading.article.headline == "pay eerf"
    assert reading.article.body[0].html == "a <strong>b</strong>"
    assert any("another order" in note for note in reading.notes)


def test_marks_of_right_to_left_writing_stay() -> None:
    reading = read("ninjs", '{"uri":"u","headline":"שלום\u200f!"}'.encode())
    assert reading.article.headline == "שלום\u200f!"
    assert reading.notes == ()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("rss", "<rss><item><title>ok</title></item><item><title>\xff</title></item></rss>"),
        ("ninjs", '[{"uri":"a","headline":"ok"},{"headline":"\xff"}]'),
    ],
)
def test_invalid_utf8_costs_one_item(name: str, data: str) -> None:
    parts = split(name, data.encode("latin-1"))
    assert isinstance(parts[0], Document)
    assert isinstance(parts[1], Refusal)
    assert "not valid utf-8" in parts[1].reason
    assert b"\xff" in parts[1].data


def test_html_is_sanitised_before_it_is_a_block() -> None:
    data = post(
        1,
        '<p onclick="x()">A <a href="javascript:x()">b</a> <em style="x">c</em></p>'
        '<svg onload="x()"><text>d</text></svg>'
        "<style>p{}</style><script>x()</script><object data=x></object><form>e</form>",
    )
    (document,) = split("wxr", wordpress(data))
    assert isinstance(document, Document)
    (block, *rest) = read("wxr", document.data).article.body
    assert block.html == "A b <em>c</em>"
    assert rest == []


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_cleaning_changes_nothing_of_a_block(pieces: list[str]) -> None:
    """What a fragment gives is as clean as what the desk stores, so that an import and a save agree."""
    for block in read_html_fragment("".join(pieces)).blocks:
        if block.html:
            wrapped = f"<p>{block.html}</p>"
            assert clean_blocks(wrapped) == (wrapped,)


class Endless(RawIOBase):
    """A file that is made while it is read: `count` items between a head and a tail."""

    def __init__(self, head: bytes, item: bytes, tail: bytes, count: int) -> None:
        self._parts = head, item, tail, count
        self.seek(0)

    def seek(self, offset: int, whence: int = 0) -> int:
        assert (offset, whence) == (0, 0)
        head, item, tail, count = self._parts
        self._pieces: Iterator[bytes] = iter([head, *[item] * count, tail])
        self._left = b""
        return 0

    def read(self, size: int = -1) -> bytes:
        while len(self._left) < size and (piece := next(self._pieces, b"")):
            self._left += piece
        found, self._left = self._left[:size], self._left[size:]
        return found


LONG = "<p>The ferry stops in the winter, the board decided.</p>" * 400
BODY = LONG.encode()
MANY = {
    "wxr": (wordpress()[:-16], f"<item>{post(1, LONG)}</item>".encode(), b"</channel></rss>"),
    "rss": (rss()[:-16], f"<item><description><![CDATA[{LONG}]]></description></item>".encode(), b"</channel></rss>"),
    "ninjs": (b'{"items":[{}', b',{"uri":"u","headline":"h","body_html":"' + BODY + b'"}', b"]}"),
    "ghost": (b'{"db":[{"data":{"posts":[{}', b',{"id":"u","title":"h","html":"' + BODY + b'"}', b"]}}]}"),
    "csv": (b"title,text\n", b't,"' + BODY + b'"\n', b""),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(MANY))
def test_memory_does_not_grow_with_the_file(name: str) -> None:
    peaks = []
    for count in (100, 1000):
        stream = cast(BinaryIO, Endless(*MANY[name], count))
        kind = named(name)
        assert kind.split
        tracemalloc.start()
        try:
            found = sum(1 for part in kind.split(stream, "file", PLAIN) if isinstance(part, Document))
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
        assert found >= count
    assert peaks[1] < peaks[0] + 2_000_000


@pytest.mark.slow
@pytest.mark.parametrize("name", ["rss", "ninjs", "csv"])
def test_an_item_without_an_end_is_bounded(name: str) -> None:
    starts = {"rss": b"<rss><channel><item><title>", "ninjs": b'[{"uri":"', "csv": b'title,text\n"'}
    stream = cast(BinaryIO, Endless(starts[name], b"word " * 50_000, b"", 240))  # 60 MB
    kind = named(name)
    assert kind.split
    tracemalloc.start()
    try:
        parts = list(kind.split(stream, "file", PLAIN))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert parts
    assert all(isinstance(part, Refusal) for part in parts)
    assert peak < 200_000_000


def test_an_empty_file_says_so() -> None:
    for name in ALL:
        if named(name).split:
            (refusal,) = refusals(name, b"")
            assert refusal.reason
        with pytest.raises(UnreadableDocument):
            read(name, b"")
    assert list(named("rss").split(BytesIO(b""), "file", PLAIN))  # type: ignore[misc]
