"""Archives of every kind, known by their content, give each of their members as a document; the broken say where."""

import bz2
import gzip
import io
import lzma
import random
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import zstandard

from articles.formats.documents import Document, ReadOptions, Refusal
from articles.formats.intake import walk

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": lambda data: zstandard.ZstdCompressor().compress(data),
}
Found = list[Document | Refusal]


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members: dict[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def walked(folder: Path, data: bytes, name: str = "misleading.txt") -> Found:
    (folder / name).write_bytes(data)
    return list(walk([folder / name]))


def documents(found: Iterable[Document | Refusal]) -> dict[str, bytes]:
    assert not [each for each in found if isinstance(each, Refusal)]
    return {each.key: each.data for each in found if isinstance(each, Document)}


def reasons(found: Iterable[Document | Refusal]) -> dict[str, str]:
    return {each.key: each.reason for each in found if isinstance(each, Refusal)}


MEMBERS = {"a.txt": b"one", "deep/er/b.html": b"<html>two</html>" * 9, "ü/ñ.txt": b"x" * 200_000, "n" * 180: b"long"}
EXPECTED = {f"misleading.txt/{name}": data for name, data in MEMBERS.items()}
FORMS = [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_zip_gives_its_members(tmp_path: Path, method: int) -> None:
    assert documents(walked(tmp_path, zipped(MEMBERS, method))) == EXPECTED


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("packer", ["", *PACKERS])
def test_tar_gives_its_members(tmp_path: Path, form: int, packer: str) -> None:
    members = {name: data for name, data in MEMBERS.items() if form != tarfile.USTAR_FORMAT or len(name) < 100}
    data = PACKERS.get(packer, bytes)(tarred(members, form))
    assert documents(walked(tmp_path, data)) == {f"misleading.txt/{name}": data for name, data in members.items()}


@pytest.mark.parametrize("packer", PACKERS)
def test_single_compressed_file_is_a_document_under_its_own_name(tmp_path: Path, packer: str) -> None:
    data = PACKERS[packer](b"words ") + PACKERS[packer](b"and more")  # two streams in one file
    (document,) = walked(tmp_path, data)
    assert document == Document(
        "misleading.txt", b"words and more", near=tmp_path / "misleading.txt", member="misleading.txt"
    )


@pytest.mark.parametrize("pack", [zipped, tarred, lambda members: gzip.compress(tarred(members))])
def test_archives_are_read_from_standard_input(pack: Callable[[dict[str, bytes]], bytes]) -> None:
    found = list(walk(["-"], stdin=io.BytesIO(pack(MEMBERS))))
    assert documents(found) == {f"-/{name}": data for name, data in MEMBERS.items()}


def test_member_knows_the_archive_that_it_lies_in(tmp_path: Path) -> None:
    (document,) = walked(tmp_path, zipped({"deep/a.txt": b"one"}))
    assert isinstance(document, Document)
    assert (document.near, document.member) == (tmp_path / "misleading.txt", "deep/a.txt")


def test_archives_in_a_folder_have_keys_below_it(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x").write_bytes(zipped({"a.txt": b"one"}))
    assert [each.key for each in walk([tmp_path])] == ["in/x/a.txt"]


def test_archives_inside_archives_are_read_three_deep(tmp_path: Path) -> None:
    third = gzip.compress(tarred({"c.txt": b"deep"}))
    data = zipped({"a.txt": b"top", "second.zip": zipped({"third.tgz": third})})
    assert documents(walked(tmp_path, data, "x")) == {
        "x/a.txt": b"top",
        "x/second.zip/third.tgz/c.txt": b"deep",
    }
    found = walked(tmp_path, tarred({"first": data, "z.txt": b"last"}), "y")
    assert [each.key for each in found if isinstance(each, Document)] == ["y/first/a.txt", "y/z.txt"]
    assert "inside 3 others" in reasons(found)["y/first/second.zip/third.tgz"]


def test_zip_of_zips_that_never_ends_is_refused(tmp_path: Path) -> None:
    data = b"words"
    for _ in range(50):
        data = gzip.compress(data)
    assert "inside 3 others" in reasons(walked(tmp_path, data))["misleading.txt"]


@pytest.mark.parametrize("name", ["../a.txt", "b/../../a.txt", "/etc/a.txt", "C:\\a.txt", "..\\a.txt", "a\nb"])
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_path_that_climbs_out_is_refused_and_the_rest_goes_on(
    tmp_path: Path, pack: Callable[[dict[str, bytes]], bytes], name: str
) -> None:
    found = walked(tmp_path, pack({name: b"evil", "good.txt": b"good"}))
    assert [each.key for each in found if isinstance(each, Document)] == ["misleading.txt/good.txt"]
    (reason,) = reasons(found).values()
    assert "climbs out" in reason or "control characters" in reason


@pytest.mark.parametrize(
    ("kind", "words"),
    [(tarfile.SYMTYPE, "link"), (tarfile.LNKTYPE, "link"), (tarfile.CHRTYPE, "device"), (tarfile.FIFOTYPE, "pipe")],
)
def test_links_and_devices_are_refused_and_the_rest_goes_on(tmp_path: Path, kind: bytes, words: str) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo("evil")
        info.type, info.linkname = kind, "/etc/passwd"
        archive.addfile(info)
        archive.addfile(tarfile.TarInfo("folder/"))
        good = tarfile.TarInfo("good.txt")
        good.size = 4
        archive.addfile(good, io.BytesIO(b"good"))
    found = walked(tmp_path, out.getvalue())
    assert [each.key for each in found if isinstance(each, Document)] == ["misleading.txt/good.txt"]
    assert words in reasons(found)["misleading.txt/evil"]


def test_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("evil")
        info.create_system, info.external_attr = 3, 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    assert "link" in reasons(walked(tmp_path, out.getvalue()))["misleading.txt/evil"]


def test_hidden_members_and_pictures_are_passed_over(tmp_path: Path) -> None:
    data = zipped({".git/x": b"x", "__MACOSX/._a.txt": b"x", "a.txt": b"one", "a.png": b"\x89PNG\r\n\x1a\n..."})
    assert documents(walked(tmp_path, data)) == {"misleading.txt/a.txt": b"one"}


def test_second_member_of_one_name_is_refused(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("a.txt", "one")
            archive.writestr("a.txt", "two")
    found = walked(tmp_path, out.getvalue())
    assert [type(each) for each in found] == [Document, Refusal]
    assert "second document" in reasons(found)["misleading.txt/a.txt"]


def test_encrypted_member_is_refused(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": b"secret"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "password" in reasons(walked(tmp_path, bytes(data)))["misleading.txt/a.txt"]


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA])
def test_member_packed_otherwise_is_refused_by_name(tmp_path: Path, method: int) -> None:
    assert "LZMA" in reasons(walked(tmp_path, zipped({"a.txt": b"words" * 99}, method)))["misleading.txt/a.txt"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "7z"),
        (b"Rar!\x1a\x07\x00", "RAR"),
        (zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}), "office"),
        (zipped({"mimetype": b"application/epub+zip"}), "office"),
    ],
)
def test_what_cannot_be_unpacked_is_named(tmp_path: Path, data: bytes, words: str) -> None:
    assert words in reasons(walked(tmp_path, data))["misleading.txt"]


def test_archive_in_front_of_which_something_stands_is_read_by_its_directory(tmp_path: Path) -> None:
    """A self-extracting archive is known by its name's content alone: here its first bytes are those of a zip."""
    data = zipped({"first.txt": b"unlisted"})
    data = data[: data.index(b"PK\x01\x02")] + zipped({"a.txt": b"one"})
    assert documents(walked(tmp_path, data)) == {"misleading.txt/a.txt": b"one"}


def test_archive_with_more_members_than_old_directories_hold(tmp_path: Path) -> None:
    data = zipped({f"{number}.txt": b"x" for number in range(66_000)}, zipfile.ZIP_STORED)
    assert len(documents(walked(tmp_path, data))) == 66_000


def test_numbers_too_large_for_an_entry_are_taken_from_its_extra_field(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, archive.open("a.txt", "w", force_zip64=True) as member:
        member.write(b"one")
    data = bytearray(out.getvalue())
    at = data.index(b"PK\x01\x02")
    extra = struct.pack("<2H3Q", 1, 24, 3, 3, 0)
    entry = bytearray(data[at : at + 51])
    struct.pack_into("<2L", entry, 20, 0xFFFFFFFF, 0xFFFFFFFF)
    struct.pack_into("<H", entry, 30, len(extra))
    struct.pack_into("<L", entry, 42, 0xFFFFFFFF)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(entry) + len(extra), at, 0)
    assert documents(walked(tmp_path, bytes(data[:at] + entry + extra + end))) == {"misleading.txt/a.txt": b"one"}


def test_name_in_an_old_encoding_is_readable(tmp_path: Path) -> None:
    data = zipped({"aaaa.txt": b"one"}).replace(b"aaaa.txt", "füür.txt".encode("cp437"))
    assert documents(walked(tmp_path, data)) == {"misleading.txt/füür.txt": b"one"}


STORIES = {f"{number:02}.txt": random.Random(number).randbytes(30_000) for number in range(20)}


@pytest.mark.parametrize("packer", ["", *PACKERS])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_half_a_tar_gives_what_was_read_and_says_where_it_broke(tmp_path: Path, packer: str, share: float) -> None:
    data = PACKERS.get(packer, bytes)(tarred(STORIES))
    found = walked(tmp_path, data[: int(len(data) * share)])
    whole = [each.key.rpartition("/")[2] for each in found if isinstance(each, Document)]
    assert whole == sorted(STORIES)[: len(whole)]
    assert all(each.data == STORIES[each.key.rpartition("/")[2]] for each in found if isinstance(each, Document))
    assert len(whole) >= 20 * share - 6 or packer == "bz2"  # a block of bzip2 is all or nothing
    assert "misleading.txt" in reasons(found)
    assert found[-1].key == "misleading.txt"


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_half_a_zip_gives_what_was_read_and_says_where_it_broke(tmp_path: Path, share: float) -> None:
    data = zipped(STORIES)
    found = walked(tmp_path, data[: int(len(data) * share)])
    whole = [each for each in found if isinstance(each, Document)]
    assert len(whole) >= 20 * share - 2
    assert all(each.data == STORIES[each.key.rpartition("/")[2]] for each in whole)
    assert "breaks off" in reasons(found)["misleading.txt"]


@pytest.mark.parametrize("packer", PACKERS)
def test_half_a_compressed_document_is_refused(tmp_path: Path, packer: str) -> None:
    data = PACKERS[packer](random.Random(1).randbytes(300_000))
    (refusal,) = walked(tmp_path, data[:-1000])
    assert isinstance(refusal, Refusal)
    assert "broken after" in refusal.reason
    assert refusal.path == tmp_path / "misleading.txt"


def test_tar_without_its_end_is_told(tmp_path: Path) -> None:
    data = tarred({"a.txt": b"one"})[:1024]
    found = walked(tmp_path, data)
    assert isinstance(found[0], Document)
    assert "mark of its end" in reasons(found)["misleading.txt"]


def test_damaged_member_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    data = zipped(dict(STORIES), zipfile.ZIP_STORED).replace(STORIES["03.txt"][:9], b"XXXXXXXXX")
    found = walked(tmp_path, data)
    assert len([each for each in found if isinstance(each, Document)]) == 19
    assert "checksum" in reasons(found)["misleading.txt/03.txt"]


def test_unknown_format_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"a": b"x"}))
    with pytest.raises(ValueError, match="unknown"):
        list(walk([tmp_path], options=ReadOptions("pdf")))


@pytest.mark.parametrize("packer", PACKERS)
def test_many_documents_that_are_alike_are_no_bomb(tmp_path: Path, packer: str) -> None:
    story = b"The same words in each of them, as a template has them. " * 90
    data = PACKERS[packer](tarred({f"{number}.txt": story for number in range(12_000)}))
    (tmp_path / "a").write_bytes(data)
    assert sum(isinstance(each, Document) for each in walk([tmp_path / "a"])) == 12_000
