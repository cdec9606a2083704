"""From what networks and rules say of lines to one label a line, and to how sure that is."""

import numpy as np
import pytest

from articles.recovery import recover_text
from articles.recovery.decoding import choose_labels, decode, standfirst_line
from articles.recovery.labeller import LABELS, SURENESS_STEPS, load_sureness
from articles.recovery.lines import split_lines
from articles.recovery.page import Floats, Page, measure
from articles.recovery.rules import context_of, judge

STORY = "The dredger left the quay on Monday, and nobody knew when it would be back at its berth in the old harbour."


def page_of(*lines: str) -> Page:
    return measure(split_lines("\n".join(lines)))


def likely(*rows: str) -> Floats:
    """Make probabilities from rows such as "S6 B3": label and tenths; what is left is furniture."""
    found = np.zeros((len(rows), len(LABELS)))
    for at, row in enumerate(rows):
        for part in row.split():
            found[at, LABELS.index(part[0])] = int(part[1:]) / 10
        found[at, 0] += 1 - found[at].sum()
    return found


def test_the_standfirst_is_the_likeliest_line_below_the_headline() -> None:
    rows = likely("S8", "H9", "S2 H5", "B9", "S6 B4", "B9")
    text = np.array([False, False, False, True, True, True])
    assert standfirst_line(rows, text, 1) == 4
    assert standfirst_line(likely("S8", "H9", "S3 H5", "B9", "B9", "B9"), text, 1) == 2
    assert standfirst_line(likely("S8", "H9", "O9", "B9", "B9", "B9"), text, 1) == 0
    assert standfirst_line(likely("O9", "H9", "S1 B8", "B9", "B9", "B9"), text, 1) is None


def test_a_page_has_one_standfirst_at_most() -> None:
    page = page_of(*[STORY.replace("Monday", day) for day in ("Monday", "Tuesday", "Friday", "Sunday")])
    labels = choose_labels(likely("S9", "S8", "S7", "B9"), judge(context_of(page)), None)
    assert labels == ["S", "B", "B", "B"]


def test_confidence_is_read_off_the_table_of_its_label() -> None:
    page = page_of(STORY, STORY.replace("Monday", "Friday"))
    context, rows = context_of(page), likely("B9", "B6")
    steps = [step / 200 for step in range(SURENESS_STEPS + 1)]
    found = decode(context, rows, judge(context), None, sureness={"B": steps})
    assert [reading.confidence for reading in found] == [0.45, 0.3]


@pytest.mark.parametrize("model", ["text", "html"])
def test_what_is_likelier_is_never_less_sure(model: str) -> None:
    tables = load_sureness(model)
    assert set("BUSO") <= set(tables)
    for table in tables.values():
        assert len(table) == SURENESS_STEPS + 1
        assert table == sorted(table)
        assert 0 <= table[0] <= table[-1] < 1


def test_spans_are_never_quite_certain() -> None:
    assert max(span.confidence for span in recover_text("\n".join([STORY] * 80)).spans) < 1
