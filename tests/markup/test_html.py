"""Rich text comes out clean, in blocks, and the same when cleaned twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.markup.html import clean_blocks, clean_html, plain_text

HOSTILE = [
    "<script>alert(1)</script>",
    "<p onclick=alert(1)>x</p>",
    '<a href="javascript:alert(1)">x</a>',
    "<svg><script>alert(1)</script></svg>",
    "<math><mi xlink:href='javascript:alert(1)'>",
    "<style>p{display:none}</style>",
    "<iframe src=https://example.org></iframe>",
    '<img src=x onerror="alert(1)">',
    "<p style='position:fixed'>x</p>",
]


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_that_runs_survives(html: str) -> None:
    clean = clean_html(html)
    for word in ("script", "onclick", "onerror", "style", "iframe", "alert", "svg", "<img"):
        assert word not in clean


def test_old_tags_get_their_modern_names() -> None:
    assert clean_html("<h1>T</h1><b>a</b> <i>b</i>") == "<h2>T</h2>\n<p><strong>a</strong> <em>b</em></p>"


def test_loose_text_becomes_a_paragraph() -> None:
    assert clean_blocks("one <em>two</em><p>three</p>four") == (
        "<p>one <em>two</em></p>",
        "<p>three</p>",
        "<p>four</p>",
    )


def test_empty_blocks_are_dropped() -> None:
    assert clean_blocks("<p> </p><p>&nbsp;</p><ul><li></li></ul><!-- c -->") == ()
    assert clean_blocks("") == ()


def test_plain_text_parts_paragraphs_and_items() -> None:
    assert plain_text("<p>one<br>two</p><ul><li>a</li><li>b</li></ul>") == "one two\n\na b"


@given(st.text(alphabet=st.sampled_from("<>&;/\"' abph1ulipre=\n\x00é"), max_size=60))
def test_cleaning_what_is_clean_changes_nothing(html: str) -> None:
    once = clean_html(html)
    assert clean_html(once) == once


@given(st.text(max_size=60))
def test_any_text_can_be_cleaned(text: str) -> None:
    assert "<script" not in clean_html(text)
