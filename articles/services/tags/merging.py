"""Make several tags one, in a way that can be undone."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from articles.markup.folding import fold_name
from articles.models import ArticleTag, Tag, TagAlias, TagOperation
from articles.services.journal import record
from articles.services.permissions import Actor, author_of, require
from articles.services.tags.links import COLUMNS, carrying, give_to, public_subjects, take_from


@transaction.atomic
def merge_tags(*, keep_id: int, other_ids: Collection[int], actor: Actor, at: datetime) -> TagOperation:
    """
    Let one tag stand for others: their articles carry it, their names mean it, their addresses lead to it.

    No revision is written: what says the old name means the kept tag from now
    on. Some 15 statements, whatever the number of articles. Return the entry
    in the audit, which `undo_operation` takes back.

    :raises PermissionDenied: if the actor may not change and delete tags.
    :raises Tag.DoesNotExist: if one of them is gone.
    :raises ValidationError: if there is no other tag than the one to keep.
    """
    require(actor, "articles.change_tag")
    require(actor, "articles.delete_tag")
    others_wanted = set(other_ids) - {keep_id}
    if not others_wanted:
        raise ValidationError(_("merging takes two tags or more; choose another one to merge"))
    locked = Tag.objects.select_for_update().in_bulk([keep_id, *others_wanted])
    missing = {keep_id, *others_wanted} - locked.keys()
    if missing:
        raise Tag.DoesNotExist(f"tags {sorted(missing)}: gone; reload the list and choose again")
    keep, others = locked[keep_id], [locked[pk] for pk in sorted(others_wanted)]
    touched = public_subjects(locked.values())
    detail = _move(keep, others)
    summary = _("%(others)s merged into “%(keep)s”") % {
        "others": ", ".join(f"“{tag.name}”" for tag in others),
        "keep": keep.name,
    }
    record(touched, at=at)
    return TagOperation.objects.create(
        kind=TagOperation.Kind.MERGE, summary=summary[:500], detail=detail, actor=author_of(actor), at=at
    )


def _move(keep: Tag, others: list[Tag]) -> dict[str, Any]:
    """Move articles, names and addresses to `keep`; return what it takes to move them back."""
    rows = ArticleTag.objects.filter(tag__in=others).order_by("position")
    links = list(rows.values_list(*COLUMNS))
    had_keep = carrying(keep, (article for article, _tag, _position in links))
    aliases = list(TagAlias.objects.filter(tag__in=others).values_list("pk", "tag_id"))
    first: dict[int, int] = {}
    for article, _tag, position in links:
        first.setdefault(article, position)
    rows.delete()
    give_to((article, keep.pk, position) for article, position in first.items() if article not in had_keep)
    TagAlias.objects.filter(tag__in=others).update(tag=keep)
    Tag.objects.filter(pk__in=[tag.pk for tag in others]).delete()
    TagAlias.objects.bulk_create(
        TagAlias(name=tag.name, key=tag.key, loose_key=tag.loose_key, slug=tag.slug, tag=keep) for tag in others
    )
    return {
        "tags": [keep.pk, *(tag.pk for tag in others)],
        "keep": keep.pk,
        "others": [{"id": tag.pk, "name": tag.name, "slug": tag.slug} for tag in others],
        "links": links,
        "had_keep": sorted(had_keep),
        "aliases": aliases,
    }


def unmerge(operation: TagOperation, *, actor: Actor, at: datetime) -> None:
    """
    Bring merged tags back: their names, addresses, other names, and the articles that carry the kept tag still.

    :raises ValidationError: if the kept tag is gone, or a name or an address was given to another tag since.
    """
    detail = operation.detail
    keep = Tag.objects.select_for_update().filter(pk=detail["keep"]).first()
    if keep is None:
        raise ValidationError(_("the tag that was kept is gone; this merge cannot be undone"))
    others = [Tag(pk=each["id"], name=each["name"], slug=each["slug"]) for each in detail["others"]]
    _check_return(keep, others)
    for tag in others:
        keep.aliases.filter(Q(slug=tag.slug) | Q(key=fold_name(tag.name))).delete()
        tag.save(force_insert=True)
        pks = [pk for pk, owner in detail["aliases"] if owner == tag.pk]
        keep.aliases.filter(pk__in=pks).update(tag=tag)
    had_keep = set(detail["had_keep"])
    still = carrying(keep, (article for article, _tag, _position in detail["links"]))
    take_from(keep, still - had_keep)
    give_to(tuple(link) for link in detail["links"] if link[0] in still)
    record(public_subjects([keep, *others]), at=at)


def _check_return(keep: Tag, others: list[Tag]) -> None:
    for tag in others:
        taken = Tag.objects.filter(Q(slug=tag.slug) | Q(key=fold_name(tag.name))).first()
        alias = TagAlias.objects.select_related("tag").filter(key=fold_name(tag.name)).exclude(tag=keep).first()
        if taken or alias:
            message = _("the name “%(name)s” means the tag “%(tag)s” now; change that first")
            raise ValidationError(message % {"name": tag.name, "tag": taken or (alias and alias.tag)})
