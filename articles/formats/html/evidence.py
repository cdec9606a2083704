"""What the markup says of each line, as numbers for the labeller: one row a line."""

import re
from typing import Final

import numpy as np
from rapidfuzz import fuzz

from articles.formats.html.flattening import Element, FlatLine
from articles.formats.html.metadata import Metadata
from articles.recovery.page import Floats

# What class names, ids and itemprops of an element speak of.
_HINTS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"article-?_?body|articlebody|body-?copy|story-?_?body|content-?body|entry-?content|post-?content|article__?-?(?:text|content|main)"
        r"|rich-?text|paragraph|text-?block|prose|fliesstext|artikeltext",
        r"article|story|post|entry|artikel|beitrag|noticia|nota",
        r"related|recommend|teaser|read-?(?:also|more)|outbrain|taboola|trending|most-|popular|latest|river|card|linkbox|more-|list-item|carousel",
        r"share|social|bookmark|toolbar|sharing",
        r"caption|figure|image|img|photo|media|gallery|credit|copyright|picture|bildunterschrift|video|legend",
        r"author|byline|reporter|writer|contributor|autor|verfasser|signature|firma",
        r"date|time|publish|updated|datum|fecha",
        r"tag|topic|keyword|thema|theme|schlagwort",
        r"lead|intro|standfirst|summary|sub-?_?title|dek\b|deck|description|excerpt|abstract|vorspann|chapo|sapo|perex|ingress|sub-?head"
        r"|entradilla|bajada|onderkop|preamble|manchet|lid\b|subline|unterzeile",
        r"headline|title|heading|titel|titulo",
        r"kicker|overline|eyebrow|dachzeile|topline|spitzmarke|roofline|supertitle|pretitle|antetitulo",
        r"comment|disqus|forum|discussion|kommentar|coral|reader",
        r"nav|menu|breadcrumb|header|footer|sidebar|banner|cookie|consent|modal|popup|overlay|skip|search|dropdown",
        r"newsletter|subscri|paywall|abo\b|offer|piano|signup|sign-up|advert|\bads?\b|anzeige|sponsor|promo|login|register|campaign|donat",
        r"quote|zitat|blockquote|cite",
        r"\bbox|infobox|factbox|fact-|aside|widget|embed|module|twitter|tweet|insta|glossar",
        r"bio\b|profile|about",
        r"live|update|ticker",
        r"hidden|visually|sr-only|screen-reader|offscreen|invisible|print",
    )
)
_NAMING: Final = ("class", "id", "itemprop", "data-testid")
_OWN: Final = tuple(
    "h1 h2 h3 h4 h5 h6 p li div span td blockquote figcaption time button label address dt dd strong".split()
)
_ABOVE: Final = tuple(
    "article main header footer nav aside figure form section ul ol table blockquote details button".split()
)
_FUZZY: Final = 90
_FUZZY_CHARS: Final = 400


class _Markup:
    """Hints of elements and of what is above them, each computed once."""

    def __init__(self) -> None:
        self._own: dict[Element, Floats] = {}
        self._above: dict[Element, Floats] = {}

    def own(self, element: Element) -> Floats:
        """Return the hints of an element's own attributes."""
        found = self._own.get(element)
        if found is None:
            words = " ".join(element.get(name) or "" for name in _NAMING)
            folded = words.casefold()
            bare = not folded.strip()
            found = np.array([0.0 if bare else float(bool(hint.search(folded))) for hint in _HINTS])
            self._own[element] = found
        return found

    def above(self, element: Element) -> Floats:
        """Return the hints of all elements around one, fading with the distance, and the tags among them."""
        found = self._above.get(element)
        if found is None:
            parent = element.getparent()
            if parent is None:
                found = np.zeros(len(_HINTS) + len(_ABOVE))
            else:
                up = self.above(parent)
                hints = np.maximum(self.own(parent), 0.8 * up[: len(_HINTS)])
                tags = np.maximum(up[len(_HINTS) :], [float(parent.tag == tag) for tag in _ABOVE])
                found = np.concatenate((hints, tags))
            self._above[element] = found
        return found


def markup_features(lines: list[FlatLine], metadata: Metadata, extracted: str) -> Floats:
    """
    Return what the elements, the page's description and a general extractor say of each line.

    `extracted` is the body as the extractor found it, one paragraph a line.
    """
    markup = _Markup()
    rows = []
    for line in lines:
        above = markup.above(line.element)
        tag = line.element.tag
        own_tags = [float(tag == each) for each in _OWN]
        in_tags = np.maximum(above[len(_HINTS) :], [float(tag == each) for each in _ABOVE])
        rows.append(np.concatenate((own_tags, markup.own(line.element), above[: len(_HINTS)], in_tags)))
    return np.concatenate(
        (np.stack(rows), _of_links(lines), _of_places(lines), _of_words(lines, metadata, extracted)), axis=1
    )


def _of_links(lines: list[FlatLine]) -> Floats:
    share = np.array([min(1.0, line.link_chars / max(1, len(line.text))) for line in lines])
    return np.stack((share, share > 0.9, share == 0), axis=1).astype(np.float64)


def _of_places(lines: list[FlatLine]) -> Floats:
    """Weigh the element around each line by how much of the page's paragraph text it holds."""
    held: dict[Element | None, float] = {}
    total = 1.0
    for line in lines:
        if line.element.tag == "p":
            size = float(len(line.text))
            total += size
            parent = line.element.getparent()
            held[parent] = held.get(parent, 0.0) + size
            above = parent.getparent() if parent is not None else None
            held[above] = held.get(above, 0.0) + 0.3 * size
    best = max(held, key=lambda element: held[element]) if held else None
    rows = []
    for line in lines:
        parent = line.element.getparent()
        above = parent.getparent() if parent is not None else None
        depth = len(list(line.element.iterancestors()))
        rows.append(
            (
                held.get(parent, 0.0) / total,
                held.get(above, 0.0) / total,
                parent is best,
                above is best,
                depth / 10 - 1.5,
            )
        )
    return np.array(rows, dtype=np.float64)


def _of_words(lines: list[FlatLine], metadata: Metadata, extracted: str) -> Floats:
    kept = set(map(fold, extracted.split("\n")))
    running = fold(extracted)
    titles = [fold(title) for title in metadata.headlines[:5]]
    summaries = [fold(summary) for summary in metadata.summaries[:4]]
    names = [fold(name) for name in metadata.authors]
    tags = set(map(fold, metadata.tags))
    body = fold(metadata.body or "")
    rows = []
    for line in lines:
        text = fold(line.text)
        long = len(text) > 20
        rows.append(
            (
                text in kept,
                long and text in running,
                any(alike(text, title) for title in titles),
                any(alike(text, summary) or (long and text in summary) for summary in summaries),
                any(name in text for name in names) and len(text) < 120,
                text in names,
                text in tags,
                bool(body) and long and text in body,
                bool(body),
                bool(extracted),
            )
        )
    return np.array(rows, dtype=np.float64)


def fold(text: str) -> str:
    """Fold case, quotes and space, which differ between a page and its description."""
    return " ".join(text.replace("’", "'").replace("“", '"').replace("”", '"').replace("\u00ad", "").split()).casefold()


def alike(one: str, other: str) -> bool:
    """Tell whether two folded texts are equal but for trifles."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > 0.25 * max(len(one), len(other)) or len(one) > _FUZZY_CHARS:
        return False
    return bool(fuzz.ratio(one, other, score_cutoff=_FUZZY) >= _FUZZY)
