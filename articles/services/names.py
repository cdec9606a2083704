"""Find tags, authors and sections by name, and make those that are missing."""

import secrets
from collections.abc import Iterable
from typing import Any

from django.db.models import Manager, QuerySet

from articles.markup.folding import fold_loosely, fold_name, slug_of
from articles.models import Author, Section, Tag, TagAlias
from articles.models.taxonomy import Spellings

# Without vowels and look-alikes: codes are read out, and must not spell words.
_CODE_ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
_CODE_CHARS = 8
MAX_TAG_CHARS = 100
MAX_NAME_CHARS = 200


def short_code() -> str:
    """Return a random code for a short address: 27^8, some 280 thousand million."""
    return "".join(secrets.choice(_CODE_ALPHABET) for _ in range(_CODE_CHARS))


def free_slugs(wanted: Iterable[str], *objects: "Manager[Any] | QuerySet[Any]") -> list[str]:
    """Return each wanted slug, with a random end where it is taken or wanted twice: 1 query for each of `objects`."""
    slugs = list(wanted)
    taken = {slug for rows in objects for slug in rows.filter(slug__in=slugs).values_list("slug", flat=True)}
    free: list[str] = []
    for slug in slugs:
        unique = slug if slug not in taken else f"{slug}-{short_code()}"
        taken.add(unique)
        free.append(unique)
    return free


def ensure_tags(names: Iterable[str]) -> dict[str, Tag]:
    """
    Return tags by folded name, as the thesaurus means them; new ones made: 2 queries, 8 when some are new.

    A new spelling of a known tag makes none: aliases, accents, spaces, hyphens
    and the number of a word are seen through, among the new ones too.
    """
    spelled = _spellings(names, MAX_TAG_CHARS)
    known = _meant(spelled)
    missing = {key: name for key, name in spelled.items() if key not in known}
    if missing:
        first: list[tuple[str, str, str]] = []
        spellings: Spellings[str] = Spellings()
        for key, name in missing.items():
            if spellings.nearest(name) is None:
                loose = fold_loosely(name)
                spellings.add(name, loose, key)
                first.append((loose, name, key))
        slugs = free_slugs((slug_of(name) or "tag" for _loose, name, _key in first), Tag.objects, TagAlias.objects)
        Tag.objects.bulk_create(
            (
                Tag(name=name, slug=slug, key=key, loose_key=loose)
                for (loose, name, key), slug in zip(first, slugs, strict=True)
            ),
            ignore_conflicts=True,  # another writer may have been first
        )
        known |= _meant(missing)
    return known


def _meant(spelled: dict[str, str]) -> dict[str, Tag]:
    found = Tag.objects.meant_by(spelled.values())
    return {key: found[name] for key, name in spelled.items() if name in found}


def ensure_authors(names: Iterable[str]) -> dict[str, Author]:
    """Return authors by folded name, new ones made: 1 query, 4 when some are new."""
    spelled = _spellings(names, MAX_NAME_CHARS)
    known = _authors(spelled)
    missing = {key: name for key, name in spelled.items() if key not in known}
    if missing:
        slugs = free_slugs((slug_of(name) or "name" for name in missing.values()), Author.objects)
        rows = (Author(name=name, slug=slug, key=key) for (key, name), slug in zip(missing.items(), slugs, strict=True))
        Author.objects.bulk_create(rows, ignore_conflicts=True)  # another writer may have been first
        known = _authors(spelled)
    return known


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


def _spellings(names: Iterable[str], max_chars: int) -> dict[str, str]:
    """Map each folded name to its first spelling."""
    cut = (" ".join(name.split()).lstrip("#")[:max_chars].strip() for name in names)
    spelled: dict[str, str] = {}
    for name in filter(None, cut):
        spelled.setdefault(fold_name(name), name)
    return spelled


def _authors(spelled: dict[str, str]) -> dict[str, Author]:
    found: dict[str, Author] = {}
    for row in Author.objects.filter(key__in=spelled).order_by("pk"):
        found.setdefault(row.key, row)
    return found
