"""Bring files and documents of structured formats to UTF-8, whatever they were written in."""

import codecs
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import BinaryIO, Final

from articles.formats.documents import UnreadableDocument

CHUNK_BYTES: Final = 256 * 1024
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Without a mark, by where the zero bytes of the first two characters lie.
_PATTERNS: Final = (
    (re.compile(rb"[\x01-\x7f]\x00[\x01-\x7f]\x00"), "utf-16-le"),
    (re.compile(rb"\x00[\x01-\x7f]\x00[\x01-\x7f]"), "utf-16-be"),
)
_XML = re.compile(rb"<\?xml[^>]+?encoding\s*=\s*[\"']([\w.:-]+)")
_HEAD_BYTES: Final = 1024
_WIDER: Final = {"iso8859-1": "cp1252", "ascii": "utf-8"}  # as browsers read them


@lru_cache(maxsize=4)  # many formats ask about the same document in turn
def encoding_of(head: bytes, given: str | None = None) -> str:
    """
    Return the encoding of a structured document: by its mark, as `given`, as XML declares it, else UTF-8.

    :raises UnreadableDocument: if `given` is no encoding of text.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    for pattern, name in _PATTERNS:
        if pattern.match(head):
            return name
    declared = _XML.match(head.lstrip())
    try:
        name = codecs.lookup(given or (declared[1].decode("ascii") if declared else "utf-8")).name
    except LookupError as error:
        if given is None:
            return "utf-8"
        raise UnreadableDocument(
            f"the encoding that was asked for, “{given}”, is unknown; use a name such as utf-8, cp1252 or shift_jis"
        ) from error
    # A document that can be read as bytes so far declares no sixteen bits.
    return "utf-8" if name.startswith(("utf-16", "utf-32")) else _WIDER.get(name, name)


def utf8_chunks(stream: BinaryIO, given: str | None = None) -> Iterator[bytes]:
    """
    Yield a file in pieces of UTF-8, its mark left out; memory does not grow with the file.

    Bytes that are not valid in UTF-8 are passed on as they are, for the part
    that holds them to be refused by itself.

    :raises UnreadableDocument: where the bytes are none of another encoding.
    """
    first = stream.read(CHUNK_BYTES)
    name = encoding_of(first[:_HEAD_BYTES], given)
    if name == "utf-8":
        yield first.removeprefix(codecs.BOM_UTF8)
        while chunk := stream.read(CHUNK_BYTES):
            yield chunk
        return
    decoder = codecs.getincrementaldecoder(name)()
    chunk, done = first, 0
    while True:
        try:
            yield decoder.decode(chunk, final=not chunk).encode("utf-8", "replace")
        except UnicodeDecodeError as error:
            raise UnreadableDocument(
                f"not valid {name} from byte {done + error.start} on ({error.reason}); "
                "give the encoding it was written in"
            ) from error
        if not chunk:
            return
        done += len(chunk)
        chunk = stream.read(CHUNK_BYTES)


def utf8_text(data: bytes, given: str | None = None) -> tuple[str, str]:
    """
    Return the text of a document and its encoding; valid UTF-8 goes before what was `given`.

    It has to: a document that came out of a file was brought to UTF-8 already.

    :raises UnreadableDocument: if the bytes are no text of that encoding, or hold zero bytes.
    """
    name = encoding_of(data[:_HEAD_BYTES], given)
    for trial in dict.fromkeys(("utf-8", name)) if not name.startswith(("utf-16", "utf-32")) else (name,):
        try:
            text = data.decode(trial).removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            problem = f"not valid {trial}: byte {error.start} cannot be decoded ({error.reason})"
            continue
        if "\x00" in text:
            raise UnreadableDocument("it holds zero bytes, which no text has; the file is damaged or no text")
        return text, trial
    raise UnreadableDocument(f"{problem}; give the encoding it was written in")
