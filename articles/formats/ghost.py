"""Read Ghost exports (JSON, Ghost 1 to 6): posts and pages with their tags, authors and meta data."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO, Final

from articles.formats.documents import Document, Format, Reading, ReadOptions, Refusal, UnreadableDocument
from articles.formats.fields import as_text
from articles.formats.fragments import MARKUP_LOSSES, paragraphs_of, read_html_fragment
from articles.formats.jsonlists import head_of, item_key
from articles.formats.jsonvalues import Path, Slice, dump, parse_object, slices
from articles.formats.lexical import blocks_of_lexical
from articles.formats.recoding import utf8_chunks
from articles.formats.sidetable import SideTable
from articles.formats.story import Story, reading_of
from articles.recovery.article import RecoveredImage

_PREFIXES: Final[tuple[Path, ...]] = (("db", "*", "data"), ("data",), ("db", "data"))
# The tables that posts refer to, each with the column they are looked up by.
_TABLES: Final = {
    "tags": "id",
    "users": "id",
    "posts_tags": "post_id",
    "posts_authors": "post_id",
    "posts_meta": "post_id",
}
_HOME: Final = "__GHOST_URL__"
_HIDDEN_TAG: Final = "#"
_TAG = re.compile(r"<[^<>]*>")
_MILLISECONDS: Final = range(1, 10**14)
_PUBLIC: Final = ("published", "scheduled", "sent")


def read_ghost(data: bytes, options: ReadOptions) -> Reading:
    """
    Return the article of an export with one post.

    :raises UnreadableDocument: if it holds no post, or several.
    """
    stored, encoding = parse_object(data, options)
    tables = _tables(stored)
    posts = tables.get("posts", [])
    if len(posts) != 1:
        raise UnreadableDocument(f"an export of {len(posts)} posts, not of one; import the file, which takes it apart")
    (post,) = posts
    meta = next(iter(tables.get("posts_meta", [])), {})
    story = Story()
    story.take("headline", as_text(post.get("title")), "title")
    story.take("standfirst", as_text(post.get("custom_excerpt")), "custom_excerpt")
    _status(post, story)
    _cover(post, meta, story)
    _body(post, story)
    _names(post, tables, story)
    story.take("published_at", _instant(post.get("published_at")), "published_at")
    story.take("modified_at", _instant(post.get("updated_at")), "updated_at")
    story.take("canonical_url", as_text(post.get("canonical_url")), "canonical_url")
    story.take("language", as_text(post.get("locale")), "locale")
    return reading_of(story, encoding=encoding, repair=options.repair)


def split_ghost(stream: BinaryIO, key: str, options: ReadOptions) -> Iterator[Document | Refusal]:
    """Yield each post as an export of its own, with the rows that belong to it, in two passes; its uuid names it."""
    count = 0
    try:
        with SideTable() as known:
            wanted = [(*prefix, table, "*") for prefix in _PREFIXES for table in _TABLES]
            for part in slices(utf8_chunks(stream, options.encoding), wanted):
                _remember(part, known)
            stream.seek(0)
            posts = [(*prefix, "posts", "*") for prefix in _PREFIXES]
            for part in slices(utf8_chunks(stream, options.encoding), posts):
                count += 1
                yield _post(part, key, known)
        if not count:
            yield Refusal(key, "the export holds no posts; export it under Settings, Import/Export")
    except UnreadableDocument as error:
        yield Refusal(key, f"{error}; {count} posts before it were read")


def _remember(part: Slice, known: SideTable) -> None:
    if part.reason:
        return
    try:
        row, _ = parse_object(part.data, ReadOptions())
    except UnreadableDocument:
        return
    table = part.path[-2]
    if identity := as_text(row.get(_TABLES[table])):
        known.put(table, identity, dump(row))


def _post(part: Slice, key: str, known: SideTable) -> Document | Refusal:
    where = f"{key}#item {part.number}"
    if part.reason:
        return Refusal(where, part.reason, data=part.data)
    try:
        post, _ = parse_object(part.data, ReadOptions())
    except UnreadableDocument as error:
        return Refusal(where, str(error), data=part.data)
    number = as_text(post.get("id")) or ""
    tables: dict[str, list[Any]] = {"posts": [post]}
    for table in ("posts_tags", "posts_authors", "posts_meta"):
        tables[table] = [json.loads(row) for row in known.get(table, number)]
    tags = [as_text(row.get("tag_id")) for row in tables["posts_tags"]]
    users = [as_text(row.get("author_id")) for row in tables["posts_authors"]] or [as_text(post.get("author_id"))]
    tables["tags"] = [json.loads(row) for each in tags for row in known.get("tags", each or "")[:1]]
    tables["users"] = [_person(row) for each in users for row in known.get("users", each or "")[:1]]
    identity = as_text(post.get("uuid")) or number or as_text(post.get("slug"))
    whole = {"db": [{"data": {name: rows for name, rows in tables.items() if rows}}]}
    return Document(item_key(key, identity, part.data), dump(whole), GHOST.name)


def _person(row: bytes) -> dict[str, Any]:
    """Return of a user what a byline needs: an export holds passwords and addresses besides."""
    stored = json.loads(row)
    return {name: stored[name] for name in ("id", "name", "slug") if name in stored}


def _tables(stored: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each table of an export."""
    base = stored.get("db")
    base = base[0] if isinstance(base, list) and base else base if isinstance(base, dict) else stored
    data = base.get("data") if isinstance(base, dict) else None
    if not isinstance(data, dict):
        raise UnreadableDocument("no export of Ghost: it has no db[0].data; export it under Settings, Import/Export")
    return {
        name: [row for row in rows if isinstance(row, dict)] for name, rows in data.items() if isinstance(rows, list)
    }


def _status(post: dict[str, Any], story: Story) -> None:
    status = as_text(post.get("status")) or "published"
    if status not in _PUBLIC:
        story.withhold(f"Ghost has it as “{status}”")
        story.notes.append(f"Ghost has it as “{status}”")
    visibility = as_text(post.get("visibility")) or "public"
    if visibility != "public":
        story.withhold(f"Ghost shows it to “{visibility}” alone")
    if as_text(post.get("type")) == "page" or post.get("page"):
        story.notes.append("a page of Ghost, read as an article")


def _cover(post: dict[str, Any], meta: dict[str, Any], story: Story) -> None:
    url = _address(as_text(post.get("feature_image") or post.get("image")) or "")
    if url:
        caption = " ".join(_TAG.sub("", as_text(meta.get("feature_image_caption")) or "").split())
        story.images.append(RecoveredImage(url, as_text(meta.get("feature_image_alt")) or "", caption))
        story.said.setdefault("images", "feature_image")


def _body(post: dict[str, Any], story: Story) -> None:
    html, lexical, plain = (post.get(name) for name in ("html", "lexical", "plaintext"))
    if isinstance(html, str) and html.strip():
        found = read_html_fragment(_address(html))
        story.take("body", found.blocks, "html")
        story.images += found.images
        story.notes += found.notes
    if not story.body and isinstance(lexical, str):
        found = blocks_of_lexical(_address(lexical))
        story.take("body", found.blocks, "lexical")
        story.images += found.images
        story.notes += found.notes
    if isinstance(plain, str):
        story.take("body", paragraphs_of(plain), "plaintext")
    if not story.body and post.get("mobiledoc"):
        story.notes.append("its text is kept as mobiledoc alone, which is not read; open and save it in Ghost")


def _names(post: dict[str, Any], tables: dict[str, list[dict[str, Any]]], story: Story) -> None:
    def in_order(table: str, column: str, rows: list[dict[str, Any]]) -> list[str]:
        order = sorted(tables.get(table, []), key=lambda row: str(row.get("sort_order", "")).zfill(9))
        named = {as_text(row.get("id")): as_text(row.get("name")) for row in rows}
        return [name for row in order if (name := named.get(as_text(row.get(column))))]

    authors = in_order("posts_authors", "author_id", tables.get("users", []))
    if not authors:
        authors = [name for row in tables.get("users", []) if (name := as_text(row.get("name")))]
    story.take("authors", authors, "posts_authors")
    tags = in_order("posts_tags", "tag_id", tables.get("tags", []))
    seen = [tag for tag in tags if not tag.startswith(_HIDDEN_TAG)]
    story.take("section", next(iter(seen), None), "the first tag, which Ghost calls primary")
    story.take("tags", seen, "posts_tags")


def _instant(value: object) -> str | None:
    """Return an instant in UTC: Ghost writes none other, as milliseconds or without naming the zone."""
    if isinstance(value, int):
        return datetime.fromtimestamp(value / 1000, UTC).isoformat() if value in _MILLISECONDS else None
    written = as_text(value)
    return f"{written}+00:00" if written and re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", written) else written


def _address(text: str) -> str:
    """Return a text whose addresses on the blog itself are paths: an export does not say where it lay."""
    return text.replace(_HOME, "")


def _looks_like(head: bytes) -> bool:
    keys = head_of(head)
    found = set(keys)
    for prefix in _PREFIXES:
        if any((*prefix, table) in found for table in ("posts", "posts_tags", "posts_authors")):
            return True
        if prefix in found and (*prefix[:-1], "meta", "exported_on") in found:
            return True
    return False


GHOST: Final = Format(
    "ghost",
    "application/json",
    _looks_like,
    read_ghost,
    split_ghost,
    losses=(
        "members, newsletters, settings and snippets; what users are besides their names",
        "code that is injected into a post, and what search engines and social media are told of it",
        "texts kept as mobiledoc alone, and cards within lexical other than images and embedded media",
        "the address of the blog, which an export does not hold: addresses on it become paths",
        "internal tags, which begin with #",
        *MARKUP_LOSSES,
    ),
)
