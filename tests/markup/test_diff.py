"""The difference of two bodies: blocks find their counterparts, words are marked, and nothing hostile gets through."""

from articles.markup.diff import Fate, diff_blocks, diff_text


def test_equal_bodies_have_no_marks() -> None:
    rows = diff_blocks(["<p>A</p>", "<p>B</p>"], ["<p>A</p>", "<p>B</p>"])
    assert [row.fate for row in rows] == [Fate.SAME, Fate.SAME]
    assert not any("ins" in row.html or "del" in row.html for row in rows)


def test_an_edited_block_marks_its_words_and_a_new_one_stands_apart() -> None:
    old = ["<p>The mill will close in May after ninety years.</p>", "<p>Same.</p>"]
    new = ["<p>Unlike anything.</p>", "<p>The mill will close in June after ninety years.</p>", "<p>Same.</p>"]
    rows = diff_blocks(old, new)
    assert [row.fate for row in rows] == [Fate.ADDED, Fate.CHANGED, Fate.SAME]
    assert "<del>May</del>" in rows[1].html
    assert "<ins>June</ins>" in rows[1].html


def test_texts_without_anything_in_common_are_removed_and_added() -> None:
    rows = diff_blocks(["<p>One two three four.</p>"], ["<p>Five six seven eight nine.</p>"])
    assert [row.fate for row in rows] == [Fate.REMOVED, Fate.ADDED]


def test_a_changed_link_is_visible() -> None:
    old, new = (
        '<p>See <a href="https://a.example/">it</a> now, today.</p>',
        '<p>See <a href="https://b.example/">it</a> now, today.</p>',
    )
    html = diff_blocks([old], [new])[0].html
    assert "<ins>" in html
    assert "b.example" in html


def test_what_is_hostile_is_cleaned() -> None:
    html = "".join(row.html for row in diff_blocks(["<p>a</p>"], ['<p onclick="x">a<script>x()</script></p>']))
    assert "script" not in html
    assert "onclick" not in html


def test_plain_text_is_escaped() -> None:
    assert diff_text("", "<b>new</b>") == "<ins>&lt;b&gt;new&lt;/b&gt;</ins>"
    assert diff_text("<i>old</i>", "") == "<del>&lt;i&gt;old&lt;/i&gt;</del>"
    assert "<script" not in diff_text("a <script>b</script>", "a <script>c</script>")
    assert diff_text("same & same", "same & same") == "same &amp; same"


def test_long_rewritten_bodies_are_quick() -> None:
    old, new = ([f"<p>{side} {n}</p>" for n in range(400)] for side in ("old", "new"))
    assert len(diff_blocks(old, new)) >= 400
