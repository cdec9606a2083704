"""Names and headlines compare by their words; slugs keep their script."""

import pytest

from articles.markup.folding import fold_headline, fold_name, slug_of


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Sheep on the Line!", "sheep-on-the-line"),
        ("The Corn Hall’s clock", "the-corn-halls-clock"),
        ("Überfahrt: für 3 €", "uberfahrt-fur-3"),
        ("港の新聞", "港の新聞"),
        ("ميناء جديد", "ميناء-جديد"),
        ("…", ""),
    ],
)
def test_slug(text: str, slug: str) -> None:
    assert slug_of(text) == slug


def test_long_slugs_are_cut_between_words() -> None:
    assert slug_of("one two three", max_chars=9) == "one-two"
    assert slug_of("o" * 300) == "o" * 80


def test_headlines_compare_by_letters_and_digits() -> None:
    assert fold_headline("‘PR Stunt’: Mayor’s  reply") == fold_headline("'PR stunt': Mayor's reply")
    assert fold_headline("Mill to close in 2020") != fold_headline("Mill to close in 2021")


def test_names_compare_without_case_and_hash() -> None:
    assert fold_name("#Port  Aldersay") == fold_name("PORT ALDERSAY")
    assert fold_name("C++") != fold_name("C")
