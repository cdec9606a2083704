"""The words for a snapshot's fields, as the desk's pages say them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.markup.html import plain_text
from articles.merging.snapshot import Credit, Related, Snapshot
from articles.models import Article, Author, Image, Section
from articles.models.articles import ORIGIN_LABELS
from articles.workflow import Origin

LABELS = {
    "headline": gettext_lazy("Headline"),
    "headline_origin": gettext_lazy("Origin of the headline"),
    "slug": gettext_lazy("Words in the address"),
    "kicker": gettext_lazy("Kicker"),
    "standfirst": gettext_lazy("Standfirst"),
    "body": gettext_lazy("Body"),
    "dateline": gettext_lazy("Dateline"),
    "language": gettext_lazy("Language"),
    "section": gettext_lazy("Section"),
    "bylines": gettext_lazy("Bylines"),
    "tags": gettext_lazy("Tags"),
    "related": gettext_lazy("Related stories"),
    "lead_image": gettext_lazy("Lead image"),
    "published_at": gettext_lazy("Published"),
    "date_origin": gettext_lazy("Origin of the date"),
    "embargoed_until": gettext_lazy("Embargoed until"),
    "canonical_url": gettext_lazy("Canonical address"),
}


def field_label(name: str) -> Any:
    """Return what the desk calls a field of a snapshot."""
    return LABELS.get(name, name)


class Names:
    """Names of the rows that snapshots refer to by their ids: 4 queries for any number of snapshots."""

    def __init__(self, contents: Iterable[Snapshot]) -> None:
        contents = list(contents)
        authors = {credit.author for content in contents for credit in content.bylines}
        linked = {link.article for content in contents for link in content.related if link.article}
        images = {content.lead_image for content in contents if content.lead_image}
        sections = {content.section for content in contents if content.section}
        self.authors = _names(Author, "name", authors)
        self.articles = _names(Article, "headline", linked)
        self.images = _names(Image, "alt", images)
        self.sections = _names(Section, "name", sections)

    def lines(self, name: str, value: Any) -> list[str]:
        """Return a field's value as lines of plain text; values may be those of a stored conflict."""
        if name == "bylines":
            return [self._credit(Credit(**_plain(credit))) for credit in value]
        if name == "related":
            return [self._related(Related(**_plain(link))) for link in value]
        if name in ("tags", "body"):
            return [str(item) for item in value]
        if name == "section":
            return [self.sections.get(value, _("section %(id)s") % {"id": value})] if value else []
        if name == "lead_image":
            return [f"{value}: {self.images.get(value, '')}"] if value else []
        if name in ("published_at", "embargoed_until"):
            return [local_minute(parse_datetime(value))] if value else []
        if name in ("headline_origin", "date_origin"):
            return [str(ORIGIN_LABELS[Origin(value)])]
        return [str(value)] if value else []

    def words(self, name: str, value: Any) -> list[str]:
        """Return a field's value as lines without markup."""
        lines = self.lines(name, value)
        return [plain_text(line) for line in lines] if name == "body" else lines

    def still_there(self, content: Snapshot) -> Snapshot:
        """Return `content` without what it refers to and is gone; the headline of a lost link stays. No query."""
        return replace(
            content,
            section=content.section if content.section in self.sections else None,
            lead_image=content.lead_image if content.lead_image in self.images else None,
            bylines=tuple(credit for credit in content.bylines if credit.author in self.authors),
            related=tuple(
                link if link.article is None or link.article in self.articles else replace(link, article=None)
                for link in content.related
            ),
        )

    def _credit(self, credit: Credit) -> str:
        name = self.authors.get(credit.author, _("author %(id)s") % {"id": credit.author})
        return f"{name} ({credit.role})" if credit.role else name

    def _related(self, link: Related) -> str:
        target = f"→ {link.article}" if link.article else f"→ {link.url}" if link.url else ""
        return f"{link.headline} {target}".strip()


def local_minute(instant: datetime | None) -> str:
    """Return an instant in the site's time zone, with the zone; "" for None."""
    return f"{timezone.localtime(instant):%Y-%m-%d %H:%M %Z}" if instant else ""


def _names(model: Any, field: str, pks: set[Any]) -> Mapping[int, str]:
    return dict(model.objects.filter(pk__in=pks).values_list("pk", field))


def _plain(value: Any) -> dict[str, Any]:
    """Return the fields of a credit or link, as a value or as JSON holds it."""
    if isinstance(value, dict):
        return value
    return {name: getattr(value, name) for name in value.__slots__}
