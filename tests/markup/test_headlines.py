"""Any text may stand for a headline, a name or a body: nothing breaks, and what is equal is alike."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.markup.folding import fold_loosely
from articles.markup.headlines import likeness
from articles.markup.plurals import differ_by_number, number_keys
from articles.markup.sketches import numbers_like, numbers_of, overlap, shingles_of, sketch_of

PIECES = [
    "Five",
    "dead",
    "in",
    "mine",
    "blast",
    ":",
    " | ",
    " – ",
    "(VIDEO)",
    "…",
    "...",
    "not",
    "5",
    "3.5%",
    "’s",
    "法院",
]
HEADLINES = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=14).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(HEADLINES, HEADLINES)
def test_any_two_headlines_are_compared_alike_both_ways(one: str, other: str) -> None:
    assert 0.0 <= likeness(one, other) == likeness(other, one) <= 1.0


@settings(max_examples=150, deadline=None)
@given(HEADLINES)
def test_a_headline_is_found_by_its_own_numbers(headline: str) -> None:
    numbers = numbers_of(headline)
    if numbers:
        assert likeness(headline, headline) == 1.0
        assert set(numbers.kept) & numbers_like(headline)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_names_are_compared_alike_both_ways(one: str, other: str) -> None:
    assert differ_by_number(one, other) == differ_by_number(other, one)
    if differ_by_number(one, other):
        assert fold_loosely(other) in number_keys(one)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=400))
def test_any_body_has_a_sketch_of_its_own(body: str) -> None:
    shingles = shingles_of(body)
    assert sketch_of(shingles) == sketch_of(shingles_of(f"<p>{body}</p>")) or "<" in body or "&" in body
    assert overlap(shingles, shingles).of_all in (0.0, 1.0)


@pytest.mark.parametrize("text", ["", " ", "…", "—", "()", "'", "$", "\ud800", "\x00", "9" * 400])
def test_what_is_hardly_a_headline_does_no_harm(text: str) -> None:
    numbers_of(text)
    numbers_like(text, also_cut=True)
    assert likeness(text, "Five dead in mine blast") == 0.0
