"""Find tags, authors and sections by name, and make those that are missing."""

import secrets
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.db.models import Manager, QuerySet

from articles.markup.folding import fold_name, slug_of
from articles.models import Author, Section, Tag

# Without vowels and look-alikes: codes are read out, and must not spell words.
_CODE_ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
_CODE_CHARS = 8
MAX_TAG_CHARS = 100
MAX_NAME_CHARS = 200

Named = TypeVar("Named", Tag, Author)


def short_code() -> str:
    """Return a random code for a short address: 27^8, some 280 thousand million."""
    return "".join(secrets.choice(_CODE_ALPHABET) for _ in range(_CODE_CHARS))


def free_slugs(wanted: Iterable[str], objects: "Manager[Any] | QuerySet[Any]") -> list[str]:
    """Return each wanted slug, with a random end where it is taken or wanted twice: 1 query."""
    slugs = list(wanted)
    taken = set(objects.filter(slug__in=slugs).values_list("slug", flat=True))
    free: list[str] = []
    for slug in slugs:
        unique = slug if slug not in taken else f"{slug}-{short_code()}"
        taken.add(unique)
        free.append(unique)
    return free


def ensure_tags(names: Iterable[str]) -> dict[str, Tag]:
    """Return tags by folded name, new ones made with the first spelling given: 1 query, 4 when some are new."""
    return _ensure(Tag.objects, names, lambda name, slug, key: Tag(name=name, slug=slug, key=key), MAX_TAG_CHARS)


def ensure_authors(names: Iterable[str]) -> dict[str, Author]:
    """Return authors by folded name, new ones made: 1 query, 4 when some are new."""
    return _ensure(Author.objects, names, lambda name, slug, key: Author(name=name, slug=slug, key=key), MAX_NAME_CHARS)


def ensure_sections(names: Iterable[str]) -> dict[str, Section]:
    """Return sections by folded name, new ones made: 1 query, 4 when some are new. Sections are few."""
    known = {fold_name(section.name): section for section in Section.objects.all()}
    spelled = _spellings(names, MAX_TAG_CHARS)
    missing = [name for key, name in spelled.items() if key not in known]
    if missing:
        slugs = free_slugs((slug_of(name) or "section" for name in missing), Section.objects)
        Section.objects.bulk_create(
            (Section(name=name, slug=slug) for name, slug in zip(missing, slugs, strict=True)), ignore_conflicts=True
        )
        known = {fold_name(section.name): section for section in Section.objects.all()}
    return {key: known[key] for key in spelled if key in known}


def _ensure(
    objects: Manager[Named], names: Iterable[str], make: Callable[[str, str, str], Named], max_chars: int
) -> dict[str, Named]:
    spelled = _spellings(names, max_chars)
    known = _by_key(objects, spelled)
    missing = {key: name for key, name in spelled.items() if key not in known}
    if missing:
        slugs = free_slugs((slug_of(name) or "name" for name in missing.values()), objects)
        rows = (make(name, slug, key) for (key, name), slug in zip(missing.items(), slugs, strict=True))
        objects.bulk_create(rows, ignore_conflicts=True)  # another writer may have been first
        known = _by_key(objects, spelled)
    return known


def _spellings(names: Iterable[str], max_chars: int) -> dict[str, str]:
    """Map each folded name to its first spelling."""
    cut = (" ".join(name.split()).lstrip("#")[:max_chars].strip() for name in names)
    spelled: dict[str, str] = {}
    for name in filter(None, cut):
        spelled.setdefault(fold_name(name), name)
    return spelled


def _by_key(objects: Manager[Named], spelled: dict[str, str]) -> dict[str, Named]:
    found: dict[str, Named] = {}
    for row in objects.filter(key__in=spelled).order_by("pk"):
        found.setdefault(row.key, row)
    return found
