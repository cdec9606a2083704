"""The merge keeps all of ours, takes what is clean of theirs, and says what it could not take."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from articles.merging.snapshot import Credit, Related, Snapshot
from articles.merging.three_way import merge, merge_collection, merge_sequence

BASE = Snapshot(
    headline="Mill to close",
    standfirst="After ninety years.",
    body=("<p>one</p>", "<p>two</p>", "<p>three</p>"),
    tags=("Mill", "Tolney"),
    related=(Related("An older story"),),
    bylines=(Credit(1),),
)
paragraphs = st.lists(st.sampled_from("abcdef"), max_size=8)


def test_no_change_gives_ours() -> None:
    ours = replace(BASE, headline="Mill may close")
    assert merge(base=BASE, ours=ours, theirs=BASE).merged == ours


def test_changes_of_different_fields_both_stand() -> None:
    merged = merge(
        base=BASE, ours=replace(BASE, headline="Mill stays"), theirs=replace(BASE, standfirst="After a vote.")
    )
    assert merged.merged == replace(BASE, headline="Mill stays", standfirst="After a vote.")
    assert merged.conflicts == ()


def test_same_field_changed_twice_keeps_ours_and_reports_theirs() -> None:
    merged = merge(base=BASE, ours=replace(BASE, headline="Ours"), theirs=replace(BASE, headline="Theirs"))
    assert merged.merged.headline == "Ours"
    assert [(c.field, c.base, c.ours, c.theirs) for c in merged.conflicts] == [
        ("headline", "Mill to close", "Ours", "Theirs")
    ]


def test_body_merges_by_paragraph_even_side_by_side() -> None:
    ours = replace(BASE, body=("<p>ONE</p>", "<p>two</p>", "<p>three</p>"))
    theirs = replace(BASE, body=("<p>one</p>", "<p>TWO</p>", "<p>three</p>", "<p>four</p>"))
    merged = merge(base=BASE, ours=ours, theirs=theirs)
    assert merged.merged.body == ("<p>ONE</p>", "<p>TWO</p>", "<p>three</p>", "<p>four</p>")
    assert merged.conflicts == ()


def test_same_paragraph_changed_twice_is_a_conflict_of_the_body() -> None:
    ours = replace(BASE, body=("<p>1</p>", *BASE.body[1:]))
    theirs = replace(BASE, body=("<p>I</p>", *BASE.body[1:]))
    merged = merge(base=BASE, ours=ours, theirs=theirs)
    assert merged.merged.body == ours.body
    assert [conflict.field for conflict in merged.conflicts] == ["body"]


def test_tags_merge_as_a_set() -> None:
    assert merge_collection(("a", "b"), ("b", "mine"), ("a", "b", "theirs")) == ("b", "mine", "theirs")
    assert merge_collection(("a", "b"), ("a", "b", "mine"), ("a",)) == ("a", "mine")


def test_origin_follows_its_field() -> None:
    base = replace(BASE, headline_origin="derived")
    ours = replace(base, headline="An editor's", headline_origin="desk")
    theirs = replace(base, headline="Another guess", published_at="2020-01-01T00:00:00+00:00", date_origin="stated")
    merged = merge(base=base, ours=ours, theirs=theirs).merged
    assert (merged.headline_origin, merged.date_origin) == ("desk", "stated")


def test_clearing_a_nullable_field_is_a_change() -> None:
    base = replace(BASE, section=3)
    assert merge(base=base, ours=base, theirs=replace(base, section=None)).merged.section is None
    assert merge(base=base, ours=replace(base, section=4), theirs=replace(base, section=None)).conflicts != ()


@given(paragraphs, paragraphs)
def test_one_side_alone_is_taken_whole(base: list[str], changed: list[str]) -> None:
    assert merge_sequence(base, changed, base) == tuple(changed)
    assert merge_sequence(base, base, changed) == tuple(changed)
    assert merge_sequence(base, changed, changed) == tuple(changed)


@given(paragraphs, paragraphs, paragraphs)
def test_nothing_of_ours_is_dropped(base: list[str], ours: list[str], theirs: list[str]) -> None:
    merged = merge_sequence(base, ours, theirs)
    if merged is not None:
        for paragraph in set(ours) - set(base):
            assert merged.count(paragraph) >= ours.count(paragraph)


@given(paragraphs, paragraphs, paragraphs)
def test_sides_may_be_swapped(base: list[str], ours: list[str], theirs: list[str]) -> None:
    assert merge_sequence(base, ours, theirs) == merge_sequence(base, theirs, ours)


def test_a_snapshot_survives_json() -> None:
    assert Snapshot.from_json(BASE.as_json()) == BASE
    assert Snapshot.from_json({"headline": "Old form", "gone": 1}).headline == "Old form"
