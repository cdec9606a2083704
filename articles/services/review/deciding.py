"""Decide what waits in the review queue: every decision is signed, and can be taken back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.merging.snapshot import Snapshot
from articles.models import Article, ImportRun, ReviewItem
from articles.services.editing import Saved, save_article
from articles.services.permissions import Actor, author_of, require
from articles.services.publishing import return_article
from articles.workflow import Origin, Status

State, Kind = ReviewItem.State, ReviewItem.Kind
_ORIGINS = {"headline": "headline_origin", "published_at": "date_origin"}


@transaction.atomic
def accept(*, item_id: int, actor: Actor, at: datetime) -> ReviewItem:
    """
    Say that a reading is right, or that in a conflict the desk's words stay.

    A reading whose lines an editor corrected was fixed by that, and counts so.

    :raises PermissionDenied: if the actor may not change articles.
    :raises ValidationError: if it is decided already.
    """
    readings = ReviewItem.objects.filter(kind=Kind.RECOVERY, document__isnull=False)
    is_fixed = readings.filter(pk=item_id).exclude(document__corrections=[]).exists()
    return settle(item_id, State.FIXED if is_fixed else State.ACCEPTED, actor=actor, at=at)


@transaction.atomic
def fix(*, item_id: int, actor: Actor, at: datetime) -> ReviewItem:
    """Say that a reading was wrong and is put right, in the lines or at the desk. Raises as `accept`."""
    return settle(item_id, State.FIXED, actor=actor, at=at)


@transaction.atomic
def reject(*, item_id: int, actor: Actor, at: datetime, reason: str = "") -> ReviewItem:
    """
    Say that a reading is no article to publish: it stays, or becomes again, a draft, and publishing it is refused.

    Nothing is withdrawn: what readers see already they go on seeing until
    somebody withdraws it. Raises as `accept`.
    """
    item = settle(item_id, State.REJECTED, actor=actor, at=at, reason=reason)
    if item.kind == Kind.RECOVERY and item.article.status == Status.IN_REVIEW:
        return_article(article_id=item.article_id, actor=actor, at=at)
    return item


@transaction.atomic
def reopen(*, item_id: int, actor: Actor) -> ReviewItem:
    """
    Take a decision back: the question waits again. What a fix did to the article stays in its history.

    :raises PermissionDenied: if the actor may not change articles.
    """
    require(actor, "articles.change_article")
    item = ReviewItem.objects.select_for_update().get(pk=item_id)
    item.state, item.decided_at, item.decided_by = State.OPEN, None, None
    item.save(update_fields=["state", "decided_at", "decided_by"])
    return item


@transaction.atomic
def accept_batch(*, run: ImportRun, above: float, actor: Actor, at: datetime) -> int:
    """
    Accept the readings of a run that are surer than `above` and wait; return their number: 1 statement.

    :raises PermissionDenied: if the actor may not change articles.
    """
    require(actor, "articles.change_article")
    sure = ReviewItem.objects.waiting().filter(run=run, kind=Kind.RECOVERY, confidence__gt=above)
    return sure.update(state=State.ACCEPTED, decided_at=at, decided_by=author_of(actor))


@transaction.atomic
def resolve_conflict(
    *, item_id: int, values: Mapping[str, Any], base_number: int, actor: Actor, at: datetime
) -> tuple[ReviewItem, Saved]:
    """
    Settle what desk and source both changed: each field in `values` gets that value, made from revision `base_number`.

    The others keep the desk's. Values are as in a snapshot. The history keeps
    the texts that were not chosen.

    :raises PermissionDenied: if the actor may not change articles.
    :raises ValidationError: if it is decided already, or names a field that is not in conflict.
    """
    item = settle(item_id, State.FIXED, actor=actor, at=at)
    unknown = values.keys() - set(item.detail.get("fields", ()))
    if unknown:
        raise ValidationError(_("Not in conflict: %(fields)s") % {"fields": ", ".join(sorted(unknown))})
    article = Article.objects.get(pk=item.article_id)
    now = article.revisions.get(number=base_number).content
    content = replace(now, **values, **_origins(item, now, values))
    names = ", ".join(sorted(values))
    reason = _("Settled what the source says otherwise: %(fields)s") % {"fields": names} if names else ""
    saved = save_article(
        article_id=article.pk, content=content, base_number=base_number, actor=actor, at=at, reason=reason
    )
    return item, saved


def _origins(item: ReviewItem, now: Snapshot, values: Mapping[str, Any]) -> dict[str, Any]:
    """Say where a chosen headline or date comes from."""
    read = item.document.base if item.document else None
    origins: dict[str, str] = {}
    for name, origin in _ORIGINS.items():
        if name in values and values[name] != getattr(now, name):
            is_read = read is not None and values[name] == getattr(read, name)
            origins[origin] = getattr(read, origin) if is_read else Origin.DESK.value
    return origins


def settle(item_id: int, state: ReviewItem.State, *, actor: Actor, at: datetime, **detail: str) -> ReviewItem:
    """
    Sign a decision; `detail` joins what the item holds. Locks the item.

    :raises PermissionDenied: if the actor may not change articles.
    :raises ValidationError: if it is decided already.
    """
    require(actor, "articles.change_article")
    item = ReviewItem.objects.select_for_update().get(pk=item_id)
    if item.state != State.OPEN:
        words = {"state": item.get_state_display(), "who": item.decided_by or _("the operator")}
        raise ValidationError(_("It is decided already: %(state)s, by %(who)s.") % words)
    item.state, item.decided_at, item.decided_by = state, at, author_of(actor)
    item.detail = item.detail | {name: value for name, value in detail.items() if value}
    item.save(update_fields=["state", "decided_at", "decided_by", "detail"])
    return item
