"""The specimens in docstrings hold."""

import doctest
from types import ModuleType

import pytest

from articles.recovery import dates, seams
from articles.recovery.fields import bylines, headlines, tags


@pytest.mark.parametrize("module", [dates, seams, bylines, headlines, tags], ids=lambda module: module.__name__)
def test_docstrings_hold(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0
