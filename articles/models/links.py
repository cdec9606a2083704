"""Related stories: headlines first, links as soon as their articles are there."""

from collections.abc import Collection
from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.markup.folding import fold_headline
from articles.markup.sketches import found_by
from articles.models.fingerprints import rows_by_number

MOST_WAITING: Final = 200
WAITING: Final = """
    SELECT id FROM (SELECT id FROM articles_relatedlink WHERE head = asked.value LIMIT %s) AS heads
    UNION ALL
    SELECT id FROM (SELECT id FROM articles_relatedlink WHERE tail = asked.value LIMIT %s) AS tails
"""


class RelatedLinkQuerySet(models.QuerySet["RelatedLink"]):
    """Questions about related links."""

    def unresolved(self) -> "RelatedLinkQuerySet":
        """Keep headlines that lead nowhere yet."""
        return self.filter(target__isnull=True, url="")

    def guessed(self) -> "RelatedLinkQuerySet":
        """Keep headlines whose target, if any, was found by the headline."""
        return self.filter(is_chosen=False, url="").exclude(key="")

    def by_number(self, numbers: Collection[int]) -> dict[int, list[int]]:
        """Map each number to the links whose headlines have it, MOST_WAITING at most: 1 query."""
        return rows_by_number(WAITING, numbers, [MOST_WAITING, MOST_WAITING])


class RelatedLink(models.Model):
    """
    A related story of an article: a headline, and one of our articles, an outside address, or neither yet.

    `is_chosen` tells a target that somebody picked from one that was found by its headline.
    `key`, `head` and `tail` are what a headline is found by: exactly, and by either half of its words.
    """

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="related_links")
    position = models.PositiveSmallIntegerField(_("position"))
    headline = models.CharField(_("headline"), max_length=500)
    key = models.CharField(max_length=200, editable=False, db_index=True)
    head = models.BigIntegerField(null=True, editable=False, db_index=True)
    tail = models.BigIntegerField(null=True, editable=False, db_index=True)
    target = models.ForeignKey(
        "articles.Article",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="linked_from",
        verbose_name=_("our article"),
    )
    url = models.URLField(_("outside address"), max_length=1000, blank=True)
    is_chosen = models.BooleanField(default=False, editable=False)

    objects = RelatedLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("related link")
        verbose_name_plural = _("related links")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(name="relatedlink_place_once", fields=["article", "position"]),
            models.CheckConstraint(name="relatedlink_one_target", condition=Q(target__isnull=True) | Q(url="")),
            models.CheckConstraint(name="relatedlink_has_headline", condition=~Q(headline="")),
        ]

    def __str__(self) -> str:
        return self.headline

    @staticmethod
    def key_of(headline: str) -> str:
        """Return what `key` holds for a headline."""
        return fold_headline(headline)

    @classmethod
    def found_by(cls, headline: str) -> tuple[str, int | None, int | None]:
        """Return what `key`, `head` and `tail` hold for a headline."""
        return found_by(headline)
