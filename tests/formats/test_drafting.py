"""A draft's body is as clean as if it had gone through the sanitiser, whichever way it took."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.formats.documents import Recovered
from articles.formats.drafting import body_of, clean_body, draft_of
from articles.markup.html import clean_blocks, is_even, join_blocks, plain_text
from articles.recovery.article import Block, BlockKind, RecoveredArticle

MARKED = st.text(alphabet="<>&;/\"'#xab1p=! \n\t\u00a0\u2028\u0085\x0c\réß中\u200b\ufdd0😀", max_size=20)
TEXTS = st.one_of(
    MARKED, st.text(max_size=20), st.sampled_from(["&amp;", "&nbsp;x", "<b>x</b>", "<!-- x", "&#0;", "]]>"])
)
BLOCKS = st.lists(st.builds(Block, st.sampled_from(BlockKind), TEXTS.map(str.strip)), max_size=5)


@given(BLOCKS)
def test_plain_words_need_no_sanitiser_to_come_out_as_it_would_give_them(blocks: list[Block]) -> None:
    article = RecoveredArticle(text="", body=tuple(blocks))
    draft = draft_of(Recovered("a.txt", "text", "utf-8", article))
    cleaned = clean_blocks(join_blocks(body_of(blocks)))
    assert draft.content.body == cleaned
    assert draft.words == plain_text(join_blocks(cleaned))


@given(st.characters())
def test_every_character_comes_out_as_the_sanitiser_gives_it(char: str) -> None:
    blocks = [Block(BlockKind.ITEM, f"a{char}b"), Block(BlockKind.QUOTE, f"a{char}b"), Block(BlockKind.PARAGRAPH, char)]
    assert clean_body(blocks) == clean_blocks(join_blocks(body_of(blocks)))


@pytest.mark.parametrize("text", ["", " x", "x ", "a\rb", "a\x00b", "a\ud800b", "a\x85b", "\u00a0"])
def test_text_that_a_parser_changes_is_not_even(text: str) -> None:
    assert not is_even(text)


def test_markup_in_a_block_is_cleaned() -> None:
    blocks = [
        Block(BlockKind.PARAGRAPH, "x", html="<em onclick=a()>x</em><script>a()</script>"),
        Block(BlockKind.PARAGRAPH, "y"),
    ]
    assert clean_body(blocks) == ("<p><em>x</em></p>", "<p>y</p>")
    assert clean_body([Block(BlockKind.PARAGRAPH, "<script>a()</script>")]) == (
        "<p>&lt;script&gt;a()&lt;/script&gt;</p>",
    )
