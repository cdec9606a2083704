"""What a sample of a source's documents teaches."""

import random

from articles.formats.documents import Document, ReadOptions, Refusal
from articles.formats.teaching import SAMPLE, learn
from articles.recovery.collection import ALONE

PROMO = "Readers who want to know more of the harbour may register for our letter on any day that they like."


def page(number: int) -> Document:
    words = [f"The dredger left quay {number} on day {day}, and nobody knew when it would be back." for day in range(6)]
    return Document(f"{number}.txt", "\n\n".join([*words[:3], PROMO, *words[3:]]).encode())


def test_the_order_of_documents_does_not_matter() -> None:
    pages = [page(number) for number in range(SAMPLE + 40)]
    shuffled = list(pages)
    random.Random(1).shuffle(shuffled)
    known = learn(pages, ReadOptions())
    assert known.plain
    assert learn(shuffled, ReadOptions()) == known


def test_two_documents_teach_nothing() -> None:
    assert learn([page(1), page(2)], ReadOptions()) == ALONE


def test_what_cannot_be_read_is_passed_over() -> None:
    spoilt: list[Document | Refusal] = [
        Refusal("a", "no"),
        Document("b", b"\x00"),
        Document("c", b" "),
        Document("d", b"x" * 300_000),
    ]
    assert learn([*spoilt, *map(page, range(6))], ReadOptions()) == learn(map(page, range(6)), ReadOptions())


def test_formats_that_say_what_their_parts_are_teach_nothing() -> None:
    pages = [
        Document(f"{number}.md", f"# Title {number}\n\n{page(number).data.decode()}".encode()) for number in range(6)
    ]
    assert learn(pages, ReadOptions()) == ALONE
