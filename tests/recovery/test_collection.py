"""Documents of one source teach about each other: furniture, names, tags."""

import random
from typing import Any

import pytest

from articles.recovery import recover_text
from articles.recovery.article import Block, BlockKind, RecoveredArticle
from articles.recovery.collection import ALONE, collect

FURNITURE = "Register for the harbour letter that our readers like"


def article(number: int, *, lines: tuple[str, ...] = (), **fields: Any) -> RecoveredArticle:
    text = f"The council of ward {number} met on the quay to hear of the dredger, and it heard all there was to hear."
    whole = "\n".join([*lines, text])
    fields = {"confidence": {"authors": 0.9, "tags": 0.9}, **fields}
    return RecoveredArticle(whole, body=(Block(BlockKind.PARAGRAPH, text),), **fields)


def test_a_line_of_many_stories_is_furniture_and_a_line_of_few_is_not() -> None:
    many = collect([article(number, lines=(FURNITURE,)) for number in range(5)])
    few = collect([article(number, lines=(FURNITURE,)) for number in range(2)])
    assert len(many.furniture) == len(many.plain) == 1
    assert not few.furniture


def test_versions_of_one_story_share_their_text_and_it_is_no_furniture() -> None:
    assert not collect([article(1, lines=(FURNITURE,))] * 9).furniture
    told = [f"The {where} was dredged, and the council paid for it." for where in ("quay", "lock", "basin", "slip")]
    updates = [[*told, f"Update {number}: the dredger is back at its berth."] for number in range(9)]
    versions = [
        RecoveredArticle("\n".join(lines), body=tuple(Block(BlockKind.PARAGRAPH, line) for line in lines))
        for lines in updates
    ]
    assert not collect(versions).furniture


def test_furniture_is_left_out_of_the_text() -> None:
    body = [f"The dredger left the {where} on Monday, and nobody knew when it would be back at work." for where in
            ("quay", "lock", "basin", "slip")]  # fmt: skip
    promo = "Readers who want to know more of the harbour may register for our letter on any day that they like."
    text = "\n\n".join([body[0], body[1], promo, body[2], body[3]])
    known = collect([article(number, lines=(promo,)) for number in range(6)])
    assert promo in [block.text for block in recover_text(text).body]
    found = recover_text(text, known=known)
    assert [text for text in (found.standfirst, *(block.text for block in found.body)) if text] == body
    (span,) = [span for span in found.spans if promo in text[span.start : span.end]]
    assert (span.role, span.why) == ("chrome", "it stands in other documents of this source as well")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("vonDiana Reed", ("Diana Reed",)),
        ("Diana ReedAP", ("Diana Reed",)),
        ("Diana ReedTom Oake", ("Diana Reed", "Tom Oake")),
        ("Diana Reedson", ("Diana Reedson",)),  # another surname
        ("Diana Reed Miller", ("Diana Reed Miller",)),
    ],
)
def test_known_names_take_a_glued_one_apart(name: str, found: tuple[str, ...]) -> None:
    known = collect([article(1, authors=("Diana Reed",)), article(2, authors=("Tom Oake", "Diana ReedAP"))])
    assert known.settle(article(3, authors=(name,))).authors == found


@pytest.mark.parametrize(
    ("tag", "found"),
    [
        ("HarbourFerries", ("Harbour", "Ferries")),
        ("HarbourFerriesToll", ("HarbourFerriesToll",)),  # nobody knows the rest
        ("Harbour", ("Harbour",)),
    ],
)
def test_known_tags_take_a_glued_one_apart(tag: str, found: tuple[str, ...]) -> None:
    known = collect([article(1, tags=("Harbour",)), article(2, tags=("Ferries", "harbour"))])
    assert known.settle(article(3, tags=(tag,))).tags == found


def test_what_was_not_read_surely_teaches_nothing() -> None:
    known = collect([article(1, tags=("Harbour",), confidence={"tags": 0.5, "authors": 0.5})])
    assert known == ALONE


def test_the_order_of_documents_does_not_matter() -> None:
    documents = [
        article(number, lines=(FURNITURE,), authors=("Diana Reed", "diana reed"), tags=("Quay", "QUAY"))
        for number in range(6)
    ]
    shuffled = list(documents)
    random.Random(4).shuffle(shuffled)
    assert collect(documents) == collect(shuffled)
