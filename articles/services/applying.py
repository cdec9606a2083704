"""Write snapshots to the rows that readers see: the one place that does."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Manager
from django.utils.dateparse import parse_datetime

from articles import search
from articles.markup.folding import fold_headline, fold_name, slug_of
from articles.markup.html import clean_blocks, join_blocks, plain_text
from articles.merging.snapshot import Snapshot
from articles.models import Article, ArticleTag, Author, Byline, Image, RelatedLink, Section, Tag
from articles.services.links import resolve_links
from articles.services.names import ensure_tags, free_slugs, short_code
from articles.workflow import Status

Applied = tuple[Article, Snapshot]
_COLUMNS = [
    "headline", "headline_origin", "headline_key", "slug", "kicker", "standfirst", "body", "dateline", "language",
    "section", "lead_image", "status", "published_at", "date_origin", "embargoed_until", "visible_from",
    "first_published_at", "updated_at", "canonical_url", "live_number", "latest_number", "saved_at",
]  # fmt: skip


def instant(stored: str) -> datetime | None:
    """Read an instant of a snapshot; "" is None."""
    return parse_datetime(stored) if stored else None


@transaction.atomic
def apply_snapshots(applied: Sequence[Applied], *, are_new: bool = False) -> set[int]:
    """
    Write each snapshot to its article's row, children, links and index entry.

    The caller has set what a snapshot does not hold: status, revision
    numbers, `published_at` where the snapshot leaves it open, and `updated_at`.
    A constant number of statements, whatever the length. Return the ids of
    articles whose related links changed.
    """
    applied = _without_the_gone(applied)
    for article, snapshot in applied:
        set_columns(article, snapshot)
    _set_slugs(applied)
    if are_new:
        Article.objects.bulk_create([article for article, _ in applied])
    else:
        Article.objects.bulk_update([article for article, _ in applied], _COLUMNS, batch_size=100)
        _delete_children([article.pk for article, _ in applied])
    _create_children(applied)
    search.index((_words(article) for article, _ in applied), are_new=are_new)
    return resolve_links([article for article, _ in applied])


def settle_visibility(article: Article) -> None:
    """Derive `visible_from` from status, publication and embargo."""
    instants = [at for at in (article.published_at, article.embargoed_until) if at]
    article.visible_from = max(instants) if article.status == Status.PUBLISHED else None


def set_columns(article: Article, snapshot: Snapshot) -> None:
    """Put a snapshot's own values on a row, in memory."""
    article.headline = snapshot.headline
    article.headline_origin = snapshot.headline_origin
    article.headline_key = fold_headline(snapshot.headline)
    article.kicker = snapshot.kicker
    article.standfirst = snapshot.standfirst
    # Cleaned again: a snapshot may have come by any door.
    article.body = join_blocks(clean_blocks(join_blocks(snapshot.body)))
    article.dateline = snapshot.dateline
    article.language = snapshot.language
    article.section_id = snapshot.section
    article.lead_image_id = snapshot.lead_image
    article.published_at = instant(snapshot.published_at) or article.published_at
    article.date_origin = snapshot.date_origin
    article.embargoed_until = instant(snapshot.embargoed_until)
    article.canonical_url = snapshot.canonical_url
    settle_visibility(article)


def _without_the_gone(applied: Sequence[Applied]) -> list[Applied]:
    """Leave out what a revision names and was deleted since; a related headline stays, without its link: 4 queries."""
    snapshots = [snapshot for _, snapshot in applied]
    articles = _existing(Article.objects, (link.article for each in snapshots for link in each.related))
    authors = _existing(Author.objects, (credit.author for each in snapshots for credit in each.bylines))
    sections = _existing(Section.objects, (each.section for each in snapshots))
    images = _existing(Image.objects, (each.lead_image for each in snapshots))
    return [
        (
            article,
            replace(
                each,
                section=each.section if each.section in sections else None,
                lead_image=each.lead_image if each.lead_image in images else None,
                bylines=tuple(credit for credit in each.bylines if credit.author in authors),
                related=tuple(
                    link if link.article in articles or link.article is None else replace(link, article=None)
                    for link in each.related
                ),
            ),
        )
        for article, each in applied
    ]


def _existing(objects: Manager[Any], pks: Iterable[int | None]) -> set[int]:
    return set(objects.filter(pk__in=set(filter(None, pks))).values_list("pk", flat=True))


def _set_slugs(applied: Sequence[Applied]) -> None:
    """Give a slug to what has none; follow a new headline only until the first publication."""
    changing: list[tuple[Article, str]] = []
    for article, snapshot in applied:
        article.short_code = article.short_code or short_code()
        wanted = slug_of(snapshot.slug or snapshot.headline) or article.short_code
        is_settled = article.live_number is not None and article.pk and not snapshot.slug
        if not article.slug or (article.slug != wanted and not is_settled and not _is_numbered(article, wanted)):
            changing.append((article, wanted))
    others = Article.objects.exclude(pk__in=[article.pk for article, _ in changing if article.pk])
    for (article, _), slug in zip(changing, free_slugs((slug for _, slug in changing), others), strict=True):
        article.slug = slug


def _is_numbered(article: Article, wanted: str) -> bool:
    """Tell whether the slug is the wanted one with the random end it was given."""
    stem, _, _end = article.slug.rpartition("-")
    return stem == wanted


def _delete_children(pks: list[int]) -> None:
    ArticleTag.objects.filter(content_object__in=pks).delete()
    Byline.objects.filter(article__in=pks).delete()
    RelatedLink.objects.filter(article__in=pks).delete()


def _create_children(applied: Sequence[Applied]) -> None:
    tags = ensure_tags(name for _, snapshot in applied for name in snapshot.tags)
    ArticleTag.objects.bulk_create(
        ArticleTag(content_object_id=article.pk, tag=tag, position=position)
        for article, snapshot in applied
        for position, tag in enumerate(_distinct_tags(snapshot, tags))
    )
    Byline.objects.bulk_create(
        Byline(article_id=article.pk, author_id=credit.author, role=credit.role, position=position)
        for article, snapshot in applied
        for position, credit in enumerate(dict.fromkeys(snapshot.bylines))
    )
    RelatedLink.objects.bulk_create(
        RelatedLink(
            article_id=article.pk,
            position=position,
            headline=related.headline,
            key=RelatedLink.key_of(related.headline),
            target_id=related.article,
            url="" if related.article else related.url,
            is_chosen=related.article is not None,
        )
        for article, snapshot in applied
        for position, related in enumerate(snapshot.related)
    )


def _distinct_tags(snapshot: Snapshot, tags: dict[str, Tag]) -> list[Tag]:
    found = (tags.get(fold_name(name)) for name in snapshot.tags)
    return list(dict.fromkeys(tag for tag in found if tag))


def _words(article: Article) -> search.Words:
    return search.Words(article.pk, article.headline, article.standfirst, plain_text(article.body))
