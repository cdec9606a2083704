"""Read tags out of what a page says of itself, and leave out what only its software needs."""

import re
from html import unescape
from typing import Any, Final

from articles.formats.fields import as_texts
from articles.formats.html.flattening import Element

_TAG_META: Final = ("article:tag", "news_keywords", "keywords", "parsely-tags")
_SEPARATORS: Final = ",;|、，\n"
_NO_TAG = re.compile(
    r"^[0-9a-f]{8}-[0-9a-f-]{20,}$|^[\w-]+\.(?:com|ca|de|net|org)$|^(?:day|time|wc|(?:page|article) type|language)\s?:",
    re.I,
)
_PREFIX = re.compile(r"^(?:[A-Za-z][A-Za-z ]{2,22}: |[a-z]+/)(?=\S)")
_LONGEST_WORDS: Final = 6
_MANY_WORDS: Final = 5


def tags_of(article: dict[str, Any], meta: dict[str, list[str]], root: Element) -> list[str]:
    """Return an article's tags: from JSON-LD, meta tags or links marked as tags, the first that lists any."""
    sources = [_listed(article.get("keywords")), *(_listed(meta.get(name)) for name in _TAG_META)]
    linked = [
        " ".join("".join(link.itertext()).split())
        for link in root.xpath("//a[contains(concat(' ', @rel, ' '), ' tag ')]")
    ]
    sources.append(linked)
    filled = [source for source in map(_cleaned, sources) if source]
    well = [source for source in filled if len(source) > 1 or len(source[0].split()) < _MANY_WORDS]
    return next(iter(well), [])


def _listed(stored: object) -> list[str]:
    if isinstance(stored, list) and len(stored) == 1:
        stored = stored[0]
    return as_texts(stored, separators=_SEPARATORS) if isinstance(stored, str) else as_texts(stored)


def _cleaned(tags: list[str]) -> list[str]:
    found: dict[str, str] = {}
    for tag in tags:
        text = unescape(tag).strip(" #")
        if _NO_TAG.match(text) or len(text.split()) > _LONGEST_WORDS:
            continue
        text = _PREFIX.sub("", text)
        if text:
            found.setdefault(text.casefold(), text)
    return list(found.values())
