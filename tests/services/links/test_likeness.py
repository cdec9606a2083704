"""Which headlines are taken for one: measured on pairs that no rule was made from, and on pairs written by hand."""

import pytest

from articles.markup.headlines import SAME, likeness
from articles.markup.sketches import numbers_like, numbers_of
from tests.services.links.pairs import Pair, made, written

HELD_OUT = 20_260_101


def is_taken(pair: Pair) -> bool:
    return likeness(pair.named, pair.headline) >= SAME


def is_found(pair: Pair) -> bool:
    """Tell whether the index leads from each of the two to the other."""
    article, link = numbers_of(pair.headline), numbers_of(pair.named)
    assert article and link
    forward = set(article.kept) & numbers_like(pair.named)
    backward = {link.head, link.tail} & numbers_like(pair.headline, also_cut=True)
    return bool(forward and backward)


def test_precision_on_made_and_written_pairs() -> None:
    pairs = [*made(HELD_OUT, 40), *written()]
    taken = [pair for pair in pairs if is_taken(pair)]
    wrong = [pair for pair in taken if not pair.is_same]
    same = [pair for pair in pairs if pair.is_same]
    recall = sum(is_taken(pair) for pair in same) / len(same)
    print(f"{len(pairs)} pairs, precision {1 - len(wrong) / len(taken):.4f}, recall {recall:.3f}")  # noqa: T201
    assert len(wrong) <= 0.01 * len(taken), wrong
    assert recall >= 0.9
    assert len(same) >= 500
    assert len(pairs) - len(same) >= 400


@pytest.mark.parametrize("pair", [pair for pair in written() if pair.is_same], ids=lambda pair: pair.named[:30])
def test_one_story(pair: Pair) -> None:
    assert is_taken(pair)
    assert likeness(pair.headline, pair.named) >= SAME


@pytest.mark.parametrize("pair", [pair for pair in written() if not pair.is_same], ids=lambda pair: pair.named[:30])
def test_another_story(pair: Pair) -> None:
    assert not is_taken(pair)
    assert likeness(pair.headline, pair.named) < SAME


def test_the_index_finds_what_is_taken() -> None:
    taken = [pair for pair in made(HELD_OUT, 40) if pair.is_same and is_taken(pair)]
    missed = [pair for pair in taken if not is_found(pair)]
    assert len(missed) <= 0.03 * len(taken), missed[:10]
