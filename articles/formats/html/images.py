"""Find the images of an HTML page's article, with the words that go with each."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from articles.formats.html.flattening import Element
from articles.recovery.article import RecoveredImage

_OUTSIDE: Final = frozenset(("nav", "footer", "aside", "form", "noscript", "template", "button"))
_ARTICLE: Final = ("//article[.//p][1]", "//main[1]", "//body")
_SOURCES: Final = ("data-src", "data-original", "data-lazy-src", "src")  # the last is often a blank that waits
_SMALLEST: Final = 100  # pixels; what says that it is smaller is an icon
_MOST: Final = 50
_CREDIT: Final = re.compile(r"\b(?:credit|copyright|photographer|source|byline)", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d{1,5}")


def page_images(root: Element, described: tuple[RecoveredImage, ...]) -> tuple[RecoveredImage, ...]:
    """
    Return the images that a page describes itself by, then those of its article, in order; each once.

    Two addresses with the same file name are one image: the words of the one
    in the text go to the other.
    """
    shown = {_name(image.url): image for image in reversed(list(_in_text(root)))}
    found: dict[str, RecoveredImage] = {}
    for image in described:
        words = shown.get(_name(image.url), image)
        found.setdefault(_name(image.url), RecoveredImage(image.url, words.alt, words.caption, words.credit))
        if words.url != image.url:  # another address of it, which may be the one that leads anywhere
            found.setdefault(words.url, words)
    for name, image in reversed(shown.items()):
        found.setdefault(name, image)
    return tuple({image.url: image for image in found.values()}.values())[:_MOST]


def _in_text(root: Element) -> Iterator[RecoveredImage]:
    scope = next((found[0] for path in _ARTICLE if (found := root.xpath(path))), root)
    for element in scope.iter("img"):
        url = next((value for name in _SOURCES if (value := (element.get(name) or "").strip())), "")
        if not url or url.startswith("data:") or _is_small(element) or _lies_outside(element, scope):
            continue
        figure = next(element.iterancestors("figure"), None)
        caption, credit = _caption(figure) if figure is not None else ("", "")
        yield RecoveredImage(url, _words(element.get("alt")), caption or _words(element.get("title")), credit)


def _caption(figure: Element) -> tuple[str, str]:
    """Return the caption of a figure and, where an element of its own says it, the credit."""
    caption = next(figure.iter("figcaption"), None)
    if caption is None:
        return "", ""
    whole = _words("".join(caption.itertext()))
    for part in caption.iterdescendants():
        if isinstance(part.tag, str) and (part.tag == "cite" or _CREDIT.search(part.get("class") or "")):
            credit = _words("".join(part.itertext()))
            return " ".join(whole.replace(credit, " ").split()) if credit else whole, credit
    return whole, ""


def _is_small(element: Element) -> bool:
    sizes = (_NUMBER.match(element.get(name) or "") for name in ("width", "height"))
    return any(size is not None and int(size[0]) < _SMALLEST for size in sizes)


def _lies_outside(element: Element, scope: Element) -> bool:
    for above in element.iterancestors():
        if above is scope:
            return False
        if above.tag in _OUTSIDE or (above.tag == "header" and scope.tag == "body"):
            return True
    return False


def _name(url: str) -> str:
    try:
        return unquote(PurePosixPath(urlsplit(url).path).name) or url
    except ValueError:
        return url


def _words(text: str | None) -> str:
    return " ".join((text or "").split())
