"""The review queue: what an import was unsure of, and what waits for an editor to decide."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ReviewItemQuerySet(models.QuerySet["ReviewItem"]):
    """Questions about the queue."""

    def waiting(self) -> "ReviewItemQuerySet":
        """Keep what nobody has decided yet."""
        return self.filter(state=ReviewItem.State.OPEN)

    def rejected_readings(self) -> "ReviewItemQuerySet":
        """Keep the readings of which an editor said that they are not to be published."""
        return self.filter(kind=ReviewItem.Kind.RECOVERY, state=ReviewItem.State.REJECTED)

    def least_sure_first(self) -> "ReviewItemQuerySet":
        """Sort by confidence, the lowest first."""
        return self.order_by("confidence", "pk")

    def for_queue(self) -> "ReviewItemQuerySet":
        """Fetch what a line of the queue shows: 1 query, without texts and bytes."""
        heavy = ("article__body", "document__data", "document__evidence", "document__imported")
        return self.select_related("article", "document", "run", "decided_by").defer(*heavy)

    def after(self, item: "ReviewItem") -> "ReviewItemQuerySet":
        """Keep what comes after an item in the order of the queue."""
        return self.filter(Q(confidence__gt=item.confidence) | Q(confidence=item.confidence, pk__gt=item.pk))


class ReviewItem(models.Model):
    """
    One question to an editor about one article.

    `subject` names what it is about, once for each kind and article: such as
    `document:17`, `revision:5`, `headline:<key>` or `article:9`. `other` is
    the article that may be the same story, or the target that was guessed;
    `detail` holds what else the page of the queue shows.
    """

    class Kind(models.TextChoices):
        RECOVERY = "recovery", _("unsure reading")
        CONFLICT = "conflict", _("changed here and in the source")
        LINK = "link", _("related headline with several targets")
        DUPLICATE = "duplicate", _("the same story twice")

    class State(models.TextChoices):
        OPEN = "open", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        FIXED = "fixed", _("fixed")
        REJECTED = "rejected", _("rejected")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="review_items")
    subject = models.CharField(max_length=240)
    other = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, null=True, blank=True, related_name="review_items_about"
    )
    document = models.ForeignKey(
        "articles.SourceDocument", on_delete=models.CASCADE, null=True, blank=True, related_name="review_items"
    )
    run = models.ForeignKey(
        "articles.ImportRun", on_delete=models.SET_NULL, null=True, blank=True, related_name="review_items"
    )
    detail = models.JSONField(default=dict, blank=True)
    confidence = models.FloatField(_("confidence"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField(_("waiting since"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ReviewItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("question for review")
        verbose_name_plural = _("review queue")
        indexes = [
            models.Index(fields=["confidence", "id"], name="reviewitem_waiting", condition=Q(state="open")),
        ]
        constraints = [
            models.UniqueConstraint(name="reviewitem_asked_once", fields=["kind", "article", "subject"]),
            models.CheckConstraint(name="reviewitem_confidence", condition=Q(confidence__gte=0, confidence__lte=1)),
            models.CheckConstraint(
                name="reviewitem_decided_or_open",
                condition=Q(state="open", decided_at__isnull=True) | ~Q(state="open") & Q(decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the confidence within its bounds, whatever arithmetic gave it."""
        self.confidence = min(1.0, max(0.0, self.confidence))
        super().save(*args, **kwargs)
