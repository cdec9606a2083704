"""Make two articles one story, and two again."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Article, SourceDocument
from articles.services.journal import record, subjects_of
from articles.services.links import resolve_links
from articles.services.permissions import Actor, require
from articles.services.visibility import settle_visibility
from articles.workflow import Status


@transaction.atomic
def join_stories(*, keep_id: int, other_id: int, actor: Actor, at: datetime) -> Article:
    """
    Let one article go on in another: its text becomes an earlier version of that story.

    Readers who ask for the other's address are sent to the one that is kept,
    for good. The other's revisions stay its own, under the kept article;
    its documents now belong to the kept one, so that a later import of them
    merges there. Headlines that named the other name the kept one. Some 30
    statements; locks both. Return the kept article.

    :raises PermissionDenied: if the actor may not change and publish articles.
    :raises Article.DoesNotExist: if one of them is gone.
    :raises ValidationError: if they are one article, or either continues elsewhere or was withdrawn.
    """
    _require(actor)
    locked = Article.objects.select_for_update().in_bulk(sorted({keep_id, other_id}))
    if keep_id not in locked or other_id not in locked:
        raise Article.DoesNotExist(f"articles {keep_id} and {other_id}: one of them is gone")
    keep, other = locked[keep_id], locked[other_id]
    _check(keep, other)
    touched = subjects_of([keep, other]) | _linking(keep) | _linking(other)
    was_visible = other.visible_from is not None
    Article.objects.filter(superseded_by=other).update(superseded_by=keep)
    other.superseded_by = keep
    _show(other, is_shown=False, at=at)
    SourceDocument.objects.filter(article=other).update(article=keep)
    relinked = resolve_links([other, keep])
    if was_visible:
        record(touched | {f"article:{pk}" for pk in relinked}, at=at)
    return keep


@transaction.atomic
def split_stories(*, other_id: int, actor: Actor, at: datetime) -> Article:
    """
    Undo `join_stories`: the other is a story of its own again, before the readers if it was, with its documents.

    :raises PermissionDenied: if the actor may not change and publish articles.
    :raises Article.DoesNotExist: if it is gone.
    :raises ValidationError: if it continues in no other article.
    """
    _require(actor)
    other = Article.objects.select_for_update().get(pk=other_id)
    keep = other.superseded_by
    if keep is None:
        raise ValidationError(_("“%(article)s” continues in no other article") % {"article": other})
    touched = subjects_of([keep]) | _linking(keep)
    other.superseded_by = None
    _show(other, is_shown=other.status == Status.WITHDRAWN, at=at)
    SourceDocument.objects.filter(article=keep, revision__article=other).update(article=other)
    relinked = resolve_links([other, keep])
    if other.visible_from is not None:
        record(touched | subjects_of([other]) | {f"article:{pk}" for pk in relinked}, at=at)
    return other


def _require(actor: Actor) -> None:
    require(actor, "articles.change_article")
    require(actor, "articles.publish_article")


def _check(keep: Article, other: Article) -> None:
    if keep.pk == other.pk:
        raise ValidationError(_("an article cannot go on in itself; choose two"))
    for article in (keep, other):
        if article.superseded_by_id:
            message = _("“%(article)s” goes on in another article; split them first")
            raise ValidationError(message % {"article": article})
        if article.status == Status.WITHDRAWN:
            message = _("“%(article)s” was withdrawn; publish it first, or leave it as it is")
            raise ValidationError(message % {"article": article})


def _show(article: Article, *, is_shown: bool, at: datetime) -> None:
    """Take a published article from the readers, or bring it back; a draft stays one: only these two change places."""
    if is_shown:
        article.status = Status.PUBLISHED
    elif article.status == Status.PUBLISHED:
        article.status = Status.WITHDRAWN
    settle_visibility(article)
    article.saved_at = at
    article.save(update_fields=["superseded_by", "status", "visible_from", "saved_at"])


def _linking(article: Article) -> set[str]:
    return {f"article:{pk}" for pk in article.linked_from.values_list("article_id", flat=True)}
