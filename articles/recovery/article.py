"""What recovery gives: an article, and the evidence that every line was accounted for."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a line of a document is; every non-blank line has exactly one."""

    CLOCK = "clock"  # the page's own date and time when it was captured
    CHROME = "chrome"  # navigation, buttons, notices, comment widgets
    HEADLINE = "headline"
    KICKER = "kicker"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    DATE = "date"  # published or updated
    DATELINE = "dateline"  # place
    BODY = "body"
    SUBHEADING = "subheading"
    QUOTE = "quote"
    LIST = "list"
    CAPTION = "caption"
    RELATED = "related"  # a headline of another story
    TAGS = "tags"
    PROMO = "promo"  # teasers, newsletters, subscriptions
    BIO = "bio"
    COMMENT = "comment"
    UNKNOWN = "unknown"


class BlockKind(StrEnum):
    """The kinds of a block of body text."""

    PARAGRAPH = "p"
    HEADING = "h"
    QUOTE = "quote"
    ITEM = "li"


@dataclass(frozen=True, slots=True)
class Block:
    """
    One paragraph, subheading, quotation or list item of plain text.

    `html` holds the same words with emphasis and links where the document has
    any: inline HTML of a, strong, em, sub, sup, code, s, u and br alone.
    """

    kind: BlockKind
    text: str
    html: str = ""


@dataclass(frozen=True, slots=True)
class RelatedHeadline:
    """The headline of another story, and its address where the document gives one."""

    headline: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class RecoveredImage:
    """An image that the document names; `url` is as written there."""

    url: str
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """
    A stretch of the document's text with one role.

    `start` and `end` are characters of the text, 0-based, half open, line end
    included; `number` is the 1-based line it lies in. The spans of a document
    partition its text: blank lines belong to the span before them. A glued
    line holds several spans with the same number.
    """

    number: int
    start: int
    end: int
    role: Role
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class RecoveredArticle:
    """
    The article that a document holds, with the evidence for it.

    `headline` is None when the document has none; `suggested_headline` is then
    derived from the text. `captured_at` is the page's own clock, which bounds
    `published_at` from above. Instants are aware. `confidence` maps a field's
    name to 0..1 for each field that was looked for. `withheld` says why the
    article must not be published as it comes; "" where nothing speaks against it.
    """

    text: str  # what the spans count in
    language: str | None = None
    headline: str | None = None
    suggested_headline: str | None = None
    kicker: str | None = None
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    dateline: str | None = None
    published_at: datetime | None = None
    modified_at: datetime | None = None
    captured_at: datetime | None = None
    body: tuple[Block, ...] = ()
    tags: tuple[str, ...] = ()
    section: str | None = None
    related: tuple[RelatedHeadline, ...] = ()
    images: tuple[RecoveredImage, ...] = ()
    canonical_url: str | None = None
    withheld: str = ""
    confidence: dict[str, float] = field(default_factory=dict)
    spans: tuple[Span, ...] = ()


class RecoveryError(ValueError):
    """Say why no article can be recovered from a document."""
