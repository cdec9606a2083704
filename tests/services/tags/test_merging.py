"""Tags are merged, split and renamed for good, and brought back."""

from functools import partial

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Change, Tag, TagAlias, TagOperation
from articles.services.deleting import delete_article
from articles.services.names import ensure_tags
from articles.services.publishing import publish_article
from articles.services.tags import create_tag, merge_tags, rename_tag, set_other_names, split_tag, undo_operation
from tests.factories import NOON, make_article, make_draft, make_editor, make_user

pytestmark = pytest.mark.django_db

merge = partial(merge_tags, actor=None, at=NOON)
split = partial(split_tag, actor=None, at=NOON)
rename = partial(rename_tag, actor=None, at=NOON)
undo = partial(undo_operation, actor=None, at=NOON)


def tag(name: str) -> Tag:
    return next(iter(ensure_tags([name]).values()))


def tags_of(article: Article) -> list[str]:
    return list(article.tag_links.order_by("position").values_list("tag__name", flat=True))


def everything() -> list[object]:
    """Return all that tags are: names, addresses, other names, and the tags of each article."""
    return [
        sorted(Tag.objects.values_list("pk", "name", "slug", "key", "loose_key")),
        sorted(TagAlias.objects.values_list("name", "slug", "tag__name")),
        {article.pk: sorted(tags_of(article)) for article in Article.objects.all()},
    ]


def test_articles_names_and_addresses_go_to_the_kept_tag(client: Client) -> None:
    one, both, none = (
        make_article(tags=("USA", "Trade")),
        make_article(tags=("US", "USA")),
        make_article(tags=("Rail",)),
    )
    keep, other = tag("US"), tag("USA")
    merge(keep_id=keep.pk, other_ids=[other.pk])
    assert (tags_of(one), tags_of(both), tags_of(none)) == (["US", "Trade"], ["US"], ["Rail"])
    answer = client.get("/tags/usa/")
    assert (answer.status_code, answer["Location"]) == (301, "/tags/us/")
    assert ensure_tags(["usa", "#USA"]) == {"usa": keep}
    publish_article(article_id=one.pk, actor=None, at=NOON)
    assert tags_of(one) == ["US", "Trade"]
    assert one.revisions.count() == 1


def test_the_journal_tells_what_a_merge_touches() -> None:
    article = make_article(tags=("USA",))
    keep, other = tag("US"), tag("USA")
    Change.objects.all().delete()
    merge(keep_id=keep.pk, other_ids=[other.pk])
    subjects = set(Change.objects.values_list("subject", flat=True))
    assert {f"tag:{keep.pk}", f"tag:{other.pk}", f"article:{article.pk}", "front"} <= subjects


def test_a_merge_undone_brings_everything_back(client: Client) -> None:
    for tags in (("USA",), ("US", "USA"), ("US",), ("America", "USA"), ("Rail", "America", "US")):
        make_article(tags=tags)
    set_other_names(tag_id=tag("USA").pk, names=["Stateside"], actor=None, at=NOON)
    before = everything()
    operation = merge(keep_id=tag("US").pk, other_ids=[tag("USA").pk, tag("America").pk])
    assert Tag.objects.count() == 2
    assert ensure_tags(["Stateside"])["stateside"].name == "US"
    editor = make_editor()
    undo_operation(operation_id=operation.pk, actor=editor, at=NOON)
    assert everything() == before
    operation.refresh_from_db()
    assert (operation.undone_at, operation.undone_by) == (NOON, editor)
    assert client.get("/tags/usa/").status_code == 200


def test_an_undone_merge_leaves_alone_what_came_since() -> None:
    dropped, deleted = make_article(tags=("USA",)), make_article(tags=("USA",))
    operation = merge(keep_id=tag("US").pk, other_ids=[tag("USA").pk])
    dropped.tag_links.all().delete()
    delete_article(article_id=deleted.pk, actor=None, at=NOON)
    since = make_article(tags=("US",))
    undo(operation_id=operation.pk)
    assert (tags_of(dropped), tags_of(since)) == ([], ["US"])


def test_what_was_undone_or_overtaken_is_not_undone() -> None:
    first = merge(keep_id=tag("US").pk, other_ids=[tag("USA").pk])
    second = merge(keep_id=tag("North America").pk, other_ids=[tag("US").pk])
    with pytest.raises(ValidationError, match="came later"):
        undo(operation_id=first.pk)
    undo(operation_id=second.pk)
    with pytest.raises(ValidationError, match="undone already"):
        undo(operation_id=second.pk)
    undo(operation_id=first.pk)
    assert set(Tag.objects.values_list("name", flat=True)) == {"US", "USA", "North America"}


def test_a_name_given_away_since_stands_in_the_way() -> None:
    operation = merge(keep_id=tag("US").pk, other_ids=[tag("USA").pk])
    TagAlias.objects.all().delete()
    Tag.objects.create(name="USA", slug="usa-2")
    with pytest.raises(ValidationError, match="means the tag"):
        undo(operation_id=operation.pk)


def test_a_merge_takes_two_tags_that_are_there() -> None:
    us = tag("US")
    with pytest.raises(ValidationError, match="two tags"):
        merge(keep_id=us.pk, other_ids=[us.pk])
    with pytest.raises(Tag.DoesNotExist):
        merge(keep_id=us.pk, other_ids=[10**9])
    assert not TagOperation.objects.exists()


def test_a_split_gives_some_articles_another_tag() -> None:
    planet, metal, both = (make_article(tags=("Mercury", "Science")) for _ in range(3))
    waiting = make_draft(tags=("mercury",))
    mercury = tag("Mercury")
    before = everything()
    parts = {"Mercury (planet)": [planet.pk, both.pk], "Mercury (metal)": [metal.pk, both.pk]}
    operation = split(tag_id=mercury.pk, parts=parts)
    assert tags_of(planet) == ["Mercury (planet)", "Science"]
    assert tags_of(metal) == ["Mercury (metal)", "Science"]
    assert set(tags_of(both)) == {"Mercury (planet)", "Mercury (metal)", "Science"}
    assert tags_of(waiting) == ["Mercury"]
    planet.refresh_from_db()
    assert not planet.has_unpublished_changes
    publish_article(article_id=planet.pk, actor=None, at=NOON)
    assert tags_of(planet) == ["Mercury (planet)", "Science"]
    undo(operation_id=operation.pk)
    assert everything() == before
    publish_article(article_id=planet.pk, actor=None, at=NOON)
    assert tags_of(planet) == ["Mercury", "Science"]


def test_a_merged_tag_can_be_split_off_again_under_its_address(client: Client) -> None:
    article = make_article(tags=("USA",))
    merge(keep_id=tag("US").pk, other_ids=[tag("USA").pk])
    before = everything()
    operation = split(tag_id=tag("US").pk, parts={"USA": [article.pk]})
    assert tags_of(article) == ["USA"]
    assert client.get("/tags/usa/").status_code == 200
    undo(operation_id=operation.pk)
    assert everything() == before


def test_a_split_takes_a_name_and_articles_of_the_tag() -> None:
    carries, stranger = make_draft(tags=("Mercury",)), make_draft()
    tag("Venus")
    set_other_names(tag_id=tag("Venus").pk, names=["Evening star"], actor=None, at=NOON)
    mercury = tag("Mercury").pk
    for parts, words in (
        ({}, "at least one article"),
        ({"Planet": []}, "at least one article"),
        ({"MERCURY": [carries.pk]}, "the tag itself"),
        ({"Planet": [stranger.pk]}, "without the tag"),
        ({"Evening star": [carries.pk]}, "another name"),
        ({" # ": [carries.pk]}, "1 to 100"),
    ):
        with pytest.raises(ValidationError, match=words):
            split(tag_id=mercury, parts=parts)
    assert tags_of(carries) == ["Mercury"]


def test_a_renaming_keeps_the_old_name_and_is_undone() -> None:
    article = make_article(tags=("Mill",))
    before = everything()
    mill = rename(tag_id=tag("Mill").pk, name="Old mill")
    assert ensure_tags(["MILL"]) == {"mill": mill}
    undo(operation_id=TagOperation.objects.get().pk)
    assert everything() == before
    assert article.revisions.order_by("-number")[0].content.tags == ("Mill",)


def test_a_tag_renamed_back_is_not_its_own_alias() -> None:
    mill = tag("Mill")
    rename(tag_id=mill.pk, name="Works")
    rename(tag_id=mill.pk, name="Mill")
    assert set(TagAlias.objects.values_list("name", flat=True)) == {"Works"}


def test_other_names_are_nobody_elses() -> None:
    us, uk = tag("US"), tag("UK")
    names = partial(set_other_names, actor=None, at=NOON)
    names(tag_id=us.pk, names=["America", "us", "america"])
    assert list(us.aliases.values_list("name", flat=True)) == ["america"]
    for taken in ("America", "US"):
        with pytest.raises(ValidationError, match="US"):
            names(tag_id=uk.pk, names=["Britain", taken])
    assert not uk.aliases.exists()
    names(tag_id=us.pk, names=[])
    assert not us.aliases.exists()


def test_a_tag_made_by_an_editor_stays_apart() -> None:
    paper = tag("Paper")
    papers = create_tag(name="Papers", actor=None, at=NOON)
    assert ensure_tags(["paper", "papers"]) == {"paper": paper, "papers": papers}
    with pytest.raises(ValidationError, match="already"):
        create_tag(name="PAPERS", actor=None, at=NOON)


def test_every_write_asks_for_its_permission() -> None:
    one, other = tag("US"), tag("USA")
    article = make_draft(tags=("US",))
    operation = merge(keep_id=tag("A tag").pk, other_ids=[tag("Another").pk])
    sam = make_user("sam", "view_tag", "change_article")
    for write in (
        partial(merge_tags, keep_id=one.pk, other_ids=[other.pk]),
        partial(split_tag, tag_id=one.pk, parts={"X": [article.pk]}),
        partial(rename_tag, tag_id=one.pk, name="X"),
        partial(set_other_names, tag_id=one.pk, names=["X"]),
        partial(create_tag, name="X"),
        partial(undo_operation, operation_id=operation.pk),
    ):
        with pytest.raises(PermissionDenied):
            write(actor=sam, at=NOON)


def test_statements_do_not_grow_with_the_articles() -> None:
    counts = []
    for size in (2, 10):
        keep, other = tag(f"Keep {size}"), tag(f"Other {size}")
        for _ in range(size):
            make_article(tags=(other.name,))
        with CaptureQueriesContext(connection) as context:
            operation = merge(keep_id=keep.pk, other_ids=[other.pk])
            undo(operation_id=operation.pk)
        counts.append(len(context))
    assert counts[0] == counts[1]
