"""Find text that was decoded in the wrong encoding once, such as “MÃ¼ller”, and undo it."""

import re
from typing import Final

import ftfy
from ftfy import badness

REPAIRED: Final = "mojibake was undone: it had been decoded in the wrong encoding once; the document's bytes are kept"
_LINE = re.compile(r"[^\r\n]*[\r\n]*")
_LOOKED_AT: Final = 1024 * 1024  # characters: finding it takes a quarter of a second for so many
# What the first byte of a character beyond ASCII is shown as in the wrong encoding, and what the next one is.
_LEADS: Final = "\u00ac\u00c2-\u00f4\u0102-\u0111\u0391-\u03ce\u0420-\u0422\u221a\u2500-\u256c"
_FOLLOWERS: Final = (
    "\u0080-\u00bf\u0152-\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122\u2116\u0402-\u040f\u0452-\u045f\u0490"
    "\u0491\u2020-\u2122\u221e-\u2265\u2500-\u256c\u2591-\u2593"
)
_PAIR = re.compile(f"[{_LEADS}][{_FOLLOWERS}]|[\u0080-\u009f]")


def find_mojibake(text: str) -> str:
    """Return the first line of the beginning of `text` that is mojibake, as it would be repaired; "" without any."""
    head = text[:_LOOKED_AT]
    if not _PAIR.search(head) or not badness.is_bad(head):
        return ""
    changed = ((line, repaired(line)) for line in _LINE.findall(head) if badness.is_bad(line))
    return next((after.strip() for line, after in changed if after != line), "")


def repaired(text: str) -> str:
    """Return `text` with the mojibake of each line undone and all else as it is."""
    return "".join(ftfy.fix_encoding(line) if badness.is_bad(line) else line for line in _LINE.findall(text))
