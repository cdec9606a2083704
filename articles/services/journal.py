"""Append to the journal, in the transaction of the write itself."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from articles.models import Article, Change, JournalClock
from articles.services.rows import insert_rows


def record(subjects: Iterable[str], *, at: datetime) -> None:
    """
    Append one `Change` for each distinct subject: 3 statements.

    Locks the clock until the transaction ends, so that numbers rise in the
    order of commits; call it last.
    """
    distinct = sorted(set(subjects))
    if not distinct:
        return
    with transaction.atomic():
        clock = JournalClock.objects.select_for_update().get(pk=1)
        first = clock.number + 1
        clock.number += len(distinct)
        clock.save(update_fields=["number"])
        rows = ((number, subject, at) for number, subject in enumerate(distinct, start=first))
        insert_rows(Change, ("number", "subject", "at"), rows)


def subjects_of(articles: Iterable[Article]) -> set[str]:
    """Name what readers may see change with these articles, as they stand in the database: 2 queries."""
    found = {article.pk: article for article in articles}
    names = {f"article:{pk}" for pk in found} | {f"section:{a.section_id}" for a in found.values() if a.section_id}
    links = Article.tags.through.objects.filter(content_object__in=found)
    names |= {f"tag:{pk}" for pk in links.values_list("tag_id", flat=True)}
    bylines = Article.authors.through.objects.filter(article__in=found)
    names |= {f"author:{pk}" for pk in bylines.values_list("author_id", flat=True)}
    return names | {"front"} if found else names
