"""Read WordPress exports (WXR 1.0 to 1.2): posts and pages, with their authors and attachments."""

import re
from collections.abc import Iterator
from html import escape
from typing import Any, BinaryIO, Final

from articles.formats.documents import Document, Format, Reading, ReadOptions, Refusal, UnreadableDocument
from articles.formats.elements import Elements, Slice, child, children, parse_element, raw_text_of, root_of, text_of
from articles.formats.feeds import is_excerpt
from articles.formats.fragments import MARKUP_LOSSES, local_name, read_html_fragment, words_of_html
from articles.formats.jsonlists import item_key
from articles.formats.recoding import utf8_chunks
from articles.formats.sidetable import SideTable
from articles.formats.story import Story, reading_of
from articles.recovery.article import RecoveredImage

_NAMESPACE: Final = "http://wordpress.org/export/"
_EXCERPT: Final = "excerpt"
# What WordPress stores as posts and no reader ever sees as an article.
_TECHNICAL: Final = frozenset(
    "attachment nav_menu_item revision custom_css customize_changeset oembed_cache user_request wp_block wp_template "
    "wp_template_part wp_global_styles wp_navigation wp_font_family wp_font_face acf-field acf-field-group".split()
)
_PUBLIC: Final = ("publish", "future", "")
_UNFILED: Final = ("uncategorized", "uncategorised")
_NO_DATE: Final = "0000-00-00"
_LANGUAGE = re.compile(rb"<language>\s*([\w-]{1,35})\s*</language>")
_CAPTION = re.compile(r"\[caption[^\]]{0,500}\](.{0,5000}?)\[/caption\]", re.DOTALL)
_GALLERY = re.compile(r"\[gallery[^\]]{0,500}?ids=[\"']?([\d,\s]{1,2000})[^\]]{0,500}\]")
_EMBED = re.compile(
    r"\[(embed|video|audio)[^\]]{0,500}\]\s*(https?://[^\s\[\]<>\"]{1,1000})?.{0,200}?\[/\1\]", re.DOTALL
)
_PICTURE = re.compile(r"\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)", re.DOTALL)
_MOST_IMAGES: Final = 100
_COVER: Final = "_thumbnail_id"
_CANONICAL: Final = ("_yoast_wpseo_canonical", "rank_math_canonical_url", "_aioseop_custom_link")


def read_wxr(data: bytes, options: ReadOptions) -> Reading:
    """
    Return the article of an export with one post; its attachments are images, its authors give names.

    :raises UnreadableDocument: if it holds no post, or several.
    """
    root, encoding, notes = parse_element(data, options.encoding)
    items = [each for each in root.iter() if local_name(each) == "item"]
    posts = [each for each in items if post_type(each) not in _TECHNICAL]
    if len(posts) != 1:
        raise UnreadableDocument(f"an export of {len(posts)} posts, not of one; import the file, which takes it apart")
    (post,) = posts
    attachments = {text_of(child(each, "post_id")): each for each in items if each is not post}
    names = {
        text_of(child(each, "author_login")): text_of(child(each, "author_display_name"))
        for each in root.iter()
        if local_name(each) == "author"
    }
    story = Story(notes=notes)
    story.take("headline", words_of_html(text_of(child(post, "title"))), "title")
    _status(post, story)
    _instants(post, story)
    _people(post, names, story)
    _topics(post, story)
    _addresses(post, story)
    _content(post, attachments, story)
    channel = child(root, "channel")
    story.take("language", text_of(child(channel, "language")) if channel is not None else "", "language")
    return reading_of(story, encoding=encoding, repair=options.repair)


def split_wxr(stream: BinaryIO, key: str, options: ReadOptions) -> Iterator[Document | Refusal]:
    """
    Yield each post as an export of its own, with the authors and attachments it names, in two passes.

    Its key ends in its guid. Attachments, menus and what else is no article are left out.
    """
    count = 0
    try:
        with SideTable() as known:
            _remember(stream, options, known)
            stream.seek(0)
            walk = Elements(utf8_chunks(stream, options.encoding), ("item",))
            for part in walk:
                found = _split_one(part, walk, key, known)
                count += found is not None
                if found:
                    yield found
        if not count:
            yield Refusal(key, "the export holds no posts or pages; choose “All content” or “Posts” when exporting")
    except UnreadableDocument as error:
        yield Refusal(key, f"{error}; {count} posts before it were read")


def post_type(item: Any) -> str:
    """Return what kind of post an item is."""
    return text_of(child(item, "post_type")) or "post"


def _remember(stream: BinaryIO, options: ReadOptions, known: SideTable) -> None:
    """Put attachments and authors aside."""
    walk = Elements(utf8_chunks(stream, options.encoding), ("item", "author"))
    for part in walk:
        if part.reason or (part.name == "item" and b"attachment" not in part.data):
            continue
        data = walk.alone(part.data)
        try:
            element, _, _ = parse_element(data)
        except UnreadableDocument:
            continue
        if part.name == "author":
            known.put("author", text_of(child(element, "author_login")), data)
        elif post_type(element) == "attachment":
            known.put("attachment", text_of(child(element, "post_id")), data)


def _split_one(part: Slice, walk: Elements, key: str, known: SideTable) -> Document | Refusal | None:
    data = walk.alone(part.data)
    try:
        if part.reason:
            raise UnreadableDocument(part.reason)
        post, _, _ = parse_element(data)
    except UnreadableDocument as error:
        return Refusal(f"{key}#item {part.number}", str(error), data=part.data)
    if post_type(post) in _TECHNICAL:
        return None
    identity = text_of(child(post, "guid")) or text_of(child(post, "post_id")) or text_of(child(post, "link"))
    logins = [text_of(each) for each in children(post, "creator")]
    logins += [each.get("nicename") or "" for each in children(post, "category") if each.get("domain") == "author"]
    images = [_meta(post, _COVER), *_gallery_ids(raw_text_of(_encoded(post)))]
    context = [value for login in dict.fromkeys(logins) for value in known.get("author", login)[:1]]
    context += [value for image in dict.fromkeys(images) if image for value in known.get("attachment", image)[:1]]
    language = _LANGUAGE.search(bytes(walk.outside))
    start = f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:wp="{_NAMESPACE}1.2/"><channel>' + (
        f"<language>{escape(language[1].decode())}</language>" if language else ""
    )
    whole = b"\n".join((start.encode(), *context, data, b"</channel></rss>\n"))
    return Document(item_key(key, identity, part.data), whole, WXR.name)


def _status(post: Any, story: Story) -> None:
    status = text_of(child(post, "status"))
    if status not in _PUBLIC:
        story.withhold(f"WordPress has it as “{status}”")
        story.notes.append(f"WordPress has it as “{status}”")
    if text_of(child(post, "post_password")):
        story.withhold("WordPress keeps it behind a password")
    kind = post_type(post)
    if kind != "post":
        story.notes.append(f"a WordPress “{kind}”, read as an article")


def _instants(post: Any, story: Story) -> None:
    for field, name in (("published_at", "post_date"), ("modified_at", "post_modified")):
        for each, zone in ((f"{name}_gmt", "+00:00"), (name, "")):
            written = text_of(child(post, each))
            story.take(field, written + zone if written and not written.startswith(_NO_DATE) else "", f"wp:{each}")
        if field == "published_at" and "gmt" not in story.said.get(field, "") and (date := _public_date(post)):
            story.published_at, story.said[field] = date, "pubDate"


def _public_date(post: Any) -> str:
    """Return when RSS says that it was published; WordPress writes a year below zero where it was not."""
    date = text_of(child(post, "pubDate"))
    return "" if "-0001" in date else date


def _people(post: Any, names: dict[str, str], story: Story) -> None:
    guests = [each for each in children(post, "category") if each.get("domain") == "author"]
    story.take("authors", [text_of(each) for each in guests if text_of(each)], "category author")
    logins = [text_of(each) for each in children(post, "creator")]
    story.take("authors", [names.get(login) or login for login in logins if login], "dc:creator")


def _topics(post: Any, story: Story) -> None:
    found = [(each.get("domain") or "", text_of(each)) for each in children(post, "category")]
    filed = [name for domain, name in found if domain == "category" and name.casefold() not in _UNFILED]
    story.take("section", next(iter(filed), ""), "the first category")
    tags = [name for domain, name in found if domain == "post_tag"]
    story.take("tags", list(dict.fromkeys(tags + filed[1:])), "tags and further categories")


def _addresses(post: Any, story: Story) -> None:
    for name in _CANONICAL:
        story.take("canonical_url", _meta(post, name), name)
    link = text_of(child(post, "link"))
    story.take("canonical_url", link if "?p=" not in link and "?page_id=" not in link else "", "link")


def _content(post: Any, attachments: dict[str, Any], story: Story) -> None:
    written = raw_text_of(_encoded(post))
    for each in filter(None, (_meta(post, _COVER), *_gallery_ids(written))):
        if each in attachments:
            _attachment(attachments[each], story)
        else:
            story.notes.append(f"the image with number {each} is not in the export; choose “All content” for images")
    found = read_html_fragment(
        _without_shortcodes(written), base=text_of(child(post, "link")), by_lines="<!-- wp:" not in written
    )
    story.take("body", found.blocks, "content:encoded")
    story.images += found.images
    story.notes += found.notes
    excerpt = raw_text_of(_encoded(post, _EXCERPT))
    words = " ".join(block.text for block in read_html_fragment(excerpt).blocks) if excerpt.strip() else ""
    if words and not is_excerpt(words, " ".join(block.text for block in story.body)):
        story.take("standfirst", words, "excerpt:encoded")


def _encoded(post: Any, kind: str = "content") -> Any:
    return next((each for each in children(post, "encoded") if kind in each.tag), None)


def _attachment(item: Any, story: Story) -> None:
    url = text_of(child(item, "attachment_url")) or text_of(child(item, "guid"))
    caption = words_of_html(raw_text_of(_encoded(item, _EXCERPT)))
    story.images.append(RecoveredImage(url, _meta(item, "_wp_attachment_image_alt"), caption))
    story.said.setdefault("images", "attachments")


def _meta(post: Any, name: str) -> str:
    """Return the first value that a post keeps under a name."""
    for each in children(post, "postmeta"):
        if text_of(child(each, "meta_key")) == name:
            return text_of(child(each, "meta_value"))
    return ""


def _gallery_ids(written: str) -> list[str]:
    found = [number for ids in _GALLERY.findall(written) for number in re.findall(r"\d+", ids)]
    return found[:_MOST_IMAGES]


def _without_shortcodes(written: str) -> str:
    """Return a text with WordPress's own marks for images and media as HTML; other marks stay as they are."""
    written = _CAPTION.sub(_figure, written)
    written = _GALLERY.sub("", written)
    return _EMBED.sub(lambda match: f'<iframe src="{escape(match[2])}"></iframe>' if match[2] else match[0], written)


def _figure(match: re.Match[str]) -> str:
    parts = _PICTURE.match(match[1])
    return f"<figure>{parts[1]}<figcaption>{parts[2]}</figcaption></figure>" if parts else match[1]


def _looks_like(head: bytes) -> bool:
    root = root_of(head)
    return root is not None and root.local == "rss" and root.holds(_NAMESPACE)


WXR: Final = Format(
    "wxr",
    "application/rss+xml",
    _looks_like,
    read_wxr,
    split_wxr,
    losses=(
        "menus, styles, templates, reusable blocks, revisions and comments",
        "custom fields of plugins, but for the canonical address; posts of types of one's own are read as articles",
        "shortcodes of plugins stay in the text as they are; layout of blocks: columns, buttons, covers",
        "single line ends within a paragraph, which WordPress shows as line breaks",
        "audio and video: their addresses stay as links",
        "the credit of an image, which WordPress does not keep apart",
        *MARKUP_LOSSES,
    ),
)
