"""What every answer carries, and how uploaded images are served."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.test import Client
from pytest_django import Settings

SIGN_IN = "/admin/login/"


@pytest.fixture
def media_root(settings: Settings, tmp_path: Path) -> Path:
    """Return an empty folder from which media are served."""
    folder = tmp_path / "media"
    folder.mkdir()
    settings.MEDIA_ROOT = folder
    return folder


def policy(client: Client) -> dict[str, list[str]]:
    """Return the directives of the content security policy with their sources."""
    header = client.get(SIGN_IN).headers["Content-Security-Policy"]
    return {words[0]: words[1:] for words in map(str.split, header.split(";"))}


def test_pages_load_nothing_from_elsewhere(client: Client) -> None:
    directives = policy(client)
    assert directives["default-src"] == directives["base-uri"] == ["'none'"]
    assert directives["script-src"] == directives["style-src"] == ["'self'"]
    assert directives["img-src"] == ["'self'", "data:"]
    own = {"connect-src", "font-src", "form-action", "frame-ancestors", "frame-src", "manifest-src", "media-src"}
    assert {name for name in own if directives[name] != ["'self'"]} == set()
    assert "unsafe" not in str(directives)


def test_browsers_are_told_to_be_strict(client: Client) -> None:
    headers = client.get(SIGN_IN).headers
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "camera=()" in headers["Permissions-Policy"]


def test_an_image_is_served_under_its_type(client: Client, media_root: Path) -> None:
    (media_root / "quay side.WEBP").write_bytes(b"picture")
    answer = client.get("/media/quay side.WEBP")
    assert (answer.status_code, answer.getvalue()) == (200, b"picture")
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    again = client.get("/media/quay side.WEBP", headers={"if-modified-since": answer.headers["Last-Modified"]})
    assert again.status_code == 304


@pytest.mark.django_db  # the page that says so reads it
@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "script.js", "plain"])
def test_what_could_act_as_a_page_is_not_served(client: Client, media_root: Path, name: str) -> None:
    (media_root / name).write_bytes(b"<script>alert(1)</script>")
    assert client.get(f"/media/{name}").status_code == 404


@pytest.mark.django_db  # the page that says so reads it
@pytest.mark.parametrize("path", ["../secret.png", "..%2Fsecret.png", "a/../../secret.png", "", "nothing.png"])
def test_nothing_outside_the_folder_is_served(client: Client, media_root: Path, path: str) -> None:
    (media_root.parent / "secret.png").write_bytes(b"secret")
    assert client.get(f"/media/{path}").status_code == 404


def test_media_take_no_writing(client: Client, media_root: Path) -> None:
    assert client.post("/media/a.png").status_code == 405


def test_rejected_documents_lie_outside_of_what_is_served() -> None:
    quarantine = storages["quarantine"]
    assert isinstance(quarantine, FileSystemStorage)
    for served in (settings.MEDIA_ROOT, settings.STATIC_ROOT):
        assert not Path(quarantine.location).is_relative_to(served)
        assert not Path(served).is_relative_to(quarantine.location)
