"""Questions of the queue: each once, in their order."""

import pytest
from django.db import IntegrityError, transaction

from articles.models import ReviewItem
from tests.factories import make_draft
from tests.services.review.items import make_item

pytestmark = pytest.mark.django_db


def test_nothing_is_asked_twice() -> None:
    article = make_draft()
    make_item(article, subject="document:1")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_item(article, subject="document:1")
    assert make_item(article, kind="conflict", subject="document:1").pk


def test_a_confidence_beyond_its_bounds_is_kept_within() -> None:
    assert make_item(confidence=1.2).confidence == 1.0


def test_what_comes_after_a_question_is_surer_or_younger() -> None:
    first, second, third = make_item(confidence=0.2), make_item(confidence=0.2), make_item(confidence=0.9)
    assert list(ReviewItem.objects.waiting().after(first).least_sure_first()) == [second, third]
