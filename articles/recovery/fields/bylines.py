"""Read the names out of bylines."""

import re
from typing import Final

from articles.recovery import lexicon

_SEAM = re.compile(
    r"(?<=[^\W\d_A-Z])(?=[A-ZÄÖÜÀ-ÝĀ-Ž])(?<!Mc)(?<!Mac)(?<!De)(?<!Di)(?<!Le)(?<!La)(?<!O’)(?<!O')(?<!Van)|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])"
)
_SEPARATORS = re.compile(
    r"\s*(?:[,;|•·/–—()\[\]&+:*\n\t]|\s-\s|\s(?:and|und|et|og|och|en|ve|dan|és|și|with|mit|avec|con|med)\s"
    r"|(?<=[a-záéíóúñ])\s[yei]\s(?=[A-ZÁÉÍÓÚÑ]))\s*"
)
_STOPPERS = re.compile(
    r"\s(?:for|in|aus|from|bei|pour|para|per|voor|via|at|on|à|auf|für|fürs|über|is|ist|vom|of|the|zum|zur|am|im|i)\s.*$"
)
_HANDLE = re.compile(r"[@#]\S+|\S+@\S+|https?://\S+|\S+\.(?:com|org|net|de)\b")
_TRIM: Final = " .,:;-–—|•*\"“”„'‘’"
_PARTICLES: Final = frozenset(
    "de da di do dos das del della der den van von zu zum la le el al bin ibn ben y e ter ten af av du des".split()
)
_NAME_WORDS: Final = 5
_MASK = lexicon.bit("role") | lexicon.bit("agency")
_NEVER = (
    lexicon.bit("share")
    | lexicon.bit("account")
    | lexicon.bit("legal")
    | lexicon.bit("newsletter")
    | lexicon.bit("time")
)


def split_names(line: str) -> list[str]:
    """
    Return the names in a byline, in order, without by-words, roles, agencies and dates.

    >>> split_names("Von Eileen Wagner und Max Muster")
    ['Eileen Wagner', 'Max Muster']
    >>> split_names("VonDiana ResnikmitAP")
    ['Diana Resnik']
    """
    names: list[str] = []
    for part in _parts(line):
        name = _clean(part)
        if name and name not in names:
            names.append(name)
    return names


def _parts(line: str) -> list[str]:
    spaced = _HANDLE.sub(" | ", line)
    spaced = _by_seams(spaced)
    return [part for part in _SEPARATORS.split(f" {spaced} ") if part and part.strip()]


def _by_seams(line: str) -> str:
    """Put a separator where elements were run together, and a space after a glued by-word."""
    pieces = _SEAM.split(line)
    out = pieces[0]
    for piece in pieces[1:]:
        last = out.split(" ")[-1].casefold()
        out += " " if last in lexicon.BY_WORDS else " | "
        out += piece
    return re.sub(r"(?<=[a-zäöü])(mit|und|and)(?=\s\|\s)", r" | \1", out)


def _clean(part: str) -> str:
    words = part.strip(_TRIM).split()
    while words and words[0].casefold().strip(_TRIM) in lexicon.BY_WORDS and len(words) > 1:
        words = words[1:]
    text = _STOPPERS.sub("", " ".join(words)).strip(_TRIM)
    words = text.split()
    while words and _is_role(words[-1]):
        words = words[:-1]
    while words and _is_role(words[0]):
        words = words[1:]
    return " ".join(words) if _is_name(words) else ""


def _is_role(word: str) -> bool:
    return bool(lexicon.kinds_of_word(word.casefold().strip(_TRIM)) & _MASK)


def _is_name(words: list[str]) -> bool:
    if not 2 <= len(words) <= _NAME_WORDS or any(char.isdigit() for word in words for char in word):
        return False
    if any(lexicon.kinds_of_word(word.casefold()) & _NEVER for word in words):
        return False
    return all(word[0].isupper() or word.casefold() in _PARTICLES or not word[0].isascii() for word in words)
