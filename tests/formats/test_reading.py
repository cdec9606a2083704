"""The content decides the format; front matter and page descriptions give the fields they name."""

from datetime import UTC, datetime

import pytest

from articles.formats.documents import Document, ReadOptions, UnreadableDocument
from articles.formats.reading import read
from articles.formats.words import guess_format
from articles.recovery.article import RecoveredImage, RelatedHeadline, Role

TEXT = "The ferry between Lower Elm and Saltmarsh will stop running in the winter months, the board decided.\n"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (TEXT, "text"),
        ("# A title\n\n" + TEXT, "markdown"),
        ("---\ntitle: A title\n---\n" + TEXT, "markdown"),
        ("<!DOCTYPE html><html><body><p>x</p></body></html>", "html"),
        ("<!-- a note --><html><p>x</p></html>", "html"),
        ("<div><p>One</p><p>Two</p></div>", "html"),
        ("He wrote 1 < 2 and 3 > 2.\n" + TEXT, "text"),
        ("- one dash\n\n" + TEXT, "text"),
    ],
)
def test_content_decides_the_format(text: str, kind: str) -> None:
    assert guess_format(text) == kind
    assert read(Document("misleading.pdf", text.encode())).format == kind


def test_given_format_overrides_the_content() -> None:
    assert read(Document("a", ("# " + TEXT).encode()), ReadOptions("text")).format == "text"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b'{"weather": {"tolney": "rain, and more of it on Monday"}}', "JSON"),
        (b'\n[{"a": 1}, {"a": 2}]\n', "JSON"),
        (b'<?xml version="1.0"?><weather><town>Tolney</town></weather>', "XML"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><text>Tolney</text></svg>', "XML"),
    ],
)
def test_data_of_an_unknown_kind_is_refused_and_read_as_words_on_demand(data: bytes, kind: str) -> None:
    with pytest.raises(UnreadableDocument, match=f"{kind} of no format .* --format text"):
        read(Document("a", data))
    assert read(Document("a", data), ReadOptions("text")).article.spans


def test_words_in_brackets_are_words() -> None:
    assert read(Document("a", b"[Advertisement]")).article.spans


def test_unknown_format_is_an_error() -> None:
    with pytest.raises(ValueError, match="use one of auto, "):
        read(Document("a", b"x"), ReadOptions("pdf"))


@pytest.mark.parametrize("data", [b" \n\t\n", b"\xef\xbb\xbf  "])
def test_blank_document_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="no text"):
        read(Document("a", data))


def test_page_without_words_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="no text"):
        read(Document("a", b"<html><head><script>var x = 1;</script></head><body><img src=x></body></html>"))


@pytest.mark.parametrize("broken", ["title: [unclosed", "title: a: b: c", "- a\n- b", "date: 2021-13-45"])
def test_bad_front_matter_is_a_clear_error(broken: str) -> None:
    with pytest.raises(UnreadableDocument, match="front matter"):
        read(Document("a", f"---\n{broken}\n---\n{TEXT}".encode()))


def test_front_matter_gives_the_fields() -> None:
    page = (
        "---\nheadline: H\nsubtitle: S\nauthor: Ada Quill, Tom Reed\ndate: 2021-11-15\ntags: a, b\nimages:\n "
        "- url: /x.png\n   alt: X\nrelated: Other\n---\n"
    )
    article = read(Document("a", (page + TEXT).encode())).article
    assert (article.headline, article.standfirst) == ("H", "S")
    assert article.authors == ("Ada Quill", "Tom Reed")
    assert article.published_at == datetime(2021, 11, 15, tzinfo=UTC)
    assert article.tags == ("a", "b")
    assert article.images == (RecoveredImage("/x.png", alt="X"),)
    assert article.related == (RelatedHeadline("Other"),)
    assert [span.role for span in article.spans][-1] is Role.BODY


def test_markup_in_markdown_stays_text() -> None:
    article = read(Document("a", b"# T\n\n<script>alert(1)</script> and **bold**\n")).article
    assert article.headline == "T"
    assert [block.text for block in article.body] == ["<script>alert(1)</script> and bold"] or not article.body


def test_html_spans_partition_the_flattened_text() -> None:
    page = (
        "<html><head><title>x</title></head><body><nav><a>Home</a><a>Sport</a></nav><h1>A title</h1>"
        f"<p>{TEXT}</p><p>a<br>b<br><br>c</p></body></html>"
    )
    article = read(Document("a", page.encode())).article
    assert "".join(article.text[span.start : span.end] for span in article.spans) == article.text
    assert article.text.splitlines()[0] == "Home Sport"


@pytest.mark.parametrize(
    "page",
    [
        "<html><body>" + "<div>" * 1500 + "deep" + "</div>" * 1500 + "</body></html>",
        '<html><script type="application/ld+json">{"@type": "NewsArticle", "headline": [1, {"a": null}], "author": 5, '
        '"datePublished": "never", "keywords": {"x": 1}, "image": [null, 3]}</script><body><p>Words</p></body></html>',
        '<html><script type="application/ld+json">{broken</script><body><p>Words</p></body></html>',
        "<p>Words <b>unclosed <i>tags <div>here</p>",
        "<html><body>\x01 Words &#0; &bogus; </body></html>",
    ],
)
def test_broken_pages_are_read_as_far_as_they_go(page: str) -> None:
    assert read(Document("a", page.encode()), ReadOptions("html")).article.spans
