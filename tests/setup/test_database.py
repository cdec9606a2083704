"""Transactional tests find the tables as the migrations left them, however many went before."""

import pytest
from django.db import connection

from articles.models import JournalClock


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_begins_with_the_clock_and_an_empty_index(turn: int) -> None:
    assert JournalClock.objects.get().number == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM articles_search")
        assert cursor.fetchone() == (0,)
        cursor.execute(INSERT)
    JournalClock.objects.update(number=turn)


INSERT = (
    "INSERT INTO articles_search (rowid, headline, standfirst, body) VALUES (1, 'Quay', '', '')"
    if connection.vendor == "sqlite"
    else "INSERT INTO articles_search VALUES (1, 'Quay', '', '', to_tsvector('Quay'))"
)
