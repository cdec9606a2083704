"""The thesaurus: other names of tags, the addresses they had, and who changed what."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class TagAlias(models.Model):
    """
    Another name of a tag: whatever folds to `key` is that tag.

    `slug` is the address that a merged tag had; readers who ask for it are
    sent on. "" where the name never was a tag.
    """

    name = models.CharField(_("name"), max_length=100)
    key = models.CharField(_("key"), max_length=200, unique=True, editable=False)
    loose_key = models.CharField(max_length=200, db_index=True, default="", editable=False)
    slug = models.SlugField(_("former address"), max_length=100, blank=True, allow_unicode=True)
    tag = models.ForeignKey("articles.Tag", on_delete=models.CASCADE, related_name="aliases", verbose_name=_("tag"))

    class Meta:
        verbose_name = _("other name of a tag")
        verbose_name_plural = _("other names of tags")
        constraints = [
            models.CheckConstraint(name="tagalias_has_key", condition=~Q(key="")),
            models.UniqueConstraint(name="tagalias_slug_once", fields=["slug"], condition=~Q(slug="")),
        ]

    def __str__(self) -> str:
        return self.name


class TagOperation(models.Model):
    """An entry of the audit of tags: a merge, a split or a renaming, and what it takes to undo it."""

    class Kind(models.TextChoices):
        RENAME = "rename", _("renamed")
        MERGE = "merge", _("merged")
        SPLIT = "split", _("split")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    summary = models.CharField(_("what was done"), max_length=500)
    detail = models.JSONField(default=dict)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("at"))
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("change of tags")
        verbose_name_plural = _("changes of tags")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.summary
