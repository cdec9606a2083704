"""The same story twice is found by its text; other stories on the same subject are not."""

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.markup.sketches import overlap, shingles_of, sketch_of
from articles.models import Article, Fingerprint, ReviewItem
from articles.services.duplicates import index_and_find
from articles.services.duplicates.finding import is_one_story
from articles.services.editing import save_article
from articles.services.publishing import withdraw_article
from tests.factories import NOON, make_article, make_draft
from tests.services.duplicates.texts import body, rewritten, sentences

TRIES = 25
BOILERPLATE = sentences("who we are and how to write to us", 5)


def shared_by(one: Sequence[str], other: Sequence[str]) -> bool:
    return is_one_story(overlap(shingles_of("\n".join(one)), shingles_of("\n".join(other))))


def found_by_index(one: Sequence[str], other: Sequence[str]) -> bool:
    sketches = [set(sketch_of(shingles_of("\n".join(text)))) for text in (one, other)]
    return len(sketches[0] & sketches[1]) >= 2


@pytest.mark.parametrize("share", [0.0, 0.1, 0.3, 0.4, 0.5])
def test_a_wire_text_with_up_to_half_its_sentences_rewritten_is_one_story(share: float) -> None:
    pairs = [(sentences(n), rewritten(sentences(n), share=share, seed=n)) for n in range(TRIES)]
    assert all(shared_by(body(one), body(other)) for one, other in pairs)
    assert sum(found_by_index(body(one), body(other)) for one, other in pairs) >= 0.85 * TRIES


@pytest.mark.parametrize("more", [4, 12, 24])
def test_an_updated_text_is_one_story(more: int) -> None:
    for n in range(TRIES):
        updated = sentences(f"news {n}", more // 2) + sentences(n) + sentences(f"end {n}", more // 2)
        assert shared_by(body(sentences(n)), body(updated))


def test_texts_on_one_subject_are_two_stories() -> None:
    for n in range(TRIES):
        background = sentences("background", 6)
        one, other = sentences(f"one {n}", 18) + background, sentences(f"other {n}", 18) + background
        assert not shared_by(body(one), body(other))


def test_boilerplate_makes_no_story() -> None:
    for n in range(TRIES):
        one, other = sentences(f"one {n}", 14) + BOILERPLATE, sentences(f"other {n}", 14) + BOILERPLATE
        assert not shared_by(body(one), body(other))


def asked() -> set[tuple[int, int | None]]:
    items = ReviewItem.objects.filter(kind=ReviewItem.Kind.DUPLICATE)
    return set(items.values_list("article", "other"))


@pytest.mark.django_db
def test_a_story_published_again_is_offered_once() -> None:
    told = sentences("ferry")
    first = make_article(headline="Ferry runs aground", body=body(told))
    make_article(headline="Another day", body=body(sentences("else")))
    again = make_article(headline="All aboard stranded ferry are safe", body=body([*told, *sentences("update", 3)]))
    assert asked() == {(again.pk, first.pk)}
    item = ReviewItem.objects.get()
    assert (item.subject, item.state) == (f"article:{first.pk}", "open")
    assert item.confidence > 0.9
    assert "%" in item.detail["why"]
    index_and_find([first, again])
    assert ReviewItem.objects.count() == 1


@pytest.mark.django_db
def test_two_of_one_batch_are_found() -> None:
    make_draft()
    rows = [make_draft(), make_draft()]
    for row in rows:
        row.body = "\n".join(body(sentences("twins")))
        Article.objects.filter(pk=row.pk).update(body=row.body)
    index_and_find(rows)
    assert asked() == {(rows[1].pk, rows[0].pk)}


@pytest.mark.django_db
def test_a_question_goes_when_the_texts_part() -> None:
    first, again = (make_draft(body=body(sentences("ferry"))) for _ in range(2))
    assert asked() == {(again.pk, first.pk)}
    content = replace(again.revisions.get().content, body=body(sentences("something else")))
    save_article(article_id=again.pk, content=content, base_number=1, actor=None, at=NOON)
    assert asked() == set()


@pytest.mark.django_db
def test_what_was_withdrawn_is_offered_to_nobody() -> None:
    first = make_article(body=body(sentences("ferry")))
    withdraw_article(article_id=first.pk, actor=None, at=NOON)
    make_article(body=body(sentences("ferry")))
    assert asked() == set()


@pytest.mark.django_db
def test_short_texts_are_not_compared() -> None:
    for _ in range(2):
        make_article(body=("<p>The weather is fine today in all parts of the country.</p>",))
    assert not Fingerprint.objects.filter(kind=Fingerprint.Kind.TEXT).exists()
    assert asked() == set()


@pytest.mark.django_db
def test_statements_do_not_grow_with_the_batch() -> None:
    counts = []
    for size in (2, 10):
        chance = random.Random(size)
        batch = [make_draft(body=body(sentences((size, chance.randint(0, 1))))) for _ in range(size)]
        ReviewItem.objects.all().delete()
        with CaptureQueriesContext(connection) as context:
            index_and_find(batch)
        counts.append(len(context))
    assert counts[0] == counts[1]
