"""Tags on articles, many at once: no statement takes more keys than a database allows."""

from collections.abc import Iterable, Iterator

from articles.models import Article, ArticleTag, Tag
from articles.services.journal import subjects_of
from articles.services.rows import insert_rows

AT_ONCE = 5_000
COLUMNS = ("content_object_id", "tag_id", "position")


def carrying(tag: Tag, articles: Iterable[int]) -> set[int]:
    """Return those of `articles` that carry a tag: 1 query for 5,000."""
    found: set[int] = set()
    for some in _some(articles):
        rows = ArticleTag.objects.filter(tag=tag, content_object__in=some)
        found.update(rows.values_list("content_object_id", flat=True))
    return found


def take_from(tag: Tag, articles: Iterable[int]) -> None:
    """Take a tag from articles."""
    for some in _some(articles):
        ArticleTag.objects.filter(tag=tag, content_object__in=some).delete()


def give_to(links: Iterable[tuple[int, int, int]]) -> None:
    """Store tags on articles: each an article's id, a tag's, and its place; none may be there yet."""
    insert_rows(ArticleTag, COLUMNS, links)


def public_subjects(tags: Iterable[Tag]) -> set[str]:
    """Name what readers may see change with these tags: 3 queries for 5,000 articles."""
    known = list(tags)
    public = Article.objects.filter(tag_links__tag__in=known, visible_from__isnull=False).values_list("pk", flat=True)
    subjects = {f"tag:{tag.pk}" for tag in known}
    for some in _some(public):
        subjects |= subjects_of(Article.objects.filter(pk__in=some).only("section_id"))
    return subjects


def _some(articles: Iterable[int]) -> Iterator[list[int]]:
    pks = sorted(set(articles))
    for start in range(0, len(pks), AT_ONCE):
        yield pks[start : start + AT_ONCE]
