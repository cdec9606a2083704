"""Give related headlines, articles and tags the numbers and keys by which they are looked up."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from articles.markup.folding import fold_loosely
from articles.markup.sketches import numbers_of, shingles_of, sketch_of

BATCH = 500
HEADLINE, TEXT = 1, 2


def batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def number_links(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    RelatedLink = apps.get_model("articles", "RelatedLink")
    for batch in batches(RelatedLink.objects.only("headline").iterator(BATCH)):
        for link in batch:
            numbers = numbers_of(link.headline)
            link.head, link.tail = (numbers.head, numbers.tail) if numbers else (None, None)
        RelatedLink.objects.bulk_update(batch, ["head", "tail"])


def number_articles(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Fingerprint = apps.get_model("articles", "Fingerprint")
    Fingerprint.objects.all().delete()
    for batch in batches(apps.get_model("articles", "Article").objects.only("headline", "body").iterator(BATCH)):
        rows = []
        for article in batch:
            numbers = numbers_of(article.headline)
            rows += [(article.pk, HEADLINE, number) for number in (numbers.kept if numbers else [])]
            rows += [(article.pk, TEXT, number) for number in sketch_of(shingles_of(article.body))]
        Fingerprint.objects.bulk_create(Fingerprint(article_id=pk, kind=kind, value=value) for pk, kind, value in rows)


def fold_tags(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for name in ("Tag", "TagAlias"):
        model = apps.get_model("articles", name)
        for batch in batches(model.objects.only("name").iterator(BATCH)):
            for row in batch:
                row.loose_key = fold_loosely(row.name)
            model.objects.bulk_update(batch, ["loose_key"])


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_review_and_thesaurus")]
    operations = [
        migrations.AddField("relatedlink", "head", models.BigIntegerField(db_index=True, editable=False, null=True)),
        migrations.AddField("relatedlink", "tail", models.BigIntegerField(db_index=True, editable=False, null=True)),
        migrations.AddField(
            "tag", "loose_key", models.CharField(db_index=True, default="", editable=False, max_length=200)
        ),
        migrations.AddField(
            "tagalias", "loose_key", models.CharField(db_index=True, default="", editable=False, max_length=200)
        ),
        migrations.AddConstraint(
            "article",
            models.CheckConstraint(
                name="article_superseded_is_hidden",
                condition=models.Q(superseded_by__isnull=True)
                | models.Q(visible_from__isnull=True) & ~models.Q(superseded_by=models.F("id")),
            ),
        ),
        migrations.RunPython(number_links, migrations.RunPython.noop),
        migrations.RunPython(number_articles, migrations.RunPython.noop),
        migrations.RunPython(fold_tags, migrations.RunPython.noop),
    ]
