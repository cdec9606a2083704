"""Read JSON Feed 1.0 and 1.1, each item by itself."""

from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from articles.formats.documents import HEAD_BYTES, Document, Format, Reading, ReadOptions, Refusal, UnreadableDocument
from articles.formats.feeds import is_excerpt
from articles.formats.fields import as_text, as_texts
from articles.formats.fragments import MARKUP_LOSSES, paragraphs_of, read_html_fragment, words_of_html
from articles.formats.jsonlists import documents_of, head_of
from articles.formats.jsonvalues import Path, dump, parse_object
from articles.formats.story import Story, reading_of
from articles.recovery.article import RecoveredImage

_VERSION: Final = "https://jsonfeed.org/version/1.1"
_ITEMS: Final[Path] = ("items", "*")


def read_jsonfeed(data: bytes, options: ReadOptions) -> Reading:
    """
    Return the article of a feed with one item.

    :raises UnreadableDocument: if it is no feed, or holds none or several.
    """
    feed, encoding = parse_object(data, options)
    items = feed.get("items")
    items = [each for each in items if isinstance(each, dict)] if isinstance(items, list) else []
    if len(items) != 1:
        raise UnreadableDocument(f"a feed of {len(items)} items, not of one; import the file, which takes it apart")
    (item,) = items
    story = Story()
    for name in ("url", "external_url"):
        story.take("canonical_url", as_text(item.get(name)), name)
    story.take("headline", words_of_html(as_text(item.get("title")) or ""), "title")
    _content(item, story)
    for holder in (item, feed):
        story.take("authors", as_texts(holder.get("authors")) or as_texts(holder.get("author")), "authors")
        story.take("language", as_text(holder.get("language")), "language")
    story.take("published_at", as_text(item.get("date_published")), "date_published")
    story.take("modified_at", as_text(item.get("date_modified")), "date_modified")
    story.take("tags", as_texts(item.get("tags")), "tags")
    return reading_of(story, encoding=encoding, repair=options.repair)


def split_jsonfeed(stream: BinaryIO, key: str, options: ReadOptions) -> Iterator[Document | Refusal]:
    """Yield each item of a feed as a feed of its own, named by its id, or its address without one."""
    keys = head_of(stream.read(HEAD_BYTES))
    stream.seek(0)
    author = keys.get(("authors", "*", "name")) or keys.get(("author", "name"))
    shared = {"language": keys.get(("language",)), "authors": [{"name": author}] if isinstance(author, str) else None}

    def wrap(item: dict[str, Any]) -> bytes:
        known = {name: value for name, value in shared.items() if value and name not in item}
        if "author" in item:
            known.pop("authors", None)
        return dump({"version": _VERSION, "items": [item], **known})

    yield from documents_of(stream, key, options, name=JSONFEED.name, lists=(_ITEMS,), identify=_identity, wrap=wrap)


def _identity(item: dict[str, Any]) -> str | None:
    return as_text(item.get("id")) or as_text(item.get("url")) or as_text(item.get("external_url"))


def _content(item: dict[str, Any], story: Story) -> None:
    html, text, summary = (item.get(name) for name in ("content_html", "content_text", "summary"))
    if isinstance(html, str) and html.strip():
        found = read_html_fragment(html, base=story.canonical_url or "")
        story.take("body", found.blocks, "content_html")
        story.images += found.images
        story.notes += found.notes
    if isinstance(text, str):
        story.take("body", paragraphs_of(text), "content_text")
    words = as_text(summary) or ""
    if words and story.body and not is_excerpt(words, " ".join(block.text for block in story.body)):
        story.take("standfirst", words, "summary")
    elif words and not story.body:
        story.take("body", paragraphs_of(words), "summary")
    for name in ("image", "banner_image"):
        if url := as_text(item.get(name)):
            story.images.append(RecoveredImage(url))
            story.said.setdefault("images", name)
    attachments = item.get("attachments")
    for each in attachments if isinstance(attachments, list) else ():
        if isinstance(each, dict):
            _attachment(each, story)


def _attachment(each: dict[str, Any], story: Story) -> None:
    kind, url = as_text(each.get("mime_type")) or "", as_text(each.get("url"))
    if kind.startswith("image/") and url:
        story.images.append(RecoveredImage(url, as_text(each.get("title")) or ""))
        story.said.setdefault("images", "attachments")
    else:
        story.notes.append(f"an attached {kind or 'file'} was left out: an article carries text and images")


def _looks_like(head: bytes) -> bool:
    return "jsonfeed.org/version/" in str(head_of(head).get(("version",), ""))


JSONFEED: Final = Format(
    "jsonfeed",
    "application/feed+json",
    _looks_like,
    read_jsonfeed,
    split_jsonfeed,
    losses=(
        "the feed's own title, icon and hubs; addresses and avatars of authors",
        "attached audio and video: a note names them",
        "captions and credits of images: JSON Feed has none",
        "a section: tags stay tags",
        *MARKUP_LOSSES,
    ),
)
