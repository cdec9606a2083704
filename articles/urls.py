"""Addresses of the public site."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from articles import feeds, sitemaps
from articles.views import archive, front, lists, machines, searching, stories


class Words(StringConverter):
    """Words in any script, joined by hyphens: what slugs are made of."""

    regex = r"[-\w]+"


class Year:
    """A year of four digits."""

    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04d}"


class TwoDigits:
    """A month or a day; written with two digits, and read with one too."""

    regex = "[0-9]{1,2}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:02d}"


register_converter(Words, "words")
register_converter(Year, "yyyy")
register_converter(TwoDigits, "dd")

app_name = "articles"

urlpatterns = [
    path("", front.front, name="front"),
    path("articles/", lists.story_list, name="list"),
    path("<yyyy:year>/<dd:month>/<dd:day>/<words:slug>/", stories.article, name="article"),
    path("s/<words:code>", stories.short, name="short"),
    path("preview/<int:article_id>/", stories.preview, name="preview"),
    path("sections/<words:slug>/", lists.section, name="section"),
    path("tags/", lists.tags, name="tags"),
    path("tags/<words:slug>/", lists.tag, name="tag"),
    path("authors/<words:slug>/", lists.author, name="author"),
    path("archive/", archive.archive, name="archive"),
    path("archive/<yyyy:year>/", archive.archive_year, name="archive_year"),
    path("archive/<yyyy:year>/<dd:month>/", archive.archive_month, name="archive_month"),
    path("archive/<yyyy:year>/<dd:month>/<dd:day>/", archive.archive_day, name="archive_day"),
    path("search/", searching.search, name="search"),
    path("feeds/rss.xml", feeds.rss, name="rss"),
    path("feeds/atom.xml", feeds.atom, name="atom"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-pages.xml", sitemaps.pages, name="sitemap_pages"),
    path("sitemap-articles-<int:number>.xml", sitemaps.stories, name="sitemap_articles"),
    path("robots.txt", machines.robots, name="robots"),
    path("healthz", machines.healthz, name="healthz"),
]
