"""Tags at the desk: other names, merging, splitting, the audit and the way back. All of it without JavaScript."""

from collections.abc import Callable

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article, Tag, TagOperation
from articles.services.names import ensure_tags
from articles.services.tags import merge_tags
from tests.admin.desk import client_of
from tests.factories import NOON, make_article, make_draft, make_user

pytestmark = pytest.mark.django_db

LIST = reverse("admin:articles_tag_changelist")
AUDIT = reverse("admin:articles_tagoperation_changelist")


@pytest.fixture
def desk() -> Client:
    return client_of()


def tag(name: str) -> Tag:
    return next(iter(ensure_tags([name]).values()))


def chosen(desk: Client, action: str, *tags: Tag, **more: object) -> HttpResponse:
    sent = {"action": action, "_selected_action": [each.pk for each in tags]} | more
    return desk.post(LIST, sent, follow=True)  # type: ignore[return-value]


def names() -> list[str]:
    return list(Tag.objects.in_order().values_list("name", flat=True))


def split_address(which: Tag) -> str:
    return reverse("admin:articles_tag_split", args=[which.pk])


def undo_address(operation: TagOperation) -> str:
    return reverse("admin:articles_tagoperation_undo", args=[operation.pk])


def merged() -> TagOperation:
    return merge_tags(keep_id=tag("US").pk, other_ids=[tag("USA").pk], actor=None, at=NOON)


def test_merging_asks_first_and_says_how_many_articles(desk: Client) -> None:
    make_article(tags=("US",))
    make_article(tags=("USA",))
    make_draft(tags=("USA",))
    page = chosen(desk, "merge_chosen", tag("US"), tag("USA")).content.decode()
    assert "US (1 article)" in page
    assert f'value="{tag("USA").pk}" checked> USA (2 articles)' in page
    assert names() == ["US", "USA"]


def test_merging_does_what_was_asked_and_tells(desk: Client) -> None:
    article, keep = make_article(tags=("USA",)), tag("US")
    page = chosen(desk, "merge_chosen", keep, tag("USA"), confirmed="yes", keep=keep.pk).content.decode()
    assert "“USA” merged into “US”. It can be undone." in page
    assert names() == ["US"]
    assert list(article.tag_links.values_list("tag__name", flat=True)) == ["US"]
    assert TagOperation.objects.get().actor is not None
    assert LogEntry.objects.get().object_id == str(keep.pk)


def test_merging_takes_two_and_one_that_stays(desk: Client) -> None:
    us, usa = tag("US"), tag("USA")
    assert "two tags or more" in chosen(desk, "merge_chosen", us).content.decode()
    for keep in ("", "x", "999999"):
        page = chosen(desk, "merge_chosen", us, usa, confirmed="yes", keep=keep).content.decode()
        assert "say which of the tags stays" in page
    assert names() == ["US", "USA"]


def test_nobody_merges_who_may_not_delete_tags() -> None:
    us, usa = tag("US"), tag("USA")
    sam = client_of(make_user("sam", "view_tag", "change_tag"))
    page = chosen(sam, "merge_chosen", us, usa, confirmed="yes", keep=us.pk).content.decode()
    assert "merge_chosen" not in page
    assert "<style" not in page
    assert names() == ["US", "USA"]


def test_tags_are_not_deleted_by_the_list(desk: Client) -> None:
    tag("US")
    assert "delete_selected" not in desk.get(LIST).content.decode()


def test_splitting_gives_the_ticked_articles_another_tag(desk: Client) -> None:
    planet, metal = make_article(tags=("Mercury",)), make_article(tags=("Mercury",))
    assert chosen(desk, "split_chosen", tag("Mercury")).status_code == 200
    page = desk.post(split_address(tag("Mercury")), {"name": "Mercury (planet)", "article": [planet.pk]}, follow=True)
    assert "“Mercury” split: “Mercury (planet)” (1). It can be undone." in page.content.decode()
    assert list(planet.tags.names()) == ["Mercury (planet)"]
    assert list(metal.tags.names()) == ["Mercury"]


def test_splitting_can_take_all_that_words_find(desk: Client) -> None:
    planets = [make_article(tags=("Mercury",), headline=f"Planet in transit {n}") for n in range(3)]
    metal = make_article(tags=("Mercury",), headline="Thermometers banned")
    page = desk.get(split_address(tag("Mercury")), {"q": "planet"}).content.decode()
    assert "All 3 articles that are found" in page
    assert str(metal) not in page
    desk.post(split_address(tag("Mercury")), {"q": "planet", "name": "Mercury (planet)", "everything": "yes"})
    assert set(Article.objects.tagged(tag("Mercury (planet)"))) == set(planets)
    assert list(metal.tags.names()) == ["Mercury"]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"name": "Planet"}, "at least one article"),
        ({"name": "mercury"}, "the tag itself"),
        ({"name": "#"}, "1 to 100 characters"),
        ({"name": ""}, "required"),
        ({"name": "Planet", "article": "999999"}, "without the tag"),
        ({"name": "Planet", "article": "x"}, "at least one article"),
    ],
)
def test_a_split_that_makes_no_sense_is_told_and_loses_nothing(desk: Client, sent: dict[str, str], words: str) -> None:
    article = make_article(tags=("Mercury",))
    given = {"article": str(article.pk)} if sent["name"] in ("mercury", "#", "") else {}
    page = desk.post(split_address(tag("Mercury")), given | sent)
    assert page.status_code == 200
    assert words in page.content.decode()
    assert f'value="{sent["name"]}"' in page.content.decode() or not sent["name"]
    assert list(article.tags.names()) == ["Mercury"]


def test_one_tag_is_split_at_a_time(desk: Client) -> None:
    page = chosen(desk, "split_chosen", tag("US"), tag("Mercury"))
    assert "One tag is split at a time" in page.content.decode()


def test_other_names_are_written_one_a_line(desk: Client) -> None:
    us = tag("US")
    where = reverse("admin:articles_tag_change", args=[us.pk])
    assert desk.post(where, {"name": "US", "other_names": "America\r\n\r\n #States \r\n"}).status_code == 302
    assert set(us.aliases.values_list("name", flat=True)) == {"America", "States"}
    assert "America\nStates" in desk.get(where).content.decode()
    assert tag("america") == us
    desk.post(where, {"name": "United States", "other_names": "America"})
    assert set(us.aliases.values_list("name", flat=True)) == {"America", "US"}


def test_a_renaming_at_the_desk_keeps_the_old_name(desk: Client) -> None:
    us = tag("US")
    desk.post(reverse("admin:articles_tag_change", args=[us.pk]), {"name": "United States", "other_names": ""})
    assert set(us.aliases.values_list("name", flat=True)) == {"US"}
    assert "“US” is now called “United States”" in desk.get(AUDIT).content.decode()


def test_a_name_that_is_taken_is_told_beside_the_field(desk: Client) -> None:
    us = tag("US")
    tag("UK")
    page = desk.post(reverse("admin:articles_tag_change", args=[us.pk]), {"name": "US", "other_names": "Britain\nuk"})
    assert page.status_code == 200
    assert "“UK” already" in page.context["adminform"].form.errors["other_names"][0]
    assert "Britain" in page.content.decode()
    assert not us.aliases.exists()


def test_an_editor_makes_a_tag_that_stays_apart(desk: Client) -> None:
    tag("Paper")
    sent = {"name": "Papers", "other_names": "Newspapers"}
    assert desk.post(reverse("admin:articles_tag_add"), sent).status_code == 302
    assert names() == ["Paper", "Papers"]
    assert tag("newspapers").name == "Papers"
    page = desk.post(reverse("admin:articles_tag_add"), {"name": "PAPERS", "other_names": ""})
    assert page.context["adminform"].form.errors["name"]


def test_a_tag_is_searched_by_its_other_names(desk: Client) -> None:
    merged()
    tag("Mill")
    page = desk.get(LIST, {"q": "usa"}).content.decode()
    assert ">US</a>" in page
    assert ">Mill</a>" not in page


def test_the_audit_says_what_was_done_and_undoes_it_by_post(desk: Client) -> None:
    operation = merged()
    assert undo_address(operation) in desk.get(AUDIT).content.decode()
    page = desk.get(undo_address(operation)).content.decode()
    assert operation.summary in page
    assert names() == ["US"]
    page = desk.post(undo_address(operation), follow=True).content.decode()
    assert f"Undone: {operation.summary}." in page
    assert names() == ["US", "USA"]
    assert "undone 20" in page
    assert "undone already" in desk.get(undo_address(operation)).content.decode()
    assert "undone already" in desk.post(undo_address(operation), follow=True).content.decode()


@pytest.mark.parametrize(
    "address",
    [
        lambda: split_address(tag("US")),
        lambda: undo_address(merged()),
        lambda: AUDIT,
        lambda: LIST,
        lambda: reverse("admin:articles_tag_add"),
    ],
)
def test_the_pages_are_for_those_who_may(desk: Client, address: Callable[[], str]) -> None:
    where = address()
    assert desk.get(where).status_code == 200
    assert client_of(make_user("sam", "view_article")).get(where).status_code == 403
    assert Client().get(where).status_code == 302


def test_what_is_not_there_is_not_found(desk: Client) -> None:
    for name in ("articles_tag_split", "articles_tagoperation_undo"):
        assert desk.get(reverse(f"admin:{name}", args=[10**6])).status_code == 404


def test_lists_ask_as_often_with_many_rows(desk: Client) -> None:
    counts: dict[str, set[int]] = {"list": set(), "audit": set(), "split": set()}
    tag("Mercury")
    for size in (3, 9):
        for n in range(size):
            merge_tags(keep_id=tag(f"Keep {size} {n}").pk, other_ids=[tag(f"Go {size} {n}").pk], actor=None, at=NOON)
            make_article(tags=("Mercury",), authors=("Ada",), section="World")
        for name, where in (("list", LIST), ("audit", AUDIT), ("split", split_address(tag("Mercury")))):
            with CaptureQueriesContext(connection) as context:
                assert desk.get(where).status_code == 200
            counts[name].add(len(context))
    assert all(len(each) == 1 for each in counts.values()), counts


def test_the_address_of_a_merged_tag_leads_on(client: Client) -> None:
    make_article(tags=("US",))
    merged()
    answer = client.get("/tags/usa/")
    assert (answer.status_code, answer["Location"]) == (301, "/tags/us/")
    assert client.get("/tags/nowhere/").status_code == 404
