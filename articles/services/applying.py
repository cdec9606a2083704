"""Write snapshots to the rows that readers see: the one place that does."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Manager
from django.utils.dateparse import parse_datetime

from articles import search
from articles.markup.folding import fold_headline, fold_name, slug_of
from articles.markup.html import clean_html, join_blocks, plain_text
from articles.markup.sketches import shingles_of, sketch_of
from articles.merging.snapshot import Snapshot
from articles.models import Article, ArticleTag, Author, Byline, Image, RelatedLink, Section, Tag
from articles.services.duplicates import index_and_find
from articles.services.links import resolve_links
from articles.services.names import ensure_tags, free_slugs, short_code
from articles.services.rows import insert_rows, reserve_ids, update_rows
from articles.services.visibility import settle_visibility

Applied = tuple[Article, Snapshot]
FoundBy = tuple[str, int | None, int | None]  # `RelatedLink.found_by`
_COLUMNS = (
    "headline", "headline_origin", "headline_key", "slug", "short_code", "kicker", "standfirst", "body", "dateline",
    "language", "section_id", "lead_image_id", "status", "published_at", "date_origin", "embargoed_until",
    "visible_from", "first_published_at", "updated_at", "canonical_url", "superseded_by_id", "live_number",
    "latest_number", "saved_at",
)  # fmt: skip
_values = attrgetter(*_COLUMNS)
_TAG_COLUMNS = ("content_object_id", "tag_id", "position")
_BYLINE_COLUMNS = ("article_id", "author_id", "role", "position")
_LINK_COLUMNS = ("article_id", "position", "headline", "key", "head", "tail", "target_id", "url", "is_chosen")


class Made(NamedTuple):
    """What the tables hold of a snapshot beside its own words: its plain text, its sketch, its links' numbers."""

    words: str
    sketch: Sequence[int]
    found_by: Sequence[FoundBy]


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
    return _write(applied, [_made(article, snapshot) for article, snapshot in applied], are_new=are_new)


@transaction.atomic
def insert_articles(applied: Sequence[Applied], made: Sequence[Made]) -> set[int]:
    """
    Write new articles as `apply_snapshots` does, from snapshots that were just made.

    Their bodies come from `clean_blocks`, their authors and sections exist;
    `made` holds what was made of each beside it.
    """
    for article, snapshot in applied:
        set_columns(article, snapshot, body=join_blocks(snapshot.body))
    return _write(applied, made, are_new=True)


def set_columns(article: Article, snapshot: Snapshot, *, body: str | None = None) -> None:
    """Put a snapshot's own values on a row, in memory; `body` is its body where that was cleaned already."""
    article.headline = snapshot.headline
    article.headline_origin = snapshot.headline_origin
    article.headline_key = fold_headline(snapshot.headline)
    article.kicker = snapshot.kicker
    article.standfirst = snapshot.standfirst
    # Cleaned again: a snapshot may have come by any door.
    article.body = clean_html(join_blocks(snapshot.body)) if body is None else body
    article.dateline = snapshot.dateline
    article.language = snapshot.language
    article.section_id = snapshot.section
    article.lead_image_id = snapshot.lead_image
    article.published_at = instant(snapshot.published_at) or article.published_at
    article.date_origin = snapshot.date_origin
    article.embargoed_until = instant(snapshot.embargoed_until)
    article.canonical_url = snapshot.canonical_url
    settle_visibility(article)


def _made(article: Article, snapshot: Snapshot) -> Made:
    found_by = tuple(RelatedLink.found_by(related.headline) for related in snapshot.related)
    return Made(plain_text(article.body), sketch_of(shingles_of(article.body)), found_by)


def _write(applied: Sequence[Applied], made: Sequence[Made], *, are_new: bool) -> set[int]:
    _set_slugs(applied)
    articles = [article for article, _ in applied]
    if are_new:
        _insert(articles)
    else:
        update_rows(Article, _COLUMNS, ((*_values(article), article.pk) for article in articles))
        _delete_children([article.pk for article in articles])
    _create_children(applied, [each.found_by for each in made])
    search.index(
        (
            search.Words(article.pk, article.headline, article.standfirst, each.words)
            for article, each in zip(articles, made, strict=True)
        ),
        are_new=are_new,
    )
    index_and_find(articles, sketches={article.pk: each.sketch for article, each in zip(articles, made, strict=True)})
    return resolve_links(articles)


def _insert(articles: Sequence[Article]) -> None:
    """Insert the rows of new articles, and give them their ids: 2 statements."""
    for article, pk in zip(articles, reserve_ids(Article, len(articles)), strict=True):
        article.pk = pk
        article._state.adding, article._state.db = False, connection.alias
    insert_rows(Article, ("id", *_COLUMNS), ((article.pk, *_values(article)) for article in articles))


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


def _create_children(applied: Sequence[Applied], found_by: Sequence[Sequence[FoundBy]]) -> None:
    tags = ensure_tags(name for _, snapshot in applied for name in snapshot.tags)
    insert_rows(
        ArticleTag,
        _TAG_COLUMNS,
        (
            (article.pk, tag.pk, position)
            for article, snapshot in applied
            for position, tag in enumerate(_distinct_tags(snapshot, tags))
        ),
    )
    insert_rows(
        Byline,
        _BYLINE_COLUMNS,
        (
            (article.pk, credit.author, credit.role, position)
            for article, snapshot in applied
            for position, credit in enumerate(dict.fromkeys(snapshot.bylines))
        ),
    )
    insert_rows(
        RelatedLink,
        _LINK_COLUMNS,
        (
            (
                article.pk,
                position,
                related.headline,
                *numbers,
                related.article,
                "" if related.article else related.url,
                related.article is not None,
            )
            for (article, snapshot), found in zip(applied, found_by, strict=True)
            for position, (related, numbers) in enumerate(zip(snapshot.related, found, strict=True))
        ),
    )


def _distinct_tags(snapshot: Snapshot, tags: dict[str, Tag]) -> list[Tag]:
    found = (tags.get(fold_name(name)) for name in snapshot.tags)
    return list(dict.fromkeys(tag for tag in found if tag))
