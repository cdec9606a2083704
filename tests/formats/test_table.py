"""Tables: columns by well-known names or by a map, a row an article, broken rows by themselves."""

import pytest

from articles.formats.documents import Document, ReadOptions, Refusal, UnreadableDocument
from articles.formats.registry import detect
from tests.formats.files import documents, only, read, refusals, split


@pytest.mark.parametrize(
    "text",
    [
        "title,text\na,b\n",
        "Title;Body;Date\r\na;b;c\r\n",
        "\ufeffÜberschrift\tText\na\tb\n",
        "headline|body\na|b\n",
        "id,headline,body\n" + '1,x,"two\nlines, one cell"\n' * 3,
    ],
)
def test_is_known_by_its_header(text: str) -> None:
    assert detect(text.encode()).name == "csv"
    assert detect(text.encode("utf-16")).name == "csv"


@pytest.mark.parametrize(
    "text",
    [
        "Title, text\n\nThe mayor said on Monday that nothing would change, as ever, in the town.\n",
        "Text\nTitle\nBody\n",
        "a,b,c\n1,2,3\n",
        "The headline, the text and the date were lost\nin the post, said the office\n",
        "title: x\ntext: y\n",
        "# title, text\n\na, b\n",
        "---\ntitle: a, b\n---\ntext\n",
    ],
)
def test_does_not_steal_what_people_wrote(text: str) -> None:
    assert detect(text.encode()).name != "csv"


def test_unknown_columns_are_named_with_the_way_to_map_them() -> None:
    (refusal,) = refusals("csv", b"Spalte A;Spalte B\n1;2\n")
    assert "“Spalte A”, “Spalte B”" in refusal.reason
    assert "--columns 'Titel=headline,Text=body'" in refusal.reason


def test_a_map_names_columns_and_its_documents_need_none() -> None:
    options = ReadOptions(columns={"Spalte A": "headline", "spalte b": "body"})
    (document,) = documents("csv", b"Spalte A;Spalte B\nFerry;Stops\n", options)
    for each in (options, ReadOptions()):
        found = read("csv", document.data, each).article
        assert (found.headline, found.body[0].text) == ("Ferry", "Stops")


def test_a_map_goes_before_well_known_names() -> None:
    data = b"title,name,text\na,b,c\n"
    assert only("csv", data, ReadOptions(columns={"name": "headline"})).article.headline == "b"


@pytest.mark.parametrize(
    ("columns", "said"),
    [({"title": "headlin"}, "no field is named “headlin”"), ({"Titel": "headline"}, "no column “titel”")],
)
def test_a_map_that_cannot_be_says_why(columns: dict[str, str], said: str) -> None:
    (refusal,) = refusals("csv", b"title,text\na,b\n", ReadOptions(columns=columns))
    assert said in refusal.reason


def test_keys_are_those_of_the_rows() -> None:
    header = "key,url,title,text\n"
    rows = ["1,,a,x\n", ",https://x.example/b,b,y\n", ",,c,z\n"]
    forth = {each.key: each.data for each in documents("csv", (header + "".join(rows)).encode())}
    back = {each.key: each.data for each in documents("csv", (header + "".join(rows[::-1])).encode())}
    assert forth == back
    assert list(forth)[:2] == ["file#1", "file#https://x.example/b"]


def test_a_row_without_key_is_known_again_by_headline_and_date() -> None:
    (before,) = documents("csv", b"title,text,date\na,first,2024-01-01\n")
    (after,) = documents("csv", b"title,text,date\na,corrected,2024-01-01\n")
    assert before.key == after.key
    assert before.data != after.data


def test_broken_rows_leave_the_others_alone() -> None:
    parts = split("csv", b'title,text\na,b\nc,d,e\n"f" g,h\ni,j\nk,\xff\nl,m\n"open,\n')
    assert [type(part) for part in parts] == [Document, Refusal, Refusal, Document, Refusal, Document, Refusal]
    assert [part.data for part in parts if isinstance(part, Refusal)][1] == b'"f" g,h\n'


def test_a_cell_may_hold_html_lines_and_separators() -> None:
    found = only("csv", b'title,text\n"a, b","<p>One</p><p>Two <em>three</em></p>"\n').article
    assert found.headline == "a, b"
    assert [block.html or block.text for block in found.body] == ["One", "Two <em>three</em>"]


def test_a_table_is_no_single_article() -> None:
    with pytest.raises(UnreadableDocument, match="several rows"):
        read("csv", b"title,text\na,b\nc,d\n")
