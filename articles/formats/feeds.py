"""Read RSS of all versions, a feed's entries each by itself."""

import re
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, Final

from articles.formats.bylines import names_in
from articles.formats.documents import Document, Format, Reading, ReadOptions, Refusal, UnreadableDocument
from articles.formats.elements import (
    Elements,
    child,
    children,
    descendants,
    parse_element,
    raw_text_of,
    root_of,
    text_of,
)
from articles.formats.fragments import (
    MARKUP_LOSSES,
    has_tags,
    local_name,
    paragraphs_of,
    read_html_fragment,
    words_of_html,
)
from articles.formats.jsonlists import item_key
from articles.formats.recoding import utf8_chunks
from articles.formats.story import Story, reading_of
from articles.recovery.article import RecoveredImage

_RSS_1: Final = ("http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/")
_WORDPRESS: Final = "http://wordpress.org/export/"
_CONTENT: Final = "http://purl.org/rss/1.0/modules/content/"
_DUBLIN_CORE: Final = ("http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/")
_MEDIA: Final = "http://search.yahoo.com/mrss/"
_ATOM: Final = "http://www.w3.org/2005/Atom"
_LANGUAGE = re.compile(rb"<(?:[\w.-]+:)?language>\s*([\w-]{1,35})\s*</")
_IN_BRACKETS = re.compile(r"^\S+@\S+\s+\((.+)\)$")
_EXCERPT_CHARS: Final = 60
_CUT_OFF: Final = ("…", "...", "[…]", "[...]")


def read_rss(data: bytes, options: ReadOptions) -> Reading:
    """
    Return the article of a feed with one item.

    :raises UnreadableDocument: if it is no feed, or holds none or several.
    """
    root, encoding, notes = parse_element(data, options.encoding)
    items = [each for each in root.iter() if local_name(each) == "item"]
    if len(items) != 1:
        raise UnreadableDocument(f"a feed of {len(items)} items, not of one; import the file, which takes it apart")
    (item,) = items
    story = Story(notes=notes)
    base = text_of(child(item, "link")) or text_of(child(item, "guid"))
    story.take("headline", words_of_html(text_of(_own(item, "title"))), "title")
    _content(item, base, story)
    _people(item, story)
    _addresses(item, story)
    _media(item, base, story)
    channel = next(iter(descendants(root, "channel")), None)
    language = text_of(child(channel, "language")) if channel is not None else ""
    story.take("language", text_of(_in(item, "language", *_DUBLIN_CORE)) or language, "language")
    return reading_of(story, encoding=encoding, repair=options.repair)


def split_rss(stream: BinaryIO, key: str, options: ReadOptions) -> Iterator[Document | Refusal]:
    """Yield each item of a feed as a feed of its own, named by its guid, or its link without one."""
    yield from split_feed(stream, key, options, ("item",), RSS.name, _identity, _shell)


def split_feed(
    stream: BinaryIO,
    key: str,
    options: ReadOptions,
    names: tuple[str, ...],
    name: str,
    identify: Callable[[Any], str],
    shell: Callable[[Elements, bytes, Any], bytes],
) -> Iterator[Document | Refusal]:
    """
    Yield each element of a file that is named so as a document of the format `name`.

    Its key ends in what `identify` finds; `shell` makes a document of its own
    of it. What cannot be read is a Refusal with its number and its bytes.
    """
    count = 0
    try:
        walk = Elements(utf8_chunks(stream, options.encoding), names)
        for part in walk:
            count += 1
            data = walk.alone(part.data)
            try:
                if part.reason:
                    raise UnreadableDocument(part.reason)
                element, _, _ = parse_element(data)
            except UnreadableDocument as error:
                yield Refusal(f"{key}#item {part.number}", str(error), data=part.data)
                continue
            yield Document(item_key(key, identify(element), part.data), shell(walk, data, element), name)
        if not count:
            yield Refusal(key, f"the feed holds no <{names[0]}>: there is nothing to import")
    except UnreadableDocument as error:
        yield Refusal(key, f"{error}; {count} items before it were read")


def is_excerpt(summary: str, text: str) -> bool:
    """Tell whether a summary only repeats how the text begins, or is cut off."""
    folded = " ".join(summary.split())
    if folded.endswith(_CUT_OFF):
        return True
    return " ".join(text.split()).startswith(folded[:_EXCERPT_CHARS])


def _identity(item: Any) -> str:
    about = item.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about") or ""
    return text_of(child(item, "guid")) or about or text_of(child(item, "link"))


def _shell(walk: Elements, data: bytes, item: Any) -> bytes:
    language = _LANGUAGE.search(bytes(walk.outside))
    said = b"<language>" + language[1] + b"</language>" if language else b""
    start = b'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
    return start + said + b"\n" + data + b"\n</channel></rss>\n"


def _own(item: Any, name: str) -> Any:
    """Return a child in the feed's own namespace."""
    space = item.tag.rpartition("}")[0].removeprefix("{")
    return next((each for each in children(item, name) if each.tag.rpartition("}")[0].removeprefix("{") == space), None)


def _in(item: Any, name: str, *namespaces: str) -> Any:
    return next((found for each in namespaces if (found := child(item, name, each)) is not None), None)


def _content(item: Any, base: str, story: Story) -> None:
    encoded = raw_text_of(child(item, "encoded", _CONTENT))
    description = raw_text_of(_own(item, "description"))
    where = "content:encoded" if encoded.strip() else "description"
    written = encoded if encoded.strip() else description
    if has_tags(written) or "&" in written:
        found = read_html_fragment(written, base=base)
        story.take("body", found.blocks, where)
        story.images += found.images
        story.notes += found.notes
    else:
        story.take("body", paragraphs_of(written), where)
    if encoded.strip() and description.strip():
        words = " ".join(block.text for block in read_html_fragment(description).blocks)
        if not is_excerpt(words, " ".join(block.text for block in story.body)):
            story.take("standfirst", words, "description")


def _people(item: Any, story: Story) -> None:
    creators = [name for each in children(item, "creator") for name in names_in(text_of(each))]
    story.take("authors", list(dict.fromkeys(creators)), "dc:creator")
    author = text_of(_own(item, "author"))
    named = _IN_BRACKETS.match(author)
    story.take("authors", names_in(named[1] if named else "" if "@" in author else author), "author")
    for name in ("author", "credit"):
        people = [text_of(child(each, "name")) for each in children(item, name, _ATOM)]
        story.take("authors", [person for person in people if person], "atom:author")
    story.take("published_at", text_of(_own(item, "pubDate")), "pubDate")
    for name, field in (("issued", "published_at"), ("created", "published_at"), ("date", "published_at")):
        story.take(field, text_of(_in(item, name, *_DUBLIN_CORE)), f"dc:{name}")
    story.take("modified_at", text_of(child(item, "updated", _ATOM)), "atom:updated")
    story.take("modified_at", text_of(_in(item, "modified", *_DUBLIN_CORE)), "dcterms:modified")
    tags = [text_of(each) for name in ("category", "subject") for each in children(item, name)]
    story.take("tags", [tag for tag in dict.fromkeys(tags) if tag], "category")


def _addresses(item: Any, story: Story) -> None:
    story.take("canonical_url", text_of(_own(item, "link")), "link")
    guid = _own(item, "guid")
    if guid is not None and (guid.get("isPermaLink") or "true") == "true":
        address = text_of(guid)
        story.take("canonical_url", address if address.startswith(("http://", "https://")) else "", "guid")


def _media(item: Any, base: str, story: Story) -> None:
    for enclosure in children(item, "enclosure"):
        _medium(enclosure, enclosure.get("type") or "", story)
    for content in (each for each in item.iter() if each.tag == f"{{{_MEDIA}}}content"):
        _medium(content, content.get("type") or content.get("medium") or "image", story)
    for thumbnail in children(item, "thumbnail", _MEDIA) if not story.images else ():
        _medium(thumbnail, "image", story)


def _medium(medium: Any, kind: str, story: Story) -> None:
    url = medium.get("url") or ""
    if kind.startswith("image"):
        around = (medium, medium.getparent())
        said = {
            name: next((text for each in around if (text := text_of(child(each, name, _MEDIA)))), "")
            for name in ("title", "description", "credit")
        }
        caption = words_of_html(said["description"])
        story.images.append(RecoveredImage(url, words_of_html(said["title"]), caption, said["credit"]))
        story.said.setdefault("images", local_name(medium))
    elif url:
        story.notes.append(f"an enclosed {kind or 'file'} was left out: an article carries text and images")


def _looks_like(head: bytes) -> bool:
    root = root_of(head)
    if root is None or root.holds(_WORDPRESS):
        return False
    return root.local == "rss" or (root.local == "RDF" and any(root.holds(each) for each in _RSS_1))


RSS: Final = Format(
    "rss",
    "application/rss+xml",
    _looks_like,
    read_rss,
    split_rss,
    losses=(
        "what the feed leaves out: many give the beginning of a text alone",
        "the feed's own title, description and image; comments and ratings of items",
        "enclosed audio and video: a note names them",
        "the domains of categories: their names become tags; no section is told apart",
        *MARKUP_LOSSES,
    ),
)
