"""What the names of an element's classes and ids speak of, in the words of those who build pages."""

from bisect import bisect_right
from itertools import accumulate
from string import punctuation
from typing import Final

import numpy as np

from articles.recovery.page import Floats

# Each kind of hint, and what names of its kind hold; hyphens and underscores do not count. A word after a dot must
# begin where a part of the name begins, one before a dot must end so.
_WORDS: Final[dict[str, str]] = {
    "text": "articlebody bodycopy storybody contentbody entrycontent postcontent articletext articlecontent "
    "articlemain richtext paragraph textblock prose fliesstext artikeltext",
    "story": "article story post entry artikel beitrag noticia nota",
    "related": "related recommend teaser readalso readmore outbrain taboola trending mostread mostpopular mostviewed "
    "popular latest river card linkbox .more. listitem carousel",
    "share": "share social bookmark toolbar sharing",
    "media": "caption figure image img photo media gallery credit copyright picture bildunterschrift video legend",
    "author": "author byline reporter writer contributor autor verfasser signature firma",
    "time": "date time publish updated datum fecha",
    "tags": "tag topic keyword thema theme schlagwort",
    "standfirst": "lead intro standfirst summary subtitle dek. deck description excerpt abstract vorspann chapo sapo "
    "perex ingress subhead entradilla bajada onderkop preamble manchet lid. subline unterzeile",
    "headline": "headline title heading titel titulo",
    "kicker": "kicker overline eyebrow dachzeile topline spitzmarke roofline supertitle pretitle antetitulo",
    "comment": "comment disqus forum discussion kommentar coral reader",
    "navigation": "nav menu breadcrumb header footer sidebar banner cookie consent modal popup overlay skip search "
    "dropdown",
    "promo": "newsletter subscri paywall abo. offer piano signup advert .ad. .ads. anzeige sponsor promo login "
    "register campaign donat",
    "quote": "quote zitat cite",
    "box": ".box infobox factbox .fact. aside widget embed module twitter tweet insta glossar",
    "bio": "bio. profile about",
    "live": "live update ticker",
    "hidden": "hidden visually sronly screenreader offscreen invisible print",
}
KINDS: Final = tuple(_WORDS)
_WHOLE: Final = tuple(
    (column, word) for column, words in enumerate(_WORDS.values()) for word in words.split() if "." not in word
)
_PARTS: Final = tuple(
    (column, word.replace(".", " "))
    for column, words in enumerate(_WORDS.values())
    for word in words.split()
    if "." in word
)
_JOINERS: Final = str.maketrans("", "", "-_")
_SPACES: Final = str.maketrans(dict.fromkeys(punctuation, " "))


def hints(names: list[str]) -> Floats:
    """Return which kinds of hints each of some casefolded names holds, as 0 and 1 (names × KINDS); parts by spaces."""
    parts: dict[str, int] = {"": 0}
    places: list[int] = []
    starts: list[int] = []
    for name in names:
        starts.append(len(places))
        places += [parts.setdefault(part, len(parts)) for part in name.split() or ("",)]
    found = np.zeros((len(parts), len(KINDS)))
    _find("\n".join(parts).translate(_JOINERS), _WHOLE, found)
    _find("\n".join(f" {part} " for part in parts).translate(_SPACES), _PARTS, found)
    return np.maximum.reduceat(found[places], starts)


def _find(text: str, words: tuple[tuple[int, str], ...], found: Floats) -> None:
    """Mark the lines of `text` that hold each word."""
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    for column, word in words:
        at = text.find(word)
        while at >= 0:
            row = bisect_right(starts, at) - 1
            found[row, column] = 1.0
            at = text.find(word, starts[row + 1])
