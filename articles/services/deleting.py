"""Delete articles for good: for what must not be kept even in the history."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from articles import search
from articles.models import Article
from articles.services.journal import record, subjects_of
from articles.services.links import resolve_links
from articles.services.permissions import Actor, require
from articles.workflow import Status


@transaction.atomic
def delete_article(*, article_id: int, actor: Actor, at: datetime) -> None:
    """
    Delete an article with its whole history; its source documents stay.

    Headlines that named it lead nowhere again, or to the one article that
    bears them now. Some 20 statements; the journal is written last.

    :raises PermissionDenied: if the actor is not an administrator.
    :raises Article.DoesNotExist: if it is gone already.
    """
    require(actor, "articles.delete_article")
    if not getattr(actor, "is_superuser", actor is None):
        raise PermissionDenied(f"{actor}: only an administrator deletes articles; withdraw it instead")
    article = Article.objects.select_for_update().get(pk=article_id)
    linking = list(Article.objects.filter(related_links__target=article).distinct())
    touched = subjects_of([article]) | {f"article:{other.pk}" for other in linking}
    was_visible = article.visible_from is not None
    article.linked_from.filter(is_chosen=True).update(target=None, is_chosen=False)
    # Withdrawn first, it bears its headline no more, and links find another.
    Article.objects.filter(pk=article.pk).update(status=Status.WITHDRAWN, visible_from=None)
    relinked = resolve_links([article, *linking])
    search.forget([article.pk])
    article.delete()
    if was_visible or relinked:
        record(touched | {f"article:{pk}" for pk in relinked}, at=at)
