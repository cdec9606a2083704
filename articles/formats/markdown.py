"""Read Markdown with front matter: the front matter says what the article is, the rest is its body."""

from collections.abc import Mapping
from typing import Any, Final

import yaml
from frontmatter.default_handlers import YAMLHandler
from markdown_it import MarkdownIt
from markdown_it.token import Token

from articles.formats.documents import UnreadableDocument
from articles.formats.fields import as_instant, as_text, as_texts
from articles.recovery.article import Block, BlockKind, RecoveredArticle, RecoveredImage, RelatedHeadline, Role, Span
from articles.recovery.fields.headlines import suggest_headline
from articles.recovery.languages import guess_language
from articles.recovery.lines import split_lines

_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False})
_YAML: Final = YAMLHandler()
_FENCE: Final = "---"
_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "headline": ("title", "headline"),
    "standfirst": ("standfirst", "description", "summary", "subtitle", "excerpt", "lead"),
    "authors": ("authors", "author", "byline"),
    "published": ("date", "published", "published_at", "publishdate", "pubdate"),
    "modified": ("updated", "modified", "modified_at", "lastmod"),
    "tags": ("tags", "keywords", "topics"),
    "language": ("language", "lang", "locale"),
    "section": ("section", "category", "categories"),
    "related": ("related",),
    "image": ("image", "images", "cover", "thumbnail"),
    "canonical": ("canonical", "canonical_url", "url", "link"),
}
_ROLES: Final = {
    BlockKind.PARAGRAPH: Role.BODY,
    BlockKind.HEADING: Role.SUBHEADING,
    BlockKind.QUOTE: Role.QUOTE,
    BlockKind.ITEM: Role.LIST,
}
_DERIVED: Final = 0.2  # how sure a headline is that was made from the text
_NAME_SEPARATORS: Final = ";,|\n"


def read_markdown(text: str) -> RecoveredArticle:
    """
    Return the article of a Markdown document; raw HTML in it stays text.

    :raises UnreadableDocument: if the front matter is no valid YAML mapping.
    """
    values, body_start = _front_matter(text)
    blocks, images, title, roles = _blocks(text, body_start, has_title="headline" in values)
    headline = as_text(values.get("headline")) or title
    first = next((block.text for block in blocks if block.kind is BlockKind.PARAGRAPH), None)
    words = " ".join(block.text for block in blocks)
    instants = {name: as_instant(values.get(name)) for name in ("published", "modified")}
    given = {name for name, value in values.items() if value}
    return RecoveredArticle(
        text=text,
        language=_language(values.get("language")) or guess_language(words, words.casefold().split()),
        headline=headline,
        suggested_headline=None if headline or not first else suggest_headline(first),
        standfirst=as_text(values.get("standfirst")),
        authors=tuple(as_texts(values.get("authors"), separators=_NAME_SEPARATORS)),
        published_at=instants["published"],
        modified_at=instants["modified"],
        body=tuple(blocks),
        tags=tuple(as_texts(values.get("tags"), separators=_NAME_SEPARATORS)),
        section=next(iter(as_texts(values.get("section"))), None),
        related=tuple(_related(values.get("related"))),
        images=tuple(dict.fromkeys([*_images(values.get("image")), *images])),
        canonical_url=as_text(values.get("canonical")),
        confidence=_confidence(given, title is not None),
        spans=_spans(text, body_start, roles),
    )


def has_front_matter(text: str) -> bool:
    """Tell whether a text opens with front matter."""
    lines = text.lstrip("\ufeff").split("\n", 1)
    return lines[0].rstrip() == _FENCE and f"\n{_FENCE}" in text


def _front_matter(text: str) -> tuple[dict[str, Any], int]:
    """Return the known values of the front matter, and where the body begins."""
    if not has_front_matter(text):
        return {}, 0
    try:
        written, _ = _YAML.split(text)
        stored = _YAML.load(written)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 2}" if mark else ""
        problem = getattr(error, "problem", None) or "it cannot be parsed"
        raise UnreadableDocument(
            f"the front matter is no valid YAML{where}: {problem}; correct it or leave it out"
        ) from error
    except ValueError as error:  # a date that no calendar has, or no second fence
        raise UnreadableDocument(f"the front matter holds a value that cannot be: {error}; correct it") from error
    if stored is None or isinstance(stored, str):  # a rule across the page, not front matter
        return {}, 0
    if not isinstance(stored, Mapping):
        raise UnreadableDocument("the front matter is no mapping; write lines such as “title: …”")
    folded = {str(key).casefold(): value for key, value in stored.items()}
    values = {name: folded[key] for name, keys in _KEYS.items() for key in reversed(keys) if key in folded}
    return values, _end_of_front_matter(text)


def _end_of_front_matter(text: str) -> int:
    """Return where the line after the closing fence begins."""
    at = text.index("\n") + 1
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end + 1
        if text[at:end].rstrip() == _FENCE:
            return end
        at = end
    return at


def _blocks(
    text: str, start: int, *, has_title: bool
) -> tuple[list[Block], list[RecoveredImage], str | None, dict[int, Role]]:
    """Return blocks, images, the first-level heading that is the title, and the role of each line from `start` on."""
    tokens = _MARKDOWN.parse(text[start:])
    base = text.count("\n", 0, start)
    blocks: list[Block] = []
    images: list[RecoveredImage] = []
    roles: dict[int, Role] = {}
    title: str | None = None
    open_kinds: list[BlockKind] = []
    for at, token in enumerate(tokens):
        kind = _kind(token)
        if kind and token.nesting == 1:
            open_kinds.append(kind)
        elif kind and token.nesting == -1:
            open_kinds.pop()
        elif token.type == "inline" or token.type in ("fence", "code_block"):
            images += _inline_images(token)
            words = _plain(token)
            is_title = not has_title and title is None and not blocks and tokens[at - 1].tag == "h1"
            block_kind = open_kinds[-1] if open_kinds else BlockKind.PARAGRAPH
            for line in range(*(token.map or (0, 0))):
                roles[base + line] = Role.HEADLINE if is_title else _ROLES[block_kind] if words else Role.CAPTION
            if is_title:
                title = words or None
            elif words:
                blocks.append(Block(block_kind, words))
    return blocks, images, title, roles


def _kind(token: Token) -> BlockKind | None:
    if token.type in ("heading_open", "heading_close"):
        return BlockKind.HEADING
    if token.type in ("blockquote_open", "blockquote_close"):
        return BlockKind.QUOTE
    return BlockKind.ITEM if token.type in ("list_item_open", "list_item_close") else None


def _plain(token: Token) -> str:
    """Return the words of a token without marks; images count for nothing."""
    if not token.children:
        return " ".join(token.content.split())
    parts = (
        " "
        if child.type in ("softbreak", "hardbreak")
        else child.content
        if child.type in ("text", "code_inline")
        else ""
        for child in token.children
    )
    return " ".join("".join(parts).split())


def _inline_images(token: Token) -> list[RecoveredImage]:
    found = (child for child in token.children or () if child.type == "image")
    return [
        RecoveredImage(str(child.attrs.get("src", "")), alt=child.content, caption=str(child.attrs.get("title") or ""))
        for child in found
    ]


def _related(value: object) -> list[RelatedHeadline]:
    found = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            headline = as_text(item.get("headline") or item.get("title"))
            if headline:
                found.append(RelatedHeadline(headline, as_text(item.get("url") or item.get("link"))))
        elif text := as_text(item):
            found.append(RelatedHeadline(text))
    return found


def _images(value: object) -> list[RecoveredImage]:
    found = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict) and (url := as_text(item.get("url") or item.get("src"))):
            rest = {name: as_text(item.get(name)) or "" for name in ("alt", "caption", "credit")}
            found.append(RecoveredImage(url, **rest))
        elif isinstance(item, str) and (url := as_text(item)):
            found.append(RecoveredImage(url))
    return found


def _language(value: object) -> str | None:
    text = as_text(value)
    return text.replace("_", "-").split("-")[0].lower() if text else None


def _confidence(given: set[str], has_title: bool) -> dict[str, float]:
    names = {"published": "published_at", "modified": "modified_at"}
    sure = {names.get(name, name): 1.0 for name in given}
    return {"headline": 1.0 if "headline" in given or has_title else _DERIVED, "body": 1.0} | sure


def _spans(text: str, body_start: int, roles: dict[int, Role]) -> tuple[Span, ...]:
    found = []
    for line in split_lines(text):
        if line.offset < body_start:
            role, why = Role.CHROME, "front matter: it gives the fields and is no part of the text"
        else:
            role = roles.get(line.number - 1, Role.CHROME)
            why = f"Markdown marks it as {role}" if line.number - 1 in roles else "a mark of Markdown without words"
        found.append(Span(line.number, line.start, line.end, role, 1.0, why))
    return tuple(found)
