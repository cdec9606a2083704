"""Pictures: what is sent is checked, cleaned and described, and what is wrong is said."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Pillow

from articles.models import Article, Change, Image
from articles.services import images
from tests.admin.desk import address, client_of, content_of, typed
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/image/add/"


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def desk() -> Client:
    return client_of()


def picture(file_format: str = "JPEG", size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    out = BytesIO()
    Pillow.new("RGB", size, "teal").save(out, file_format, **options)
    return out.getvalue()


def upload(data: bytes, name: str = "pier.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def send(desk: Client, data: bytes, name: str = "pier.jpg", alt: str = "A pier") -> Any:
    return desk.post(ADD, {"file": upload(data, name), "alt": alt, "caption": "", "credit": ""})


def bytes_of(image: Image) -> bytes:
    with image.file.open("rb") as file:
        data: bytes = file.read()
    return data


def huge_png() -> bytes:
    """Return a PNG whose head claims 30,000 by 30,000 pixels."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    made = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)


def moving_gif() -> bytes:
    frames = [Pillow.new("P", (8, 8), colour) for colour in (0, 1)]
    frames[1].putpixel((0, 0), 9)
    out = BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    return out.getvalue()


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_is_taken_in(desk: Client, file_format: str) -> None:
    assert send(desk, picture(file_format), "../Pier at dawn.bin").status_code == 302
    image = Image.objects.get()
    assert (image.width, image.height, image.alt) == (60, 40, "A pier")
    assert str(image.file.name).endswith(images.EXTENSIONS[file_format])
    assert str(image.file.name).startswith("images/")
    with Pillow.open(BytesIO(bytes_of(image))) as stored:
        assert stored.format == file_format


def test_the_cameras_notes_are_left_out_and_the_picture_stands_upright(desk: Client) -> None:
    exif = Pillow.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Secret camera"
    exif.get_ifd(0x8825)[1] = "N"
    send(desk, picture(exif=exif, comment=b"secret words"))
    image = Image.objects.get()
    data = bytes_of(image)
    assert b"Secret" not in data
    assert b"secret" not in data
    assert (image.width, image.height) == (40, 60)
    with Pillow.open(BytesIO(data)) as stored:
        assert not dict(stored.getexif())


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<script>alert(1)</script>", "no picture that can be read"),
        (b"", "empty"),
        (picture("BMP"), "no picture that can be read"),
        (picture("TIFF"), "no picture that can be read"),
        (picture(size=(600, 400))[:900], "damaged"),
        (picture("PNG", size=(600, 400))[:120], "damaged"),
        (huge_png(), "pixels"),
        (moving_gif(), "moving pictures"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(desk: Client, data: bytes, words: str) -> None:
    response = send(desk, data)
    assert response.status_code == 200
    assert words in str(response.context["adminform"].form.errors["file"])
    assert not Image.objects.exists()


def test_a_file_that_is_too_big_is_refused(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MAX_BYTES", 100)
    assert "the most is" in send(desk, picture()).content.decode()


@pytest.mark.parametrize("alt", ["", "   "])
def test_alternative_text_is_demanded(desk: Client, alt: str) -> None:
    assert send(desk, picture(), alt=alt).status_code == 200
    assert not Image.objects.exists()


def test_new_words_reach_the_pages_that_show_the_picture(desk: Client) -> None:
    send(desk, picture())
    image = Image.objects.get()
    article = make_article(lead_image=image.pk)
    before = Change.objects.count()
    desk.post(reverse("admin:articles_image_change", args=[image.pk]), {"alt": "Better", "caption": "C", "credit": "D"})
    image.refresh_from_db()
    assert (image.alt, image.caption, image.credit, image.width) == ("Better", "C", "D", 60)
    assert f"article:{article.pk}" in Change.objects.order_by("number")[before:].values_list("subject", flat=True)


def test_a_picture_comes_with_an_article(desk: Client) -> None:
    sent = typed(headline="H") | {"picture-file": upload(picture()), "picture-alt": "A pier", "picture-credit": "Ines"}
    desk.post(address("add"), sent)
    image = Image.objects.get()
    assert content_of(Article.objects.get()).lead_image == image.pk
    assert image.credit == "Ines"


def test_an_error_elsewhere_does_not_cost_the_picture(desk: Client) -> None:
    sent = typed(headline="H", embargoed_until="soon")
    response = desk.post(address("add"), sent | {"picture-file": upload(picture()), "picture-alt": "A pier"})
    assert not Article.objects.exists()
    assert f'<option value="{Image.objects.get().pk}" selected' in response.content.decode()


def test_a_picture_without_words_is_refused_with_the_article(desk: Client) -> None:
    response = desk.post(address("add"), typed(headline="H") | {"picture-file": upload(picture()), "picture-alt": " "})
    assert "Say what the picture shows" in response.content.decode()
    assert not Image.objects.exists()
    assert not Article.objects.exists()


def test_words_without_a_picture_are_not_dropped_silently(desk: Client) -> None:
    response = desk.post(address("add"), typed(headline="H") | {"picture-alt": "Forgotten file"})
    assert "Forgotten file" in response.content.decode()
    assert not Article.objects.exists()


def test_adding_pictures_needs_the_permission() -> None:
    writer = client_of(make_user("wren", "add_article", "change_article"))
    assert writer.get(ADD).status_code == 403
    sent = typed(headline="H") | {"picture-file": upload(picture()), "picture-alt": "A"}
    assert writer.post(address("add"), sent).status_code == 403
    assert not Image.objects.exists()
