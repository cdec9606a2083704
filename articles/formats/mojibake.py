"""Find text that was decoded in the wrong encoding once, such as “MÃ¼ller”, and undo it."""

import re
from typing import Final

import ftfy
from ftfy import badness

REPAIRED: Final = "mojibake was undone: it had been decoded in the wrong encoding once; the document's bytes are kept"
_LINE = re.compile(r"[^\r\n]*[\r\n]*")
_LOOKED_AT: Final = 1024 * 1024  # characters: finding it takes a quarter of a second for so many
# Nothing is mojibake without one of these, by which it begins.
_MARKS = re.compile("[\u0080-\u009f\u00c2-\u00f4\u0102-\u0111\u0152-\u0161\u0391-\u03ce\u0402-\u045f\u2500-\u256c]")


def find_mojibake(text: str) -> str:
    """Return the first line of the beginning of `text` that is mojibake, as it would be repaired; "" without any."""
    head = text[:_LOOKED_AT]
    if not _MARKS.search(head) or not badness.is_bad(head):
        return ""
    changed = ((line, repaired(line)) for line in _LINE.findall(head) if badness.is_bad(line))
    return next((after.strip() for line, after in changed if after != line), "")


def repaired(text: str) -> str:
    """Return `text` with the mojibake of each line undone and all else as it is."""
    return "".join(ftfy.fix_encoding(line) if badness.is_bad(line) else line for line in _LINE.findall(text))
