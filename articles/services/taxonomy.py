"""Writes on sections and authors."""

from datetime import datetime

from django.db import transaction

from articles.markup.folding import fold_name, slug_of
from articles.models import Article, Author, Section
from articles.services.journal import record, subjects_of
from articles.services.names import free_slugs
from articles.services.permissions import Actor, require

# Every page shows the sections' names.
WHOLE_SITE = "site"


@transaction.atomic
def save_section(*, section: Section, actor: Actor, at: datetime) -> Section:
    """
    Store a new or changed section; without a slug it gets one from its name. Writes the journal.

    :raises PermissionDenied: if the actor may not.
    """
    require(actor, f"articles.{'change' if section.pk else 'add'}_section")
    others = Section.objects.exclude(pk=section.pk)
    section.slug = section.slug or free_slugs([slug_of(section.name) or "section"], others)[0]
    section.save()
    record({WHOLE_SITE, f"section:{section.pk}"}, at=at)
    return section


@transaction.atomic
def delete_section(*, section: Section, actor: Actor, at: datetime) -> None:
    """
    Delete a section that no article is in.

    :raises PermissionDenied: if the actor may not.
    :raises ProtectedError: if an article is in it.
    """
    require(actor, "articles.delete_section")
    subjects = {WHOLE_SITE, f"section:{section.pk}"}
    section.delete()
    record(subjects, at=at)


@transaction.atomic
def save_author(*, author: Author, actor: Actor, at: datetime) -> Author:
    """
    Store a new or changed author; the pages of what they signed are written to the journal.

    :raises PermissionDenied: if the actor may not.
    """
    require(actor, f"articles.{'change' if author.pk else 'add'}_author")
    author.key = fold_name(author.name)
    others = Author.objects.exclude(pk=author.pk)
    author.slug = author.slug or free_slugs([slug_of(author.name) or "author"], others)[0]
    author.save()
    signed = Article.objects.by_author(author).filter(visible_from__isnull=False).only("section_id")
    record({f"author:{author.pk}"} | subjects_of(signed), at=at)
    return author


@transaction.atomic
def delete_author(*, author: Author, actor: Actor, at: datetime) -> None:
    """
    Delete an author who signed nothing.

    :raises PermissionDenied: if the actor may not.
    :raises ProtectedError: if an article bears the name.
    """
    require(actor, "articles.delete_author")
    subject = f"author:{author.pk}"
    author.delete()
    record({subject}, at=at)
