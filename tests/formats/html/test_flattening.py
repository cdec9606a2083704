"""A page becomes lines, each with its element, however deep it nests."""

import pytest

from articles.formats.html.flattening import flatten, parse


def lines(markup: str) -> list[str]:
    return [line.text for line in flatten(parse(markup)).lines]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>One<br>line</p>", ["One line"]),
        ("<p>One<br><br>Two</p>", ["One", "Two"]),
        ("<div>One<br>Two</div>", ["One", "Two"]),
        ("<div><span>Sport</span><span>Culture</span></div>", ["Sport Culture"]),
        ("<div>Sta<b>rt</b>led</div>", ["Startled"]),
        ("<p><b>By</b><i>line</i></p>", ["Byline"]),
        ("<p>Seen<script>never()</script> on</p><style>p{}</style>", ["Seen on"]),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", ["a", "b", "c"]),
    ],
)
def test_lines_end_where_blocks_do(markup: str, expected: list[str]) -> None:
    assert lines(markup) == expected


def test_lines_know_their_element_and_their_links() -> None:
    page = flatten(parse('<div><p>Read <a href="/x">this</a></p></div>'))
    (line,) = page.lines
    assert page.element(line).tag == "p"
    assert line.link_chars == 4
    assert page.elements[page.parents[line.place]].tag == "div"


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "li"])
def test_text_a_hundred_thousand_elements_deep_is_kept(tag: str) -> None:
    deep = f"<p>First words.</p>{f'<{tag}>' * 100_000}<p>Last words.</p>"
    assert [line for line in lines(deep) if line] == ["First words.", "Last words."]
