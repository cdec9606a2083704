"""Pages of one kind in many forms: what is in them is found, what is not in them is not made up."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from articles.recovery import RecoveredArticle, recover_text
from articles.recovery.article import Role

STANDFIRST = "The town of Lower Elm wants to sell its old lighthouse and looks for a buyer who keeps the lamp burning."
BODY = [
    "The council of Lower Elm decided on Tuesday to sell the lighthouse on Gull Point, which has warned ships of "
    "the rocks "
    "there since the days of sail. Keeping the tower dry and its lamp lit costs the town more every year, the "
    "mayor said.",
    "Three people have already asked about the price, among them a painter from Saltmarsh who would like to live "
    "in the "
    "tower and a hotel that thinks of rooms with a view of the sea on three sides.",
    '"Whoever buys it buys the duty to light the lamp", the mayor told the council before the vote.',
    "The harbour board is against the sale. It fears that the lamp will go out one night when nobody feels "
    "responsible, "
    "and that a ship will find the rocks before anybody finds the key to the tower.",
    "A decision about the buyer is expected before the winter. Until then the lamp is lit by volunteers of the sailing "
    "club of Lower Elm, who take turns in climbing the stairs of the tower every evening.",
]
RELATED = [
    "Sailing Club of Lower Elm Opens Its Doors to Beginners",
    "Painter From Saltmarsh Shows a Hundred Views of One Rock",
    "Harbour Board Warns of Drifting Buoys off Gull Point",
]
TAGS = ["lighthouse", "Gull Point", "Lower Elm", "sale"]
HEADLINE = "Lower Elm puts its old lighthouse up for sale"


def page(
    *,
    clock: str = "18:20 GMT07 May 2019",
    headline: str = "",
    related: list[str] = RELATED,
    tags: str = ", ".join(TAGS),
    indent: str = "    ",
    tags_first: bool = False,
) -> str:
    tail = [*related, tags] if not tags_first else [tags, *related]
    blocks = [clock, "Listen", "Get the link", headline, f"{indent}{STANDFIRST}", *(f"{indent}{text}" for text in BODY)]
    return "\n\n".join(filter(None, blocks)) + "\n\n\n" + "\n".join(filter(None, tail)) + "\nComments\nPrivacy policy\n"


def bodies(article: RecoveredArticle) -> list[str]:
    return [block.text for block in article.body]


@pytest.mark.parametrize(
    ("clock", "instant"),
    [
        ("18:20 GMT07 May 2019", datetime(2019, 5, 7, 18, 20, tzinfo=UTC)),
        ("00:01 UTC 1 January 2024", datetime(2024, 1, 1, 0, 1, tzinfo=UTC)),
        ("07:45 CET12 März 2021", datetime(2021, 3, 12, 7, 45, tzinfo=timezone(timedelta(hours=1)))),
        ("23:59 GMT31.12.2020", datetime(2020, 12, 31, 23, 59, tzinfo=UTC)),
        ("6:05 pm EST 3 February 2018", datetime(2018, 2, 3, 18, 5, tzinfo=timezone(timedelta(hours=-5)))),
    ],
)
def test_clock_is_read_and_is_no_date_of_publication(clock: str, instant: datetime) -> None:
    article = recover_text(page(clock=clock))
    assert article.spans[0].role is Role.CLOCK
    assert article.captured_at == instant
    assert article.published_at is None
    assert bodies(article) == BODY
    assert article.standfirst == STANDFIRST


def test_headline_is_taken_where_there_is_one_only() -> None:
    assert recover_text(page(headline=HEADLINE)).headline == HEADLINE
    without = recover_text(page())
    assert without.headline is None
    assert without.suggested_headline
    assert without.suggested_headline.startswith("The town of Lower Elm wants to sell")
    assert without.confidence["headline"] < 0.5


@pytest.mark.parametrize(
    "related", [RELATED, RELATED[:2], [*RELATED, *(f"Story Number {n} of the Old Coast Road" for n in range(9))]]
)
@pytest.mark.parametrize("indent", ["", "    ", "\t"])
def test_related_headlines_are_kept_apart_from_the_text(related: list[str], indent: str) -> None:
    article = recover_text(page(related=related, indent=indent))
    assert [each.headline for each in article.related] == related
    assert bodies(article) == BODY


def test_without_tags_none_are_made_up() -> None:
    assert recover_text(page(tags="")).tags == ()


@pytest.mark.parametrize("tags_first", [False, True])
def test_tags_are_found_in_their_order(tags_first: bool) -> None:
    assert list(recover_text(page(tags_first=tags_first)).tags) == TAGS


def test_every_line_has_its_grounds() -> None:
    assert all(len(span.why.split()) >= 2 for span in recover_text(page()).spans)
