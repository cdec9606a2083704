"""Each page of a crawl is a document under its address; the crawl's clock bounds its date; the rest is passed over."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from articles.formats import warc
from articles.formats.documents import Document, ReadOptions, Refusal
from articles.formats.intake import count, walk
from articles.formats.reading import read

PAGE = "<html><head><title>Über die Fähre</title></head><body><h1>Über die Fähre</h1><p>{}</p></body></html>"
WORDS = "The ferry between Lower Elm and Saltmarsh will stop running in the winter months, the board decided. " * 3
DATE = "2021-11-15T10:00:00Z"


def record(kind: str, address: str, mime: str, payload: bytes, *extra: str, status: str = "200 OK") -> bytes:
    http = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {mime}", *extra, "", ""]).encode()
    block = payload if kind == "conversion" else http + payload
    header = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {address}",
        f"WARC-Date: {DATE}",
        "WARC-Record-ID: <urn:uuid:12345678-feed-b000-0000-92896bcbd2e8>",
        f"Content-Type: {mime if kind == 'conversion' else 'application/http; msgtype=response'}",
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join([*header, "", ""]).encode() + block + b"\r\n\r\n"


def crawl(*records: bytes, packed: bool = False) -> bytes:
    each = (record("warcinfo", "", "application/warc-fields", b"software: tests\r\n"), *records)
    return b"".join(map(gzip.compress, each)) if packed else b"".join(each)


def page(address: str, charset: str = "utf-8", status: str = "200 OK") -> bytes:
    text = PAGE.format(WORDS).encode(charset)
    return record("response", address, f"text/html; charset={charset}", text, status=status)


def found(tmp_path: Path, data: bytes) -> list[Document | Refusal]:
    (tmp_path / "crawl").write_bytes(data)
    return list(walk([tmp_path / "crawl"]))


@pytest.mark.parametrize("packed", [False, True])
def test_pages_are_documents_under_their_addresses(tmp_path: Path, packed: bool) -> None:
    data = crawl(
        page("https://a.example/1"),
        record("response", "https://a.example/x.png", "image/png", b"\x89PNG"),
        page("https://a.example/2"),
        packed=packed,
    )
    each = found(tmp_path, data)
    assert [document.key for document in each] == ["https://a.example/1", "https://a.example/2"]
    assert count([tmp_path]) is None
    assert isinstance(each[0], Document)
    assert each[0].format == "warc"
    if not packed:
        assert each[0].data in data


def test_record_says_when_and_where_the_page_was_found(tmp_path: Path) -> None:
    (document,) = found(tmp_path, crawl(page("https://a.example/1")))
    assert isinstance(document, Document)
    recovered = read(document)
    assert recovered.format == "warc"
    assert recovered.article.headline == "Über die Fähre"
    assert recovered.article.captured_at == datetime(2021, 11, 15, 10, tzinfo=UTC)
    assert recovered.article.canonical_url == "https://a.example/1"
    assert not recovered.is_verbatim
    assert any("captured_at" in note for note in recovered.notes)


def test_server_names_the_encoding(tmp_path: Path) -> None:
    (document,) = found(tmp_path, crawl(page("https://a.example/1", "iso-8859-1")))
    assert isinstance(document, Document)
    assert read(document).encoding == "iso-8859-1"
    assert read(document).article.headline == "Über die Fähre"
    assert read(document, ReadOptions(encoding="koi8-r")).article.headline != "Über die Fähre"


def test_text_of_a_conversion_is_read(tmp_path: Path) -> None:
    (document,) = found(tmp_path, crawl(record("conversion", "https://a.example/1", "text/plain", WORDS.encode())))
    assert isinstance(document, Document)
    assert "ferry" in read(document).article.text


def test_errors_and_redirects_are_no_pages(tmp_path: Path) -> None:
    assert found(tmp_path, crawl(page("https://a.example/1", status="404 Not Found"))) == []


def test_packed_answer_is_unpacked_and_a_bomb_is_refused(tmp_path: Path) -> None:
    bodies = (PAGE.format(WORDS).encode(), bytes(40_000_000))
    records = [
        record("response", f"https://a.example/{number}", "text/html", gzip.compress(body), "Content-Encoding: gzip")
        for number, body in enumerate(bodies)
    ]
    good, bomb = found(tmp_path, crawl(*records))
    assert isinstance(good, Document)
    assert read(good).article.headline == "Über die Fähre"
    assert isinstance(bomb, Document)
    with pytest.raises(ValueError, match="unpacks to more"):
        read(bomb)


def test_half_a_crawl_gives_what_was_read_and_says_where_it_broke(tmp_path: Path) -> None:
    data = crawl(page("https://a.example/1"), page("https://a.example/2"))
    each = found(tmp_path, data[:-200])
    assert [type(one) for one in each] == [Document, Refusal]
    assert "breaks off at byte" in str(each[1])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"WARC/1.0\r\n" + b"x" * 200_000, "no end"),
        (b"WARC/1.0\r\nContent-Length: -5\r\n\r\n", "length"),
        (b"WARC/1.0\r\nContent-Length: 999999999999999999999\r\n\r\n", "length"),
        (b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 0\r\n\r\nsomething else", "begin with WARC/"),
    ],
)
def test_damaged_crawl_is_refused(tmp_path: Path, data: bytes, words: str) -> None:
    each = found(tmp_path, data)
    assert words in str(each[-1])
    assert isinstance(each[-1], Refusal)


def test_large_record_is_passed_over_with_a_refusal(tmp_path: Path) -> None:
    big = record("response", "https://a.example/big", "text/html", b"x" * (17 * 1024 * 1024))
    each = found(tmp_path, crawl(big, page("https://a.example/2")))
    assert [type(one) for one in each] == [Refusal, Document]


def test_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "_ITERATOR", None)
    (refusal,) = found(tmp_path, crawl(page("https://a.example/1")))
    assert isinstance(refusal, Refusal)
    assert "requirements-warc.txt" in refusal.reason
