"""What structured documents say becomes an article whose lines are all accounted for."""

import pytest

from articles.formats.documents import UnreadableDocument
from articles.formats.story import Story, reading_of
from articles.recovery.article import Block, BlockKind, RecoveredImage, RelatedHeadline


def story(**said: object) -> Story:
    made = Story()
    for name, value in ({"headline": "Ferry stops"} | said).items():
        made.take(name, value, f"field {name}")
    return made


def test_every_part_is_a_line_with_its_role_and_grounds() -> None:
    article = reading_of(
        story(
            kicker="Harbour",
            standfirst="For the winter",
            authors=["Nora Field", "Tom Reed"],
            body=[Block(BlockKind.PARAGRAPH, "It stops."), Block(BlockKind.QUOTE, "Sad.")],
            images=[RecoveredImage("https://x.example/i.jpg", caption="A boat", credit="Ann")],
            related=[RelatedHeadline("Ferry starts")],
            tags=["ferries"],
        )
    ).article
    lines = [
        (article.text[span.start : span.end].strip(), str(span.role), span.confidence, span.why)
        for span in article.spans
    ]
    assert lines == [
        ("Harbour", "kicker", 1.0, "given by field kicker"),
        ("Ferry stops", "headline", 1.0, "given by field headline"),
        ("For the winter", "standfirst", 1.0, "given by field standfirst"),
        ("Nora Field, Tom Reed", "byline", 1.0, "given by field authors"),
        ("It stops.", "body", 1.0, "given by field body, as paragraph"),
        ("Sad.", "quote", 1.0, "given by field body, as quote"),
        ("A boat", "caption", 1.0, "given by field images"),
        ("Ann", "caption", 1.0, "given by field images"),
        ("Ferry starts", "related", 1.0, "given by field related"),
        ("ferries", "tags", 1.0, "given by field tags"),
    ]
    assert "".join(article.text[span.start : span.end] for span in article.spans) == article.text


def test_a_headline_that_is_missing_is_derived() -> None:
    article = reading_of(story(headline="", body=[Block(BlockKind.PARAGRAPH, "It stops. For good.")])).article
    assert article.headline is None
    assert article.suggested_headline == "It stops"
    assert article.confidence["headline"] < 0.5


def test_nothing_is_no_article() -> None:
    with pytest.raises(UnreadableDocument, match="neither a headline nor a text"):
        reading_of(Story())


def test_the_first_that_says_a_field_is_believed() -> None:
    made = story(standfirst="")
    made.take("headline", "Another", "elsewhere")
    assert (made.headline, made.said) == ("Ferry stops", {"headline": "field headline"})


@pytest.mark.parametrize(
    ("written", "instant", "is_told"),
    [
        ("2024-01-02T03:04:05+02:00", "2024-01-02T03:04:05+02:00", False),
        ("2024-01-02T03:04:05Z", "2024-01-02T03:04:05+00:00", False),
        ("20240102T030405Z", "2024-01-02T03:04:05+00:00", False),
        ("Tue, 02 Jan 2024 03:04:05 +0200", "2024-01-02T03:04:05+02:00", False),
        ("2024-01-02 03:04", "2024-01-02T03:04:00+00:00", True),
        ("2024-01-02", "2024-01-02T00:00:00+00:00", True),
    ],
)
def test_instants_are_aware(written: str, instant: str, is_told: bool) -> None:
    reading = reading_of(story(published_at=written))
    assert reading.article.published_at
    assert reading.article.published_at.isoformat() == instant
    assert bool(reading.notes) == is_told


def test_mojibake_is_repaired_on_demand_only() -> None:
    said = {"headline": "FÃ¤hre hÃ¤lt", "body": [Block(BlockKind.PARAGRAPH, "MÃ¼de", "<em>MÃ¼de</em>")]}
    assert reading_of(story(**said)).article.headline == "FÃ¤hre hÃ¤lt"
    mended = reading_of(story(**said), repair=True)
    assert mended.article.headline == "Fähre hält"
    assert mended.article.body == (Block(BlockKind.PARAGRAPH, "Müde", "<em>Müde</em>"),)
    assert len([note for note in mended.notes if "mojibake" in note]) == 1


def test_an_image_named_twice_is_one() -> None:
    images = [RecoveredImage("https://x.example/i"), RecoveredImage("https://x.example/i", "alt", credit="Ann")]
    assert reading_of(story(images=images)).article.images == (RecoveredImage("https://x.example/i", "alt", "", "Ann"),)


@pytest.mark.parametrize("address", ["javascript:x()", "data:text/html,x", "file:///etc/passwd", "http://["])
def test_addresses_are_those_of_the_web(address: str) -> None:
    article = reading_of(
        story(canonical_url=address, images=[RecoveredImage(address)], related=[RelatedHeadline("a", address)])
    ).article
    assert article.canonical_url is None
    assert article.images == ()
    assert article.related == (RelatedHeadline("a"),)
