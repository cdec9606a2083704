"""Read the names out of bylines."""

import re
from typing import Final

from articles.recovery import lexicon
from articles.recovery.seams import cut_at_seams

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
BY_KIND: Final = lexicon.ORDER.index("by")
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
    names = (name for part, _ in chunks(line) if _is_name((name := clean_name(part)).split()))
    return list(dict.fromkeys(names))


def chunks(line: str, *, glued: bool = True) -> list[tuple[str, bool]]:
    """
    Return the parts of a line between separators and and-words, each with whether a by-word leads it.

    `glued` also cuts where elements were run together.
    """
    spaced = _HANDLE.sub(" | ", line)
    if glued:
        spaced = _by_seams(spaced)
    found = []
    led = False
    for part in _SEPARATORS.split(f" {spaced} "):
        words = (part or "").split()
        if not words:
            continue
        by = words[0].casefold().strip(_TRIM) in lexicon.BY_WORDS
        if by and len(words) == 1:
            led = True
            continue
        found.append((" ".join(words), by or led))
        led = led and not by
    return found


def _by_seams(line: str) -> str:
    """Put a separator where elements were run together, and a space after a glued by-word."""
    pieces = cut_at_seams(line, digits=True)
    out = pieces[0]
    for piece in pieces[1:]:
        last = out.split(" ")[-1].casefold()
        out += " " if last in lexicon.BY_WORDS else " | "
        out += piece
    return re.sub(r"(?<=[a-zäöü])(mit|und|and)(?=\s\|\s)", r" | \1", out)


def clean_name(part: str) -> str:
    """Return a chunk of a byline without by-words, roles and what follows the name."""
    words = part.strip(_TRIM).split()
    while words and words[0].casefold().strip(_TRIM) in lexicon.BY_WORDS and len(words) > 1:
        words = words[1:]
    text = _STOPPERS.sub("", " ".join(words)).strip(_TRIM)
    words = text.split()
    while words and _is_role(words[-1]):
        words = words[:-1]
    while words and _is_role(words[0]):
        words = words[1:]
    return " ".join(words)


def _is_role(word: str) -> bool:
    return bool(lexicon.kinds_of_word(word.casefold().strip(_TRIM)) & _MASK)


def _is_name(words: list[str]) -> bool:
    if not 2 <= len(words) <= _NAME_WORDS or any(char.isdigit() for word in words for char in word):
        return False
    if any(lexicon.kinds_of_word(word.casefold()) & _NEVER for word in words):
        return False
    return all(word[0].isupper() or word.casefold() in _PARTICLES or not word[0].isascii() for word in words)
