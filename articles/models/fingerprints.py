"""Fingerprints: numbers by which an index finds similar headlines and similar texts."""

from django.db import models


class Fingerprint(models.Model):
    """
    One number of an article's sketch; articles that share numbers of a kind are alike.

    `kind` tells the sketch: of the headline, or of the text.
    """

    class Kind(models.IntegerChoices):
        HEADLINE = 1
        TEXT = 2

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="fingerprints")
    kind = models.PositiveSmallIntegerField(choices=Kind.choices)
    value = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["kind", "value", "article"], name="fingerprint_lookup")]

    def __str__(self) -> str:
        return f"article {self.article_id}: {self.kind}/{self.value}"
