"""The months' names are those of CLDR, in every language of the press, each of one month alone."""

from collections import defaultdict

import pytest
from babel import Locale

from articles.recovery.months import MONTHS

PRESS = (
    "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl he hi hr hu hy id is it ka kk lt lv mk "
    "ms mt nb nl pl pt ro ru sk sl sq sr sv sw ta te th tr uk ur uz vi xh zu"
).split()


@pytest.fixture(scope="module")
def months_by_name() -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for code in PRESS:
        names = Locale.parse(code).months["format"]["wide"]
        for number, name in names.items():
            found[name.casefold().strip(". ")].add(number)
    return found


def test_every_name_of_one_month_is_known(months_by_name: dict[str, set[int]]) -> None:
    words = {name: months for name, months in months_by_name.items() if name.isalpha()}
    missing = {name for name, months in words.items() if len(months) == 1 and MONTHS.get(name) not in months}
    assert missing <= {"listopad"}
    assert len(words) > 400


def test_names_of_two_months_are_left_out_but_for_the_widely_read(months_by_name: dict[str, set[int]]) -> None:
    shared = {name for name, months in months_by_name.items() if len(months) > 1}
    assert shared & MONTHS.keys() <= {"listopad", "listopada", "mart"}
