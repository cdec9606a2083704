"""Decode a document's bytes: what it says of itself first, a guess last."""

import codecs
import re
from dataclasses import dataclass
from typing import Final

import charset_normalizer

from articles.formats.alphabets import best_alphabet
from articles.formats.documents import UnreadableDocument

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD: Final = 4096
_SAMPLE: Final = 256 * 1024  # bytes that a guess is made from
_META = re.compile(rb"<meta[^>]{1,500}charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{1,500}encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
# As browsers read them: the label promises less than pages use.
_WIDER: Final = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "iso8859-9": "cp1254",
}
# Guesses among these are settled by letters: their bytes all mean something in each of them.
_ALIKE = re.compile(r"cp125[0247]|iso8859[-_](?:1|2|3|4|9|10|13|14|15|16)|latin|mac_|cp(?:437|775|85\d|86\d|1125)|hp")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_SHARE: Final = 0.02
_CONTROLS_LEAST: Final = 8
_NUL_SHARE: Final = 0.3  # of every second byte: what UTF-16 without a mark has
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]+")
# What no one writes in Western Europe's encoding, and what a broken file holds.
_UNLIKELY = re.compile(rb"[\x81\x8d\x8f\x90\x9d\xd0\xd7\xde\xf0\xf7\xfe\xff]|[\xc0-\xff]{3,}")
_BROKEN_SHARE: Final = 0.01
_WORTH: Final = 4  # broken bytes that one whole sequence outweighs: other encodings hardly ever make one
_OVERRIDE: Final = "--encoding overrides it"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the codec that reads it, and what people should know of how that was found."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, *, encoding: str | None = None) -> Decoded:
    """
    Return the text of `data` and the name of its encoding.

    Tried in turn: `encoding` when given (and then nothing else), a byte order
    mark, a declaration in HTML or XML, UTF-8, a guess from the bytes. Zero
    bytes in a text are left out, broken UTF-8 is replaced by �: notes say so.

    :raises UnreadableDocument: if the bytes are no text, or none of these fits.
    """
    if encoding is not None:
        return _without_nul(
            Decoded(_decode_as(data, _known(encoding, "the encoding that was asked for"), encoding), encoding)
        )
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _without_nul(_marked(data, name))
    if wide := _wide_without_mark(data[:_SAMPLE]):
        text = _decode_as(data, wide, f"{wide}, which it looks like")
        return _without_nul(Decoded(text, wide, (f"its bytes are valid {wide}, guessed; {_OVERRIDE}",)))
    _refuse_binary(data)
    return _without_nul(_by_content(data))


def head_text(head: bytes) -> str:
    """Return the beginning of a document as far as its ASCII goes: enough to know markup by; nothing is raised."""
    name = next((name for mark, name in _MARKS if head.startswith(mark)), None) or _wide_without_mark(head)
    return head.decode(name or "utf-8", "replace").removeprefix("\ufeff")


def _by_content(data: bytes) -> Decoded:
    notes: tuple[str, ...] = ()
    if declared := _declared(data[:_HEAD]):
        try:
            return Decoded(data.decode(declared), declared)
        except UnicodeDecodeError:
            notes = (f"it declares itself {declared}, which its bytes are not",)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", notes)
    except UnicodeDecodeError as error:
        found = _broken_utf8(data, error.start) if declared == "utf-8" or _is_mostly_utf8(data) else _guessed(data)
        return Decoded(found.text, found.encoding, (*notes, *found.notes))


def _marked(data: bytes, name: str) -> Decoded:
    """Decode after a byte order mark; few broken sequences of UTF-8 are replaced."""
    try:
        return Decoded(_decode_as(data, name, f"its byte order mark ({name})"), name)
    except UnreadableDocument:
        if name == "utf-8-sig" and _is_mostly_utf8(data):
            return _broken_utf8(data, None)
        raise


def _broken_utf8(data: bytes, first: int | None) -> Decoded:
    codec = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"
    text = data.decode(codec, "replace")
    where = "" if first is None else f", the first at byte {first:,}"
    count = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    if count > max(_CONTROLS_LEAST, _BROKEN_SHARE * len(data)):
        raise UnreadableDocument(f"not valid utf-8: {count:,} places cannot be decoded{where}; give its encoding")
    note = f"{count} places are no valid UTF-8{where}; � stands in their stead, and the document's bytes are kept"
    return Decoded(text, codec, (note,))


def _is_mostly_utf8(data: bytes) -> bool:
    """Tell whether broken bytes are the exception: in UTF-8, or in ASCII where they make no letters elsewhere."""
    sequences = sum(1 for _ in _SEQUENCE.finditer(data))
    rest = _SEQUENCE.sub(b"", data)
    broken = len(rest) - len(rest.translate(None, bytes(range(0x80, 0x100))))
    if broken > max(1, _BROKEN_SHARE * len(data)):
        return False
    return _WORTH * sequences >= broken or (_UNLIKELY.search(rest) is not None and _guess_is_wild(rest))


def _guess_is_wild(data: bytes) -> bool:
    """Tell whether high bytes are too few and too odd for letters of any language."""
    runs = _HIGH.findall(data)
    return sum(map(len, runs)) < _BROKEN_SHARE * len(data) and all(_UNLIKELY.search(run) for run in runs)


def _known(name: str, what: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError as error:
        raise UnreadableDocument(
            f"{what}, “{name}”, is unknown; use a name such as utf-8, cp1252 or shift_jis"
        ) from error


def _decode_as(data: bytes, name: str, wanted: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise UnreadableDocument(
            f"not valid {wanted}: byte {error.start} cannot be decoded ({error.reason}); "
            "give the encoding it was written in"
        ) from error
    except (TypeError, LookupError, ValueError) as error:
        raise UnreadableDocument(f"“{wanted}” is no encoding of text; use a name such as utf-8 or cp1252") from error


def _wide_without_mark(head: bytes) -> str | None:
    """Return the UTF-16 that a text in a Latin script is in, by the zeros in every second byte."""
    if b"\x00" not in head or len(head) < _CONTROLS_LEAST:
        return None
    half = len(head) // 2
    zeros = head[0 : half * 2 : 2].count(0), head[1 : half * 2 : 2].count(0)
    if max(zeros) < _NUL_SHARE * half or min(zeros) > _CONTROL_SHARE * half:
        return None
    name = "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    text = head[: half * 2].decode(name, "replace")
    return name if not _CONTROLS.search(text.encode("utf-8", "replace")) and "\ufffd" not in text[:-1] else None


def _refuse_binary(data: bytes) -> None:
    head = data[:_SAMPLE]
    controls = len(_CONTROLS.findall(head))
    if b"\x00" in data:
        try:
            data.decode(_declared(data[:_HEAD]) or "utf-8")
        except UnicodeDecodeError:
            controls = len(data)
        controls = max(controls, data.count(0) if data.count(0) > _CONTROL_SHARE * len(data) else 0)
    if controls > max(_CONTROLS_LEAST, _CONTROL_SHARE * len(head)):
        raise UnreadableDocument(
            "binary data: it is full of zero bytes and other control characters; a document of text was expected"
        )


def _without_nul(decoded: Decoded) -> Decoded:
    count = decoded.text.count("\x00")
    if not count:
        return decoded
    if count > max(_CONTROLS_LEAST, _CONTROL_SHARE * len(decoded.text)):
        raise UnreadableDocument(
            f"binary data: read as {decoded.encoding} it holds {count:,} zero characters; text was expected"
        )
    note = f"{count} zero characters were left out of its text; the document's bytes are kept"
    return Decoded(decoded.text.replace("\x00", ""), decoded.encoding, (*decoded.notes, note))


def _declared(head: bytes) -> str | None:
    match = _XML.search(head) or _META.search(head)
    if not match:
        return None
    try:
        name = codecs.lookup(match[1].decode("ascii")).name
        b"a".decode(name)
    except (LookupError, UnicodeDecodeError, TypeError, ValueError):
        return None
    return _WIDER.get(name, name) if not name.startswith(("utf-16", "utf-32")) else None


def _guessed(data: bytes) -> Decoded:
    sample = data[:_SAMPLE]
    best = charset_normalizer.from_bytes(sample).best()
    guess = best.encoding if best else None
    by_letters = None
    if guess is None or _ALIKE.match(guess):
        by_letters = best_alphabet(sample, with_greek=guess is None or guess.startswith("mac_"))
    for name in (by_letters, guess, "cp1252"):
        if name:
            try:
                text = data.decode(name)
            except UnicodeDecodeError:
                continue
            shown = name.replace("cp125", "windows-125")
            return Decoded(text, name, (f"its bytes are valid {shown}, guessed; {_OVERRIDE}",))
    raise UnreadableDocument(
        "no encoding fits its bytes: neither UTF-8 nor any that could be guessed; give the encoding's name"
    )
