"""Names of classes and ids hint at what an element holds."""

import pytest

from articles.formats.html.hints import KINDS, hints


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("", set()),
        ("css-1x2 mt-4", set()),
        ("article__body", {"text", "story"}),
        ("article-body", {"text", "story"}),
        ("read-also", {"related"}),
        ("shadow", set()),
        ("top-ad wide", {"promo"}),
        ("more-stories", {"related"}),
        ("anymore", set()),
    ],
)
def test_names_give_hints(name: str, kinds: set[str]) -> None:
    found = {kind for kind, value in zip(KINDS, hints([name])[0], strict=True) if value}
    assert found == kinds


def test_each_name_has_its_own_hints() -> None:
    byline, plain, menu = hints(["author-name", "x", "main-nav"])
    assert byline[KINDS.index("author")] == 1
    assert plain.sum() == 0
    assert menu[KINDS.index("navigation")] == 1
