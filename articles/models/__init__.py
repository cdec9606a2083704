"""The tables. Import them from here: `from articles.models import Article`."""

from articles.models.articles import Article, ArticleQuerySet
from articles.models.fingerprints import Fingerprint
from articles.models.images import Image
from articles.models.journal import Change, JournalClock
from articles.models.links import RelatedLink
from articles.models.people import Author, Byline
from articles.models.review import ReviewItem
from articles.models.revisions import Revision
from articles.models.search import SearchDocument
from articles.models.sources import ImportFailure, ImportRun, SourceDocument
from articles.models.taxonomy import ArticleTag, Section, Tag
from articles.models.thesaurus import TagAlias, TagOperation

__all__ = [
    "Article",
    "ArticleQuerySet",
    "ArticleTag",
    "Author",
    "Byline",
    "Change",
    "Fingerprint",
    "Image",
    "ImportFailure",
    "ImportRun",
    "JournalClock",
    "RelatedLink",
    "ReviewItem",
    "Revision",
    "SearchDocument",
    "Section",
    "SourceDocument",
    "Tag",
    "TagAlias",
    "TagOperation",
]
