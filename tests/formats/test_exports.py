"""Exports of WordPress and Ghost: each post with what belongs to it, drafts kept from going live."""

import json
from typing import Any

import pytest

from articles.formats.documents import Document, Refusal
from articles.formats.registry import detect
from tests.formats.files import documents, only, post, read, refusals, rss, split, wordpress

ATTACHMENT = (
    "<title>i</title><wp:post_id>{0}</wp:post_id><wp:post_type>attachment</wp:post_type>"
    "<wp:attachment_url>https://x.example/{0}.jpg</wp:attachment_url>"
)


def meta(name: str, value: str) -> str:
    return f"<wp:postmeta><wp:meta_key>{name}</wp:meta_key><wp:meta_value>{value}</wp:meta_value></wp:postmeta>"


def ghost(**tables: list[dict[str, Any]]) -> bytes:
    return json.dumps({"db": [{"meta": {"exported_on": 1, "version": "5"}, "data": tables}]}).encode()


def test_an_export_is_no_feed() -> None:
    assert detect(wordpress(post(1))).name == "wxr"
    assert detect(rss("")).name == "rss"


def test_order_and_other_posts_change_neither_keys_nor_bytes() -> None:
    forth = {each.key: each.data for each in documents("wxr", wordpress(post(1), post(2)))}
    back = {
        each.key: each.data for each in documents("wxr", wordpress(post(3), post(2), ATTACHMENT.format(9), post(1)))
    }
    assert set(forth) == {"file#g1", "file#g2"}
    assert forth.items() <= back.items()


def test_attachments_are_found_before_and_after_the_post() -> None:
    cover = post(1, '[gallery ids="8, 9"]', meta("_thumbnail_id", "7"))
    data = wordpress(ATTACHMENT.format(9), cover, ATTACHMENT.format(7), ATTACHMENT.format(8), ATTACHMENT.format(5))
    found = only("wxr", data).article
    assert [image.url for image in found.images] == [f"https://x.example/{number}.jpg" for number in (7, 8, 9)]


def test_an_attachment_that_is_missing_is_told() -> None:
    assert "number 7 is not in the export" in only("wxr", wordpress(post(1, more=meta("_thumbnail_id", "7")))).notes[0]


@pytest.mark.parametrize("status", ["draft", "private", "pending", "trash"])
def test_drafts_are_kept_from_going_live(status: str) -> None:
    found = only("wxr", wordpress(post(1, more=f"<wp:status>{status}</wp:status>")))
    assert found.article.withheld == f"WordPress has it as “{status}”"
    assert found.article.withheld in found.notes


def test_a_password_keeps_it_from_going_live() -> None:
    more = "<wp:status>publish</wp:status><wp:post_password>x</wp:post_password>"
    assert "password" in only("wxr", wordpress(post(1, more=more))).article.withheld


def test_classic_text_has_paragraphs_at_blank_lines() -> None:
    body = "One.\n\nTwo <strong>bold</strong>\nsame.\n\n<h3>Head</h3>\nThree."
    found = only("wxr", wordpress(post(1, body))).article.body
    assert [(str(block.kind), block.text) for block in found] == [
        ("p", "One."),
        ("p", "Two bold same."),
        ("h", "Head"),
        ("p", "Three."),
    ]


def test_brackets_that_are_no_shortcodes_stay() -> None:
    assert only("wxr", wordpress(post(1, "He [sic] said [so]."))).article.body[0].text == "He [sic] said [so]."


def test_types_of_ones_own_are_articles_and_technical_ones_are_not() -> None:
    own = post(1, more="<wp:post_type>event</wp:post_type>")
    data = wordpress(own, post(2, more="<wp:post_type>nav_menu_item</wp:post_type>"))
    reading = only("wxr", data)
    assert reading.notes == ("a WordPress “event”, read as an article",)


def test_an_export_without_posts_says_so() -> None:
    (refusal,) = refusals("wxr", wordpress(ATTACHMENT.format(1)))
    assert "All content" in refusal.reason


def test_controls_that_plugins_leave_are_taken_out() -> None:
    reading = only("wxr", wordpress(post(1, "Tab\x0bbed")))
    assert reading.article.body[0].text == "Tabbed"
    assert "1 control characters" in reading.notes[0]


def test_ghost_joins_tags_and_authors_in_their_order() -> None:
    data = ghost(
        posts=[{"id": "p", "uuid": "u", "title": "T", "html": "<p>x</p>", "status": "published"}],
        posts_tags=[
            {"post_id": "p", "tag_id": "b", "sort_order": 10},
            {"post_id": "p", "tag_id": "a", "sort_order": 9},
            {"post_id": "other", "tag_id": "c", "sort_order": 0},
        ],
        tags=[{"id": "a", "name": "A"}, {"id": "b", "name": "B"}, {"id": "c", "name": "C"}],
        posts_authors=[{"post_id": "p", "author_id": "n", "sort_order": 0}],
        users=[{"id": "n", "name": "Nora", "email": "nora@x.example", "password": "hash"}],
    )
    assert detect(data).name == "ghost"
    (document,) = documents("ghost", data)
    assert detect(document.data).name == "ghost"
    assert document.key == "file#u"
    assert b"hash" not in document.data
    assert b"nora@x.example" not in document.data
    found = read("ghost", document.data).article
    assert (found.tags, found.section, found.authors) == (("A", "B"), "A", ("Nora",))


@pytest.mark.parametrize(
    ("fields", "withheld"),
    [
        ({"status": "draft"}, "draft"),
        ({"status": "published", "visibility": "paid"}, "paid"),
        ({"status": "published"}, ""),
    ],
)
def test_ghost_keeps_drafts_and_what_members_pay_for(fields: dict[str, str], withheld: str) -> None:
    found = only("ghost", ghost(posts=[{"id": "p", "title": "T"} | fields])).article
    assert withheld in found.withheld
    assert bool(found.withheld) == bool(withheld)


def test_ghost_without_html_is_read_from_its_editor() -> None:
    words = {"type": "paragraph", "children": [{"type": "text", "text": "Words"}]}
    lexical = json.dumps({"root": {"children": [words, {"type": "callout"}]}})
    reading = only("ghost", ghost(posts=[{"id": "p", "title": "T", "html": None, "lexical": lexical}]))
    assert [block.text for block in reading.article.body] == ["Words"]
    assert "a card “callout” was left out" in reading.notes


def test_a_broken_post_leaves_the_others_alone() -> None:
    data = ghost(posts=[{"id": "p", "title": "T"}]).replace(b'"posts": [', b'"posts": [{"id": nonsense}, ')
    parts = split("ghost", data)
    assert [type(part) for part in parts] == [Refusal, Document]
