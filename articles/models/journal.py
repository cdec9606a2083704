"""The journal: what readers could notice, numbered in the order of commits."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class JournalClock(models.Model):
    """The last number given; its one row is locked by each transaction that writes the journal."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(name="journalclock_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return str(self.number)


class Change(models.Model):
    """Something that changed for readers: `article:17`, `tag:4`, `front`, …"""

    number = models.BigIntegerField(primary_key=True)
    subject = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")

    def __str__(self) -> str:
        return f"{self.number}: {self.subject}"
