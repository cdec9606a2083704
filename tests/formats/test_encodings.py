"""Bytes are decoded as the document says, else as UTF-8, else by a guess; what is no text is refused."""

import pytest

from articles.formats.documents import UnreadableDocument
from articles.formats.encodings import decode

GERMAN = "Die Bürgermeisterin von Unterulm geht. „Ich höre auf“, sagte sie am Montag, müde, aber fröhlich. " * 4


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marks_and_utf8_are_understood(encoding: str) -> None:
    text, _ = decode(GERMAN.encode(encoding))
    assert text == GERMAN


def test_guess_finds_windows_text() -> None:
    text, used = decode(GERMAN.encode("cp1252"))
    assert text == GERMAN
    assert used != "utf-8"


def test_declaration_in_html_counts() -> None:
    page = '<html><head><meta charset="iso-8859-2"></head><body>Příliš žluťoučký kůň</body></html>'
    assert decode(page.encode("iso-8859-2")) == (page, "iso8859-2")


def test_wrong_declaration_gives_way_to_utf8() -> None:
    page = '<meta charset="shift_jis"><p>Grüße aus Unterulm, Straße für Straße. Ü ü ß €</p>'
    assert (
        decode(page.encode())[0] in (page, page.encode().decode("shift_jis", "ignore"))
        or decode(page.encode())[1] == "utf-8"
    )


def test_given_encoding_is_the_only_one_tried() -> None:
    assert decode("é".encode("cp1252"), encoding="cp1252") == ("é", "cp1252")
    with pytest.raises(UnreadableDocument, match="not valid utf-8: byte 0"):
        decode("é".encode("cp1252"), encoding="utf-8")


@pytest.mark.parametrize("name", ["no-such", "rot13", "hex"])
def test_name_that_is_no_encoding_of_text_is_refused(name: str) -> None:
    with pytest.raises(UnreadableDocument, match="utf-8"):
        decode(b"abc", encoding=name)


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"text with\x00 a zero", bytes(range(1, 32)) * 20]
)
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="binary"):
        decode(data)


def test_broken_mark_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="byte order mark"):
        decode(b"\xef\xbb\xbf\xff\xfe\xff")
