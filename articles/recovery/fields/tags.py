"""Read the tags out of the lines that hold them."""

import re
from typing import Final

from articles.recovery import lexicon
from articles.recovery.article import Role
from articles.recovery.decoding import Reading
from articles.recovery.page import Page

_SEPARATOR = re.compile(r"\s*[,،、;|•·#]\s*|\s+/\s+|\t+|\s{3,}")
_SEAM = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-ZÄÖÜÀ-ÝĀ-Ž])")
_LABEL = re.compile(r"^(?P<label>[^:]{2,25}):\s*(?=\S)")
_TAG_CHARS: Final = 60


def split_tags(line: str) -> list[str]:
    """
    Return the items of a line of tags, its label left out.

    >>> split_tags("Tags: Europe, factory, plant")
    ['Europe', 'factory', 'plant']
    >>> split_tags("ParlamentPolitik in Georgien")
    ['Parlament', 'Politik in Georgien']
    """
    label = _LABEL.match(line)
    if label and any(word in lexicon.TAG_LABELS for word in label["label"].casefold().split()):
        line = line[label.end() :]
    items = [item for item in _SEPARATOR.split(line) if item]
    if len(items) == 1:
        items = _SEAM.split(line)
    cleaned = [item.strip(" .,;:#*") for item in items]
    return [item for item in cleaned if item and len(item) <= _TAG_CHARS and item.casefold() not in lexicon.TAG_LABELS]


def read_tags(page: Page, readings: list[Reading]) -> tuple[str, ...]:
    """Return the tags of a page in order, each once."""
    found: dict[str, str] = {}
    for line, reading in zip(page.lines, readings, strict=True):
        if reading.role is Role.TAGS:
            for item in split_tags(line.text):
                found.setdefault(item.casefold(), item)
    return tuple(found.values())
