"""Read one document, whatever its format: bytes in, an article with its evidence out."""

from articles.formats.documents import Document, ReadOptions, Recovered
from articles.formats.registry import detect, named

_AS_IT_COMES = ReadOptions()


def read(document: Document, options: ReadOptions = _AS_IT_COMES) -> Recovered:
    """
    Return what a document holds; a document that came out of a container brings its format along.

    :raises UnreadableDocument: if the bytes are no document of that format, or hold no article.
    :raises ValueError: if `options.format` is unknown.
    """
    wanted = document.format or options.format
    kind = detect(document.data) if wanted == "auto" else named(wanted)
    reading = kind.read(document.data, options)
    return Recovered(document.key, kind.name, reading.encoding, reading.article, reading.notes)
