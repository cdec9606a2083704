"""Where articles come from: documents as received, runs of the import, and what could not be read."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.merging.snapshot import Snapshot
from articles.recovery.article import Role, Span

if TYPE_CHECKING:
    from collections.abc import Iterable


def quarantine() -> Storage:
    """Return the private store for bytes that could not be imported."""
    return storages["quarantine"]


class ImportRun(models.Model):
    """One run of the import, with the count of each outcome."""

    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    paths = models.JSONField(_("paths"), default=list)
    options = models.JSONField(_("options"), default=dict)
    created_count = models.PositiveIntegerField(_("created"), default=0)
    updated_count = models.PositiveIntegerField(_("updated"), default=0)
    unchanged_count = models.PositiveIntegerField(_("unchanged"), default=0)
    conflicting_count = models.PositiveIntegerField(_("in conflict"), default=0)
    failed_count = models.PositiveIntegerField(_("failed"), default=0)

    class Meta:
        verbose_name = _("import run")
        verbose_name_plural = _("import runs")

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M} UTC"


class SourceDocumentQuerySet(models.QuerySet["SourceDocument"]):
    """Questions about received documents."""

    def latest_versions(self, *, source: str, keys: "Iterable[str]") -> dict[str, "SourceDocument"]:
        """Return the last version received of each of `keys`, without what it holds: 1 query."""
        rows = self.filter(source=source, key__in=list(keys)).order_by("version")
        return {row.key: row for row in rows.only("source", "key", "version", "sha256", "article_id", "run_id")}

    def for_merging(self) -> "SourceDocumentQuerySet":
        """Fetch the base of a merge; the bytes and the evidence stay behind: 1 query."""
        return self.select_related("revision").defer("data", "evidence")


class SourceDocument(models.Model):
    """
    A document as received: every byte of every version of it, never edited.

    `key` names it inside its `source`; `revision` is what its import made,
    and `imported` the snapshot read from it where that revision holds more:
    the base of the next import's merge. `evidence` holds how it was read:
    each span of its text, its `roles` and `whys` in lists of their own, and the
    confidence of each field.
    `corrections` holds what an editor said of its lines, each [start, end, role].
    """

    source = models.CharField(_("source"), max_length=200)
    key = models.CharField(_("key"), max_length=1000)
    version = models.PositiveIntegerField(_("version"), default=1)
    data = models.BinaryField(_("bytes"))
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    media_type = models.CharField(_("media type"), max_length=100)
    encoding = models.CharField(_("encoding"), max_length=40)
    received_at = models.DateTimeField(_("received at"))
    captured_at = models.DateTimeField(_("captured at"), null=True, blank=True)
    evidence = models.JSONField(_("evidence"), default=dict)
    corrections = models.JSONField(default=list, blank=True)
    article = models.ForeignKey(
        "articles.Article", on_delete=models.SET_NULL, null=True, blank=True, related_name="sources"
    )
    revision = models.ForeignKey(
        "articles.Revision", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    imported = models.JSONField(null=True, blank=True)
    run = models.ForeignKey(ImportRun, on_delete=models.SET_NULL, null=True, blank=True, related_name="documents")

    objects = SourceDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("source document")
        verbose_name_plural = _("source documents")
        constraints = [models.UniqueConstraint(name="sourcedocument_version_once", fields=["source", "key", "version"])]

    def __str__(self) -> str:
        return f"{self.source}: {self.key}"

    def read_text(self) -> str:
        """
        Return the text that the spans count in: the bytes decoded, or where they are not words, what was made of them.

        :raises ValueError: if the stored encoding does not fit the bytes.
        """
        stored = self.evidence.get("text")
        if isinstance(stored, str):
            return stored
        try:
            return bytes(self.data).decode(self.encoding).removeprefix("\ufeff")
        except LookupError as error:
            raise ValueError(f"{self}: its encoding, “{self.encoding}”, is unknown") from error

    @property
    def spans(self) -> list[Span]:
        """The stretches of `read_text()` with their roles."""
        rows: list[list[Any]] = self.evidence.get("spans") or []
        roles: list[str] = self.evidence.get("roles") or []
        whys: list[str] = self.evidence.get("whys") or []
        return [
            Span(number, start, end, Role(_named(roles, role)), sure, _named(whys, why))
            for number, start, end, role, sure, why in rows
        ]

    @property
    def base(self) -> Snapshot | None:
        """What the import of this version read; None when its revision is gone."""
        stored = self.imported or (self.revision.snapshot if self.revision else None)
        return Snapshot.from_json(stored) if stored else None


def _named(names: list[str], name: int | str) -> str:
    """Return a name that is given by its place in a list, or, as the first imports stored it, as it is."""
    return names[name] if isinstance(name, int) else name


class ImportFailure(models.Model):
    """A document that a run could not import, with the reason and its bytes."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="failures")
    source = models.CharField(_("source"), max_length=200)
    key = models.CharField(_("key"), max_length=1000)
    reason = models.TextField(_("reason"))
    retried_at = models.DateTimeField(_("retried at"), null=True, blank=True)
    file = models.FileField(_("bytes"), storage=quarantine, upload_to="%Y/%m/%d/", blank=True, max_length=300)

    class Meta:
        verbose_name = _("import failure")
        verbose_name_plural = _("import failures")

    def __str__(self) -> str:
        return f"{self.key}: {self.reason}"
