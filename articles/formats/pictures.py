"""Know a picture by its first bytes."""

import re
from typing import Final

# By content, but for SVG, which is text: there the first element decides.
_MAGIC: Final = re.compile(
    rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|GIF8[79]a|RIFF.{4}WEBP|II\*\x00|MM\x00\*|\x00\x00\x01\x00[\x01-\x40]\x00"
    rb"|.{4}ftyp(?:avif|avis|heic|heix|mif1|msf1)|BM.{4}\x00{4}|\x00\x00\x00\x0cjP  ",
    re.DOTALL,
)
_SVG: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*(?:<!DOCTYPE\s+svg[^>]{0,500}>\s*)?<svg[\s>]",
    re.IGNORECASE | re.DOTALL,
)
ENDINGS: Final = frozenset(
    (".jpg", ".jpeg", ".jpe", ".png", ".gif", ".webp", ".avif", ".heic", ".tif", ".tiff", ".bmp", ".svg", ".jp2")
)  # fmt: skip


def is_picture(head: bytes) -> bool:
    """Tell whether bytes begin a picture, raster or SVG."""
    return bool(_MAGIC.match(head)) or is_svg(head)


def is_svg(head: bytes) -> bool:
    """Tell whether bytes begin an SVG drawing."""
    return bool(_SVG.match(head[:4096]))
