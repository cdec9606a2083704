"""Move articles through the workflow: what becomes visible to readers, and what ceases to be."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Article
from articles.services.applying import apply_snapshots, instant
from articles.services.journal import record, subjects_of
from articles.services.links import resolve_links
from articles.services.permissions import Actor, require
from articles.services.visibility import settle_visibility
from articles.workflow import PERMISSIONS, Action, Status, next_status


@transaction.atomic
def publish_article(*, article_id: int, actor: Actor, at: datetime) -> Article:
    """
    Put the latest revision before the readers, from its own date of publication or from `at`.

    With a date to come the article is scheduled: it goes live at that
    instant by itself. Locks the row, writes the journal.

    :raises PermissionDenied: if the actor may not publish.
    :raises TransitionRefused: if the table does not allow it.
    :raises ValidationError: if the article has no headline or no text, its story goes on in another article, or an
        editor rejected its reading.
    """
    require(actor, PERMISSIONS[Action.PUBLISH])
    article = Article.objects.select_for_update().get(pk=article_id)
    if article.superseded_by_id:
        raise ValidationError(_("this story goes on in another article; split them first"))
    if article.status != Status.PUBLISHED and article.review_items.rejected_readings().exists():
        raise ValidationError(_("its reading was rejected; take that back in the review queue first"))
    touched = subjects_of([article])
    content = article.revisions.get(number=article.latest_number).content
    needed = ((_("headline"), content.headline.strip()), (_("text"), content.body))
    missing = [name for name, value in needed if not value]
    if missing:
        raise ValidationError(_("cannot publish without %(missing)s") % {"missing": _(" and ").join(missing)})
    article.status = next_status(Status(article.status), Action.PUBLISH)
    article.published_at = instant(content.published_at) or article.published_at or at
    article.first_published_at = article.first_published_at or article.published_at
    # New words for readers of what was live already; the date of a first publication speaks for itself.
    article.updated_at = article.published_at if article.live_number is None else max(at, article.published_at)
    article.live_number = article.latest_number
    relinked = apply_snapshots([(article, content)])
    record(touched | subjects_of([article]) | _linking(article) | {f"article:{pk}" for pk in relinked}, at=at)
    return article


@transaction.atomic
def withdraw_article(*, article_id: int, actor: Actor, at: datetime) -> Article:
    """
    Take an article from the readers; its history and its address stay.

    Headlines that led to it lead nowhere, or to the one article that bears
    them now, until it is published again.

    :raises PermissionDenied: if the actor may not publish.
    :raises TransitionRefused: if it is not published.
    """
    return _move(article_id, Action.WITHDRAW, actor=actor, at=at)


@transaction.atomic
def submit_article(*, article_id: int, actor: Actor, at: datetime) -> Article:
    """Hand a draft to the editors. Raises as `withdraw_article`."""
    return _move(article_id, Action.SUBMIT, actor=actor, at=at)


@transaction.atomic
def return_article(*, article_id: int, actor: Actor, at: datetime) -> Article:
    """Give an article in review back to its writer. Raises as `withdraw_article`."""
    return _move(article_id, Action.RETURN, actor=actor, at=at)


def _move(article_id: int, action: Action, *, actor: Actor, at: datetime) -> Article:
    require(actor, PERMISSIONS[action])
    article = Article.objects.select_for_update().get(pk=article_id)
    was_visible = article.visible_from is not None
    linking = _linking(article)
    article.status = next_status(Status(article.status), action)
    settle_visibility(article)
    article.saved_at = at
    article.save(update_fields=["status", "visible_from", "saved_at"])
    relinked = {f"article:{pk}" for pk in resolve_links([article])}
    if was_visible:
        record(subjects_of([article]) | linking | relinked, at=at)
    else:
        record(relinked, at=at)
    return article


def _linking(article: Article) -> set[str]:
    """Name the articles whose related stories include this one."""
    return {f"article:{pk}" for pk in article.linked_from.values_list("article_id", flat=True)}
