"""Read Atom feeds and entries (RFC 4287), each entry by itself."""

import re
from collections.abc import Iterator
from html import escape, unescape
from typing import Any, BinaryIO, Final

from articles.formats.documents import Document, Format, Reading, ReadOptions, Refusal, UnreadableDocument
from articles.formats.elements import Elements, child, children, parse_element, raw_text_of, root_of, text_of
from articles.formats.feeds import is_excerpt, split_feed
from articles.formats.fragments import (
    MARKUP_LOSSES,
    Fragment,
    local_name,
    paragraphs_of,
    read_element,
    read_html_fragment,
    words_of_html,
)
from articles.formats.story import Story, reading_of
from articles.recovery.article import RecoveredImage, RelatedHeadline

NAMESPACE: Final = "http://www.w3.org/2005/Atom"
_XML: Final = "{http://www.w3.org/XML/1998/namespace}"
_AUTHOR = re.compile(rb"<(?:[\w.-]+:)?author>.{0,2000}?<(?:[\w.-]+:)?name>([^<]{1,500})</", re.DOTALL)


def read_atom(data: bytes, options: ReadOptions) -> Reading:
    """
    Return the article of an entry, or of a feed with one entry.

    :raises UnreadableDocument: if it is no feed, or holds none or several.
    """
    root, encoding, notes = parse_element(data, options.encoding)
    entries = [root] if local_name(root) == "entry" else children(root, "entry", NAMESPACE)
    if len(entries) != 1:
        raise UnreadableDocument(f"a feed of {len(entries)} entries, not of one; import the file, which takes it apart")
    (entry,) = entries
    story = Story(notes=notes)
    base = entry.get(f"{_XML}base") or root.get(f"{_XML}base") or ""
    story.take("headline", _words(child(entry, "title", NAMESPACE)), "title")
    _links(entry, story)
    _content(entry, base or story.canonical_url or "", story)
    for holder in (entry, child(entry, "source", NAMESPACE), root):
        people = [] if holder is None else children(holder, "author", NAMESPACE)
        names = [text_of(child(person, "name", NAMESPACE)) for person in people]
        story.take("authors", [name for name in names if name], "author")
    story.take("published_at", text_of(child(entry, "published", NAMESPACE)), "published")
    updated = text_of(child(entry, "updated", NAMESPACE))
    story.take("modified_at" if story.published_at else "published_at", updated, "updated")
    tags = [each.get("label") or each.get("term") or "" for each in children(entry, "category", NAMESPACE)]
    story.take("tags", [tag for tag in dict.fromkeys(tags) if tag], "category")
    story.take("language", entry.get(f"{_XML}lang") or root.get(f"{_XML}lang"), "xml:lang")
    return reading_of(story, encoding=encoding, repair=options.repair)


def split_atom(stream: BinaryIO, key: str, options: ReadOptions) -> Iterator[Document | Refusal]:
    """Yield each entry of a feed as a feed of its own, named by its id."""
    yield from split_feed(stream, key, options, ("entry",), ATOM.name, _identity, _shell)


def _identity(entry: Any) -> str:
    links = [each.get("href") or "" for each in children(entry, "link", NAMESPACE)]
    return text_of(child(entry, "id", NAMESPACE)) or next(iter(links), "")


def _shell(walk: Elements, data: bytes, entry: Any) -> bytes:
    attributes = walk.root.attributes if walk.root and walk.root.local == "feed" else {}
    said = "".join(f' xml:{name}="{escape(value)}"' for name, value in sorted(attributes.items()))
    author = _AUTHOR.search(bytes(walk.outside)) if child(entry, "author", NAMESPACE) is None else None
    person = ""
    if author:
        name = escape(unescape(author[1].decode("utf-8", "replace")), quote=False)
        person = f"<author><name>{name}</name></author>"
    start = f'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="{NAMESPACE}"{said}>{person}\n'
    return start.encode() + data + b"\n</feed>\n"


def _read_text(element: Any, base: str) -> Fragment:
    """Return what a text construct holds, by its type."""
    kind = (element.get("type") or "text").casefold()
    if kind == "xhtml" or kind.endswith(("+xml", "/xml")):
        return read_element(element, base=base)
    if kind in ("html", "text/html"):
        return read_html_fragment(raw_text_of(element), base=base)
    return Fragment(blocks=paragraphs_of(raw_text_of(element)))


def _words(element: Any) -> str:
    if element is None:
        return ""
    is_html = (element.get("type") or "text") == "html"
    return words_of_html(raw_text_of(element)) if is_html else text_of(element)


def _content(entry: Any, base: str, story: Story) -> None:
    content, summary = child(entry, "content", NAMESPACE), child(entry, "summary", NAMESPACE)
    if content is not None and content.get("src"):
        story.notes.append(f"the text lies elsewhere and was not fetched: {content.get('src')}")
    for element, where in ((content, "content"), (summary, "summary")):
        if element is not None and not story.body:
            found = _read_text(element, element.get(f"{_XML}base") or base)
            story.take("body", found.blocks, where)
            story.images += found.images
            story.notes += found.notes
    if summary is not None and story.said.get("body") == "content":
        words = " ".join(block.text for block in _read_text(summary, base).blocks)
        if not is_excerpt(words, " ".join(block.text for block in story.body)):
            story.take("standfirst", words, "summary")


def _links(entry: Any, story: Story) -> None:
    for link in children(entry, "link", NAMESPACE):
        address, relation = link.get("href") or "", link.get("rel") or "alternate"
        kind, title = link.get("type") or "", link.get("title") or ""
        if relation == "alternate":
            story.take("canonical_url", address, "link")
        elif relation == "related" and title:
            story.related.append(RelatedHeadline(title, address or None))
            story.said.setdefault("related", "link")
        elif relation == "enclosure" and kind.startswith("image/"):
            story.images.append(RecoveredImage(address, title))
            story.said.setdefault("images", "link")
        elif relation == "enclosure":
            story.notes.append(f"an enclosed {kind or 'file'} was left out: an article carries text and images")


def _looks_like(head: bytes) -> bool:
    root = root_of(head)
    return root is not None and root.local in ("feed", "entry") and root.holds(NAMESPACE)


ATOM: Final = Format(
    "atom",
    "application/atom+xml",
    _looks_like,
    read_atom,
    split_atom,
    losses=(
        "what the feed leaves out: many give a summary alone",
        "the feed's own title, logo and rights; contributors; the schemes of categories",
        "enclosed audio and video, and texts that lie elsewhere: a note names them",
        "a section: categories become tags",
        *MARKUP_LOSSES,
    ),
)
