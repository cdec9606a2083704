"""Whatever the text, its spans partition it, and every non-blank line has one role."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.recovery import RecoveredArticle, RecoveryError, recover_text
from articles.recovery.recover import MOST_LINES

LINE_ENDS = re.compile("\r\n|\r|\n")
PIECES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "\n",
            "\r\n",
            "\r",
            "\n\n",
            "04:58 GMT05 April 2020",
            "By Ada Quill",
            "5/4/2020",
            "* item",
            "\u200b",
            "Tags: a, b",
        ]
    ),
    st.just("A sentence about the ferry that goes on for long enough to count as running text, and then it ends."),
)


def assert_partitions(article: RecoveredArticle, text: str) -> None:
    assert article.text == text
    assert article.spans[0].start == 0
    assert article.spans[-1].end == len(text)
    for before, after in zip(article.spans, article.spans[1:], strict=False):
        assert before.end == after.start
    numbers = [number for number, line in enumerate(LINE_ENDS.split(text), 1) if line.strip()]
    assert [span.number for span in article.spans] == numbers
    for span in article.spans:
        assert 0 <= span.confidence <= 1
        assert span.why


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_spans_partition_any_text(text: str) -> None:
    if not any(line.strip() for line in LINE_ENDS.split(text)):
        with pytest.raises(RecoveryError, match="every line is blank"):
            recover_text(text)
        return
    assert_partitions(recover_text(text), text)


@pytest.mark.parametrize("text", ["", " \n\t\n", "\r\n\r\n"])
def test_blank_text_is_refused(text: str) -> None:
    with pytest.raises(RecoveryError):
        recover_text(text)


def test_more_lines_than_any_article_has_are_refused() -> None:
    with pytest.raises(RecoveryError, match="holds 200,001 lines; an article has at most 200,000"):
        recover_text("a\n" * (MOST_LINES + 1))


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "many words in one line, " * 43_000,
        "x" * 1_000_000,
        "1" * 1_000_000,
        "2020 " * 200_000,
        ", ; | " * 170_000,
        "Home\n" * 100_000,
        "A line that ends as a sentence does and is long enough to be running text of a story.\n" * 100_000,
        "By Ada Quill and Tom Reed, 5 April 2020 04:58\n" * 20_000,
        "\n" * 1_000_000 + "a",
    ],
    ids=["words", "letters", "digits", "years", "marks", "short lines", "sentences", "bylines", "blank lines"],
)
def test_large_texts_take_linear_time(text: str) -> None:
    began = time.process_time()
    assert_partitions(recover_text(text), text)
    assert time.process_time() - began < 30
