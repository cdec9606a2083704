"""Pieces of HTML become blocks, images and notes."""

import pytest

from articles.formats.documents import UnreadableDocument
from articles.formats.fragments import DEEPEST, paragraphs_of, read_html_fragment, words_of_html


def blocks(text: str, *, by_lines: bool = False) -> list[tuple[str, str]]:
    found = read_html_fragment(text, base="https://x.example/a/", by_lines=by_lines).blocks
    return [(str(block.kind), block.html or block.text) for block in found]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", []),
        ("<!-- nothing -->", []),
        ("<p> </p><p>&nbsp;</p>", []),
        ("bare words", [("p", "bare words")]),
        ("<p>a</p>b<p>c</p>", [("p", "a"), ("p", "b"), ("p", "c")]),
        ("<div>a<div>b</div>c</div>", [("p", "a"), ("p", "b"), ("p", "c")]),
        ("<h1>a</h1><h6>b</h6>", [("h", "a"), ("h", "b")]),
        ("<blockquote>a<p>b</p></blockquote>c", [("quote", "a"), ("quote", "b"), ("p", "c")]),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", [("li", "a"), ("li", "b"), ("li", "c")]),
        ("<p>a<br>b<br><br>c</p>", [("p", "a<br>b"), ("p", "c")]),
        ("<p><br>a<br></p>", [("p", "a")]),
        ("<p>a <b>b</b> <i>c</i> <strike>d</strike></p>", [("p", "a <strong>b</strong> <em>c</em> <s>d</s>")]),
        ("<p><em></em>a <span class=x>b</span></p>", [("p", "a b")]),
        ("<p>1 &lt; 2 &amp; <em>3</em></p>", [("p", "1 &lt; 2 &amp; <em>3</em>")]),
        ('<p><a href="b?c=1&amp;d=2">e</a></p>', [("p", '<a href="https://x.example/a/b?c=1&amp;d=2">e</a>')]),
        ('<p><a href="mailto:a@x.example">e</a></p>', [("p", '<a href="mailto:a@x.example">e</a>')]),
        ('<p><a href="JavaScript:x()">e</a> <a href="#n">f</a> <a href="http://[">g</a></p>', [("p", "e f g")]),
        ("<a href=/b><p>c</p></a>", [("p", '<a href="https://x.example/b">c</a>')]),
        ("<table><tr><th>a<th>b<tr><td>c<td>d</table>", [("p", "a | b"), ("p", "c | d")]),
        ("<pre>a\n  b</pre>", [("p", "a b")]),
    ],
)
def test_blocks(text: str, wanted: list[tuple[str, str]]) -> None:
    assert blocks(text) == wanted


def test_blank_lines_part_paragraphs_where_they_are_asked_to() -> None:
    assert blocks("a\nb\n\n<em>c\n\nd</em>", by_lines=True) == [("p", "a b"), ("p", "<em>c</em>"), ("p", "<em>d</em>")]
    assert blocks("a\n\nb") == [("p", "a b")]


def test_a_figure_gives_its_image_caption_and_credit() -> None:
    found = read_html_fragment(
        '<figure><img src="i.jpg" alt="A"><div class=by>Rosa Quint</div>'
        "<figcaption>The <b>mole</b></figcaption></figure>"
    )
    (image,) = found.images
    assert (image.url, image.alt, image.caption, image.credit) == ("i.jpg", "A", "The mole", "Rosa Quint")
    assert found.blocks == []


def test_a_figure_without_image_keeps_its_words() -> None:
    assert blocks("<figure><blockquote>a</blockquote><figcaption>b</figcaption></figure>") == [
        ("quote", "a"),
        ("p", "b"),
    ]


def test_images_within_the_text_are_told_of() -> None:
    found = read_html_fragment(
        '<p>a<img src="data:image/png;base64,AAAA"></p><img data-src="https://x.example/l.jpg" src="data:x">'
    )
    assert [image.url for image in found.images] == ["https://x.example/l.jpg"]
    assert len(found.notes) == 1


def test_what_is_embedded_stays_as_a_link() -> None:
    found = read_html_fragment(
        '<p>a</p><iframe src="https://v.example/1"></iframe><video><source src="https://v.example/2"></video>'
    )
    assert [block.text for block in found.blocks] == ["a", "https://v.example/1", "https://v.example/2"]
    assert len(found.notes) == 2


def test_depth_is_bounded_and_siblings_are_not() -> None:
    assert len(read_html_fragment("<div>" * DEEPEST + "a").blocks) == 1
    with pytest.raises(UnreadableDocument, match="within each other"):
        read_html_fragment("<div>" * (DEEPEST + 1) + "a")
    assert len(read_html_fragment("<p>a" * 5000).blocks) == 5000


def test_plain_text_has_paragraphs_at_blank_lines_else_at_line_ends() -> None:
    assert [block.text for block in paragraphs_of("a\nb\r\n\r\nc")] == ["a b", "c"]
    assert [block.text for block in paragraphs_of("a\n b ")] == ["a", "b"]
    assert paragraphs_of(" \n ") == []


def test_words_of_a_title() -> None:
    assert words_of_html("a  <b>b</b>&nbsp;&amp; c<br/>d 1 < 2") == "a b & c d 1 < 2"
