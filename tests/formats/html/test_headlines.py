"""The headline is the wording of the page's editors, not the one for search engines."""

from articles.formats.html.flattening import parse
from articles.formats.html.metadata import read_metadata


def wording(*, title: str, linked: str = "", described: str = "") -> str:
    script = f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{linked}"}}</script>'
    meta = f'<meta property="og:title" content="{described}">' if described else ""
    page = f"<html><head><title>{title}</title>{meta}{script if linked else ''}</head><body><p>Text</p></body></html>"
    return read_metadata(parse(page)).headlines[0]


def test_wording_that_the_title_does_not_repeat_comes_first() -> None:
    engine, editor = "Winter ferry stops: all you need to know", "A crossing too far for the Grey Heron"
    assert wording(title=f"{engine} - The Courier", linked=engine, described=editor) == editor
    assert wording(title=f"{engine} - The Courier", linked=editor, described=engine) == editor


def test_linked_data_comes_first_where_both_or_neither_are_repeated() -> None:
    assert wording(title="Something else", linked="The ferry stops", described="No more ferry") == "The ferry stops"
    assert wording(title="The ferry stops", linked="The ferry stops", described="The ferry stops!") == "The ferry stops"


def test_title_serves_where_nothing_else_is_given() -> None:
    assert wording(title="The ferry stops for the winter | The Courier") == "The ferry stops for the winter"
