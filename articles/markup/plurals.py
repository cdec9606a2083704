"""Singular and plural of the last word of a name, in English, German, French and Spanish, where the ending is sure."""

from typing import Final

from articles.markup.folding import fold_loosely, fold_name

FEWEST_LETTERS: Final = 4  # of the singular
_UMLAUTS: Final = frozenset("äöü")
# What German nouns end in that take -en; no English word does.
_GERMAN_EN: Final = ("ung", "heit", "keit", "schaft", "tat", "tion", "sion", "partei", "wahl", "zahl")
# Whose -s makes another word or name, or no plural at all.
APART: Final = frozenset(
    """news arts arms customs goods means minutes works odds lords commons times affairs woods gates angeles
    naples wales sweden raven haven token golden broken frozen mars texas paris athens brussels reims cannes
    honduras barbados bahamas philippines netherlands states nations emirates windows apples jones james
    charles hughes williams edwards roberts stevens richards daniels peters adams rogers phillips evans
    collins hopkins jacobs matthews andrews owens simmons parsons harris rhodes burns parks rivers waters
    brooks fields banks hills stones cross marks watts ross clarks francis jesus lens series species hermes
    glasses spectacles looks thanks regards savings holdings brics gymnastics sands saints giants eagles
    spurs wolves rangers rovers united wanderers blues reds greens whites browns""".split()
)


def number_keys(name: str) -> set[str]:
    """Return the loose keys that the other number of a name may have; `differ_by_number` tells if one is it."""
    key = fold_loosely(name)
    endings = (("s", ""), ("es", ""), ("ies", "y"), ("ces", "z"), ("x", ""), ("aux", "al"), ("en", ""), ("n", ""))
    keys: set[str] = set()
    for plural, singular in (*endings, ("nen", ""), ("er", ""), ("e", "")):
        if key.endswith(plural):
            keys.add(key[: -len(plural)] + singular)
        if key.endswith(singular):
            keys.add(key[: len(key) - len(singular)] + plural)
    return {key for key in keys if len(key) >= FEWEST_LETTERS}


def differ_by_number(one: str, other: str) -> bool:
    """
    Tell whether two names are one but for the number of the last word.

    >>> differ_by_number("Elections", "election"), differ_by_number("Länder", "Land")
    (True, True)
    >>> differ_by_number("News", "New"), differ_by_number("Bank", "Banker"), differ_by_number("Politics", "Politic")
    (False, False, False)
    """
    return _is_plural(one, other) or _is_plural(other, one)


def _is_plural(plural: str, singular: str) -> bool:
    p, s = fold_loosely(plural), fold_loosely(singular)
    last_of_both = {_last_word(plural), _last_word(singular)}
    if len(s) < FEWEST_LETTERS or min(map(len, last_of_both)) < FEWEST_LETTERS or last_of_both & APART:
        return False
    if p == s + "s":
        return not p.endswith(("ss", "us", "is", "ics"))
    if p == s + "es":
        return s.endswith(("s", "x", "z", "ch", "sh", "o", "on", "or", "al", "ad", "er", "ar"))
    if p == s + "x":
        return s.endswith(("eau", "eu", "ou"))
    if p == s + "nen":
        return s.endswith("in")
    if p == s + "n" and s.endswith("e"):
        return True
    if p == s + "en" and s.endswith(_GERMAN_EN):
        return True
    if p in (s + "er", s + "e", s + "en"):
        return bool(_UMLAUTS & set(fold_name(plural))) and not _UMLAUTS & set(fold_name(singular))
    changed = (("ies", "y"), ("ces", "z"), ("aux", "al"))
    return any(p.endswith(end) and s == p[: -len(end)] + start for end, start in changed)


def _last_word(name: str) -> str:
    return fold_loosely(fold_name(name).replace("-", " ").split()[-1]) if fold_name(name) else ""
