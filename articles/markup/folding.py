"""Folded forms of names and headlines: what is compared when two are asked to be the same."""

import re
import unicodedata

_NOT_WORD = re.compile(r"[\W_]+")
_SLUG_MAX_CHARS = 80
# Signs that tell names apart, as in C++, C# and A&B, stay.
_LOOSE = re.compile(r"[\s\-‐‑–—_.,:;!?'’‘ʼ\"“”„«»()\[\]/·•|]+")
# 9/11 is not 911.
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s\-‐‑–—_.,:/·]+(?=\d)")
_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})


def fold_name(name: str) -> str:
    """Return the key of a tag's or a person's name: case, width, spaces and a leading # don't count."""
    if name.isascii():
        return " ".join(name.lower().strip().lstrip("#").split())
    folded = unicodedata.normalize("NFKC", name).casefold().strip().lstrip("#")
    return unicodedata.normalize("NFC", " ".join(folded.split()))


def fold_loosely(name: str) -> str:
    """
    Return a looser key of a name: accents of Latin letters, spaces, hyphens and full stops don't count either.

    >>> fold_loosely("COVID-19") == fold_loosely("#Covid 19") == fold_loosely("covid19")
    True
    """
    folded = _BETWEEN_DIGITS.sub("+", fold_name(name).replace("&", "and").translate(_LETTERS))
    return "".join(map(_plain, _LOOSE.split(folded))) or fold_name(name)


def fold_headline(headline: str) -> str:
    """Return the key of a headline, at most 200 characters: only its letters and digits count."""
    if headline.isascii():
        return _NOT_WORD.sub(" ", headline.lower()).strip()[:200]
    words = _NOT_WORD.sub(" ", unicodedata.normalize("NFKC", headline).casefold())
    return unicodedata.normalize("NFC", words).strip()[:200]


def slug_of(text: str, *, max_chars: int = _SLUG_MAX_CHARS) -> str:
    """
    Return the words of `text` for an address, joined by hyphens, in their own script.

    Accents of Latin letters are dropped; a long text is cut between words. A
    text without letters or digits gives "".
    """
    words = [_plain(word) for word in _NOT_WORD.split(_without_apostrophes(text).casefold()) if word]
    slug = words[0][:max_chars] if words else ""
    for word in words[1:]:
        if len(slug) + 1 + len(word) > max_chars:
            break
        slug += f"-{word}"
    return slug


def _without_apostrophes(text: str) -> str:
    return re.sub(r"(?<=\w)['’](?=\w)", "", unicodedata.normalize("NFKC", text))


def _plain(word: str) -> str:
    """Drop accents where what is left is ASCII; other scripts need their marks."""
    if word.isascii():
        return word
    bare = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return bare if bare.isascii() else unicodedata.normalize("NFC", word)
