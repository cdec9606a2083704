"""Create and save articles at the desk: each save appends a revision and merges with what came between."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from articles.merging.snapshot import Snapshot
from articles.merging.three_way import Conflict, merge
from articles.models import Article, ImportRun, Revision
from articles.services.applying import apply_snapshots
from articles.services.permissions import Actor, author_of, require
from articles.workflow import Door, Status


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did; `revision` is None when it changed nothing."""

    article: Article
    revision: Revision | None
    conflicts: tuple[Conflict, ...] = ()


@transaction.atomic
def create_article(*, content: Snapshot, actor: Actor, at: datetime, reason: str = "") -> Article:
    """
    Make a draft with its first revision.

    :raises PermissionDenied: if the actor may not add articles.
    """
    require(actor, "articles.add_article")
    article = Article(latest_number=1, saved_at=at, updated_at=at)
    apply_snapshots([(article, content)], are_new=True)
    Revision.objects.create(
        article=article,
        number=1,
        snapshot=content.as_json(),
        author=author_of(actor),
        door=Door.DESK,
        reason=reason,
        created_at=at,
    )
    return article


@transaction.atomic
def save_article(
    *, article_id: int, content: Snapshot, base_number: int, actor: Actor, at: datetime, reason: str = ""
) -> Saved:
    """
    Append a revision with `content`, which its author made from revision `base_number`.

    Where others saved since, the two merge: what is clean of theirs is taken,
    in a conflict `content` stays and the conflict is stored with the revision;
    theirs is in the history. A live article's row waits for its publication.

    :raises PermissionDenied: if the actor may not change articles.
    :raises Article.DoesNotExist: if the article is gone.
    :raises Revision.DoesNotExist: if there is no revision `base_number`.
    """
    require(actor, "articles.change_article")
    article = Article.objects.select_for_update().get(pk=article_id)
    latest = article.revisions.get(number=article.latest_number)
    base = latest if base_number == latest.number else article.revisions.get(number=base_number)
    merged = merge(base=base.content, ours=content, theirs=latest.content)
    if merged.merged == latest.content and not merged.conflicts:
        return Saved(article, None)
    revision = append_revision(
        article, merged.merged, base_number=base_number, actor=actor, at=at, reason=reason, conflicts=merged.conflicts
    )
    if article.status != Status.PUBLISHED:
        article.updated_at = at
        apply_snapshots([(article, merged.merged)])
    else:
        article.save(update_fields=["latest_number", "saved_at"])
    return Saved(article, revision, merged.conflicts)


def append_revision(
    article: Article,
    content: Snapshot,
    *,
    base_number: int,
    actor: Actor,
    at: datetime,
    reason: str = "",
    door: Door = Door.DESK,
    run: ImportRun | None = None,
    conflicts: tuple[Conflict, ...] = (),
) -> Revision:
    """Store the next revision of a locked article; the caller saves `latest_number` and `saved_at`."""
    article.latest_number += 1
    article.saved_at = at
    return Revision.objects.create(
        article=article,
        number=article.latest_number,
        snapshot=content.as_json(),
        conflicts=conflicts_as_json(conflicts),
        base_number=base_number,
        author=author_of(actor),
        door=door,
        run=run,
        reason=reason,
        created_at=at,
    )


def conflicts_as_json(conflicts: tuple[Conflict, ...]) -> list[dict[str, object]]:
    """Return what a revision stores of its conflicts."""
    return [asdict(conflict) for conflict in conflicts]
