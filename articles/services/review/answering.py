"""Answer which article a headline names, and whether two articles tell one story; every answer can be taken back."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import ReviewItem
from articles.services.duplicates import join_stories, split_stories
from articles.services.links import choose_target
from articles.services.permissions import Actor, require
from articles.services.review.deciding import reopen, settle

State, Kind = ReviewItem.State, ReviewItem.Kind
_JOINED = "joined"  # which of the two gave way


@transaction.atomic
def choose_link(*, item_id: int, target_id: int, actor: Actor, at: datetime) -> ReviewItem:
    """
    Let the headline lead to the article that was chosen: accepted where it was the guess, else fixed.

    :raises PermissionDenied: if the actor may not change articles.
    :raises ValidationError: if it is decided already, or the target is gone or the article itself.
    """
    item = _of_kind(item_id, Kind.LINK)
    state = State.ACCEPTED if target_id == item.other_id else State.FIXED
    item = settle(item_id, state, actor=actor, at=at)
    choose_target(
        article_id=item.article_id, headline=item.detail.get("headline", ""), target_id=target_id, actor=actor, at=at
    )
    return item


@transaction.atomic
def join_into(*, item_id: int, keep_id: int, actor: Actor, at: datetime) -> ReviewItem:
    """
    Let two articles be one story: `keep_id` stays, the other leads to it.

    :raises PermissionDenied: if the actor may not change and publish articles.
    :raises ValidationError: if it is decided already, or `keep_id` is neither of the two.
    """
    item = _of_kind(item_id, Kind.DUPLICATE)
    both = {item.article_id, item.other_id}
    gone = both - {keep_id}
    if keep_id not in both or None in gone:
        raise ValidationError(_("Choose one of the two articles; %(number)d is neither.") % {"number": keep_id})
    (other_id,) = gone
    item = settle(item_id, State.ACCEPTED, actor=actor, at=at, **{_JOINED: str(other_id)})
    join_stories(keep_id=keep_id, other_id=other_id or 0, actor=actor, at=at)
    return item


@transaction.atomic
def take_back(*, item_id: int, actor: Actor, at: datetime) -> ReviewItem:
    """
    Take a decision back, and what it did to links and stories; the question waits again.

    :raises PermissionDenied: if the actor may not change articles.
    """
    require(actor, "articles.change_article")
    item = ReviewItem.objects.select_for_update().get(pk=item_id)
    answered = item.state in (State.ACCEPTED, State.FIXED)
    if item.kind == Kind.LINK and answered:
        headline = item.detail.get("headline", "")
        choose_target(article_id=item.article_id, headline=headline, target_id=None, actor=actor, at=at)
    if item.kind == Kind.DUPLICATE and answered and item.detail.get(_JOINED):
        split_stories(other_id=int(item.detail[_JOINED]), actor=actor, at=at)
    return reopen(item_id=item_id, actor=actor)


def _of_kind(item_id: int, kind: ReviewItem.Kind) -> ReviewItem:
    item = ReviewItem.objects.get(pk=item_id)
    if item.kind != kind:
        raise ValidationError(_("This question is of another kind: %(kind)s.") % {"kind": item.get_kind_display()})
    return item
