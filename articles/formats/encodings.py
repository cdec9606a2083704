"""Decode a document's bytes: what it says of itself first, a guess last."""

import codecs
import re
from typing import Final

import charset_normalizer

from articles.formats.documents import UnreadableDocument

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD: Final = 4096
_SAMPLE: Final = 256 * 1024  # bytes that a guess is made from
_META = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]+encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
# As browsers read them: the label promises less than pages use.
_WIDER: Final = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "iso8859-9": "cp1254",
}
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_SHARE: Final = 0.02
_CONTROLS_LEAST: Final = 8


def decode(data: bytes, *, encoding: str | None = None) -> tuple[str, str]:
    """
    Return the text of `data` and the name of its encoding.

    Tried in turn: `encoding` when given (and then nothing else), a byte order
    mark, a declaration in HTML or XML, UTF-8, a guess from the bytes.

    :raises UnreadableDocument: if the bytes are no text, or none of these fits.
    """
    if encoding is not None:
        return _decode_as(data, _known(encoding, "the encoding that was asked for"), encoding)
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decode_as(
                data.removeprefix(mark) if name == "utf-8" else data, name, f"its byte order mark ({name})"
            )
    _refuse_binary(data)
    declared = _declared(data[:_HEAD])
    for trial in (declared, "utf-8"):
        if trial:
            try:
                return data.decode(trial), trial
            except UnicodeDecodeError:
                continue
    return _guessed(data)


def _known(name: str, what: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError as error:
        raise UnreadableDocument(
            f"{what}, “{name}”, is unknown; use a name such as utf-8, cp1252 or shift_jis"
        ) from error


def _decode_as(data: bytes, name: str, wanted: str) -> tuple[str, str]:
    try:
        return data.decode(name), name
    except UnicodeDecodeError as error:
        raise UnreadableDocument(
            f"not valid {wanted}: byte {error.start} cannot be decoded ({error.reason}); "
            "give the encoding it was written in"
        ) from error
    except (TypeError, LookupError) as error:
        raise UnreadableDocument(f"“{wanted}” is no encoding of text; use a name such as utf-8 or cp1252") from error


def _refuse_binary(data: bytes) -> None:
    head = data[:_SAMPLE]
    if b"\x00" in data:
        raise UnreadableDocument("binary data: it holds zero bytes; a text, HTML or Markdown document was expected")
    if len(_CONTROLS.findall(head)) > max(_CONTROLS_LEAST, _CONTROL_SHARE * len(head)):
        raise UnreadableDocument(
            "binary data: it is full of control characters; a text, HTML or Markdown document was expected"
        )


def _declared(head: bytes) -> str | None:
    match = _XML.search(head) or _META.search(head)
    if not match:
        return None
    try:
        name = codecs.lookup(match[1].decode("ascii")).name
    except (LookupError, UnicodeDecodeError):
        return None
    return _WIDER.get(name, name) if not name.startswith(("utf-16", "utf-32")) else None


def _guessed(data: bytes) -> tuple[str, str]:
    best = charset_normalizer.from_bytes(data[:_SAMPLE]).best()
    for name in (best.encoding if best else None, "cp1252"):
        if name:
            try:
                return data.decode(name), name
            except UnicodeDecodeError:
                continue
    raise UnreadableDocument(
        "no encoding fits its bytes: neither UTF-8 nor any that could be guessed; give the encoding's name"
    )
