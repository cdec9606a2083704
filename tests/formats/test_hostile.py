"""Hostile input gets a clear error, or is read as far as it goes; it costs bounded time and memory."""

import bz2
import gzip
import io
import lzma
import random
import struct
import subprocess
import sys
import tarfile
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import zstandard

from articles.formats.documents import Document, ReadOptions, Recovered, Refusal, UnreadableDocument
from articles.formats.intake import walk
from articles.formats.reading import read
from tests.formats.test_archives import PACKERS, tarred, zipped

MIB = 1024 * 1024
WORDS = "The ferry between Lower Elm and Saltmarsh will stop running in the winter months, the board decided. "


@contextmanager
def bounded(*, seconds: float, mebibytes: float) -> Iterator[None]:
    """Fail when what happens inside takes longer, or holds more objects of Python at once."""
    tracemalloc.start()
    started = time.process_time()
    try:
        yield
        took, peak = time.process_time() - started, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert took < seconds, f"{took:.1f} s"
    assert peak < mebibytes * MIB, f"{peak / MIB:.0f} MiB"


def outcome(data: bytes, **options: Any) -> Recovered | str:
    """Return what a document holds, or why it cannot be read."""
    try:
        return read(Document("a", data), ReadOptions(**options))
    except UnreadableDocument as error:
        return str(error)


def reasons(folder: Path, data: bytes) -> str:
    (folder / "a").write_bytes(data)
    return " / ".join(each.reason for each in walk([folder / "a"]) if isinstance(each, Refusal))


def laughs(levels: int = 9) -> str:
    entities = "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, levels + 1))
    return f'<!DOCTYPE html [<!ENTITY l0 "lol">{entities}]>'


@pytest.mark.parametrize("declaration", ["", '<?xml version="1.0"?>', "<!-- a note -->\n"])
@pytest.mark.parametrize("page", ["<html><body><p>&l9; words</p></body></html>", "<lolz>&l9;</lolz>"])
def test_entity_bomb_is_refused(declaration: str, page: str) -> None:
    with bounded(seconds=5, mebibytes=20):
        assert "declares XML entities" in str(outcome((declaration + laughs() + page).encode()))


def test_external_entity_is_refused_and_its_file_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hush-hush")
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]><html><body><p>&x; words</p></body></html>'
    found = outcome(page.encode())
    assert "declares XML entities" in str(found)
    assert "hush-hush" not in str(found)


@pytest.mark.parametrize("packer", PACKERS)
def test_bomb_of_one_file_is_refused(tmp_path: Path, packer: str) -> None:
    data = PACKERS[packer](bytes(100 * MIB))
    with bounded(seconds=20, mebibytes=60):
        reason = reasons(tmp_path, data)
    assert "more than 200 times its size" in reason or "too large" in reason


def test_bomb_in_a_tar_is_refused_and_what_came_before_stays(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(gzip.compress(tarred({"good.txt": b"words", "bomb.txt": bytes(100 * MIB)})))
    with bounded(seconds=20, mebibytes=60):
        found = list(walk([tmp_path / "a"]))
    assert [each.key for each in found if isinstance(each, Document)] == ["a/good.txt"]
    assert any("too large" in str(each) or "200 times" in str(each) for each in found)


def test_bomb_whose_members_share_their_bytes_is_refused(tmp_path: Path) -> None:
    """Each entry of the directory points to one and the same member: 4,000 times 15 MB."""
    data = zipped({"a.txt": bytes(15_000_000)})
    at = data.index(b"PK\x01\x02")
    entry, end = data[at : data.index(b"PK\x05\x06")], bytearray(data[data.index(b"PK\x05\x06") :])
    directory = b"".join(entry.replace(b"a.txt", f"{number:05}".encode()) for number in range(4000))
    struct.pack_into("<HHL", end, 8, 4000, 4000, len(directory))
    with bounded(seconds=30, mebibytes=120):
        reason = reasons(tmp_path, data[:at] + directory + bytes(end))
    assert "more than 200 times its size" in reason


def test_bomb_of_archives_in_archives_is_refused(tmp_path: Path) -> None:
    inner = zipped({f"{number}.txt": bytes(15_000_000) for number in range(10)})
    data = zipped({f"{number}.zip": inner for number in range(50)})
    with bounded(seconds=30, mebibytes=120):
        assert "more than 200 times its size" in reasons(tmp_path, data)


def test_archive_that_asks_for_too_much_memory_is_refused(tmp_path: Path) -> None:
    wide = lzma.compress(b"words", filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1024 * MIB}])
    assert "broken after 0" in reasons(tmp_path, wide)
    parameters = zstandard.ZstdCompressionParameters(window_log=30)
    packer = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    assert "broken after 0" in reasons(tmp_path, packer.compress(b"words" * 9) + packer.flush())


def test_header_of_a_tar_that_claims_gigabytes_is_refused(tmp_path: Path) -> None:
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, 7 * 1024 * MIB
    with bounded(seconds=5, mebibytes=20):
        assert "claims" in reasons(tmp_path, info.tobuf(tarfile.GNU_FORMAT) + bytes(2 * MIB))


def test_line_of_100_mb_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "a").open("wb") as file:
        for _ in range(100):
            file.write(b"x" * 1_000_000)
    with bounded(seconds=5, mebibytes=5):
        (found,) = walk([tmp_path / "a"])
    assert "too large" in str(found)
    endless = io.BytesIO(b"x" * 100_000_000)
    with bounded(seconds=20, mebibytes=60):
        (found,) = walk(["-"], stdin=endless)
    assert "too large" in str(found)


@pytest.mark.parametrize("name", ["text", "markdown"])
def test_line_as_long_as_a_document_may_be_is_refused(name: str) -> None:
    with bounded(seconds=10, mebibytes=100):
        assert "a line of 16,777,216 characters" in str(outcome(b"x" * 16 * MIB, format=name))


@pytest.mark.parametrize("name", ["text", "markdown"])
def test_too_many_lines_are_refused(name: str) -> None:
    with bounded(seconds=20, mebibytes=350):
        assert "1,600,000 lines of text" in str(outcome(b"word here\n" * 1_600_000, format=name))


def test_too_many_lines_of_html_are_refused() -> None:
    with bounded(seconds=60, mebibytes=400):
        assert "100,000 lines of text" in str(outcome(b"<html><body>" + b"<p>word here</p>" * 100_000))


@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "table><tr><td", "blockquote", "font"])
def test_100_000_open_tags_are_read_to_their_end(tag: str) -> None:
    page = f"<html><body><p>First. {WORDS}</p>" + f"<{tag}>" * 100_000 + f"<p>Last. {WORDS}</p>"
    with bounded(seconds=20, mebibytes=100):
        found = outcome(page.encode())
    assert isinstance(found, Recovered)
    assert "First." in found.article.text
    assert "Last." in found.article.text


def test_200_open_tags_are_read_to_their_end() -> None:
    found = outcome((f"<html><body><p>First. {WORDS}</p>" + "<div>" * 200 + f"<p>Last. {WORDS}</p>").encode())
    assert isinstance(found, Recovered)
    assert "Last." in found.article.text


@pytest.mark.parametrize("page", ["[" * 30_000, ">" * 100_000, "*a _" * 8_000, "- " * 50_000, "![a](" * 5_000])
def test_markdown_that_nests_deeply_takes_bounded_time(page: str) -> None:
    with bounded(seconds=60, mebibytes=300):
        outcome(f"# T\n\n{page}\n".encode(), format="markdown")


def test_front_matter_that_multiplies_takes_bounded_time() -> None:
    names = "abcdefghij"
    lists = "".join(
        f"{one}: &{one} [{', '.join([f'*{above}'] * 9)}]\n" for above, one in zip(names, names[1:], strict=False)
    )
    page = f"---\na: &a [{', '.join('x' * 9)}]\n{lists}title: *j\nauthors: *j\ntags: *j\n---\n{WORDS}"
    with bounded(seconds=10, mebibytes=50):
        outcome(page.encode())


@pytest.mark.parametrize("glue", [" ", ' z="<" ', " z='>' "])
def test_element_with_too_many_attributes_is_refused(glue: str) -> None:
    attributes = glue.join(f"a{number}=1" for number in range(200_000))
    with bounded(seconds=20, mebibytes=150):
        assert "1,000 attributes" in str(outcome(f"<html><body><p {attributes}>{WORDS}</p></body></html>".encode()))


def test_long_attribute_is_no_many_attributes() -> None:
    page = f'<html><body><img src="data:image/png;base64,{"A" * 99_999}" alt="{"words of it " * 5000}"><p>{WORDS}</p>'
    assert isinstance(outcome(page.encode()), Recovered)


@pytest.mark.parametrize("bad", ["\x00", "\u202e", "\u2066", "\u202a\u2069"])
@pytest.mark.parametrize(
    "form", ["{}", "# T{}\n\n{}", "<html><head><title>T{}</title></head><body><p>{}</p></body></html>"]
)
def test_controls_do_not_reach_the_fields(bad: str, form: str) -> None:
    text = form.format(*[WORDS.replace(" ", f" {bad}", 3)] * form.count("{}"))
    found = outcome(text.encode())
    assert isinstance(found, Recovered)
    article = found.article
    said = [article.headline or "", article.standfirst or "", *(block.text for block in article.body)]
    assert not any(character in "".join(said) for character in bad)
    assert found.notes


@pytest.mark.parametrize("bad", [b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80", b"\xfe\xff"])
@pytest.mark.parametrize("form", ["{}", "# T\n\n{}", "<html><body><p>{}</p></body></html>"])
def test_invalid_utf8_is_read_and_told(bad: bytes, form: str) -> None:
    data = form.format("Grüße über Straßen. " + WORDS * 9).encode()
    found = outcome(data[:200] + bad + data[200:])
    assert isinstance(found, Recovered)
    assert any("no valid UTF-8" in note for note in found.notes)


@pytest.mark.parametrize("form", ["{}", "---\ntitle: T\n---\n{}", "<html><body><p>{}</p></body></html>"])
def test_half_a_file_is_read_as_far_as_it_goes_or_refused(form: str) -> None:
    data = form.format("Grüße über Straßen. " * 9).encode()
    for cut in range(0, len(data), 7):
        outcome(data[:cut])


MEMBERS = {f"{number}.txt": random.Random(number).randbytes(300) + b"words " * 50 for number in range(8)}
PACKED = {
    "zip": zipped(MEMBERS),
    "stored zip": zipped(MEMBERS, zipfile.ZIP_STORED),
    "tar": tarred(MEMBERS),
    "gnu tar": tarred({"n" * 200: b"x", **MEMBERS}, tarfile.GNU_FORMAT),
    "tar.gz": gzip.compress(tarred(MEMBERS)),
    "tar.bz2": bz2.compress(tarred(MEMBERS)),
    "tar.xz": lzma.compress(tarred(MEMBERS)),
    "tar.zst": PACKERS["zst"](tarred(MEMBERS)),
    "tar.gz in zip": zipped({"a": gzip.compress(tarred(MEMBERS)), "b": zipped(MEMBERS)}),
}


@pytest.mark.parametrize("name", PACKED)
def test_damaged_archives_raise_nothing_and_lose_nothing_silently(tmp_path: Path, name: str) -> None:
    whole, chance = PACKED[name], random.Random(zlib.crc32(name.encode()))
    for turn in range(60):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 1, 4, 30))):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        if turn % 3 == 0:
            del data[chance.randrange(len(data)) :]
        (tmp_path / "a").write_bytes(data)
        found = list(walk([tmp_path / "a"]))
        intact = [each for each in found if isinstance(each, Document) and each.data in MEMBERS.values()]
        is_plain_tar = name in ("tar", "gnu tar", "tar.zst")  # without a checksum of what the members hold
        is_told = any(isinstance(each, Refusal) for each in found)
        if [each.key for each in found] == ["a"] and not is_told:  # no longer known as an archive
            is_told = isinstance(outcome(bytes(data)), str)
        assert is_told or is_plain_tar or len(intact) >= len(MEMBERS)


def test_noise_raises_nothing(tmp_path: Path) -> None:
    chance = random.Random(7)
    beginnings = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b\x08", b"BZh91AY&SY", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd")
    for beginning in beginnings:
        for size in (0, 1, 30, 600, 5000):
            (tmp_path / "a").write_bytes(beginning + chance.randbytes(size))
            assert all(isinstance(each, Refusal) for each in walk([tmp_path / "a"]))


def test_30_000_tiny_members_leave_no_trace_in_memory(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a", "w") as archive:
        for number in range(30_000):
            archive.writestr(zipfile.ZipInfo(f"{number}.txt"), b"")
    with bounded(seconds=60, mebibytes=6):
        assert sum(1 for _ in walk([tmp_path / "a"])) == 30_000


MEASURED = """
import resource, sys
from articles.formats.intake import walk
base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
count = sum(1 for _ in walk([sys.argv[1]]))
print(count, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base) // 1024)
"""


@pytest.mark.slow
@pytest.mark.parametrize("pack", ["w:gz", "zip"])
def test_archive_larger_than_memory_may_be_is_walked_in_little(tmp_path: Path, pack: str) -> None:
    chance = random.Random(1)
    blob = bytes(chance.choices(b"etaoin shrdlu", k=400_000))
    documents = ((f"{number}.txt", blob[number : number + 100_000]) for number in range(1000))  # 100 MB
    if pack == "zip":
        with zipfile.ZipFile(tmp_path / "a", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
            for name, data in documents:
                packed.writestr(name, data)
    else:
        with tarfile.open(tmp_path / "a", "w:gz", compresslevel=1) as archive:
            for name, data in documents:
                info = tarfile.TarInfo(name)
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
    command = [sys.executable, "-c", MEASURED, str(tmp_path / "a")]
    count, mebibytes = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    assert int(count) == 1000
    assert int(mebibytes) < 40
