"""A reading in the review queue: the source as received on the left, the article that it gave on the right."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from articles.admin.source_lines import UNSURE_BELOW, document_text
from articles.admin.words import Names, field_label
from articles.markup.html import clean_html, plain_text
from articles.merging.snapshot import Snapshot
from articles.models import Article, SourceDocument
from articles.recovery.article import Role

# Each role with its word, and the key that gives it.
ROLES: Final = {
    Role.HEADLINE: (gettext_lazy("headline"), "h"),
    Role.KICKER: (gettext_lazy("kicker"), "e"),
    Role.STANDFIRST: (gettext_lazy("standfirst"), "s"),
    Role.BYLINE: (gettext_lazy("byline"), "y"),
    Role.DATE: (gettext_lazy("date"), "d"),
    Role.DATELINE: (gettext_lazy("dateline"), "p"),
    Role.BODY: (gettext_lazy("body"), "b"),
    Role.SUBHEADING: (gettext_lazy("subheading"), "u"),
    Role.QUOTE: (gettext_lazy("quote"), "q"),
    Role.LIST: (gettext_lazy("list"), "l"),
    Role.CAPTION: (gettext_lazy("caption"), "g"),
    Role.RELATED: (gettext_lazy("related"), "r"),
    Role.TAGS: (gettext_lazy("tags"), "t"),
    Role.CLOCK: (pgettext_lazy("of a page", "clock"), "i"),
    Role.CHROME: (pgettext_lazy("of a page", "chrome"), "c"),
    Role.PROMO: (gettext_lazy("promo"), "o"),
    Role.BIO: (gettext_lazy("bio"), "w"),
    Role.COMMENT: (gettext_lazy("comment"), "m"),
    Role.UNKNOWN: (gettext_lazy("unknown"), "z"),
}
_FIELDS: Final = (
    ("kicker", "kicker"),
    ("headline", "headline"),
    ("standfirst", "standfirst"),
    ("bylines", "byline"),
    ("dateline", "dateline"),
    ("published_at", "date clock"),
    ("tags", "tags"),
    ("section", ""),
    ("related", "related"),
)
_CONFIDENCE: Final = {"bylines": "authors"}


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """
    A line of the source: its role, how sure that is and why, and whether an editor said so.

    Numbers are words already: a page may have thousands of lines, and a template takes its time over numbers.
    """

    number: str
    start: str
    role: str
    word: str
    text: str
    percent: str
    why: str
    is_unsure: bool
    is_corrected: bool


@dataclass(frozen=True, slots=True)
class ReviewField:
    """A field of the article: its words, how sure recovery is of it, and the roles of the lines it came from."""

    label: str
    lines: list[str]
    percent: int | None
    roles: str
    note: str = ""

    @property
    def level(self) -> str:
        """How low the confidence is."""
        return "low" if (self.percent or 0) < 50 else "mid" if (self.percent or 0) < 80 else "high"


@dataclass(frozen=True, slots=True)
class ReviewBlock:
    """A block of the body as clean HTML, and the line that it came from, None where it stands in no line."""

    html: SafeString
    start: str | None


def role_word(role: str) -> str:
    """Return the desk's word for a role."""
    return str(ROLES[Role(role)][0]) if role in set(Role) else role


def review_lines(document: SourceDocument) -> Iterator[ReviewLine]:
    """Yield the lines of a document in order. No query."""
    text = document_text(document)
    words = {role: role_word(role) for role in Role}
    corrected = {start for start, _end, _role in document.corrections}
    for span in document.spans:
        yield ReviewLine(
            str(span.number),
            str(span.start),
            span.role.value,
            words[span.role],
            text[span.start : span.end].strip(),
            str(round(span.confidence * 100)),
            span.why,
            is_unsure=span.confidence < UNSURE_BELOW,
            is_corrected=span.start in corrected,
        )


def review_fields(content: Snapshot, document: SourceDocument | None) -> Iterator[ReviewField]:
    """Yield the article's fields with how sure recovery is of each: 4 queries for names."""
    names = Names([content])
    sure: dict[str, float] = (document.evidence.get("confidence") if document else None) or {}
    for name, roles in _FIELDS:
        value = names.lines(name, getattr(content, name))
        value = [", ".join(value)] if value and name in ("tags", "bylines") else value
        known = sure.get(_CONFIDENCE.get(name, name))
        note = ""
        if name in ("headline", "published_at"):
            origin = content.headline_origin if name == "headline" else content.date_origin
            note = names.lines("headline_origin", origin)[0]
        yield ReviewField(str(field_label(name)), value, None if known is None else round(known * 100), roles, note)


def review_body(content: Snapshot, lines: list[ReviewLine]) -> list[ReviewBlock]:
    """Return the blocks of the body, each with the line it came from. No query."""
    starts = {" ".join(line.text.split()): line.start for line in lines}
    return [
        # Cleaned again: a snapshot may have come by any door.
        ReviewBlock(mark_safe(clean_html(block)), starts.get(" ".join(plain_text(block).split())))  # noqa: S308
        for block in content.body
    ]


def reading_context(article: Article, document: SourceDocument | None, *, chosen: str) -> dict[str, object]:
    """Return what both columns show: 5 queries. `chosen` is the start of the line whose roles are open."""
    content = article.revisions.get(number=article.latest_number).content
    lines = list(review_lines(document)) if document else []
    sure = (document.evidence.get("confidence") or {}).get("body") if document else None
    return {
        "article": article,
        "document": document,
        "lines": lines,
        "fields": list(review_fields(content, document)),
        "blocks": review_body(content, lines),
        "body_percent": None if sure is None else round(sure * 100),
        "roles": [(role.value, str(word), key) for role, (word, key) in ROLES.items()],
        "chosen": chosen if chosen.isdecimal() else "",
        "body_label": _("Body"),
    }
