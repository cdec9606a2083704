"""The lead pictures of documents come from beside them: each once, cleaned, with words; what is not taken is told."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from PIL import Image as Pillow

from articles.formats.documents import Document
from articles.merging.snapshot import Snapshot
from articles.models import Image
from articles.recovery.article import RecoveredImage
from articles.services.imports.pictures import Lead, Pictures
from tests.factories import NOON, make_user

pytestmark = pytest.mark.django_db
CONTENT = Snapshot(headline="Ferry to stop")


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "pier.jpg").write_bytes(jpeg())
    (tmp_path / "in" / "same.jpg").write_bytes(jpeg())
    (tmp_path / "in" / "drawing.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')
    (tmp_path / "in" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    return tmp_path / "in"


@pytest.fixture
def pictures() -> Iterator[Pictures]:
    with Pictures() as run:
        yield run


def jpeg(**options: Any) -> bytes:
    out = BytesIO()
    Pillow.new("RGB", (60, 40), "teal").save(out, "JPEG", **options)
    return out.getvalue()


def lead(pictures: Pictures, folder: Path, *urls: str, **words: str) -> Lead:
    images = [RecoveredImage(url, **words) for url in urls]
    return pictures.lead(Document("a", b"x", near=folder, member="a.html"), images, headline=CONTENT.headline)


def attach(pictures: Pictures, *leads: Lead, **options: Any) -> tuple[list[Snapshot], list[list[str]]]:
    with transaction.atomic():
        return pictures.attach(
            [CONTENT] * len(leads), leads, **({"actor": None, "at": NOON, "is_dry": False} | options)
        )


def files(settings: Any) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_first_picture_that_can_be_shown_leads(pictures: Pictures, folder: Path) -> None:
    found = lead(pictures, folder, "https://a.example/gone.jpg", "drawing.svg", "broken.png", "pier.jpg", alt="A pier")
    ((content,), (notes,)) = attach(pictures, found)
    image = Image.objects.get()
    assert content == Snapshot(headline="Ferry to stop", lead_image=image.pk)
    assert (image.alt, image.width, image.height, image.created_at) == ("A pier", 60, 40, NOON)
    assert ["“gone.jpg”" in notes[0], "SVG" in notes[1], "broken.png" in notes[2], len(notes)] == [True, True, True, 3]


def test_words_of_the_picture_are_kept(pictures: Pictures, folder: Path) -> None:
    attach(pictures, lead(pictures, folder, "pier.jpg", alt="A pier", caption="The pier at dusk", credit="T. Reed"))
    image = Image.objects.get()
    assert (image.alt, image.caption, image.credit) == ("A pier", "The pier at dusk", "T. Reed")


def test_headline_stands_in_for_a_missing_alternative_text(pictures: Pictures, folder: Path) -> None:
    (_, (notes,)) = attach(pictures, lead(pictures, folder, "pier.jpg"))
    assert Image.objects.get().alt == "Ferry to stop"
    assert "no alternative text" in notes[0]


def test_camera_s_private_notes_stay_out(pictures: Pictures, folder: Path) -> None:
    exif = Pillow.Exif()
    exif[0x010E] = "secret place"
    (folder / "noted.jpg").write_bytes(jpeg(exif=exif))
    attach(pictures, lead(pictures, folder, "noted.jpg"))
    assert b"secret" not in Path(Image.objects.get().file.path).read_bytes()


@pytest.mark.django_db(transaction=True)
def test_same_bytes_are_one_image_in_a_batch_in_a_run_and_in_the_next(
    pictures: Pictures, folder: Path, settings: Any
) -> None:
    attach(pictures, lead(pictures, folder, "pier.jpg"), lead(pictures, folder, "same.jpg"))
    ((content,), _) = attach(pictures, lead(pictures, folder, "same.jpg"))
    with Pictures() as later:
        found = lead(later, folder, "pier.jpg")
        ((again,), _) = attach(later, found)
    assert content.lead_image == again.lead_image == Image.objects.get().pk
    assert found.path is None
    assert len(files(settings)) == 1


@pytest.mark.django_db(transaction=True)
def test_batch_that_is_rolled_back_leaves_no_image_behind_in_what_is_known(pictures: Pictures, folder: Path) -> None:
    found = lead(pictures, folder, "pier.jpg")
    with transaction.atomic():
        pictures.attach([CONTENT], [found], actor=None, at=NOON, is_dry=False)
        transaction.set_rollback(True)
    ((content,), _) = attach(pictures, lead(pictures, folder, "pier.jpg"))
    assert content.lead_image == Image.objects.get().pk


def test_image_deleted_since_is_not_pointed_to(pictures: Pictures, folder: Path) -> None:
    found = lead(pictures, folder, "pier.jpg")
    attach(pictures, found)
    Image.objects.all().delete()
    ((content,), _) = attach(pictures, found)
    assert content.lead_image in set(Image.objects.values_list("pk", flat=True))


def test_dry_run_stores_nothing_and_tells(pictures: Pictures, folder: Path, settings: Any) -> None:
    ((content,), (notes,)) = attach(pictures, lead(pictures, folder, "pier.jpg", alt="A pier"), is_dry=True)
    assert content == CONTENT
    assert "would become the lead image" in notes[0]
    assert not Image.objects.exists()
    assert files(settings) == []


def test_actor_without_the_permission_gets_the_article_without_the_picture(pictures: Pictures, folder: Path) -> None:
    ((content,), (notes,)) = attach(pictures, lead(pictures, folder, "pier.jpg", alt="A"), actor=make_user("w"))
    assert content == CONTENT
    assert "permission" in notes[0]


def test_document_without_images_stays_as_it_is(pictures: Pictures, folder: Path) -> None:
    assert attach(pictures, lead(pictures, folder)) == ([CONTENT], [[]])


def test_overlong_words_are_cut_and_told(pictures: Pictures, folder: Path) -> None:
    (_, (notes,)) = attach(pictures, lead(pictures, folder, "pier.jpg", alt="a" * 999, credit="b" * 999))
    assert (len(Image.objects.get().alt), len(Image.objects.get().credit)) == (300, 200)
    assert "cut" in notes[0]


def test_many_missing_images_are_not_all_looked_for(pictures: Pictures, folder: Path) -> None:
    found = lead(pictures, folder, *(f"{number}.jpg" for number in range(500)))
    assert len(found.notes) == 11
    assert found.digest == ""
