"""Read authors out of what a page says of itself, and leave out what is no author."""

import re
from html import unescape
from typing import Any, Final

from articles.formats.fields import as_text, as_texts
from articles.recovery.fields.bylines import chunks

_AUTHOR_META: Final = ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl")
_ADDRESS = re.compile(r"^(?:https?:|www\.|/|@)|^[\w.+-]+@[\w.-]+$|^\d+$|^\(|^[a-z]+(?:-[a-z]+)+$")
_LONGEST_WORDS: Final = 5


def authors_of(article: dict[str, Any], meta: dict[str, list[str]], known: dict[str, dict[str, Any]]) -> list[str]:
    """
    Return the names of an article's authors: those of JSON-LD, else of meta tags.

    `known` holds the items of the page's JSON-LD by their @id, for authors that
    are only referred to.
    """
    stored = article.get("author") or article.get("creator")
    names = _names(_resolved(stored, known))
    if names:
        return names
    written = [text for name in _AUTHOR_META for text in meta.get(name, [])]
    if found := _names(written):
        return found
    return _names([text for name, texts in meta.items() if "author" in name and "url" not in name for text in texts])


def _resolved(stored: object, known: dict[str, dict[str, Any]]) -> list[str]:
    people = stored if isinstance(stored, list) else [] if stored is None else [stored]
    found = []
    for person in people:
        if isinstance(person, dict):
            whole = known.get(str(person.get("@id")), {}) | person
            found += as_texts(whole.get("name"))
        else:
            found += as_texts(person, separators=";|\n")
    return found


def _names(texts: list[str]) -> list[str]:
    plain = (as_text(unescape(text)) for text in texts)
    split = [name for text in plain if text for name in _split(text)]
    return list(dict.fromkeys(name for name in split if not _ADDRESS.match(name)))


def _split(text: str) -> list[str]:
    """Split names that one text joins; a name that only holds a comma or a long description is kept to its head."""
    if _ADDRESS.match(text):
        return []
    parts = [part for part, _ in chunks(text, glued=False)]
    if len(parts) < 2 or len(text.split()) <= 2:
        return [text]
    if all(len(part.split()) == 1 for part in parts):  # "Doe, Jane"
        return [text]
    if any(len(part.split()) > _LONGEST_WORDS for part in parts[1:]):
        return parts[:1]
    return parts


def is_house(name: str, site: str | None) -> bool:
    """Tell whether an author is the site itself."""
    if not site:
        return False
    one, other = (re.sub(r"[\W_]+|\.(?:com|de|net|org|fr|tr)$", "", text.casefold()) for text in (name, site))
    return bool(one) and bool(other) and (one in other or other in one)
