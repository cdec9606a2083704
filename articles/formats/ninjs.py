"""Read ninjs, the IPTC's news in JSON, of versions 1 to 3: one item, a list of items, or an item a line."""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from articles.formats.bylines import names_in
from articles.formats.documents import Document, Format, Reading, ReadOptions, Refusal, UnreadableDocument
from articles.formats.fields import as_text, as_texts
from articles.formats.fragments import (
    MARKUP_LOSSES,
    Fragment,
    has_tags,
    paragraphs_of,
    read_html_fragment,
    words_of_html,
)
from articles.formats.jsonlists import documents_of, head_of
from articles.formats.jsonvalues import parse_object
from articles.formats.story import Story, reading_of
from articles.recovery.article import RecoveredImage, RelatedHeadline

_LISTS: Final = ("items", "_items")
# What makes an object with these keys news, in the spelling of any version.
_NAMING: Final = frozenset("uri guid _id".split())
_TELLING: Final = re.compile(
    r"(?:headlines?|bodies|body|descriptions?)(?:_\w+)?|versioncreated|pubstatus|usageterms|slugline|representationtype"
)
_NEEDED: Final = 2
_WITHOUT_TEXT: Final = frozenset("picture graphic audio video image photo".split())
_HTML: Final = re.compile(r"html|xml|rich")
_TAGGED: Final = ("subject", "subjects", "keywords", "person", "people", "organisation", "organisations", "place",
                  "places", "event", "events", "object", "objects")  # fmt: skip


def read_ninjs(data: bytes, options: ReadOptions) -> Reading:
    """
    Return the article of one ninjs item; keys count in any case, as versions differ in it.

    :raises UnreadableDocument: if it is no item of text.
    """
    stored, encoding = parse_object(data, options)
    item = _folded(stored)
    listed = next((name for name in _LISTS if isinstance(item.get(name), list)), None)
    if listed and "uri" not in item:
        raise UnreadableDocument(f"a list of {len(item[listed])} items, not one; import the file, which takes it apart")
    story = Story()
    _headlines(item, story)
    _bodies(item, story)
    _people(item, story)
    _instants(item, story)
    _topics(item, story)
    _associations(item, story)
    kind = (as_text(item.get("type")) or "").casefold()
    if kind in _WITHOUT_TEXT and not story.body:
        raise UnreadableDocument(f"a {kind} of its own, not an article; import it into the picture library")
    story.take("language", as_text(item.get("language")), "language")
    story.take("canonical_url", _web(item), "the item's address")
    return reading_of(story, encoding=encoding, repair=options.repair)


def split_ninjs(stream: BinaryIO, key: str, options: ReadOptions) -> Iterator[Document | Refusal]:
    """Yield each item of a file as a document named by its uri; a file with one item is one document."""
    lists = (("*",), *((name, "*") for name in _LISTS))
    yield from documents_of(stream, key, options, name=NINJS.name, lists=lists, identify=_identify)


def _identify(item: dict[str, Any]) -> str | None:
    folded = _folded(item)
    return next((found for name in ("uri", "guid", "_id") if (found := as_text(folded.get(name)))), None)


def _looks_like(head: bytes) -> bool:
    keys = head_of(head)
    if any("jsonfeed.org" in str(value) for path, value in keys.items() if path == ("version",)):
        return False
    for prefix in ((), ("*",), *((name, "*") for name in _LISTS)):
        found = {path[-1].casefold() for path in keys if len(path) == len(prefix) + 1 and path[:-1] == prefix}
        telling = sum(1 for name in found if _TELLING.fullmatch(name))
        if (found & _NAMING and telling) or telling > _NEEDED:
            return True
    return False


def _folded(value: dict[str, Any]) -> dict[str, Any]:
    return {name.casefold(): each for name, each in value.items()}


def _texts(item: dict[str, Any], one: str, many: str) -> list[tuple[str, str, str]]:
    """Return what an item holds of `one` or `many`: for each, its role, its media type and its value."""
    found = []
    for each in _objects(item.get(many)):
        if isinstance(each.get("value"), str):
            kind = as_text(each.get("contenttype") or each.get("mimetype")) or ""
            found.append((as_text(each.get("role")) or "", kind.casefold(), each["value"]))
    for name, value in item.items():
        if isinstance(value, str) and (name == one or name.startswith(f"{one}_")):
            found.append((name.removeprefix(one).lstrip("_"), "", value))
    return [(role.casefold(), kind, value) for role, kind, value in found if value.strip()]


def _objects(value: object) -> list[dict[str, Any]]:
    """Return the objects of a list, or of a mapping of names to objects, as version 1 writes it."""
    if isinstance(value, dict):
        value = [{"name": name} | each for name, each in value.items() if isinstance(each, dict)]
    return [_folded(each) for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _headlines(item: dict[str, Any], story: Story) -> None:
    found = _texts(item, "headline", "headlines")
    main = next((each for each in found if each[0] in ("", "main", "headline", "text")), found[0] if found else None)
    for each in found:
        role, _, value = each
        words = words_of_html(value)
        if each is main:
            story.take("headline", words, f"headline {role}".strip())
        elif role in ("kicker", "overline", "eyebrow", "strapline"):
            story.take("kicker", words, f"headline {role}")
        elif role in ("sub", "subtitle", "subheadline", "deck", "secondary", "subhead"):
            story.take("standfirst", words, f"headline {role}")
    story.take("headline", words_of_html(as_text(item.get("title")) or ""), "title")
    for role, kind, value in _texts(item, "description", "descriptions"):
        story.take("standfirst", words_of_html(_plain(role, kind, value)), f"description {role}".strip())


def _plain(role: str, kind: str, value: str) -> str:
    """Return a text that may be HTML in words."""
    if _is_html(role, kind, value):
        return " ".join(block.text for block in read_html_fragment(value).blocks)
    return value


def _is_html(role: str, kind: str, value: str) -> bool:
    return bool(_HTML.search(kind) or (kind != "text/plain" and (_HTML.search(role) or has_tags(value))))


def _bodies(item: dict[str, Any], story: Story) -> None:
    """Read the body that carries most: HTML before plain text; others are other wordings of the same."""
    found = _texts(item, "body", "bodies")
    marked = [each for each in found if _is_html(*each) and "<" in each[2]]
    for role, kind, value in sorted(marked, key=lambda each: "nitf" in each[0] + each[1]):
        fragment = read_html_fragment(value, base=_web(item) or "")
        if fragment.blocks:
            _take_body(story, fragment, f"body {role or kind}".strip())
            break
    for role, kind, value in found:
        if not _is_html(role, kind, value):
            story.take("body", paragraphs_of(value), f"body {role or kind}".strip())
    if len(found) > 1:
        story.notes.append(f"{len(found)} wordings of the text; read: {story.said.get('body', 'none')}")


def _take_body(story: Story, fragment: Fragment, where: str) -> None:
    blocks = fragment.blocks
    if blocks and blocks[0].text == story.headline:  # pages repeat it above the text
        blocks = blocks[1:]
    story.take("body", blocks, where)
    story.images += fragment.images
    story.notes += fragment.notes


def _people(item: dict[str, Any], story: Story) -> None:
    for name in ("by", "byline"):
        value = item.get(name)
        story.take("authors", names_in(value) if isinstance(value, str) else _names(value), name)
    # Only Superdesk's dialect has these.
    story.take("authors", _names(item.get("authors")), "authors")
    story.take("dateline", as_text(item.get("located")), "located")


def _names(value: object) -> list[str]:
    return [name for each in _objects(value) if (name := _name(each))]


def _name(each: dict[str, Any]) -> str | None:
    return as_text(each.get("name")) or as_text(each.get("literal"))


def _instants(item: dict[str, Any], story: Story) -> None:
    for name in ("contentcreated", "firstcreated", "firstpublished", "datepublished", "versioncreated"):
        story.take("published_at", as_text(item.get(name)), name)
    for name in ("contentmodified", "versioncreated"):
        story.take("modified_at", as_text(item.get(name)), name)
    if story.said.get("modified_at") == story.said.get("published_at"):
        story.modified_at = None
        story.said.pop("modified_at", None)
    status = (as_text(item.get("pubstatus")) or "usable").casefold().rpartition("/")[2].rpartition(":")[2]
    if status != "usable":
        story.withhold(f"its pubstatus is “{status}”")
    for name in ("embargoed", "embargoeduntil", "embargo"):
        if until := as_text(item.get(name)):
            story.withhold(f"it is embargoed until {until}")


def _topics(item: dict[str, Any], story: Story) -> None:
    tags = as_texts(item.get("keywords"), separators=",;\n") if isinstance(item.get("keywords"), str) else []
    for name in _TAGGED:
        value = item.get(name)
        tags += _names(value)
        tags += [text for each in value if (text := as_text(each))] if isinstance(value, list) else []
    story.take("tags", list(dict.fromkeys(tags)), "its subjects, people, organisations, places and events")
    for name in ("section", "genre", "genres", "service", "desk"):
        named = _names(item.get(name)) or as_texts(item.get(name) if isinstance(item.get(name), str) else None)
        story.take("section", next(iter(named), None) if name in ("section", "service", "desk") else None, name)


def _associations(item: dict[str, Any], story: Story) -> None:
    """Read what goes with an item: pictures are its images, texts are related stories."""
    for each in _objects(item.get("associations")):
        headline = next((value for _, _, value in _texts(each, "headline", "headlines")), None)
        kind = (as_text(each.get("type")) or "").casefold()
        url = _rendition(each)
        if kind in ("picture", "graphic", "image", "photo") or (not kind and url):
            caption = next((_plain(*text) for text in _texts(each, "description", "descriptions")), "")
            credit = as_text(each.get("by") or each.get("byline") or each.get("copyrightholder")) or ""
            if url:
                story.images.append(RecoveredImage(url, words_of_html(headline or ""), words_of_html(caption), credit))
                story.said.setdefault("images", "associations")
            else:
                story.notes.append(f"an associated {kind} names no address; it was left out")
        elif headline and kind not in ("audio", "video"):
            story.related.append(RelatedHeadline(words_of_html(headline), _web(each)))
            story.said.setdefault("related", "associations")
        elif kind:
            story.notes.append(f"an associated {kind} was left out: an article carries text and images")
    if url := _rendition(item):
        story.images.append(RecoveredImage(url))
        story.said.setdefault("images", "renditions")


def _rendition(item: dict[str, Any]) -> str | None:
    """Return the address of an image's largest rendition."""
    found = [each for each in _objects(item.get("renditions")) if as_text(each.get("href"))]
    images = [
        each
        for each in found
        if (as_text(each.get("mimetype") or each.get("contenttype")) or "image/").startswith("image/")
    ]
    sized = sorted(images, key=lambda each: -each["width"] if isinstance(each.get("width"), int) else 0)
    return as_text(sized[0]["href"]) if sized else None


def _web(item: dict[str, Any]) -> str | None:
    """Return the address of the web under which an item is found, where it names one."""
    for name in ("canonicalurl", "url", "link", "uri"):
        address = as_text(item.get(name)) or ""
        if address.startswith(("http://", "https://")):
            return address
    return None


NINJS: Final = Format(
    "ninjs",
    "application/json",
    _looks_like,
    read_ninjs,
    split_ninjs,
    losses=(
        "schemes and codes of subjects, people, organisations, places and events: their names become tags",
        "rights, usage terms, urgency, signals and genre",
        "audio, video, and all but the largest rendition of an image",
        "other wordings of headline and text: the main headline and one body are read, HTML before plain text",
        "earlier versions of an item in the same file: the first stands, others are refused",
        "planning and events of their own (ninjs 2.2 and later)",
        *MARKUP_LOSSES,
    ),
)
