"""Files, folders and standard input become documents; what cannot be read becomes a refusal with its reason."""

import bz2
import gzip
import io
import os
import tracemalloc
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from articles.formats.documents import MAX_DOCUMENT_BYTES, Document, Refusal
from articles.formats.intake import count, walk
from articles.formats.keys import Keys


def refusal(found: list[Document | Refusal]) -> Refusal:
    refusals = [each for each in found if isinstance(each, Refusal)]
    assert len(refusals) == 1
    return refusals[0]


def test_folder_is_walked_in_order_with_keys_below_it(tmp_path: Path) -> None:
    (tmp_path / "b" / "c").mkdir(parents=True)
    for name in ("z.txt", "b/2.txt", "b/c/1.txt", "a.html", ".hidden", "b/.also-hidden"):
        (tmp_path / name).write_text(name)
    (tmp_path / ".folder").mkdir()
    (tmp_path / ".folder" / "x.txt").write_text("x")
    found = list(walk([tmp_path]))
    assert [each.key for each in found] == ["a.html", "b/2.txt", "b/c/1.txt", "z.txt"]
    assert count([tmp_path]) == 4
    assert all(isinstance(each, Document) and each.data == each.key.encode() for each in found)


def test_file_is_named_by_its_name_and_input_by_a_dash(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_bytes(b"one")
    found = list(walk([str(tmp_path / "one.txt"), "-"], stdin=io.BytesIO(b"two")))
    assert found == [Document("one.txt", b"one", near=tmp_path / "one.txt", member="one.txt"), Document("-", b"two")]


def test_missing_path_is_refused(tmp_path: Path) -> None:
    found = refusal(list(walk([tmp_path / "nowhere.txt"])))
    assert found.key == "nowhere.txt"
    assert "no such file" in found.reason


def test_second_document_of_one_name_is_refused(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.txt").write_text(folder)
    found = list(walk([tmp_path / "x", tmp_path / "y"]))
    assert isinstance(found[0], Document)
    assert "same.txt" in refusal(found).reason
    assert refusal(found).data == b"y"


def test_input_given_twice_is_refused() -> None:
    assert refusal(list(walk(["-", "-"], stdin=io.BytesIO(b"once")))).key == "-"


def test_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    assert "empty" in refusal(list(walk([tmp_path]))).reason


def test_file_over_the_limit_is_refused_by_its_beginning(tmp_path: Path) -> None:
    with (tmp_path / "large.txt").open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    tracemalloc.start()
    found = refusal(list(walk([tmp_path])))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "too large" in found.reason
    assert "209,715,200" in found.reason
    assert (found.data, found.path) == (b"", tmp_path / "large.txt")
    assert peak < 2 * 1024 * 1024


def test_endless_input_is_refused_at_the_limit() -> None:
    class Endless(io.RawIOBase):
        def read(self, size: int = -1, /) -> bytes:
            assert 0 < size <= MAX_DOCUMENT_BYTES + 1
            return b"x" * size

    endless: Any = Endless()
    assert "too large" in refusal(list(walk(["-"], stdin=endless))).reason


def test_pipe_is_refused_and_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "pipe" in refusal(list(walk([tmp_path]))).reason


def test_device_is_refused() -> None:
    assert "device" in refusal(list(walk(["/dev/zero"]))).reason


def test_loop_of_links_is_refused_once(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text("a")
    (tmp_path / "sub" / "up").symlink_to(tmp_path)
    found = list(walk([tmp_path]))
    assert [each.key for each in found] == ["sub/a.txt", "sub/up"]
    assert "loop" in refusal(found).reason


def test_link_to_itself_and_broken_link_are_refused(tmp_path: Path) -> None:
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    found = list(walk([tmp_path]))
    assert [type(each) for each in found] == [Refusal, Refusal]


def test_unreadable_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "b.txt").write_text("b")
    opened = Path.open

    def locked(path: Path, *args: Any, **kwargs: Any) -> Any:
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **kwargs)

    monkeypatch.setattr(Path, "open", locked)
    found = list(walk([tmp_path]))
    assert "permission" in refusal(found).reason
    assert found[1] == Document("b.txt", b"b", near=tmp_path, member="b.txt")


def test_unlistable_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "locked").mkdir()
    (tmp_path / "z.txt").write_text("z")
    listed = os.scandir

    def locked(path: Any) -> Any:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr("articles.formats.intake.os.scandir", locked)
    found = list(walk([tmp_path]))
    assert refusal(found).key == "locked"
    assert "permission" in refusal(found).reason
    assert isinstance(found[1], Document)


def test_broken_input_is_refused() -> None:
    class Broken(io.RawIOBase):
        def read(self, size: int = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    stdin: BinaryIO = Broken()  # type: ignore[assignment]
    assert "Input/output error" in refusal(list(walk(["-"], stdin=stdin))).reason


def test_nul_in_a_path_is_refused() -> None:
    assert refusal(list(walk(["a\0b"]))).reason


def test_pictures_beside_documents_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0 and so on")
    (tmp_path / "b.svg").write_text('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>')
    assert [each.key for each in walk([tmp_path])] == ["a.txt"]
    assert count([tmp_path]) == 1
    assert "a picture" in refusal(list(walk([tmp_path / "a.jpg"]))).reason
    assert count([tmp_path / "a.jpg"]) == 1


def test_key_that_cannot_be_stored_is_refused(tmp_path: Path) -> None:
    folder = tmp_path.joinpath(*["f" * 200] * 6)
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text("a")
    found = refusal(list(walk([tmp_path])))
    assert "1,000 at most" in found.reason
    assert found.data == b"a"


@pytest.mark.parametrize(
    "content",
    [gzip.compress(b"words"), bz2.compress(b"words"), b"PK\x05\x06" + bytes(18)],
    ids=["gzip", "bzip2", "zip"],
)
def test_count_is_unknown_where_only_unpacking_would_tell(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.txt").write_text("a")
    assert count([tmp_path]) == 1
    (tmp_path / "b.txt").write_bytes(content)
    assert count([tmp_path]) is None
    assert count(["-"]) is None


def test_keys_are_known_again() -> None:
    keys = Keys()
    assert all(keys.add(f"key {number}") for number in range(5000))
    assert not any(keys.add(f"key {number}") for number in range(5000))
    assert len(keys) == 5000
