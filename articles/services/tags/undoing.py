"""Take back what was done to tags."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.markup.folding import fold_name
from articles.models import Tag, TagOperation
from articles.services.permissions import Actor, author_of, require
from articles.services.tags.merging import unmerge
from articles.services.tags.names import check_free
from articles.services.tags.naming import give_name
from articles.services.tags.splitting import unsplit


@transaction.atomic
def undo_operation(*, operation_id: int, actor: Actor, at: datetime) -> TagOperation:
    """
    Undo a merge, a split or a renaming of tags; the entry stays, with who undid it and when.

    :raises PermissionDenied: if the actor may not add, change and delete tags.
    :raises TagOperation.DoesNotExist: if there is none.
    :raises ValidationError: if it was undone before, or something later stands in the way.
    """
    for name in ("add", "change", "delete"):
        require(actor, f"articles.{name}_tag")
    operation = TagOperation.objects.select_for_update().get(pk=operation_id)
    if operation.undone_at:
        raise ValidationError(_("this was undone already, at %(at)s") % {"at": f"{operation.undone_at:%Y-%m-%d %H:%M}"})
    _check_last(operation)
    undo = {
        TagOperation.Kind.RENAME: _unname,
        TagOperation.Kind.MERGE: unmerge,
        TagOperation.Kind.SPLIT: unsplit,
    }
    undo[TagOperation.Kind(operation.kind)](operation, actor=actor, at=at)
    operation.undone_at, operation.undone_by = at, author_of(actor)
    operation.save(update_fields=["undone_at", "undone_by"])
    return operation


def _check_last(operation: TagOperation) -> None:
    """Refuse while something later was done to the same tags: that comes first."""
    touched = set(operation.detail["tags"])
    later = TagOperation.objects.filter(pk__gt=operation.pk, undone_at=None).order_by("-pk")
    for summary, tags in later.values_list("summary", "detail__tags"):
        if touched & set(tags):
            raise ValidationError(_("undo this first, which came later: %(summary)s") % {"summary": summary})


def _unname(operation: TagOperation, *, actor: Actor, at: datetime) -> None:
    tag = Tag.objects.select_for_update().filter(pk=operation.detail["tags"][0]).first()
    if tag is None:
        raise ValidationError(_("the tag is gone; its renaming cannot be undone"))
    old = operation.detail["old"]
    check_free(old, tag=tag)
    tag.aliases.filter(key=fold_name(old)).delete()
    give_name(tag, old, actor=actor, at=at)
