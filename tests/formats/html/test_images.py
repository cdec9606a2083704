"""An HTML page's images: those it describes itself by, then those of its text, with alt, caption and credit."""

import pytest

from articles.formats.html.flattening import parse
from articles.formats.html.images import page_images
from articles.recovery.article import RecoveredImage


def images(body: str, *described: str) -> list[RecoveredImage]:
    root = parse(f"<html><body>{body}</body></html>")
    return list(page_images(root, tuple(RecoveredImage(url) for url in described)))


@pytest.mark.parametrize(
    "body",
    [
        "<p>Words</p>",
        "<nav><img src=a.png></nav><footer><img src=b.png></footer><header><img src=logo.png></header>",
        "<img src='data:image/png;base64,AA=='><img alt=x><img src=' '>",
        "<img src=icon.png width=16 height=16>",
        "<article><p>Words</p></article><img src=elsewhere.png>",
    ],
)
def test_what_is_no_image_of_the_text_is_left_out(body: str) -> None:
    assert images(body) == []


def test_figure_gives_caption_and_credit() -> None:
    body = (
        "<article><p>Words</p><figure><img src='img/pier.jpg' alt=' The  pier '><figcaption>The pier at dusk. "
        "<span class='photo-credit'>Photo: T. Reed</span></figcaption></figure></article>"
    )
    assert images(body) == [RecoveredImage("img/pier.jpg", "The pier", "The pier at dusk.", "Photo: T. Reed")]


def test_lazy_image_has_its_real_address() -> None:
    assert images("<p>a</p><img src='data:image/gif;base64,R0' data-src='real.jpg'>") == [RecoveredImage("real.jpg")]


def test_described_image_comes_first_and_takes_the_words_of_the_one_shown() -> None:
    found = images(
        "<p>a</p><img src=first.jpg alt=First><img src='img/pier.jpg?w=300' alt='The pier'>",
        "https://a.example/big/pier.jpg",
    )
    assert found == [
        RecoveredImage("https://a.example/big/pier.jpg", "The pier"),
        RecoveredImage("img/pier.jpg?w=300", "The pier"),
        RecoveredImage("first.jpg", "First"),
    ]


def test_image_shown_twice_is_one() -> None:
    assert len(images("<p>a</p><img src=a.jpg><img src=a.jpg><img src=./a.jpg>")) == 1
