"""Read NewsML-G2 of the IPTC: news items by themselves, in news messages, and tied together by packages."""

from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from articles.formats.bylines import names_in
from articles.formats.documents import Document, Format, Reading, ReadOptions, Refusal, UnreadableDocument
from articles.formats.elements import child, children, descendants, parse_element, raw_text_of, root_of, text_of
from articles.formats.fragments import MARKUP_LOSSES, local_name, paragraphs_of, read_element, read_html_fragment
from articles.formats.messages import KICKERS, SUBTITLES, headline_of, is_role, item_class, split_message
from articles.formats.nitf import fill_from_nitf
from articles.formats.story import Story, reading_of
from articles.recovery.article import RecoveredImage, RelatedHeadline

NAMESPACE: Final = "http://iptc.org/std/nar/2006-10-01/"
_XML: Final = "{http://www.w3.org/XML/1998/namespace}"


def read_newsml(data: bytes, options: ReadOptions) -> Reading:
    """
    Return the article of a news item; pictures in the same message are its images.

    :raises UnreadableDocument: if it holds no item of text, or several.
    """
    root, encoding, notes = parse_element(data, options.encoding)
    items = [root] if local_name(root) == "newsItem" else descendants(root, "newsItem")
    texts = [item for item in items if is_text(item)]
    if not texts:
        raise UnreadableDocument(_no_text(items))
    if len(texts) > 1:
        raise UnreadableDocument(f"{len(texts)} news items, not one; import the file, which takes it apart")
    (item,) = texts
    story = Story(notes=notes)
    _item_meta(item, story)
    _content_meta(item, story)
    _content(item, story)
    for picture in items:
        if picture is not item:
            _picture(picture, story)
    _package(root, item, story)
    return reading_of(story, encoding=encoding, repair=options.repair)


def split_newsml(stream: BinaryIO, key: str, options: ReadOptions) -> Iterator[Document | Refusal]:
    """Yield each text item of a news message with its pictures, named by its guid; an item alone is one document."""
    yield from split_message(stream, key, options, name=NEWSML.name)


def is_text(item: Any) -> bool:
    """Tell whether an item is an article: text or composite by its class, or by what it holds."""
    kind = item_class(item)
    return kind in ("text", "composite") or bool(descendants(item, "inlineXML", "inlineData") and kind != "picture")


def _no_text(items: list[Any]) -> str:
    if not items:
        return "it holds no news item: a package or knowledge item is no article; import the items that it names"
    return f"a {item_class(items[0]) or 'medium'} of its own, not an article; import it into the picture library"


def _item_meta(item: Any, story: Story) -> None:
    meta = child(item, "itemMeta")
    if meta is None:
        return
    story.take("published_at", text_of(child(meta, "firstCreated")), "itemMeta/firstCreated")
    story.take("published_at", text_of(child(meta, "versionCreated")), "itemMeta/versionCreated")
    if "firstCreated" in story.said.get("published_at", ""):
        story.take("modified_at", text_of(child(meta, "versionCreated")), "itemMeta/versionCreated")
    for service in children(meta, "service"):
        story.take("section", _named(service), "itemMeta/service")
    status = child(meta, "pubStatus")
    code = (status.get("qcode") or status.get("uri") or "") if status is not None else ""
    state = code.replace("/", ":").rpartition(":")[2] or "usable"
    if state != "usable":
        story.withhold(f"its pubStatus is “{state}”")
    if until := text_of(child(meta, "embargoed")):
        story.withhold(f"it is embargoed until {until}")
    for link in children(meta, "link"):
        _link(link, story)


def _link(link: Any, story: Story) -> None:
    address, title = link.get("href") or "", text_of(child(link, "title"))
    relation = (link.get("rel") or "").casefold()
    if title and "picture" not in (link.get("rel") or "") and not relation.endswith(("isa", "derivedfrom")):
        story.related.append(RelatedHeadline(title, address or None))
        story.said.setdefault("related", "itemMeta/link")
    elif address.startswith(("http://", "https://")) and "html" in (link.get("contenttype") or ""):
        story.take("canonical_url", address, "itemMeta/link")


def _content_meta(item: Any, story: Story) -> None:
    meta = child(item, "contentMeta")
    story.take("headline", headline_of(item), "contentMeta/headline")
    language = (item.get(f"{_XML}lang") or "") if meta is None else ""
    if meta is not None:
        for each in children(meta, "headline"):
            story.take("kicker", text_of(each) if is_role(each, KICKERS) else "", "contentMeta/headline kicker")
            story.take("standfirst", text_of(each) if is_role(each, SUBTITLES) else "", "contentMeta/headline sub")
        for each in children(meta, "description"):
            is_caption = is_role(each, ("caption",))
            story.take("standfirst", "" if is_caption else text_of(each), "contentMeta/description")
        for each in children(meta, "language"):
            language = language or each.get("tag") or ""
        _people(meta, story)
        _topics(meta, item, story)
    story.take("language", language or item.get(f"{_XML}lang"), "contentMeta/language or xml:lang")
    title = child(child(item, "itemMeta"), "title") if child(item, "itemMeta") is not None else None
    story.take("headline", text_of(title), "itemMeta/title")


def _people(meta: Any, story: Story) -> None:
    by = [name for each in children(meta, "by") for name in names_in(text_of(each))]
    story.take("authors", list(dict.fromkeys(by)), "contentMeta/by")
    creators = [_named(each) for each in children(meta, "creator")]
    story.take("authors", [name for name in creators if name], "contentMeta/creator")
    for each in children(meta, "located"):
        story.take("dateline", _named(each), "contentMeta/located")
    for each in children(meta, "dateline"):
        story.take("dateline", text_of(each), "contentMeta/dateline")
    created, modified = text_of(child(meta, "contentCreated")), text_of(child(meta, "contentModified"))
    if created:
        story.published_at, story.said["published_at"] = created, "contentMeta/contentCreated"
    if modified:
        story.modified_at, story.said["modified_at"] = modified, "contentMeta/contentModified"


def _topics(meta: Any, item: Any, story: Story) -> None:
    language = item.get(f"{_XML}lang") or ""
    found = [_named(each, language) for each in children(meta, "subject")]
    found += [text_of(each) for each in children(meta, "keyword")]
    story.take("tags", list(dict.fromkeys(name for name in found if name)), "contentMeta/subject and keyword")


def _named(element: Any, language: str = "") -> str:
    """Return the name that an element holds, in a language if it has one in it, else the first."""
    names = children(element, "name")
    fitting = [each for each in names if language and (each.get(f"{_XML}lang") or "").startswith(language[:2])]
    return text_of(next(iter(fitting or names), None)) or element.get("literal") or ""


def _content(item: Any, story: Story) -> None:
    """Read the content that carries most: XML before HTML before plain text."""
    for content in descendants(item, "inlineXML"):
        kind = content.get("contenttype") or ""
        nitf = next(iter(descendants(content, "nitf")), None)
        if nitf is not None:
            fill_from_nitf(nitf, story)
        elif not story.body:
            body = next(iter(descendants(content, "body")), content)
            _take(read_element(body), f"inlineXML {kind}", story)
    for content in descendants(item, "inlineData"):
        kind, text = content.get("contenttype") or "", raw_text_of(content)
        if "html" in kind and not story.body:
            _take(read_html_fragment(text), f"inlineData {kind}", story)
        story.take("body", paragraphs_of(text), f"inlineData {kind}".strip())
    if image := _address(item):
        story.images.append(RecoveredImage(image))


def _take(found: Any, where: str, story: Story) -> None:
    blocks = found.blocks
    if blocks and blocks[0].text == story.headline:  # pages repeat it above the text
        blocks = blocks[1:]
    story.take("body", blocks, where)
    story.images += found.images
    story.notes += found.notes


def _picture(item: Any, story: Story) -> None:
    address = _address(item)
    if item_class(item) not in ("picture", "graphic", "") or not address:
        story.notes.append(f"a {item_class(item) or 'medium'} was left out: an article carries text and images")
        return
    meta = child(item, "contentMeta")
    captions = [] if meta is None else sorted(children(meta, "description"), key=lambda d: not is_role(d, ("caption",)))
    credits = [] if meta is None else [text_of(e) for name in ("by", "creditline") for e in children(meta, name)]
    credits += [] if meta is None else [_named(each) for each in children(meta, "creator")]
    caption, credit = text_of(next(iter(captions), None)), next((each for each in credits if each), "")
    story.images.append(RecoveredImage(address, headline_of(item), caption, credit))
    story.said.setdefault("images", "picture items")


def _address(item: Any) -> str:
    """Return the address of the largest image that an item refers to."""
    found = [
        each
        for each in descendants(item, "remoteContent")
        if each.get("href") and (each.get("contenttype") or "image/").startswith("image/")
    ]
    found.sort(key=lambda each: -int(each.get("width") or 0) if (each.get("width") or "0").isdecimal() else 0)
    return found[0].get("href") if found else ""


def _package(root: Any, item: Any, story: Story) -> None:
    """Read the titles of a package's other items as related headlines."""
    inside = {each.get("guid") for each in descendants(root, "newsItem")}
    for reference in descendants(root, "itemRef"):
        title = text_of(child(reference, "title"))
        if title and reference.get("residref") not in inside:
            address = reference.get("href") or ""
            story.related.append(RelatedHeadline(title, address or None))
            story.said.setdefault("related", "packageItem")


def _looks_like(head: bytes) -> bool:
    root = root_of(head)
    return root is not None and (root.holds(NAMESPACE) or (root.local == "newsMessage" and b"nar/2006-10-01" in head))


NEWSML: Final = Format(
    "newsml",
    "application/vnd.iptc.g2.newsitem+xml",
    _looks_like,
    read_newsml,
    split_newsml,
    losses=(
        "codes and catalogues of subjects and creators: their names become tags and bylines",
        "subjects without a name",
        "rights, urgency, genre, signals, notes to editors, and what marks words within the text",
        "audio and video; all but the largest rendition of a picture",
        "pictures that no text of the same message refers to: they are refused, for an article is text",
        "the order and the groups of packages: their other texts become related headlines",
        "events, planning, concepts and knowledge items",
        *MARKUP_LOSSES,
    ),
)
