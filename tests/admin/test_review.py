"""The review queue at the desk: who may do what, what each page shows, where each answer leads."""

import io
import json
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from articles.models import ImportRun, ReviewItem
from tests.admin.desk import client_of, content_of
from tests.factories import NOON, make_article, make_draft, make_user
from tests.services.review.documents import TEXT, start_of
from tests.services.review.items import make_conflict, make_item, make_reading

pytestmark = pytest.mark.django_db
QUEUE = reverse("admin:articles_reviewitem_changelist")


def place(name: str, item: ReviewItem) -> str:
    return reverse(f"admin:articles_reviewitem_{name}", args=[item.pk])


def answer(client: Client, item: ReviewItem, what: str, **sent: object) -> Any:
    return client.post(place("decide", item), {"answer": what} | sent, follow=True)


def test_the_least_sure_comes_first() -> None:
    for confidence in (0.9, 0.2, 0.5):
        make_item(confidence=confidence)
    lines = client_of().get(QUEUE).context["lines"]
    assert [line.item.confidence for line in lines] == [0.2, 0.5, 0.9]


def test_the_list_is_narrowed_by_kind_run_and_state_with_counts() -> None:
    run = ImportRun.objects.create(started_at=NOON)
    make_item(run=run)
    make_conflict()
    make_item(state="accepted", decided_at=NOON)
    client = client_of()
    page = client.get(QUEUE)
    assert [(choice.word, choice.count) for choice in page.context["kinds"]][:3] == [
        ("everything", 2),
        ("unsure reading", 1),
        ("changed here and in the source", 1),
    ]
    assert [choice.count for choice in page.context["states"]] == [2, 1, 0, 0]
    for query, count in ((f"run={run.pk}", 1), ("kind=conflict", 1), ("state=accepted", 1), ("state=rejected", 0)):
        assert len(client.get(f"{QUEUE}?{query}").context["lines"]) == count


@pytest.mark.parametrize("query", ["kind=nonsense", "run=x", "run=" + "9" * 30, "state=x", "page=x", "done=x"])
def test_a_strange_address_shows_the_queue(query: str) -> None:
    assert client_of().get(f"{QUEUE}?{query}").status_code == 200


def test_the_list_costs_the_same_for_few_and_many(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client = client_of()
    for count in (2, 7):
        for _ in range(count):
            make_item(run=ImportRun.objects.create(started_at=NOON))
        with django_assert_num_queries(7):  # session, user, count, page, kinds, states, runs
            client.get(QUEUE)


def test_a_reading_shows_every_line_with_its_role_and_reason_beside_the_article() -> None:
    item = make_reading()
    page = client_of().get(place("change", item)).content.decode()
    assert "Mill to close after ninety years" in page
    assert "begins with “by” and a name follows" in page
    assert page.count('class="why"') == len(item.document.spans) if item.document else 0


def test_a_line_s_roles_open_without_script() -> None:
    item = make_reading()
    assert item.document
    start = start_of(item.document, "Bridge opens")
    page = client_of().get(f"{place('change', item)}?line={start}").content.decode()
    before, _, roles = page.partition(f'id="l{start}"')
    assert 'value="headline"' in roles.partition("</li>")[0]
    assert f'name="line" value="{start}"' in before


def test_a_line_s_role_is_changed_and_the_article_follows() -> None:
    item = make_reading()
    assert item.document
    start = start_of(item.document, "Bridge opens")
    client = client_of()
    page = client.post(place("line", item), {"line": start, "role": "headline"}, follow=True)
    assert page.redirect_chain[-1][0].endswith(f"#l{start}")
    assert content_of(item.article).headline == "Bridge opens two years late"
    part = client.post(place("line", item), {"line": start, "role": "as-read"}, headers={"X-Requested-With": "fetch"})
    assert "<html" not in part.content.decode()
    assert content_of(item.article).headline != "Bridge opens two years late"


def test_a_role_that_is_none_is_refused_in_words() -> None:
    item = make_reading()
    client = client_of()
    sent = {"line": 0, "role": "hero"}
    assert "is no role of a line" in client.post(place("line", item), sent, follow=True).content.decode()
    assert client.post(place("line", item), sent, headers={"X-Requested-With": "fetch"}).status_code == 409
    assert client.post(place("line", item), {"role": "body"}).status_code == 404


@pytest.mark.parametrize(("what", "state"), [("accept", "accepted"), ("reject", "rejected")])
def test_an_answer_leads_to_the_next_question(what: str, state: str) -> None:
    first, second = make_item(confidence=0.1), make_item(confidence=0.2)
    page = answer(client_of(), first, what)
    first.refresh_from_db()
    assert first.state == state
    assert page.redirect_chain[-1][0] == f"{place('change', second)}?done={first.pk}"
    assert "Take it back" in page.content.decode()


def test_the_last_answer_leads_back_to_the_list_of_the_same_part() -> None:
    run = ImportRun.objects.create(started_at=NOON)
    item = make_item(run=run)
    make_item(confidence=0.1)
    page = answer(client_of(), item, "accept", run=run.pk)
    assert page.redirect_chain[-1][0] == f"{QUEUE}?run={run.pk}&done={item.pk}"


def test_fixing_by_hand_opens_the_article_and_corrected_lines_go_on() -> None:
    client = client_of()
    by_hand, by_line = make_reading(), make_reading(key="mill-2.txt")
    assert by_line.document
    assert answer(client, by_hand, "fix").redirect_chain[-1][0] == reverse(
        "admin:articles_article_change", args=[by_hand.article_id]
    )
    client.post(place("line", by_line), {"line": 0, "role": "kicker"})
    page = answer(client, by_line, "fix", kind="recovery")
    assert page.redirect_chain[-1][0] == f"{QUEUE}?kind=recovery&done={by_line.pk}"
    assert "Save as golden document" in page.content.decode()


def test_an_answer_is_taken_back() -> None:
    item = make_item()
    client = client_of()
    answer(client, item, "accept")
    answer(client, item, "take-back")
    item.refresh_from_db()
    assert item.state == "open"


def test_a_second_answer_is_refused_in_words() -> None:
    item = make_item()
    client = client_of()
    answer(client, item, "accept")
    assert "decided already" in answer(client, item, "reject").content.decode()
    assert "is no answer" in answer(client, item, "shrug").content.decode()


def test_the_three_texts_of_a_conflict_stand_side_by_side() -> None:
    page = client_of().get(place("change", make_conflict())).content.decode()
    for words in ("Old", "Desk", "New"):
        assert words in page
    assert page.count('name="side-body"') == 4


def test_a_conflict_is_settled_by_choice_and_by_own_words() -> None:
    item = make_conflict()
    sent = {
        "base_number": 2,
        "side-headline": "theirs",
        "side-body": "own",
        "own-body": "<p>Mine.</p><script>x</script>",
    }
    answer(client_of(), item, "fix", **sent)
    content = content_of(item.article)
    assert (content.headline, content.body) == ("New headline", ("<p>Mine.</p>",))


def test_words_that_were_typed_and_not_chosen_are_not_lost() -> None:
    item = make_conflict()
    sent = {"side-headline": "ours", "own-headline": "Mine", "side-body": "theirs", "own-body": "<p>Not chosen.</p>"}
    answer(client_of(), item, "fix", base_number=2, **sent)
    content = content_of(item.article)
    assert (content.headline, content.body) == ("Mine", ("<p>New words.</p>",))


def test_words_left_as_they_were_change_nothing() -> None:
    item = make_conflict()
    sent = {"side-headline": "ours", "own-headline": "Desk headline", "own-body": "<p>Desk words.</p>"}
    answer(client_of(), item, "fix", base_number=2, **sent)
    item.article.refresh_from_db()
    assert item.article.latest_number == 2


def test_in_a_conflict_the_desk_s_words_can_stay() -> None:
    item = make_conflict()
    answer(client_of(), item, "accept")
    assert content_of(item.article).headline == "Desk headline"
    item.refresh_from_db()
    assert item.state == "accepted"


@pytest.mark.parametrize(
    "sent",
    [{}, {"base_number": "x"}, {"base_number": 99}, {"base_number": 2, "side-headline": "hers"}],
)
def test_an_unfit_choice_decides_nothing(sent: dict[str, object]) -> None:
    item = make_conflict()
    answer(client_of(), item, "fix", **sent)
    item.refresh_from_db()
    assert item.state == "open"


def test_a_headline_with_several_targets_is_linked_by_choice() -> None:
    article = make_draft(related=("Mill to close",))
    one, two = (make_article(headline="Mill to close") for _ in range(2))
    ReviewItem.objects.all().delete()
    item = make_item(
        article, kind="link", subject="headline:mill to close", detail={"headline": "Mill to close"}, other=one
    )
    client = client_of()
    page = client.get(place("change", item)).content.decode()
    assert page.count('name="target"') == 2
    answer(client, item, "accept", target=two.pk)
    assert [link.article for link in content_of(article).related] == [two.pk]
    answer(client, item, "take-back")
    assert [link.article for link in content_of(article).related] == [None]


def test_two_stories_become_one_and_two_again() -> None:
    older, newer = (make_article(headline=f"Mill to close, {number}") for number in ("first", "second"))
    item = make_item(newer, kind="duplicate", subject=f"article:{older.pk}", other=older)
    client = client_of()
    assert client.get(place("change", item)).content.decode().count('name="keep"') == 2
    assert "Choose the article that stays" in answer(client, item, "accept").content.decode()
    assert "is neither" in answer(client, item, "accept", keep=4711).content.decode()
    answer(client, item, "accept", keep=older.pk)
    newer.refresh_from_db()
    assert (newer.superseded_by, newer.visible_from) == (older, None)
    answer(client, item, "take-back")
    newer.refresh_from_db()
    assert (newer.superseded_by, newer.status) == (None, "published")


def test_two_stories_that_are_two_are_kept_apart() -> None:
    older, newer = make_article(), make_article()
    item = make_item(newer, kind="duplicate", subject=f"article:{older.pk}", other=older)
    answer(client_of(), item, "reject")
    item.refresh_from_db()
    newer.refresh_from_db()
    assert (item.state, newer.status) == ("rejected", "published")


def test_the_article_s_own_page_tells_what_waits_and_what_was_rejected() -> None:
    item = make_reading()
    client = client_of()
    where = reverse("admin:articles_article_change", args=[item.article_id])
    assert "Questions about it in the review queue: 1." in client.get(where).content.decode()
    answer(client, item, "reject", reason="A list of links")
    page = client.get(where).content.decode()
    assert "Its reading was rejected in the review queue: A list of links" in page
    assert "Questions about it" not in page


def test_a_batch_is_accepted_above_a_number() -> None:
    run = ImportRun.objects.create(started_at=NOON)
    for confidence in (0.95, 0.9, 0.4):
        make_item(run=run, confidence=confidence)
    client = client_of()
    where = reverse("admin:articles_reviewitem_batch")
    page = client.post(where, {"run": run.pk, "above": "0.9"}, follow=True)
    assert "1 reading was accepted." in page.content.decode()
    assert "must be a number" in client.post(where, {"run": run.pk, "above": "many"}, follow=True).content.decode()
    assert client.post(where, {"run": 999999, "above": "0.9"}).status_code == 404


def test_a_fix_becomes_a_golden_document_with_one_click() -> None:
    item = make_reading()
    assert item.document
    client = client_of()
    client.post(place("line", item), {"line": start_of(item.document, "Bridge opens"), "role": "headline"})
    archive = zipfile.ZipFile(io.BytesIO(client.get(place("golden", item)).content))
    assert archive.namelist() == ["mill.txt", "mill.txt.expected.json"]
    assert archive.read("mill.txt").decode() == TEXT
    expected = json.loads(archive.read("mill.txt.expected.json"))
    assert (expected["document"], expected["headline"]) == ("mill.txt", "Bridge opens two years late")
    assert "headline" in expected["roles"].values()


@pytest.mark.parametrize("name", ["decide", "line"])
def test_answers_are_sent_not_visited(name: str) -> None:
    assert client_of().get(place(name, make_reading())).status_code == 405


def test_what_is_not_there_is_not_found() -> None:
    client = client_of()
    for name in ("change", "golden"):
        assert client.get(reverse(f"admin:articles_reviewitem_{name}", args=[4711])).status_code == 404
    assert client.get(f"{QUEUE}nonsense/change/").status_code == 404
    assert client.get(place("golden", make_item())).status_code == 404


def test_who_may_only_read_decides_nothing() -> None:
    item = make_reading()
    client = client_of(make_user("rita", "view_article"))
    page = client.get(place("change", item)).content.decode()
    assert 'name="answer"' not in page
    assert "data-roles" not in page
    assert client.post(place("decide", item), {"answer": "accept"}).status_code == 403
    assert client.post(place("line", item), {"line": 0, "role": "body"}).status_code == 403
    run = ImportRun.objects.create(started_at=NOON)
    assert client.post(reverse("admin:articles_reviewitem_batch"), {"run": run.pk}).status_code == 403


def test_who_may_not_read_articles_sees_no_queue() -> None:
    item = make_reading()
    client = client_of(make_user("nobody"))
    for where in (QUEUE, place("change", item), place("golden", item)):
        assert client.get(where).status_code == 403
