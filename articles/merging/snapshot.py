"""A frozen picture of every field of an article that somebody can edit."""

from dataclasses import dataclass, fields
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Credit:
    """An author's place in the byline; `role` is free text such as "Photographs"."""

    author: int
    role: str = ""


@dataclass(frozen=True, slots=True)
class Related:
    """A related story: its headline, and our article or an outside address where somebody chose one."""

    headline: str
    article: int | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """
    Every editable field of an article, as plain values that JSON can hold.

    `body` is a sequence of sanitised HTML blocks. Tags go by their names, so
    that a snapshot outlives a merge of tags; authors, section, image and
    articles by their ids. Instants are ISO 8601 in UTC, "" when not set.
    """

    headline: str = ""
    headline_origin: str = "desk"
    slug: str = ""
    kicker: str = ""
    standfirst: str = ""
    body: tuple[str, ...] = ()
    dateline: str = ""
    language: str = "en"
    section: int | None = None
    bylines: tuple[Credit, ...] = ()
    tags: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    lead_image: int | None = None
    published_at: str = ""
    date_origin: str = "desk"
    embargoed_until: str = ""
    canonical_url: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return plain lists and dicts; `from_json` reads them back to an equal snapshot."""
        stored: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__}
        stored["body"], stored["tags"] = list(self.body), list(self.tags)
        stored["bylines"] = [{"author": each.author, "role": each.role} for each in self.bylines]
        stored["related"] = [
            {"headline": each.headline, "article": each.article, "url": each.url} for each in self.related
        ]
        return stored

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """Read what `as_json` gave; fields that the stored form does not know yet keep their defaults."""
        known = {field.name: stored[field.name] for field in fields(cls) if field.name in stored}
        known["body"] = tuple(known.get("body", ()))
        known["tags"] = tuple(known.get("tags", ()))
        known["bylines"] = tuple(Credit(**credit) for credit in known.get("bylines", ()))
        known["related"] = tuple(Related(**related) for related in known.get("related", ()))
        return cls(**known)
