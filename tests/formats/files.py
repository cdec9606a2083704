"""Files of structured formats in memory, and what splitting and reading make of them."""

from io import BytesIO

from articles.formats.documents import Document, Reading, ReadOptions, Refusal
from articles.formats.registry import named

PLAIN = ReadOptions()


def split(name: str, data: bytes, options: ReadOptions = PLAIN) -> list[Document | Refusal]:
    """Return the parts of a file named “file”."""
    kind = named(name)
    assert kind.split
    return list(kind.split(BytesIO(data), "file", options))


def documents(name: str, data: bytes, options: ReadOptions = PLAIN) -> list[Document]:
    """Return the documents in a file; none of its parts may be refused."""
    parts = split(name, data, options)
    assert [part for part in parts if isinstance(part, Refusal)] == []
    return [part for part in parts if isinstance(part, Document)]


def refusals(name: str, data: bytes, options: ReadOptions = PLAIN) -> list[Refusal]:
    """Return what of a file is refused."""
    return [part for part in split(name, data, options) if isinstance(part, Refusal)]


def read(name: str, data: bytes, options: ReadOptions = PLAIN) -> Reading:
    """Return what a format reads from a document."""
    return named(name).read(data, options)


def only(name: str, data: bytes, options: ReadOptions = PLAIN) -> Reading:
    """Return the reading of the one document in a file."""
    (document,) = documents(name, data, options)
    return read(document.format, document.data, options)


def wordpress(*items: str) -> bytes:
    """Return an export of WordPress that holds these items."""
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:wp="http://wordpress.org/export/1.2/"><channel><language>en</language>'
        + "".join(f"<item>{item}</item>" for item in items)
        + "</channel></rss>"
    ).encode()


def post(number: int, body: str = "<p>Words.</p>", more: str = "") -> str:
    """Return a post of WordPress."""
    return (
        f"<title>Post {number}</title><guid>g{number}</guid><wp:post_id>{number}</wp:post_id>"
        f"<content:encoded><![CDATA[{body}]]></content:encoded>{more}"
    )


def rss(*items: str) -> bytes:
    """Return a feed that holds these items."""
    return (
        '<rss version="2.0"><channel><title>Feed</title>'
        + "".join(f"<item>{item}</item>" for item in items)
        + "</channel></rss>"
    ).encode()
