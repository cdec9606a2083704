"""Take a NewsML-G2 file apart: each text with the pictures and packages that tie to it, in two passes."""

import json
from collections.abc import Iterator
from html import escape
from typing import Any, BinaryIO, Final

from articles.formats.documents import Document, ReadOptions, Refusal, UnreadableDocument
from articles.formats.elements import Elements, Slice, child, children, descendants, parse_element, text_of
from articles.formats.jsonlists import item_key
from articles.formats.recoding import utf8_chunks
from articles.formats.sidetable import SideTable

_ITEMS: Final = ("newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem")
_NAMESPACE: Final = "http://iptc.org/std/nar/2006-10-01/"
_MOST_TIED: Final = 200  # items that one text may be tied to
SUBTITLES: Final = ("sub", "deck", "second")
KICKERS: Final = ("kicker", "overline", "eyebrow")
_PICTURES: Final = ("picture", "graphic")


def split_message(stream: BinaryIO, key: str, options: ReadOptions, *, name: str) -> Iterator[Document | Refusal]:
    """
    Yield each text item as a document of the format `name`, in a message with the pictures it is tied to.

    A picture that no text is tied to, and what cannot be read, is a Refusal;
    the rest goes on. Nothing of the file is held in memory but one item.
    """
    try:
        with SideTable() as known:
            texts = _remember(stream, options, known)
            stream.seek(0)
            walk = Elements(utf8_chunks(stream, options.encoding), _ITEMS)
            count = 0
            for part in walk:
                count += 1
                found = _split_one(part, walk, key, name, known, is_only_text=texts == 1)
                if found:
                    yield found
            if not count:
                yield Refusal(key, "it holds no news item; the file is empty, or breaks off before the first")
    except UnreadableDocument as error:
        yield Refusal(key, str(error))


def _remember(stream: BinaryIO, options: ReadOptions, known: SideTable) -> int:
    """Put aside pictures, headlines of texts and packages; return the number of texts."""
    walk = Elements(utf8_chunks(stream, options.encoding), _ITEMS)
    texts = 0
    for part in walk:
        if part.reason:
            continue
        try:
            item = _parsed(part, walk)
        except UnreadableDocument:
            continue
        guid = item.get("guid") or ""
        if part.name == "packageItem":
            refs = [each.get("residref") or "" for each in descendants(item, "itemRef")][:_MOST_TIED]
            for ref in filter(None, refs):
                known.put("mates", ref, json.dumps(refs).encode())
        elif part.name == "newsItem" and item_class(item) in _PICTURES:
            known.put("picture", guid, walk.alone(part.data))
        elif part.name == "newsItem":
            texts += 1
            known.put("headline", guid, headline_of(item).encode())
            for ref in _linked(item):
                known.put("tied", ref, b"1")
    return texts


def _split_one(
    part: Slice, walk: Elements, key: str, name: str, known: SideTable, *, is_only_text: bool
) -> Document | Refusal | None:
    where = f"{key}#item {part.number}"
    if part.reason:
        return Refusal(where, part.reason, data=part.data)
    if part.name != "newsItem":
        is_alone = walk.root is not None and walk.root.local == part.name
        return Refusal(key, f"a {part.name} by itself is no article; import news items") if is_alone else None
    try:
        item = _parsed(part, walk)
    except UnreadableDocument as error:
        return Refusal(where, str(error), data=part.data)
    guid = item.get("guid") or ""
    kind = item_class(item)
    if kind in _PICTURES:
        is_tied = is_only_text or known.get("tied", guid) or known.get("mates", guid)
        reason = f"a {kind} that no text refers to is no article; import it into the picture library"
        return None if is_tied else Refusal(item_key(key, guid, part.data), reason, data=part.data)
    if walk.root is not None and walk.root.local == "newsItem":
        return Document(key, part.data, name)
    return Document(item_key(key, guid, part.data), _message(part, item, walk, known, is_only_text), name)


def _message(part: Slice, item: Any, walk: Elements, known: SideTable, is_only_text: bool) -> bytes:
    """Return a message of one text, the pictures it is tied to, and a package of the others."""
    guid = item.get("guid") or ""
    tied = _linked(item) + [ref for refs in known.get("mates", guid) for ref in json.loads(refs)]
    if is_only_text:
        tied += known.keys("picture", at_most=_MOST_TIED)
    others = [ref for ref in dict.fromkeys(tied) if ref and ref != guid][:_MOST_TIED]
    pictures = b"\n".join(picture for ref in others for picture in known.get("picture", ref)[:1])
    titles = [(ref, title.decode()) for ref in others for title in known.get("headline", ref)[:1] if title]
    references = "".join(
        f'<itemRef residref="{escape(ref)}"><title>{escape(title, quote=False)}</title></itemRef>'
        for ref, title in titles
    )
    package = f'<packageItem xmlns="{_NAMESPACE}"><groupSet><group>{references}</group></groupSet></packageItem>\n'
    return b"".join(
        (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<newsMessage xmlns="{_NAMESPACE}"><itemSet>\n'.encode(),
            walk.alone(part.data),
            b"\n",
            pictures,
            package.encode() if references else b"",
            b"</itemSet></newsMessage>\n",
        )
    )


def _parsed(part: Slice, walk: Elements) -> Any:
    return parse_element(walk.alone(part.data))[0]


def item_class(item: Any) -> str:
    """Return what a news item is: text, picture, video, …; "" where it does not say."""
    meta = child(item, "itemMeta")
    kind = child(meta, "itemClass") if meta is not None else None
    code = (kind.get("qcode") or kind.get("uri") or "") if kind is not None else ""
    return str(code).replace("/", ":").rpartition(":")[2].casefold()


def headline_of(item: Any) -> str:
    """Return the main headline of an item."""
    meta = child(item, "contentMeta")
    found = children(meta, "headline") if meta is not None else []
    return text_of(next((each for each in found if not is_role(each, (*SUBTITLES, *KICKERS))), None))


def is_role(element: Any, words: tuple[str, ...]) -> bool:
    """Tell whether an element's role speaks of one of these."""
    role = (element.get("role") or "").casefold()
    return any(word in role for word in words)


def _linked(item: Any) -> list[str]:
    """Return what an item's links refer to by its guid."""
    meta = child(item, "itemMeta")
    return [] if meta is None else [ref for each in children(meta, "link") if (ref := each.get("residref"))]
