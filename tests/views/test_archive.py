"""The archive by year, month and day."""

from datetime import date

import pytest
from django.test import Client, override_settings

from articles.views.almanac import almanac, legend
from tests.factories import make_article


def test_levels_are_quarters_of_the_full_days() -> None:
    counts = {date(2026, 1, n + 1): count for n, count in enumerate([1, 2, 3, 4, 5, 6, 7, 8])}
    assert [(step.level, step.fewest, step.most) for step in legend(counts)] == [
        (1, 1, 2),
        (2, 3, 4),
        (3, 5, 6),
        (4, 7, 8),
    ]


def test_few_levels_lie_far_apart() -> None:
    assert [(step.level, step.most) for step in legend({date(2026, 1, 1): 3})] == [(3, 3)]
    assert [(step.level, step.most) for step in legend({date(2026, 1, 1): 3, date(2026, 1, 2): 1})] == [(2, 1), (4, 3)]
    assert legend({}) == []


def test_a_month_lies_under_its_weekdays() -> None:
    january, february, *_rest = almanac(2026, {date(2026, 1, 1): 2})
    first = january.days[0]
    assert (first.x, first.y, first.count, first.level) == (66, 12, 2, 3)  # a Thursday: the fourth column
    assert (january.count, january.fullest.date) == (2, date(2026, 1, 1))
    assert len(february.days) == 28
    assert max(day.y for day in february.days) + 22 == february.height


@pytest.mark.django_db
def test_the_year_draws_each_day_and_tells_it_in_a_table(client: Client) -> None:
    make_article(published_at="2020-04-05T08:00:00+00:00")
    make_article(published_at="2020-04-05T09:00:00+00:00")
    make_article(published_at="2018-01-01T09:00:00+00:00")
    page = client.get("/archive/2020/").content.decode()
    assert 'href="/archive/2020/04/05/" aria-label="5 April 2020: 2 stories"' in page
    assert '<td><a href="/archive/2020/04/05/">5 April 2020</a></td><td class="n">2</td>' in page
    assert page.count('<svg viewBox="0 0 152') == 12
    assert 'href="/archive/2018/"' in page
    assert "0 stories" in client.get("/archive/2019/").content.decode()
    assert client.get("/archive/2017/").status_code == client.get("/archive/2021/").status_code == 404
    assert client.get("/archive/")["Location"] == "/archive/2020/"


@pytest.mark.django_db
def test_a_month_and_a_day_list_their_stories(client: Client) -> None:
    make_article(headline="On the fifth", published_at="2020-04-05T08:00:00+00:00")
    make_article(headline="On the sixth", published_at="2020-04-06T08:00:00+00:00")
    month, day = client.get("/archive/2020/04/"), client.get("/archive/2020/04/05/")
    assert [story.headline for story in month.context["page"].stories] == ["On the sixth", "On the fifth"]
    assert [story.headline for story in day.context["page"].stories] == ["On the fifth"]
    assert "Sunday 5 April 2020" in day.content.decode()


@pytest.mark.django_db
@override_settings(TIME_ZONE="Asia/Tokyo")
def test_days_are_those_of_the_site_s_own_time_zone(client: Client) -> None:
    article = make_article(headline="Late", published_at="2020-12-31T23:30:00+00:00")
    assert article.get_absolute_url().startswith("/2021/01/01/")
    assert client.get("/archive/2021/01/01/").status_code == 200
    assert client.get("/archive/2020/12/31/").status_code == 404
    assert "1 January 2021: 1 story" in client.get("/archive/2021/").content.decode()
    assert client.get(article.get_absolute_url()).status_code == 200
