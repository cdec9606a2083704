"""A source document as lines with their roles, for the panel beside the editor."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.words import field_label
from articles.models import SourceDocument

UNSURE_BELOW = 0.5
# What recovery calls otherwise than a snapshot does.
FIELDS = {
    "authors": gettext_lazy("Bylines"),
    "captured_at": gettext_lazy("Page’s clock"),
    "modified_at": gettext_lazy("Updated"),
    "images": gettext_lazy("Images"),
    "suggested_headline": gettext_lazy("Derived headline"),
}


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A stretch of a document: its line, its role, how sure recovery is, and why."""

    number: int
    role: str
    text: str
    confidence: float
    why: str

    @property
    def percent(self) -> int:
        """The confidence in whole hundredths."""
        return round(self.confidence * 100)

    @property
    def is_unsure(self) -> bool:
        """Tell whether an editor should look at it."""
        return self.confidence < UNSURE_BELOW


def document_text(source: SourceDocument) -> str:
    """Return the text that the spans count in; bytes that do not decode are shown as �."""
    try:
        return source.read_text()
    except ValueError:  # an encoding that this Python does not know, or that does not fit
        return bytes(source.data).decode("utf-8", errors="replace")


def source_lines(source: SourceDocument) -> Iterator[SourceLine]:
    """Yield the document's spans in order; a document without evidence yields its lines as unknown. No query."""
    text = document_text(source)
    spans = source.spans
    if not spans:
        for number, line in enumerate(text.splitlines(), start=1):
            if line.strip():
                yield SourceLine(number, "unknown", line, 0.0, _("no evidence was stored"))
    for span in spans:
        stretch = text[span.start : span.end].strip()
        if stretch:
            yield SourceLine(span.number, span.role, stretch, span.confidence, span.why)


def field_confidence(source: SourceDocument) -> list[tuple[str, int, str]]:
    """Return each field's name, its confidence in hundredths, and how low that is; the lowest first."""
    stored: dict[str, float] = source.evidence.get("confidence") or {}
    ranked = sorted((round(value * 100), str(FIELDS.get(name) or field_label(name))) for name, value in stored.items())
    return [(name, value, "low" if value < 50 else "mid" if value < 80 else "high") for value, name in ranked]
