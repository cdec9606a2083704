"""Confidence is the share of such values that are right, as far as it was learnt."""

from collections.abc import Iterator
from unittest import mock

import numpy as np
import pytest

from articles.recovery.fields import certainty
from articles.recovery.fields.certainty import HTML, TEXT, calibrated, load_scales
from benchmarks.rightness import Evidence, table_of_bins
from benchmarks.training.calibration import Case, learn, out_of_fold


@pytest.fixture()
def scales() -> Iterator[None]:
    known = {"text.authors": (np.array([0.2, 0.8]), np.array([0.1, 0.9]))}
    with mock.patch.object(certainty, "load_scales", lambda: known):
        yield


@pytest.mark.usefixtures("scales")
def test_a_learnt_scale_is_followed_and_never_left() -> None:
    found = [calibrated({"authors": value}, TEXT)["authors"] for value in (0.1, 0.5, 0.8, 1.0)]
    assert found == [0.1, 0.5, 0.9, 0.9]


@pytest.mark.usefixtures("scales")
def test_nothing_given_and_nothing_learnt_stay_as_they_are() -> None:
    assert calibrated({"authors": 0.0, "tags": 0.7}, TEXT) == {"authors": 0.0, "tags": 0.7}
    assert calibrated({"authors": 0.5}, HTML) == {"authors": 0.5}


def test_a_derived_headline_keeps_its_low_confidence() -> None:
    assert calibrated({"headline": 0.2, "no_headline": 0.7}, TEXT)["headline"] == 0.2


def test_shipped_scales_never_fall_and_are_shares() -> None:
    assert load_scales()
    for points, shares in load_scales().values():
        assert (np.diff(points) >= 0).all()
        assert 0 <= shares.min() <= shares.max() < 1


def cases(share_right: float, confidence: float, count: int = 100) -> list[Case]:
    right = int(share_right * count)
    return [Case(at % 5, TEXT, Evidence("tags", confidence, at < right)) for at in range(count)]


def test_a_scale_is_learnt_that_says_how_often_values_are_right() -> None:
    points, shares = learn([*cases(0.3, 0.4), *cases(0.95, 0.8)])["text.tags"]
    assert 0.15 < np.interp(0.4, points, shares) <= 0.3
    assert 0.75 < np.interp(0.8, points, shares) <= 0.95


def test_too_few_values_teach_nothing() -> None:
    assert learn(cases(1.0, 0.9, count=10)) == {}


def test_tables_count_values_and_those_that_are_right() -> None:
    table = table_of_bins("texts", [Evidence("body", 0.95, True), Evidence("body", 0.9, False)])
    assert "| body | - | - | - | - | 2, 0.500 |" in table
    assert "| tags |" in out_of_fold(cases(0.9, 0.8))
