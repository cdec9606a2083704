"""A related headline becomes a link on the day its article arrives, whichever came first."""

from dataclasses import replace
from functools import partial
from itertools import permutations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Change, RelatedLink, ReviewItem
from articles.services.deleting import delete_article
from articles.services.editing import save_article
from articles.services.links import choose_target, resolve_links
from articles.services.publishing import publish_article, withdraw_article
from tests.factories import NOON, make_article, make_draft, make_user

pytestmark = pytest.mark.django_db


def target_of(article: Article) -> int | None:
    return article.related_links.get().target_id


def test_a_headline_that_is_there_is_linked_at_once() -> None:
    mill = make_article(headline="Mill to close")
    assert target_of(make_article(related=("MILL to close!",))) == mill.pk


def test_a_headline_is_linked_when_its_article_arrives() -> None:
    asking = make_article(related=("Mill to close",))
    assert target_of(asking) is None
    mill = make_article(headline="Mill to close")
    assert target_of(asking) == mill.pk
    assert Change.objects.filter(subject=f"article:{asking.pk}").count() == 2


def test_two_articles_of_one_headline_are_nobodys_target() -> None:
    make_article(headline="Weather")
    make_article(headline="Weather")
    assert target_of(make_article(related=("Weather",))) is None


def test_an_article_is_not_related_to_itself() -> None:
    assert target_of(make_article(headline="Weather", related=("Weather",))) is None


def test_a_renamed_target_is_given_up() -> None:
    mill = make_draft(headline="Mill to close")
    asking = make_draft(related=("Mill to close",))
    content = replace(mill.revisions.get().content, headline="Mill to stay")
    save_article(article_id=mill.pk, content=content, base_number=1, actor=None, at=NOON)
    assert target_of(asking) is None


def test_a_headline_is_kept_and_shown_without_a_link_until_its_article_is_public() -> None:
    asking = make_article(related=("Mill to close",))
    page = Client().get(asking.get_absolute_url()).content.decode()
    assert '<span class="plain">Mill to close</span>' in page
    mill = make_article(headline="Mill to close")
    page = Client().get(asking.get_absolute_url()).content.decode()
    assert f'href="{mill.get_absolute_url()}"' in page
    page = Client().get(mill.get_absolute_url()).content.decode()
    assert "Mentioned in" in page
    assert f'href="{asking.get_absolute_url()}"' in page


def test_a_withdrawn_target_is_given_up_and_found_again() -> None:
    mill = make_article(headline="Mill to close")
    asking = make_article(related=("Mill to close",))
    withdraw_article(article_id=mill.pk, actor=None, at=NOON)
    assert target_of(asking) is None
    assert RelatedLink.objects.get().headline == "Mill to close"
    publish_article(article_id=mill.pk, actor=None, at=NOON)
    assert target_of(asking) == mill.pk


def test_a_withdrawn_target_leaves_its_headline_to_another() -> None:
    asking = make_article(related=("Mill to close",))
    first, second = make_article(headline="Mill to close"), make_article(headline="Mill to close")
    assert target_of(asking) is None
    withdraw_article(article_id=first.pk, actor=None, at=NOON)
    assert target_of(asking) == second.pk
    assert not ReviewItem.objects.waiting().exists()


def test_a_deleted_target_leaves_its_headline_to_another() -> None:
    asking = make_article(related=("Mill to close",))
    first, second = make_article(headline="Mill to close"), make_article(headline="Mill to close")
    delete_article(article_id=first.pk, actor=None, at=NOON)
    assert target_of(asking) == second.pk


def test_a_renamed_article_is_found_by_its_new_headline() -> None:
    mill = make_draft(headline="Works to close")
    asking = make_draft(related=("Mill to close",))
    content = replace(mill.revisions.get().content, headline="Mill to close")
    save_article(article_id=mill.pk, content=content, base_number=1, actor=None, at=NOON)
    assert target_of(asking) == mill.pk


@pytest.mark.parametrize("mill_first", [True, False])
@pytest.mark.parametrize(
    "named",
    [
        "Exclusive: Five dead in blast at Kelmouth paper mill",
        "5 dead in blast at Kelmouth paper mill | The Gazette",
        "Five dead in blast at the Kelmouth paper-mill",
        "FIVE DEAD IN BLAST AT KELMOUTH PAPER MILL (VIDEO)",
        "Five dead in blast at Kemlouth paper mill",
        "Five dead in blast at Kelmouth pap…",
    ],
)
def test_a_headline_with_small_edits_is_linked_in_either_order(named: str, mill_first: bool) -> None:
    headline = "Five dead in blast at Kelmouth paper mill"
    if mill_first:
        mill, asking = make_article(headline=headline), make_article(related=(named,))
    else:
        asking, mill = make_article(related=(named,)), make_article(headline=headline)
    assert target_of(asking) == mill.pk


@pytest.mark.parametrize("mill_first", [True, False])
def test_a_doubtful_headline_is_asked_about(mill_first: bool) -> None:
    headline = "Court rejects appeal by editor jailed over leaked harbour papers"
    named = "Court rejects appeal by journalist jailed over leaked harbour papers"
    mill = make_article(headline=headline) if mill_first else None
    asking = make_article(related=(named,))
    mill = mill or make_article(headline=headline)
    assert target_of(asking) is None
    item = ReviewItem.objects.get(kind=ReviewItem.Kind.LINK)
    assert (item.article_id, item.other_id, item.detail["candidates"]) == (asking.pk, mill.pk, [mill.pk])


def test_an_ambiguous_headline_waits_for_an_editor_whose_choice_stays() -> None:
    first, second = make_article(headline="Weather"), make_article(headline="Weather")
    asking = make_article(related=("Weather!",))
    item = ReviewItem.objects.get()
    assert (item.subject, item.detail) == (
        "headline:weather",
        {"headline": "Weather!", "candidates": [first.pk, second.pk]},
    )
    choose_target(article_id=asking.pk, headline="Weather!", target_id=second.pk, actor=None, at=NOON)
    assert target_of(asking) == second.pk
    publish_article(article_id=asking.pk, actor=None, at=NOON)
    assert target_of(asking) == second.pk
    asking.refresh_from_db()
    assert not asking.has_unpublished_changes


def test_a_choice_is_for_editors_and_of_what_is_there() -> None:
    asking = make_article(related=("Weather",))
    choose = partial(choose_target, article_id=asking.pk, headline="Weather", at=NOON)
    with pytest.raises(PermissionDenied):
        choose(target_id=None, actor=make_user("sam", "view_article"))
    for target_id in (asking.pk, 10**9):
        with pytest.raises(ValidationError, match="cannot be the target"):
            choose(target_id=target_id, actor=None)
    with pytest.raises(ValidationError, match="names no related story"):
        choose_target(article_id=asking.pk, headline="Sport", target_id=None, actor=None, at=NOON)


def test_a_published_bearer_comes_before_drafts() -> None:
    asking = make_article(related=("Weather",))
    make_draft(headline="Weather")
    public = make_article(headline="Weather")
    make_draft(headline="Weather")
    assert target_of(asking) == public.pk


def test_the_order_of_arrival_changes_nothing() -> None:
    """Links of every order of one small archive agree, story by story."""
    stories = [
        ("Mill to close in spring after strike ends", ("Strike at the mill enters fifth week", "Weather")),
        ("Strike at mill enters fifth week", ("Mill to close in spring after strike ends (VIDEO)",)),
        ("Weather", ("Watch: Strike at mill enters fifth week",)),
        ("Weather", ()),
    ]
    graphs = set()
    for order in permutations(stories):
        Article.objects.all().delete()
        for headline, related in order:
            make_article(headline=headline, related=related)
        rows = RelatedLink.objects.values_list("article__headline", "headline", "target__headline")
        graphs.add(frozenset((a, b, c) for a, b, c in rows))
    assert len(graphs) == 1
    assert sum(target is not None for _, _, target in next(iter(graphs))) == 3


def test_statements_do_not_grow_with_the_batch() -> None:
    counts = []
    for size in (2, 12):
        batch = [make_article(headline=f"A {size} storey tower {n}", related=(f"Weather {size}",)) for n in range(size)]
        for n in range(size):
            make_article(related=(f"Watch: a {size} storey tower {n}",))
        RelatedLink.objects.update(target=None)
        with CaptureQueriesContext(connection) as context:
            assert len(resolve_links(batch)) == size
        counts.append(len(context))
    assert counts == [11, 11]
