"""Read one document, whatever its format: bytes in, an article with its evidence out."""

import re
from dataclasses import replace
from typing import Any, Final

from articles.formats.documents import Document, Reading, ReadOptions, Recovered
from articles.formats.mojibake import find_mojibake
from articles.formats.registry import detect, named
from articles.recovery.article import RecoveredArticle

_AS_IT_COMES = ReadOptions()
_MAX_SHOWN_CHARS: Final = 60
# Zero and its like, and the marks that show text in another order than it is stored.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_FIELDS: Final = ("headline", "suggested_headline", "kicker", "standfirst", "dateline", "section")


def read(document: Document, options: ReadOptions = _AS_IT_COMES) -> Recovered:
    """
    Return what a document holds; a document that came out of a container brings its format along.

    What was recovered elsewhere is taken as it is.

    Controls that turn or hide text are left out of the fields; the text that
    the spans count in keeps them. Mojibake that is left gets a note.

    :raises UnreadableDocument: if the bytes are no document of that format, or hold no article.
    :raises ValueError: if `options.format` is unknown.
    """
    if document.recovered is not None:
        return document.recovered
    wanted = document.format or options.format
    kind = detect(document.data) if wanted == "auto" else named(wanted)
    reading = kind.read(document.data, options)
    article, notes = _without_unseen(reading.article)
    if mended := find_mojibake(article.text):
        shown = mended if len(mended) <= _MAX_SHOWN_CHARS else f"{mended[: _MAX_SHOWN_CHARS - 1]}…"
        notes.append(f"it holds mojibake: repaired, a line of it would read “{shown}”; --repair undoes it")
    return Recovered(
        document.key,
        kind.name,
        reading.encoding,
        article,
        (*reading.notes, *notes),
        is_verbatim=_is_verbatim(document.data, reading),
    )


def _is_verbatim(data: bytes, reading: Reading) -> bool:
    try:
        return data.decode(reading.encoding) == reading.article.text
    except (UnicodeError, LookupError):
        return False


def _without_unseen(article: RecoveredArticle) -> tuple[RecoveredArticle, list[str]]:
    """Return an article whose fields are free of controls, and a note where there were some."""
    if not _UNSEEN.search(article.text) and not any(map(_UNSEEN.search, _said(article))):
        return article, []
    named_fields: dict[str, Any] = {
        name: _clean(value) for name in _FIELDS if (value := getattr(article, name)) is not None
    }
    cleaned = replace(
        article,
        authors=tuple(map(_clean, article.authors)),
        body=tuple(replace(block, text=_clean(block.text)) for block in article.body),
        tags=tuple(map(_clean, article.tags)),
        related=tuple(replace(each, headline=_clean(each.headline)) for each in article.related),
        images=tuple(
            replace(each, alt=_clean(each.alt), caption=_clean(each.caption), credit=_clean(each.credit))
            for each in article.images
        ),
        **named_fields,
    )
    if cleaned == article:
        return article, []
    return cleaned, ["controls that turn or hide text were left out of the fields; the document's bytes keep them"]


def _said(article: RecoveredArticle) -> list[str]:
    """Return the words of an article that may not stand in its text."""
    fields = [getattr(article, name) or "" for name in _FIELDS]
    described = [word for image in article.images for word in (image.alt, image.caption, image.credit)]
    related = [each.headline for each in article.related]
    return [*fields, *article.authors, *article.tags, *described, *related, *(block.text for block in article.body)]


def _clean(text: str) -> str:
    return _UNSEEN.sub("", text)
