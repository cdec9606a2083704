"""The seeds: the received document stays as received, and the examples hold together."""

import hashlib
import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import frontmatter
import pytest
from lxml import html

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
EXAMPLES = sorted(path for path in (SEEDS / "examples").iterdir() if path.is_file())
RECEIVED_SHA256 = "6b2bb0b2973223817d1790e40388c64132475e2ce07220c8e25a5aa6e0fc9e23"

# What flattened pages cannot declare: language, and headline where the page shows one.
FLATTENED: dict[str, tuple[str, str | None]] = {
    "2019-08-23-corn-hall-lost-property": ("en", None),
    "2021-09-30-school-cook": ("en", "School cook retires after 31 years and 2.4 million potatoes"),
    "2021-12-03-stille-auktion": ("de", None),
    "2022-09-17-bac-de-l-aunette": ("fr", "Le dernier bac de l’Aunette accoste sans passager, mais avec fanfare"),
    "2024-05-25-bathtub-regatta": ("en", None),
    "2024-11-07-reloj-de-la-marea": ("es", "El reloj de la marea llega de Francia con una hora de retraso"),
    "2025-07-19-net-loft-forgery": ("en", "The Net Loft hangs a forgery, and this time says so"),
    "2026-06-30-deichschafe": ("de", "Deichschafe gezählt: Ahlershafen kommt auf zwei Ergebnisse"),
    "2026-11-20-storm-closes-port": ("en", None),
}


@cache
def page(path: Path) -> html.HtmlElement:
    """Return the parsed HTML example."""
    return html.fromstring(path.read_bytes())


def matter(path: Path) -> dict[str, Any]:
    """Return the front matter of a Markdown example."""
    return frontmatter.loads(path.read_text(encoding="utf-8")).metadata


def facts(path: Path) -> tuple[str, str | None, list[str]]:
    """Return language, headline and, where the layout marks them, related headlines of an example."""
    if path.suffix == ".md":
        found = matter(path)
        return str(found["language"]), str(found["title"]), [str(name) for name in found["related"]]
    if path.suffix == ".html":
        related = page(path).xpath('//*[contains(@class, "related")]//a/text()')
        return page(path).get("lang"), page(path).xpath("string(//h1)"), related
    return *FLATTENED[path.stem], []


def lines(path: Path) -> list[str]:
    return [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]


HEADLINES = {headline for path in EXAMPLES if (headline := facts(path)[1])}


def test_received_document_is_never_edited() -> None:
    received = (SEEDS / "000_b0b61d6de4eb8344.txt").read_bytes()
    assert hashlib.sha256(received).hexdigest() == RECEIVED_SHA256


def test_examples_are_many_in_several_languages_layouts_and_years() -> None:
    assert len(EXAMPLES) >= 24
    assert {path.suffix for path in EXAMPLES} == {".txt", ".html", ".md"}
    assert {facts(path)[0] for path in EXAMPLES} >= {"en", "de", "fr", "es"}
    assert len({path.name[:4] for path in EXAMPLES}) >= 5


@pytest.mark.parametrize("path", [p for p in EXAMPLES if p.suffix == ".md"], ids=lambda path: path.stem)
def test_front_matter_is_complete_and_dated_with_a_zone(path: Path) -> None:
    found = matter(path)
    assert {"title", "standfirst", "authors", "date", "tags", "language", "section", "related"} <= found.keys()
    # An unquoted colon makes a mapping of a headline.
    assert all(isinstance(text, str) for key in ("authors", "tags", "related") for text in found[key])
    dates = [found["date"], found.get("updated", found["date"])]
    assert all(isinstance(date, datetime) and date.tzinfo for date in dates)
    assert dates == sorted(dates)
    assert path.name.startswith(dates[0].date().isoformat())


@pytest.mark.parametrize("path", [p for p in EXAMPLES if p.suffix == ".html"], ids=lambda path: path.stem)
def test_page_parses_and_says_the_same_throughout(path: Path) -> None:
    headline = facts(path)[1]
    assert headline
    assert page(path).xpath('//meta[@property="og:title"]/@content') == [headline]
    (published,) = page(path).xpath('//meta[@property="article:published_time"]/@content')
    assert datetime.fromisoformat(published).tzinfo
    assert path.name.startswith(published[:10])
    for script in page(path).xpath('//script[@type="application/ld+json"]/text()'):
        data = json.loads(script)
        news = [item for item in data.get("@graph", [data]) if item["@type"] == "NewsArticle"]
        assert [(item["headline"], item["datePublished"]) for item in news] == [(headline, published)]


@pytest.mark.parametrize("path", [p for p in EXAMPLES if p.suffix == ".txt"], ids=lambda path: path.stem)
def test_flattened_page_names_other_examples(path: Path) -> None:
    own = facts(path)[1]
    assert own is None or own in lines(path)
    assert len(HEADLINES - {own} & set(lines(path))) >= 2


def test_related_headlines_are_headlines_of_other_examples() -> None:
    named = [(path, headline) for path in EXAMPLES for headline in facts(path)[2]]
    resolved = [headline for path, headline in named if headline in HEADLINES - {facts(path)[1]}]
    assert len(resolved) >= 0.8 * len(named)


def test_every_headline_is_named_by_another_example() -> None:
    named = {name for path in EXAMPLES for name in (facts(path)[2] or lines(path)) if name != facts(path)[1]}
    assert HEADLINES - named == set()
