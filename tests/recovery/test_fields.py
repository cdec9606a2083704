"""Names are taken out of bylines, headlines out of trails; what is neither stays out."""

import pytest

from articles.recovery import RecoveredArticle, recover_text
from articles.recovery.fields.bylines import is_no_name, names_within, split_names, without_dates
from articles.recovery.fields.tags import split_tags
from articles.recovery.lines import split_lines
from articles.recovery.page import measure

STORY = [
    "The mayor of Lower Elm resigned on Monday night after a long argument over the price of the new harbour bridge.",
    "Her deputy, who had voted against the bridge, will lead the council of Lower Elm until the spring election.",
    "The harbour bridge was to cost nine million pounds when the mayor proposed it, and cost twice as much so far.",
    "Residents of Lower Elm had gathered more than four thousand signatures against her and the bridge since May.",
]


@pytest.mark.parametrize("words", ["Political Correspondent", "published", "Kommentare", "Reporter"])
def test_roles_and_buttons_are_no_names(words: str) -> None:
    assert is_no_name(words)


@pytest.mark.parametrize("name", ["Ada Quill", "Elm Courier Staff", "Field Agency", "구현모"])
def test_people_and_desks_may_be_names(name: str) -> None:
    assert not is_no_name(name)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Ada Quill@adaquill", ["Ada Quill"]),
        ("Ada Quill For Elmcourier.Com", ["Ada Quill"]),
        ("A comment by Ada Quill", ["Ada Quill"]),
        ("ByAda QuillandTom Reed", ["Ada Quill", "Tom Reed"]),
    ],
)
def test_names_are_read_out_of_glued_bylines(line: str, names: list[str]) -> None:
    assert [name for name in split_names(line) if name in names] == names


def test_first_words_of_a_long_chunk_may_be_the_name() -> None:
    assert "Ada Quill" in names_within("Ada Quill Deputy Head of News")
    assert "Ada Quill" not in names_within("Ada and the mayor of Lower Elm, who resigned on Monday night at ten")


def test_dates_part_a_byline_from_what_follows() -> None:
    page = measure(split_lines("By Ada Quill 30 August 2023 4:45pm"))
    assert without_dates(page.texts[0], page.dates[0]).startswith("By Ada Quill  | ")


def test_signs_around_tags_are_left_out() -> None:
    assert split_tags("harbour-, bridge »") == ["harbour", "bridge"]


def recovered(*head: str) -> RecoveredArticle:
    return recover_text("\n".join([*head, *STORY]))


def test_headline_is_taken_without_the_trail_above_it() -> None:
    headline = "Mayor of Lower Elm resigns over harbour bridge"
    assert recovered(f"You are here: News » World » {headline}", headline, "By Ada Quill").headline == headline


def test_text_without_headline_says_how_sure_that_is() -> None:
    article = recovered("By Ada Quill")
    assert article.headline is None
    assert article.confidence["headline"] < 0.5
    assert 0 <= article.confidence["no_headline"] <= 1
    assert "no_headline" not in recovered("Mayor of Lower Elm resigns over harbour bridge", "By Ada Quill").confidence
