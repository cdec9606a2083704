"""Read the Lexical documents that Ghost's editor keeps its texts in."""

import json
from typing import Any, Final

from articles.formats.fragments import Fragment
from articles.recovery.article import Block, BlockKind, RecoveredImage

_KINDS: Final = {
    "heading": BlockKind.HEADING,
    "extended-heading": BlockKind.HEADING,
    "quote": BlockKind.QUOTE,
    "extended-quote": BlockKind.QUOTE,
    "aside": BlockKind.QUOTE,
    "listitem": BlockKind.ITEM,
    "paragraph": BlockKind.PARAGRAPH,
}
_DEEPEST: Final = 60


def blocks_of_lexical(text: str) -> Fragment:
    """Return the words and images of a Lexical document; of what is none, nothing and a note."""
    found = Fragment()
    try:
        stored = json.loads(text)
    except (ValueError, RecursionError):
        found.notes.append("its lexical text is no valid JSON; it was left out")
        return found
    if isinstance(stored, dict):
        _walk(stored.get("root"), found, 0)
    return found


def _walk(node: Any, found: Fragment, depth: int) -> None:
    if not isinstance(node, dict) or depth > _DEEPEST:
        return
    kind, children = str(node.get("type")), node.get("children")
    if kind == "image" and isinstance(node.get("src"), str):
        found.images.append(RecoveredImage(node["src"], str(node.get("alt") or ""), str(node.get("caption") or "")))
    elif kind in _KINDS:
        words = " ".join(_words(node, 0).split())
        if words:
            found.blocks.append(Block(_KINDS[kind], words))
    elif isinstance(children, list):
        for child in children:
            _walk(child, found, depth + 1)
    elif kind not in ("linebreak", "horizontalrule", "text"):
        found.notes.append(f"a card “{kind}” was left out")


def _words(node: Any, depth: int) -> str:
    if not isinstance(node, dict) or depth > _DEEPEST:
        return ""
    if node.get("type") == "linebreak":
        return " "
    if isinstance(node.get("text"), str):
        return str(node["text"])
    children = node.get("children")
    return "".join(_words(child, depth + 1) for child in children) if isinstance(children, list) else ""
