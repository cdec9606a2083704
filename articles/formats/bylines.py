"""Read the names in a byline that stands in a field of its own."""

import re
from typing import Final

_BY = re.compile(r"^(?:by|von|par|por|di|door|av|af)\s+(?=\S)", re.IGNORECASE)
_PARTED = re.compile(r"\s*[;|\n]\s*")
_JOINED = re.compile(r",\s+|\s+(?:and|und|et|y|e|og|och|en|&)\s+", re.IGNORECASE)
_NAME_WORDS: Final = range(2, 6)


def names_in(byline: str) -> list[str]:
    """
    Return the names in a byline, each once; what cannot be told apart for sure stays together.

    >>> names_in("By Nora Field and Tom Reed")
    ['Nora Field', 'Tom Reed']
    >>> names_in("Nora Field, Reuters")
    ['Nora Field, Reuters']
    """
    found: list[str] = []
    for part in _PARTED.split(byline):
        bare = " ".join(_BY.sub("", part.strip()).split())
        names = [name for name in _JOINED.split(bare) if name]
        are_names = all(len(name.split()) in _NAME_WORDS and name[0].isupper() for name in names)
        found += names if are_names else [bare]
    return list(dict.fromkeys(name for name in found if name))
