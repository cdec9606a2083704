"""Show an article as readers would see its latest revision; nothing is written."""

from dataclasses import dataclass

from articles.markup.folding import fold_name, slug_of
from articles.merging.snapshot import Snapshot
from articles.models import Article, Author, Byline, RelatedLink, Tag
from articles.services.applying import set_columns
from articles.services.links import targets_of


@dataclass(frozen=True, slots=True)
class Preview:
    """An article and what stands round it, as rows that are not stored."""

    article: Article
    bylines: list[Byline]
    tags: list[Tag]
    related: list[RelatedLink]


def preview_of(article: Article) -> Preview:
    """Return the latest revision of `article` as rows for the article's page: 5 queries. Never save them."""
    content = article.revisions.get(number=article.latest_number).content
    set_columns(article, content)
    return Preview(article, _bylines(article, content), _tags(content), _related(article, content))


def _bylines(article: Article, content: Snapshot) -> list[Byline]:
    authors = Author.objects.in_bulk([credit.author for credit in content.bylines])
    return [
        Byline(article=article, author=authors[credit.author], role=credit.role, position=position)
        for position, credit in enumerate(content.bylines)
        if credit.author in authors
    ]


def _tags(content: Snapshot) -> list[Tag]:
    wanted = {fold_name(name): name for name in content.tags}
    known = Tag.objects.meant_by(wanted.values())
    tags = (known.get(name) or Tag(name=name, slug=slug_of(name) or "tag", key=key) for key, name in wanted.items())
    return list({tag.key: tag for tag in tags}.values())


def _related(article: Article, content: Snapshot) -> list[RelatedLink]:
    named = {link.headline for link in content.related if not (link.article or link.url)}
    found = targets_of(named, besides=article.pk)
    wanted = {link.article for link in content.related if link.article} | set(found.values())
    targets = Article.objects.in_bulk(wanted)
    links = []
    for position, link in enumerate(content.related):
        target = targets.get(link.article or (0 if link.url else found.get(link.headline, 0)))
        url = "" if target else link.url
        links.append(RelatedLink(article=article, position=position, headline=link.headline, target=target, url=url))
    return links
