"""Many articles at once, as rows: the services would take minutes for a thousand."""

from datetime import timedelta

from django.utils import timezone

from articles import search
from articles.markup.folding import fold_headline
from articles.models import Article, ArticleTag, Author, Byline, RelatedLink, Section, Tag
from articles.search import Words
from articles.workflow import Status


def fill(count: int) -> list[Article]:
    """
    Make articles until there are `count`, an hour apart, the first the newest; return all, the newest first.

    All are by Ada in the section World with the tag Ferry; each has a second
    author and a tag of its own, and links to the newest, which links to all.
    """
    have = Article.objects.filter(headline__endswith="of the ferry").count()
    section, _made = Section.objects.get_or_create(name="World", slug="world")
    ada, _made = Author.objects.get_or_create(name="Ada", slug="ada", key="ada")
    ferry, _made = Tag.objects.get_or_create(name="Ferry", slug="ferry")
    newest = timezone.now().replace(microsecond=0) - timedelta(minutes=5)
    numbers = range(have, count)
    articles = Article.objects.bulk_create(
        Article(
            headline=f"Story {n} of the ferry",
            slug=f"story-{n}",
            short_code=f"c{n}",
            standfirst="A boat sails.",
            body="<p>The ferry sails at noon.</p>",
            section=section,
            status=Status.PUBLISHED,
            published_at=newest - timedelta(hours=n),
            visible_from=newest - timedelta(hours=n),
            first_published_at=newest - timedelta(hours=n),
            updated_at=newest - timedelta(hours=n),
            saved_at=newest,
        )
        for n in numbers
    )
    others = Author.objects.bulk_create(
        Author(name=f"Author {n}", slug=f"author-{n}", key=f"author {n}") for n in numbers
    )
    tags = Tag.objects.bulk_create(Tag(name=f"Tag {n}", slug=f"tag-{n}", key=f"tag {n}") for n in numbers)
    Byline.objects.bulk_create(Byline(article=article, author=ada, position=0) for article in articles)
    Byline.objects.bulk_create(
        Byline(article=article, author=other, position=1, role="Photographs")
        for article, other in zip(articles, others, strict=True)
    )
    ArticleTag.objects.bulk_create(ArticleTag(content_object=article, tag=ferry) for article in articles)
    ArticleTag.objects.bulk_create(
        ArticleTag(content_object=article, tag=tag, position=1) for article, tag in zip(articles, tags, strict=True)
    )
    first = Article.objects.get(slug="story-0")
    links = [(article, first, 0) for article in articles if article != first]
    links += [(first, article, n) for n, article in zip(numbers, articles, strict=True) if article != first and n < 30]
    RelatedLink.objects.bulk_create(
        RelatedLink(article=a, target=b, position=n, headline=b.headline, key=fold_headline(b.headline))
        for a, b, n in links
    )
    search.index([Words(a.pk, a.headline, a.standfirst, "The ferry sails at noon.") for a in articles], are_new=True)
    return list(Article.objects.newest_first())
