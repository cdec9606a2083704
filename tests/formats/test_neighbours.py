"""Pictures come from the folder or the archive of their document, and from nowhere else."""

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from articles.formats import neighbours
from articles.formats.documents import Document
from articles.formats.intake import walk
from articles.formats.neighbours import Neighbours, NoPicture

PNG = b"\x89PNG\r\n\x1a\n"
FILES = {
    "docs/a.html": b"<html><p>Words</p></html>",
    "docs/img/one.png": PNG + b"one",
    "docs/two.png": PNG + b"two",
    "other/img/one.png": PNG + b"other",
    "uploads/2020/05/Fähre 1.png": PNG + b"ferry",
    "uploads/2021/05/three.png": PNG + b"three",
    "x/three.png": PNG + b"third",
}


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def folder(place: Path) -> Path:
    for name, data in FILES.items():
        (place / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (place / "in" / name).write_bytes(data)
    return place / "in"


def written(pack: Callable[[dict[str, bytes]], bytes]) -> Callable[[Path], Path]:
    def write(place: Path) -> Path:
        (place / "x").write_bytes(pack(FILES))
        return place / "x"

    return write


PLACES = {
    "folder": folder,
    "zip": written(zipped),
    "tar": written(tarred),
    "tar.gz": written(lambda files: gzip.compress(tarred(files))),
    "tar in zip": written(lambda files: zipped({"inner": tarred(files), "one.png": PNG + b"outer"})),
    "zip in tar": written(lambda files: tarred({"inner": zipped(files)})),
}


@pytest.fixture(params=PLACES)
def document(request: pytest.FixtureRequest, tmp_path: Path) -> Document:
    (found,) = walk([PLACES[request.param](tmp_path)])
    assert isinstance(found, Document)
    return found


@pytest.mark.parametrize(
    ("url", "data"),
    [
        ("img/one.png", b"one"),
        ("./img/../img/one.png?width=300#x", b"one"),
        ("two.png", b"two"),
        ("../docs/two.png", b"two"),
        ("https://site.example/wp-content/uploads/2020/05/F%C3%A4hre%201.png", b"ferry"),
        ("https://site.example/uploads/2021/05/three.png", b"three"),
        ("//cdn.example/two.png", b"two"),
    ],
)
def test_picture_is_found_by_its_path(document: Document, url: str, data: bytes) -> None:
    with Neighbours() as beside:
        assert beside.picture(document, url)[1] == PNG + data


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://site.example/three.png", "have this name"),
        ("https://site.example/missing.png", "nothing is fetched"),
        ("missing.png", "nothing is fetched"),
        ("../../../../../../../../etc/passwd", "leads out"),
        ("file:///etc/passwd", "begins with file:"),
        ("data:image/png;base64,AAAA", "begins with data:"),
        ("javascript:alert(1)", "begins with javascript:"),
        ("http://[", "address is none"),
        ("a\x00b.png", "names no file"),
        ("img/", "no file"),
        ("", "names no file"),
    ],
)
def test_what_is_not_beside_the_document_is_refused(document: Document, url: str, words: str) -> None:
    with Neighbours() as beside, pytest.raises(NoPicture, match=words):
        beside.picture(document, url)


def test_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    root = folder(tmp_path)
    (tmp_path / "secret.png").write_bytes(PNG)
    (root / "docs" / "link.png").symlink_to(tmp_path / "secret.png")
    (root / "docs" / "up").symlink_to(tmp_path)
    (document,) = (each for each in walk([root / "docs" / "a.html"]) if isinstance(each, Document))
    with Neighbours() as beside:
        for url in ("link.png", "up/secret.png"):
            with pytest.raises(NoPicture):
                beside.picture(document, url)


def test_nothing_is_searched_for_around_a_file_that_was_given_alone(tmp_path: Path) -> None:
    root = folder(tmp_path)
    (document,) = walk([root / "docs" / "a.html"])
    assert isinstance(document, Document)
    with Neighbours() as beside:
        assert beside.picture(document, "img/one.png")[1] == PNG + b"one"
        with pytest.raises(NoPicture, match="nothing is fetched"):
            beside.picture(document, "https://site.example/img/one.png")
        with pytest.raises(NoPicture, match="leads out"):
            beside.picture(document, "../x/three.png")


def test_large_picture_is_refused(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "MAX_PICTURE_BYTES", 8)
    with Neighbours() as beside, pytest.raises(NoPicture, match="larger than"):
        beside.picture(document, "two.png")


def test_document_from_standard_input_has_no_neighbours() -> None:
    with Neighbours() as beside, pytest.raises(NoPicture, match="without a folder"):
        beside.picture(Document("-", b"words"), "a.png")


def test_temporary_files_go_with_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    (document,) = walk([PLACES["tar.gz"](tmp_path)])
    assert isinstance(document, Document)
    with Neighbours() as beside:
        beside.picture(document, "two.png")
        assert list((tmp_path / "temporary").iterdir())
    assert not list((tmp_path / "temporary").iterdir())
