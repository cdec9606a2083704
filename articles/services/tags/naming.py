"""Name tags: new ones, other names of theirs, and another name for good."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from articles.markup.folding import fold_loosely, fold_name, slug_of
from articles.merging.snapshot import Snapshot
from articles.models import Article, Tag, TagAlias, TagOperation
from articles.services.amending import amend
from articles.services.journal import record
from articles.services.names import free_slugs
from articles.services.permissions import Actor, author_of, require
from articles.services.tags.links import public_subjects
from articles.services.tags.names import check_free, names_of, plain_name


@transaction.atomic
def create_tag(*, name: str, actor: Actor, at: datetime) -> Tag:
    """
    Make a tag of its own, even beside one that is spelled nearly so: an editor keeps the two apart.

    :raises PermissionDenied: if the actor may not add tags.
    :raises ValidationError: if the name is empty, too long, another tag's, or another name of one.
    """
    require(actor, "articles.add_tag")
    name = plain_name(name)
    check_free(name, tag=None)
    tag = Tag(name=name, slug=free_slugs([slug_of(name) or "tag"], Tag.objects, TagAlias.objects)[0])
    tag.save()
    record({f"tag:{tag.pk}"}, at=at)
    return tag


@transaction.atomic
def rename_tag(*, tag_id: int, name: str, actor: Actor, at: datetime) -> Tag:
    """
    Give a tag another name; its address stays, and the old name goes on meaning it.

    Articles hold their tags by name in their revisions, so each that carries
    the tag gets a revision that says so; a live article's row needs none of
    its words changed, and follows at once. 6 statements for 200 articles, and
    an entry in the audit that can be undone.

    :raises PermissionDenied: if the actor may not change tags.
    :raises ValidationError: if the name is empty, too long, another tag's, or another name of one.
    """
    require(actor, "articles.change_tag")
    tag = Tag.objects.select_for_update().get(pk=tag_id)
    name = plain_name(name)
    check_free(name, tag=tag)
    if name == tag.name:
        return tag
    old = tag.name
    give_name(tag, name, actor=actor, at=at)
    is_other = fold_name(old) != tag.key
    if is_other:
        TagAlias.objects.create(name=old, key=fold_name(old), loose_key=fold_loosely(old), tag=tag)
    TagOperation.objects.create(
        kind=TagOperation.Kind.RENAME,
        summary=_("“%(old)s” is now called “%(new)s”") % {"old": old, "new": name},
        detail={"tags": [tag.pk], "old": old, "new": name},
        actor=author_of(actor),
        at=at,
    )
    return tag


def give_name(tag: Tag, name: str, *, actor: Actor, at: datetime) -> None:
    """Write a locked tag's new name to it and to the revisions of its articles, and tell the journal."""
    means, old_key = names_of(tag), tag.key
    holds_it = Q(tag_links__tag=tag) | Q(live_number__lt=F("latest_number"))
    reason = _("The tag “%(old)s” is now called “%(new)s”") % {"old": tag.name, "new": name}
    tag.name = name
    tag.aliases.filter(key=fold_name(name)).delete()
    tag.save(update_fields=["name", "key", "loose_key"])
    if tag.key != old_key:
        # A live article that waits to be published again may hold the tag in its last revision alone.
        carrying = list(Article.objects.filter(holds_it).distinct().values_list("pk", flat=True))
        amend(carrying, renaming(means, name), reason=reason, actor=actor, at=at)
    record(public_subjects([tag]), at=at)


def renaming(means: Callable[[str], bool], *names: str) -> Callable[[int, Snapshot], Snapshot]:
    """Return the change that puts `names` in the place of each name that `means` the tag."""

    def renamed(_article_id: int, content: Snapshot) -> Snapshot:
        tags = (new for name in content.tags for new in (names if means(name) else (name,)))
        return replace(content, tags=tuple(dict.fromkeys(tags)))

    return renamed


@transaction.atomic
def set_other_names(*, tag_id: int, names: Iterable[str], actor: Actor, at: datetime) -> list[TagAlias]:
    """
    Let a tag go by these other names, and by no others; an import takes each for the tag.

    A name that stays keeps the former address that leads to the tag.

    :raises PermissionDenied: if the actor may not change tags.
    :raises ValidationError: if a name is empty, too long, another tag's, or another name of one.
    """
    require(actor, "articles.change_tag")
    tag = Tag.objects.select_for_update().get(pk=tag_id)
    wanted = {fold_name(plain): plain for plain in map(plain_name, names)}
    wanted.pop(tag.key, None)
    for name in wanted.values():
        check_free(name, tag=tag)
    known = {alias.key: alias for alias in tag.aliases.all()}
    tag.aliases.exclude(key__in=wanted).delete()
    TagAlias.objects.bulk_create(
        TagAlias(name=name, key=key, loose_key=fold_loosely(name), tag=tag)
        for key, name in wanted.items()
        if key not in known
    )
    record({f"tag:{tag.pk}"}, at=at)
    return list(tag.aliases.order_by("key"))


@transaction.atomic
def delete_tag(*, tag_id: int, actor: Actor, at: datetime) -> None:
    """
    Delete a tag that no article carries, with its other names.

    :raises PermissionDenied: if the actor may not delete tags.
    :raises ValidationError: if an article carries it.
    """
    require(actor, "articles.delete_tag")
    tag = Tag.objects.select_for_update().get(pk=tag_id)
    if tag.article_links.exists():
        raise ValidationError(_("“%(tag)s” is on articles; take it from them first") % {"tag": tag.name})
    tag.delete()
    record({f"tag:{tag_id}"}, at=at)
