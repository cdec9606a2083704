"""Read what a page says of itself: JSON-LD first, then meta tags."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any, Final

from rapidfuzz import fuzz

from articles.formats.fields import as_instant, as_text, as_texts
from articles.formats.html.flattening import Element
from articles.formats.html.people import authors_of
from articles.formats.html.topics import tags_of

_ARTICLE_TYPES: Final = frozenset(
    "article newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle reviewnewsarticle "
    "backgroundnewsarticle "
    "blogposting liveblogposting technicalarticle techarticle report socialmediaposting scholarlyarticle "
    "medicalscholarlyarticle".split()
)
_HEADLINE_META: Final = ("og:title", "twitter:title", "dc.title", "title")
_SUMMARY_META: Final = ("og:description", "description", "twitter:description", "dc.description")
_PUBLISHED_META: Final = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "pubdate",
    "dc.date.issued",
    "dc.date",
    "parsely-pub-date",
    "publishdate",
    "last-modified",
    "cxenseparse:recs:publishtime",
)
_MODIFIED_META: Final = ("article:modified_time", "og:updated_time", "datemodified", "last-modified")
_SECTION_META: Final = ("article:section", "parsely-section", "section")
_IMAGE_META: Final = ("og:image", "twitter:image")
_SITE_META: Final = ("og:site_name", "application-name", "publisher", "twitter:site")
_CONTROL = re.compile(r"[\x00-\x1f]")
_MOST_DEPTH: Final = 12
_SEPARATORS: Final = "|-–—•:：»*"  # what stands between a title and the name of the site
_ALIKE: Final = 90  # per cent of a wording that another one shares
_SHORTEST_HEADING: Final = 12


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the page's own description says; wordings of a field come surest first."""

    headlines: tuple[str, ...] = ()
    summaries: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    tags: tuple[str, ...] = ()
    section: str | None = None
    images: tuple[str, ...] = ()
    canonical: str | None = None
    language: str | None = None
    site: str | None = None
    body: str | None = None


def read_metadata(root: Element) -> Metadata:
    """Return the metadata of a parsed page; what is broken in it is passed over."""
    meta = _meta(root)
    items = list(_linked_data(root))
    known = {str(item["@id"]): item for item in items if item.get("@id") and item.get("name")}
    articles = [item for item in items if _is_article(item)]
    best = articles[0] if articles else {}
    site = _first(meta, _SITE_META) or as_text(_dig(best.get("publisher"), "name"))
    shown = [as_text("".join(heading.itertext())) for heading in root.iter("h1")]
    summaries = [as_text(best.get("description")), *_all(meta, _SUMMARY_META)]
    linked = root.xpath("//link[@rel='canonical']/@href")
    return Metadata(
        headlines=_headlines(as_text(best.get("headline")), meta, shown, root.findtext(".//title"), site),
        summaries=_unique(map(_plain, summaries)),
        authors=tuple(authors_of(best, meta, known)),
        published=_instant(best.get("datePublished"), meta, _PUBLISHED_META),
        modified=_instant(best.get("dateModified"), meta, _MODIFIED_META),
        tags=tuple(tags_of(best, meta, root)),
        section=next(iter(as_texts(best.get("articleSection"))), None) or _first(meta, _SECTION_META),
        images=_unique([*_image_urls(best.get("image")), *_all(meta, _IMAGE_META)]),
        canonical=as_text(linked[0]) if linked else _first(meta, ("og:url",)),
        language=_language(root, meta, best),
        site=site,
        body=as_text(unescape(str(best["articleBody"]))) if best.get("articleBody") else None,
    )


def without_site(title: str, site: str | None) -> str:
    """Return a title without the name of the site at its end."""
    for mark in (" | ", " - ", " – ", " — ", " • ", " :: ", " « "):
        head, found, tail = title.rpartition(mark)
        if not found or len(head) < 15:
            continue
        short = tail.casefold().replace(" ", "")
        if mark == " | " or (
            site and (short in site.casefold().replace(" ", "") or site.casefold().replace(" ", "") in short)
        ):
            return without_site(head.strip(), site)
    return title


def _plain(value: object) -> str | None:
    """Return a text without the character references that some pages escape twice."""
    text = as_text(value)
    return as_text(unescape(unescape(text))) if text else None


def _as_shown(title: str, shown: list[str | None]) -> str:
    """Return the heading that a title begins with, where only a separator and the site's name follow."""
    for heading in shown:
        if not heading or len(heading) < _SHORTEST_HEADING or title == heading or not title.startswith(heading):
            continue
        if title[len(heading) :].lstrip()[:1] in _SEPARATORS:
            return heading
    return title


def _headlines(
    linked: str | None, meta: dict[str, list[str]], shown: list[str | None], title: str | None, site: str | None
) -> tuple[str, ...]:
    """Return the wordings of the headline; first the one of its editors, which is not the one for search engines."""

    def cleaned(texts: Iterable[str | None]) -> tuple[str, ...]:
        return _unique(_as_shown(without_site(text, site), shown) for text in map(_plain, texts) if text)

    described, titles = cleaned([linked, *_all(meta, ("og:title",))]), cleaned([title])
    edited = [text for text in described if not any(_repeats(each, text) for each in titles)]
    return _unique([*edited[:1], *described, *cleaned([*shown[:1], *_all(meta, _HEADLINE_META)]), *titles])


def _repeats(title: str, text: str) -> bool:
    one, other = title.casefold(), text.casefold()
    begins = one.startswith(other) and other and one[len(other) :].lstrip()[:1] in _SEPARATORS
    return bool(begins) or fuzz.ratio(one, other) >= _ALIKE


def _meta(root: Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for tag in root.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        content = as_text(unescape(tag.get("content") or ""))
        if name and content:
            found.setdefault(name.casefold(), []).append(content)
    return found


def _linked_data(root: Element) -> Iterator[dict[str, Any]]:
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text:
            continue
        try:
            stored = json.loads(_CONTROL.sub(" ", script.text.strip().removesuffix(";")), strict=False)
        except (json.JSONDecodeError, RecursionError):
            continue
        yield from _items(stored, 0)


def _items(stored: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _MOST_DEPTH:
        return
    if isinstance(stored, list):
        for each in stored:
            yield from _items(each, depth + 1)
    elif isinstance(stored, dict):
        yield stored
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "author", "creator"):
            yield from _items(stored.get(key), depth + 1)


def _is_article(item: dict[str, Any]) -> bool:
    kinds = item.get("@type")
    return any(
        str(kind).casefold().rpartition("/")[2] in _ARTICLE_TYPES
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _dig(value: object, key: str) -> object:
    if isinstance(value, list):
        value = value[0] if value else None
    return value.get(key) if isinstance(value, dict) else None


def _image_urls(value: object) -> list[str]:
    found = []
    for each in value if isinstance(value, list) else [value]:
        url = as_text(each.get("url") if isinstance(each, dict) else each)
        if url:
            found.append(url)
    return found


def _instant(stored: object, meta: dict[str, list[str]], names: tuple[str, ...]) -> datetime | None:
    candidates = [stored, *_all(meta, names)]
    return next((found for each in candidates if each and (found := as_instant(each))), None)


def _language(root: Element, meta: dict[str, list[str]], best: dict[str, Any]) -> str | None:
    written = (
        root.get("lang")
        or as_text(best.get("inLanguage"))
        or _first(meta, ("og:locale", "language", "content-language"))
    )
    code = re.split(r"[-_]", written.strip())[0].casefold() if written else ""
    return code if re.fullmatch(r"[a-z]{2,3}", code) else None


def _all(meta: dict[str, list[str]], names: tuple[str, ...]) -> list[str]:
    return [value for name in names for value in meta.get(name, [])]


def _first(meta: dict[str, list[str]], names: tuple[str, ...]) -> str | None:
    return next(iter(_all(meta, names)), None)


def _unique(texts: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
