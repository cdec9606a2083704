"""An import makes no second spelling of a tag."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Tag, TagAlias
from articles.services.names import ensure_tags
from tests.factories import make_draft

pytestmark = pytest.mark.django_db


def spellings() -> list[str]:
    """Return two hundred spellings of “Climate changes”, none twice."""
    words = ["Climate change", "Climate changes", "Clímate change", "Climate chänges", "Climaté change"]
    joints = [" ", "-", "  ", "_", "", "–", " - ", ".", "’"]
    cases: list[Callable[[str], str]] = [str, str.upper, str.lower, str.title, str.swapcase]
    found = (sign + case(word).replace(" ", joint) for sign in ("", "#") for word in words for joint in joints
             for case in cases)  # fmt: skip
    return list(dict.fromkeys(found))[:200]


def test_two_hundred_spellings_are_one_tag_at_once() -> None:
    assert len(set(spellings())) == 200
    found = ensure_tags(spellings())
    assert Tag.objects.count() == 1
    assert {tag.name for tag in found.values()} == {"Climate change"}


def test_two_hundred_spellings_are_one_tag_one_by_one() -> None:
    for spelling in spellings():
        ensure_tags([spelling])
    assert Tag.objects.count() == 1


def test_articles_in_any_spelling_carry_the_one_tag() -> None:
    articles = [make_draft(tags=(spelling,)) for spelling in spellings()[:200:20]]
    assert Tag.objects.get().article_links.count() == len(articles)


@pytest.mark.parametrize(
    ("known", "spelled"),
    [
        ("COVID-19", "Covid 19"),
        ("COVID-19", "#covid19"),
        ("São Paulo", "SAO PAULO"),
        ("Łódź", "Lodz"),
        ("U.S.", "US"),
        ("R&D", "R & D"),
        ("Factory", "Factories"),
        ("Elections", "election"),
        ("Local elections", "Local election"),
        ("Virus", "Viruses"),
        ("Wahl", "Wahlen"),
        ("Zeitung", "Zeitungen"),
        ("Schule", "Schulen"),
        ("Stadt", "Städte"),
        ("Land", "Länder"),
        ("Bateau", "Bateaux"),
        ("Journal", "Journaux"),
        ("Elección", "Elecciones"),
        ("Mujer", "mujeres"),
        ("Cruz", "Cruces"),
    ],
)
def test_a_spelling_is_the_known_tag(known: str, spelled: str) -> None:
    for first, second in ((known, spelled), (spelled, known)):
        Tag.objects.all().delete()
        ensure_tags([first])
        ensure_tags([second])
        assert [tag.name for tag in Tag.objects.all()] == [first.lstrip("#")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("News", "New"),
        ("Politics", "Politic"),
        ("Paris", "Pari"),
        ("Bank", "Banker"),
        ("Korea", "Korean"),
        ("Korea", "Koreans"),
        ("Sweden", "Swede"),
        ("Gold", "Golden"),
        ("Farm", "Farmer"),
        ("Business", "Busines"),
        ("Car", "Cars"),
        ("Arms", "Arm"),
        ("Customs", "Custom"),
        ("9/11", "911"),
        ("C++", "C"),
        ("C#", "C"),
        ("Moral", "Morale"),
        ("Human", "Humane"),
        ("Bill Gates", "Bill Gate"),
        ("Virus", "Viru"),
        ("Covid 19", "Covid 1"),
        ("北京", "北"),
        ("й", "и"),
    ],
)
def test_another_word_is_another_tag(one: str, other: str) -> None:
    for first, second in ((one, other), (other, one)):
        Tag.objects.all().delete()
        ensure_tags([first])
        ensure_tags([second])
        assert Tag.objects.count() == 2


def test_an_alias_is_the_tag_in_any_spelling() -> None:
    (tag,) = ensure_tags(["United States"]).values()
    TagAlias.objects.create(name="U.S.A.", key="u.s.a.", loose_key="usa", tag=tag)
    assert set(ensure_tags(["USA", "u.s.a.", "#usa"]).values()) == {tag}
    assert Tag.objects.count() == 1


def test_a_tag_of_its_own_keeps_its_own_spelling() -> None:
    year = Tag.objects.create(name="Año", slug="ano")
    ring = Tag.objects.create(name="Ano", slug="ano-2")
    assert ensure_tags(["año", "ANO"]) == {"año": year, "ano": ring}


def test_an_editors_alias_comes_before_a_plural() -> None:
    (paper,) = ensure_tags(["Paper"]).values()
    (press,) = ensure_tags(["Newspapers"]).values()
    TagAlias.objects.create(name="Papers", key="papers", loose_key="papers", tag=press)
    assert ensure_tags(["Papers", "paper"]) == {"papers": press, "paper": paper}


def test_a_spelling_never_takes_the_address_of_a_merged_tag() -> None:
    (tag,) = ensure_tags(["United States"]).values()
    TagAlias.objects.create(name="Other", key="something", loose_key="something", slug="mill", tag=tag)
    assert next(iter(ensure_tags(["Mill"]).values())).slug.startswith("mill-")


def test_statements_do_not_grow_with_the_names() -> None:
    for start, size in ((0, 3), (100, 60)):
        with CaptureQueriesContext(connection) as context:
            ensure_tags(f"Matter {number} of life" for number in range(start, start + size))
        assert len(context) == 9
