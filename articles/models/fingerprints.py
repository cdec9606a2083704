"""Fingerprints: numbers by which an index finds similar headlines and similar texts."""

import json
from collections.abc import Collection, Sequence
from typing import Final

from django.db import connection, models

MOST_SHARED: Final = 20
SHARED: Final = "SELECT article_id AS id FROM articles_fingerprint WHERE kind = %s AND value = asked.value LIMIT %s"
# One statement for any number of numbers; each costs a bounded walk in the index.
SHARING: Final = {
    "sqlite": """
        SELECT asked.value, (SELECT group_concat(found.id) FROM ({inner}) AS found)
        FROM json_each(%s) AS asked
    """,
    "postgresql": """
        SELECT asked.value, (SELECT string_agg(found.id::text, ',') FROM ({inner}) AS found)
        FROM jsonb_array_elements_text(%s::jsonb) AS texts, LATERAL (SELECT texts.value::bigint) AS asked(value)
    """,
}


def rows_by_number(inner: str, numbers: Collection[int], bounds: Sequence[int]) -> dict[int, list[int]]:
    """
    Map each number to the ids that `inner` selects for it: 1 query, none without numbers.

    `inner` is SQL of ours that selects `id` for `asked.value`, and takes `bounds`, among them its LIMIT.
    """
    if not numbers:
        return {}
    statement = SHARING[connection.vendor].format(inner=inner)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*bounds, json.dumps(sorted(numbers))])
        return {int(number): [int(pk) for pk in ids.split(",")] for number, ids in cursor.fetchall() if ids}


class FingerprintQuerySet(models.QuerySet["Fingerprint"]):
    """Questions about fingerprints."""

    def sharing(self, numbers: Collection[int], *, kind: "Fingerprint.Kind") -> dict[int, list[int]]:
        """
        Map each number to the articles that have it: 1 query.

        A number that more than MOST_SHARED articles have says nothing, and is left out.
        """
        found = rows_by_number(SHARED, numbers, [kind, MOST_SHARED + 1])
        return {number: articles for number, articles in found.items() if len(articles) <= MOST_SHARED}


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

    objects = FingerprintQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kind", "value", "article"], name="fingerprint_lookup")]

    def __str__(self) -> str:
        return f"article {self.article_id}: {self.kind}/{self.value}"
