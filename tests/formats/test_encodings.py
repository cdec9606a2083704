"""Bytes are decoded as the document says, else as UTF-8, else by a guess that is told; what is no text is refused."""

import pytest

from articles.formats.documents import Document, ReadOptions, UnreadableDocument
from articles.formats.encodings import decode, head_text
from articles.formats.reading import read

GERMAN = "Die Bürgermeisterin von Unterulm geht. „Ich höre auf“, sagte sie am Montag, müde, aber fröhlich. " * 4
FRENCH = "Le maire de la ville a déclaré que les travaux dureront jusqu’à l’été, où les élèves reviendront. " * 2
SPANISH = "El alcalde señaló que la reunión será mañana por la tarde, según la información del periódico. "
POLISH = "Burmistrz powiedział, że środki będą dostępne w przyszłym tygodniu, a mieszkańcy się cieszą. "
CZECH = "Příliš žluťoučký kůň úpěl ďábelské ódy ve městě, řekl starosta v pondělí odpoledne. "
TURKISH = "Belediye başkanı, köprünün inşaatının gelecek yıl tamamlanacağını söyledi. Şehirde ışıklar açık. "
RUSSIAN = "Мэр города заявил в понедельник, что строительство моста завершится в следующем году. "
GREEK = "Ο δήμαρχος της πόλης δήλωσε ότι το έργο θα ολοκληρωθεί το επόμενο έτος. "
JAPANESE = "市長は月曜日に、橋の建設は来年完了すると述べた。市民は喜んでいる。"
CHINESE = "市长星期一表示，大桥建设将于明年完成。市民们都很高兴，这是一个好消息。"
KOREAN = "시장은 월요일에 다리 건설이 내년에 완료될 것이라고 말했다. 시민들은 기뻐하고 있다. "
CURLY = "The mayor’s plan – a “new start” – will cost £5m, said the café’s owner. "


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marks_and_utf8_are_understood_without_a_note(encoding: str) -> None:
    found = decode(GERMAN.encode(encoding))
    assert (found.text, found.encoding, found.notes) == (GERMAN, encoding, ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_text_without_a_mark_is_a_guess(encoding: str) -> None:
    found = decode(GERMAN.encode(encoding))
    assert (found.text, found.encoding) == (GERMAN, encoding)
    assert "guessed" in found.notes[0]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((text, "cp1252") for text in (GERMAN, FRENCH, SPANISH, CURLY, "caf\u00e9 " + "plain words " * 50)),
        *((text, "cp1250") for text in (POLISH, CZECH)),
        *((text, "iso8859-2") for text in (POLISH, CZECH)),
        (TURKISH, "cp1254"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (GREEK, "cp1253"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (CHINESE, "gb18030"),
        (KOREAN, "cp949"),
    ],
)
def test_guess_finds_the_letters_and_says_that_it_guessed(text: str, encoding: str) -> None:
    found = decode(text.encode(encoding))
    assert found.text == text
    assert "guessed" in found.notes[0]


def test_declaration_in_html_counts() -> None:
    page = '<html><head><meta charset="iso-8859-2"></head><body>Příliš žluťoučký kůň</body></html>'
    found = decode(page.encode("iso-8859-2"))
    assert (found.text, found.encoding, found.notes) == (page, "iso8859-2", ())


def test_wrong_declaration_gives_way_to_utf8_and_is_told() -> None:
    page = '<meta charset="ascii"><meta charset="utf-8"><p>Příliš \u0081 žluťoučký</p>'
    found = decode(page.encode())
    assert (found.text, found.encoding) == (page, "utf-8")
    assert "declares itself cp1252" in found.notes[0]


@pytest.mark.parametrize("name", ["no-such", "undefined", "rot13", "hex", "idna\\x"])
def test_declaration_of_no_encoding_is_passed_over(name: str) -> None:
    assert decode(f'<meta charset="{name}"><p>Grüße</p>'.encode()).encoding == "utf-8"


def test_given_encoding_is_the_only_one_tried() -> None:
    found = decode("é".encode("cp1252"), encoding="cp1252")
    assert (found.text, found.encoding, found.notes) == ("é", "cp1252", ())
    with pytest.raises(UnreadableDocument, match="not valid utf-8: byte 0"):
        decode("é".encode("cp1252"), encoding="utf-8")


@pytest.mark.parametrize("name", ["no-such", "rot13", "hex", "undefined"])
def test_name_that_is_no_encoding_of_text_is_refused(name: str) -> None:
    with pytest.raises(UnreadableDocument, match="utf-8"):
        decode(b"abc", encoding=name)


@pytest.mark.parametrize("text", [GERMAN, "Plain words without an accent, of which there are many. " * 20])
@pytest.mark.parametrize("broken", [b"\xff", b"\xff\xfe\xfd", b"\xc0\xff\x81"])
def test_broken_utf8_is_replaced_and_told_not_guessed(text: str, broken: bytes) -> None:
    data = text.encode()
    found = decode(data[:80] + broken + data[80:])
    assert found.encoding == "utf-8"
    assert found.text.replace("\ufffd", "") == text
    assert "no valid UTF-8" in found.notes[0]


def test_utf8_cut_off_in_a_letter_is_read() -> None:
    found = decode(GERMAN.encode()[: GERMAN.encode().rindex("ü".encode()) + 1])
    assert found.encoding == "utf-8"
    assert found.text.endswith("Montag, m\ufffd")


def test_zero_bytes_in_a_text_are_left_out_and_told() -> None:
    found = decode(b"text with\x00 a zero")
    assert found.text == "text with a zero"
    assert "1 zero" in found.notes[0]


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", bytes(range(1, 32)) * 20, bytes(1000), b"a\x00\x00\x00" * 99]
)
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="binary"):
        decode(data)


def test_broken_mark_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="byte order mark"):
        decode(b"\xef\xbb\xbf\xff\xfe\xff\xff\xfe\xff\xff\xfe\xff")


def test_head_cut_in_a_letter_is_still_known() -> None:
    assert head_text("ü".encode()[:1]) == "\ufffd"
    assert head_text("<html>".encode("utf-16")) == "<html>"


MOJIBAKE = "The mayorâ€™s plan for MÃ¼ller street was passed by the council on Monday evening.\nA second line.\n"
MENDED = "The mayor’s plan for Müller street was passed by the council on Monday evening.\nA second line.\n"


def test_mojibake_is_reported_and_left_as_it_is() -> None:
    found = read(Document("a", MOJIBAKE.encode()))
    assert found.article.text == MOJIBAKE
    assert found.is_verbatim
    assert [note for note in found.notes if "mojibake" in note and "mayor’s plan for Müller" in note]


def test_mojibake_is_repaired_on_demand_and_the_rest_stays() -> None:
    found = read(Document("a", MOJIBAKE.encode()), ReadOptions(repair=True))
    assert found.article.text == MENDED
    assert not found.is_verbatim
    assert [note for note in found.notes if "undone" in note]


@pytest.mark.parametrize("text", [GERMAN, FRENCH, SPANISH, CZECH, TURKISH, RUSSIAN, GREEK, JAPANESE, CURLY, KOREAN])
def test_sound_text_is_no_mojibake(text: str) -> None:
    found = read(Document("a", text.encode()), ReadOptions(repair=True))
    assert found.article.text == text
    assert not [note for note in found.notes if "mojibake" in note]


def test_text_after_a_mark_is_verbatim_in_the_encoding_that_is_stored() -> None:
    for encoding in ("utf-8-sig", "utf-16"):
        found = read(Document("a", GERMAN.encode(encoding)))
        assert found.is_verbatim
        assert GERMAN.encode(encoding).decode(found.encoding) == found.article.text


def test_marks_that_turn_text_are_left_out_of_the_fields_alone() -> None:
    page = "# Bank \u202egnikcarc\u202c opens\n\nThe \u2066first\u2069 words of a story that is long enough.\n"
    found = read(Document("a", page.encode()), ReadOptions("markdown"))
    assert found.article.headline == "Bank gnikcarc opens"
    assert found.article.body[0].text.startswith("The first words")
    assert found.article.text == page
    assert found.is_verbatim
    assert [note for note in found.notes if "turn or hide" in note]
