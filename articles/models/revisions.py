"""The one history: immutable snapshots of an article."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.merging.snapshot import Snapshot
from articles.workflow import Door


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Questions about revisions."""

    def newest_first(self) -> "RevisionQuerySet":
        """Sort an article's revisions from the last to the first."""
        return self.order_by("-number")

    def for_history(self) -> "RevisionQuerySet":
        """Fetch what a line of the history shows: 1 query, without snapshots."""
        return self.select_related("author", "run").defer("snapshot")


class Revision(models.Model):
    """
    A snapshot of every editable field of an article, with who made it, when and by which door.

    `base_number` is the revision that its author had before them.
    """

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("number"))
    snapshot = models.JSONField(_("snapshot"))
    conflicts = models.JSONField(_("conflicts"), default=list, blank=True)
    base_number = models.PositiveIntegerField(null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    door = models.CharField(max_length=10, choices=[(door.value, door.value) for door in Door])
    run = models.ForeignKey("articles.ImportRun", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created at"))

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [models.UniqueConstraint(name="revision_number_once", fields=["article", "number"])]

    def __str__(self) -> str:
        return f"article {self.article_id}: revision {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """
        Store a new revision.

        :raises ValueError: when it is stored already: history does not change.
        """
        if self.pk:
            raise ValueError(f"revision {self.pk}: a stored revision never changes; append a new one")
        super().save(*args, **kwargs)

    @property
    def content(self) -> Snapshot:
        """The snapshot as a value."""
        return Snapshot.from_json(self.snapshot)
