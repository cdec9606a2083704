"""Read the names out of bylines."""

import re
from functools import lru_cache
from typing import Final

from articles.recovery import lexicon
from articles.recovery.dates import DateFound
from articles.recovery.seams import cut_at_seams

_SEPARATORS = re.compile(
    r"\s*(?:[,;|•·/–—()\[\]&+:*\n\t，、；：（）]|\s-\s|\s(?:and|und|et|og|och|en|ve|dan|és|și|with|mit|avec|con|med)\s"
    r"|(?<=[a-záéíóúñ])\s[yei]\s(?=[A-ZÁÉÍÓÚÑ]))\s*"
)
_STOPPERS = re.compile(
    r"\s(?:[Ff]or|in|aus|from|bei|pour|para|per|voor|via|at|on|à|auf|für|fürs|über|is|ist|vom|of|the|zum|zur|am|im|i)"
    r"\s.*$"
)
# An address, a handle, a web address; a handle may stick to the name before it.
_HANDLE = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|[@#]\S+|https?://\S+|\S+\.(?:com|org|net|de)\b")
_SIGNS_OF_HANDLES: Final = ("@", "#", "://", ".com", ".org", ".net", ".de")  # without any of them there is none
_GLUED_AND = re.compile(r"(?<=[a-zäöü])(mit|und|and|with)(?=\s\|\s)")
_INNER_BY = re.compile(r"\s(?:von|by|par|por|af|av|door|di|od|autor|autorin)\s(?=[^\W\d_a-z])")
_TRIM: Final = " .,:;-–—|•*\"“”„'‘’"
PARTICLES: Final = frozenset(
    "de da di do dos das del della der den van von zu zum la le el al bin ibn ben y e ter ten af av du des".split()
)
BY_KIND: Final = lexicon.ORDER.index("by")
_NAME_WORDS: Final = 5
_LONG_CHUNK: Final = range(3, 9)  # words, of which the first may be a name
_ROLE: Final = lexicon.bit("role")
_MASK = _ROLE | lexicon.bit("agency")
_BUTTONS = _ROLE | lexicon.bit("time") | lexicon.bit("share") | lexicon.bit("comment")
_REMEMBERED: Final = 2048  # words, and chunks, of which a page and its neighbours have many alike
_STAFF: Final = frozenset({"staff", "redaktion"})
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
    >>> split_names("Greg Stone@gregstone")
    ['Greg Stone']
    """
    names = (name for part, _ in chunks(line) if _is_name((name := clean_name(part)).split()))
    return list(dict.fromkeys(names))


def chunks(line: str, *, glued: bool = True, digits: bool = True) -> list[tuple[str, bool]]:
    """
    Return the parts of a line between separators and and-words, each with whether a by-word leads it.

    `glued` also cuts where elements were run together, with `digits` where letters meet digits.
    """
    if any(sign in line for sign in _SIGNS_OF_HANDLES):
        line = _HANDLE.sub(" | ", line)
    spaced = _INNER_BY.sub(" | by ", line)
    if glued:
        spaced = _by_seams(spaced, digits=digits)
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


def without_dates(line: str, dates: list[DateFound]) -> str:
    """Return a line with a separator in place of each date."""
    for date in reversed(dates):
        line = f"{line[: date.start]} | {line[date.end :]}"
    return line


def _by_seams(line: str, *, digits: bool) -> str:
    """Put a separator where elements were run together, and a space after a glued by-word."""
    pieces = cut_at_seams(line, digits=digits)
    out = pieces[0]
    for piece in pieces[1:]:
        last = out.split(" ")[-1].casefold()
        out += " " if last in lexicon.BY_WORDS else " | "
        out += piece
    return _GLUED_AND.sub(r" | \1", out) if "|" in out else out


@lru_cache(maxsize=_REMEMBERED)
def clean_name(part: str) -> str:
    """Return a chunk of a byline without by-words, roles and what follows the name."""
    words = part.strip(_TRIM).split()
    while words and words[0].casefold().strip(_TRIM) in lexicon.BY_WORDS and len(words) > 1:
        words = words[1:]
    text = _STOPPERS.sub("", " ".join(words)).strip(_TRIM)
    words = text.split()
    while words and is_role(words[-1]):
        words = words[:-1]
    while words and is_role(words[0]):
        words = words[1:]
    return " ".join(words)


@lru_cache(maxsize=_REMEMBERED)
def is_role(word: str) -> bool:
    """Tell whether a word is a role in a newsroom or an agency."""
    return bool(lexicon.kinds_of_word(word.casefold().strip(_TRIM)) & _MASK)


def _is_name(words: list[str]) -> bool:
    if not 2 <= len(words) <= _NAME_WORDS or any(char.isdigit() for word in words for char in word):
        return False
    if any(lexicon.kinds_of_word(word.casefold()) & _NEVER for word in words):
        return False
    return all(word[0].isupper() or word.casefold() in PARTICLES or not word[0].isascii() for word in words)


@lru_cache(maxsize=_REMEMBERED)
def is_no_name(name: str) -> bool:
    """Tell whether a chunk surely names nobody: a role alone, or a word that goes with times, buttons or comments."""
    words = name.casefold().split()
    last = words[-1].strip(_TRIM)
    if last in _STAFF:
        return False
    kinds = lexicon.kinds_of_word(last)
    return bool(kinds & _ROLE) or (len(words) == 1 and bool(kinds & _BUTTONS))


def names_within(part: str) -> list[str]:
    """
    Return the names that a chunk may hold: it cleaned, as it stands, and its first words where more follow.

    >>> names_within("Ada Quill Political Correspondent")
    ['Ada Quill Political', 'Ada Quill Political Correspondent', 'Ada Quill']
    >>> names_within("A")
    []
    """
    bare = part.strip(_TRIM)
    clean = clean_name(part)
    words = (clean or bare).split()
    found = [clean, bare]
    if len(words) in _LONG_CHUNK:
        found += [" ".join(words[:count]) for count in (2, 3) if count < len(words)]
        if not words[-1].isascii():
            found.append(words[-1])  # a place before the name, in scripts that put it there
    return [name for name in dict.fromkeys(found) if len(name) > (2 if name.isascii() else 1)]
