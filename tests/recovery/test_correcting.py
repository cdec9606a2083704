"""An editor's word for a line stands, and the fields follow from it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from articles.formats.documents import Document
from articles.formats.reading import read
from articles.recovery.accounting import faults_of
from articles.recovery.article import Block, BlockKind, RecoveredArticle, RelatedHeadline, Role
from articles.recovery.correcting import Correction, correct, recover_corrected
from tests.golden import FOLDER, golden_names

TEXT = """\
The Lower Elm Courier
Mill to close after ninety years
By Jane Doe
20 November 2026, 09:00 GMT
Updated: 20 November 2026, 17:30 GMT

The paper mill in Lower Elm will close in spring, its owners said on Friday.

Its gates have stood open since 1936, and nobody has yet told the two hundred people who work there why they shut.

A long way down

The owners say that orders have fallen by half in three years, and that no buyer came forward in all that time.

River rises again after a week of rain
Bridge opens two years late
Mill, Lower Elm, Paper
Share this story
"""


def line(text: str) -> tuple[int, int]:
    start = TEXT.index(text)
    return start, start + len(text)


def corrected(**roles: Role) -> RecoveredArticle:
    """Correct the lines that begin with the words, written with _ for a space."""
    return recover_corrected(TEXT, [Correction(*line(words.replace("_", " ")), role) for words, role in roles.items()])


def role_of(article: RecoveredArticle, words: str) -> Role:
    at = TEXT.index(words)
    return next(span.role for span in article.spans if span.start <= at < span.end)


def test_a_role_stays_as_given_and_says_who_gave_it() -> None:
    article = corrected(Share_this_story=Role.CAPTION)
    span = article.spans[-1]
    assert (span.role, span.confidence, span.why) == (Role.CAPTION, 1.0, "an editor said so")


def test_no_correction_changes_nothing() -> None:
    assert corrected() == recover_corrected(TEXT, [Correction(10**6, 10**6 + 1, Role.BODY)])


def test_the_spans_still_partition_the_text() -> None:
    article = corrected(Bridge_opens=Role.HEADLINE, A_long=Role.BODY)
    assert "".join(article.text[span.start : span.end] for span in article.spans) == TEXT


def test_one_line_alone_bears_the_headline() -> None:
    article = correct(corrected(Mill_to=Role.HEADLINE), [Correction(*line("Bridge opens"), Role.HEADLINE)])
    assert article.headline == "Bridge opens two years late"
    assert role_of(article, "Mill to close") is Role.UNKNOWN
    assert article.confidence["headline"] == 1.0


def test_a_headline_may_stand_on_two_lines_if_an_editor_says_so() -> None:
    article = corrected(River_rises=Role.HEADLINE, Bridge_opens=Role.HEADLINE)
    assert article.headline == "River rises again after a week of rain Bridge opens two years late"


def test_of_two_headlines_apart_the_last_word_stands() -> None:
    article = corrected(Bridge_opens=Role.HEADLINE, Mill_to_close=Role.HEADLINE)
    assert article.headline == "Mill to close after ninety years"
    assert role_of(article, "Bridge opens") is Role.UNKNOWN


def test_without_its_headline_an_article_gets_a_derived_one() -> None:
    article = corrected(Mill_to_close=Role.CHROME)
    assert (article.headline, article.confidence["headline"]) == (None, 0.2)
    assert (article.suggested_headline or "").startswith("The paper mill in Lower Elm")


def test_standfirst_kicker_and_place_follow() -> None:
    article = corrected(The_paper_mill=Role.STANDFIRST, The_Lower=Role.KICKER, A_long=Role.DATELINE)
    assert (article.standfirst or "").startswith("The paper mill in Lower Elm")
    assert (article.kicker, article.dateline) == ("The Lower Elm Courier", "A long way down")
    assert all("The paper mill" not in block.text for block in article.body)


def test_a_byline_gives_its_names_and_gives_them_up() -> None:
    assert corrected(By_Jane=Role.BYLINE).authors == ("Jane Doe",)
    assert corrected(By_Jane=Role.CHROME).authors == ()
    assert "Share this story" in corrected(By_Jane=Role.BYLINE, Share=Role.BYLINE).authors


def test_a_line_of_tags_gives_its_items_and_gives_them_up() -> None:
    assert corrected(Mill_=Role.HEADLINE, **{"Mill,": Role.TAGS}).tags == ("Mill", "Lower Elm", "Paper")
    assert corrected(**{"Mill,": Role.CHROME}).tags == ()


def test_related_headlines_stand_in_the_order_of_the_page() -> None:
    article = corrected(Bridge=Role.RELATED, A_long=Role.RELATED)
    found = [each.headline for each in article.related]
    assert found.index("A long way down") < found.index("Bridge opens two years late")
    assert "Bridge opens two years late" not in [each.headline for each in corrected(Bridge=Role.PROMO).related]


def test_dates_are_believed_where_an_editor_points() -> None:
    nine, late = datetime(2026, 11, 20, 9, tzinfo=UTC), datetime(2026, 11, 20, 17, 30, tzinfo=UTC)
    assert corrected(**{"20 November": Role.DATE}).published_at == nine
    assert corrected(Updated=Role.DATE).modified_at == late
    assert corrected(**{"20 November": Role.CLOCK}).captured_at == nine
    assert corrected(**{"20 November": Role.CHROME}).published_at != nine


@pytest.mark.parametrize(
    ("role", "kind"),
    [(Role.BODY, "p"), (Role.SUBHEADING, "h"), (Role.QUOTE, "quote"), (Role.LIST, "li")],
)
def test_a_line_of_the_text_takes_its_kind(role: Role, kind: str) -> None:
    article = corrected(The_owners=role)
    assert [str(block.kind) for block in article.body if block.text.startswith("The owners")] == [kind]


def test_a_line_enters_the_text_where_it_stands() -> None:
    texts = [block.text for block in corrected(A_long=Role.BODY).body]
    assert texts.index("A long way down") == texts.index(next(t for t in texts if t.startswith("The owners"))) - 1


def test_markup_in_a_block_and_blocks_beside_the_lines_stay() -> None:
    plain = recover_corrected(TEXT, [])
    (first, *rest) = plain.body
    marked = replace(first, html=f"<em>{first.text}</em>")
    article = replace(plain, body=(marked, Block(BlockKind.PARAGRAPH, "From a table"), *rest))
    start, end = line("Bridge opens")
    body = correct(article, [Correction(start, end, Role.BODY)]).body
    assert (body[0], body[1].text, body[-1].text) == (marked, "From a table", "Bridge opens two years late")


def test_what_no_correction_concerns_stays_as_the_format_said_it() -> None:
    page = """<!doctype html><html><head><title>Mill to close</title><meta name="author" content="Jane Doe">
    <meta name="keywords" content="Mill, Paper"><meta property="og:title" content="Mill to close after ninety years">
    </head><body><h1>Mill to close after ninety years</h1><p>Share this</p>
    <p>The paper mill in Lower Elm will close in spring, its owners said on Friday, after ninety years.</p>
    <p>Its gates have stood open since 1936, and nobody has told the people who work there why they shut.</p>
    </body></html>"""
    article = read(Document("mill.html", page.encode())).article
    span = next(span for span in article.spans if "Its gates" in article.text[span.start : span.end])
    after = correct(article, [Correction(span.start, span.end, Role.QUOTE)])
    assert (after.headline, after.authors, after.tags) == (article.headline, article.authors, article.tags)
    assert [block.kind for block in after.body][-1] is BlockKind.QUOTE


@pytest.mark.parametrize("name", golden_names())
def test_any_line_of_any_document_may_be_anything(name: str) -> None:
    article = read(Document(name, (FOLDER / name).read_bytes())).article
    roles = list(Role)
    said: list[Correction] = []
    for at, span in enumerate(article.spans):
        said.append(Correction(span.start, span.end, roles[at % len(roles)]))
        after = correct(article, said[-3:])
        assert list(faults_of(after.text, after.spans)) == []
        assert sum(span.role is Role.HEADLINE for span in after.spans) <= 1


def test_a_related_story_keeps_its_address() -> None:
    plain = recover_corrected(TEXT, [])
    known = RelatedHeadline("River rises again after a week of rain", "https://example.org/river")
    start, end = line("Bridge opens")
    after = correct(replace(plain, related=(known,)), [Correction(start, end, Role.RELATED)])
    assert known in after.related
