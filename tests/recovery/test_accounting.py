"""What counts as accounted for, and what does not."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.recovery import RecoveryError, recover_text
from articles.recovery.accounting import faults_of
from articles.recovery.article import Role, Span

TEXT = "First line\n\nSecond line\n"
WHOLE = (
    Span(1, 0, 12, Role.HEADLINE, 0.9, "it is the first"),
    Span(3, 12, 24, Role.BODY, 0.9, "it comes after"),
)


def test_whole_spans_have_no_fault() -> None:
    assert not list(faults_of(TEXT, WHOLE))


def test_a_glued_line_may_have_several_roles() -> None:
    halves = (replace(WHOLE[0], end=5), replace(WHOLE[0], start=5, role=Role.DATE), WHOLE[1])
    assert not list(faults_of(TEXT, halves))


@pytest.mark.parametrize(
    ("spans", "fault"),
    [
        ((), "no line has a role"),
        (WHOLE[:1], "line 3: has no role"),
        (WHOLE[:1], "the spans end at character 12, the text at 24"),
        ((WHOLE[0], replace(WHOLE[1], start=13)), "line 3: begins at character 13"),
        ((WHOLE[0], replace(WHOLE[1], start=11)), "line 3: begins at character 11"),
        ((WHOLE[0], replace(WHOLE[1], number=2)), "line 2: has a role, but is blank"),
        ((WHOLE[0], replace(WHOLE[1], confidence=1.2)), "line 3: the confidence 1.2"),
        ((WHOLE[0], replace(WHOLE[1], why=" ")), "line 3: no reason"),
        ((WHOLE[0], replace(WHOLE[1], role="hero")), "line 3: the role “hero” is unknown"),  # type: ignore[arg-type]
    ],
)
def test_faults_are_named(spans: tuple[Span, ...], fault: str) -> None:
    assert any(found.startswith(fault) for found in faults_of(TEXT, spans)), list(faults_of(TEXT, spans))


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=400))
def test_arbitrary_text_is_accounted_for(text: str) -> None:
    try:
        article = recover_text(text)
    except RecoveryError:
        assert not text.strip()
    else:
        assert not list(faults_of(text, article.spans))
