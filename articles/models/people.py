"""Authors and their places in bylines."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from articles.models.articles import Article


class AuthorQuerySet(models.QuerySet["Author"]):
    """Questions about authors."""

    def of(self, articles: "QuerySet[Article]") -> "AuthorQuerySet":
        """Keep the authors of at least one of `articles`."""
        return self.filter(Exists(articles.filter(bylines__author=OuterRef("pk"))))


class Author(models.Model):
    """Somebody who signs articles; readers get a page for each."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("slug"), max_length=120, unique=True, allow_unicode=True)
    key = models.CharField(_("key"), max_length=200, editable=False, db_index=True)
    job_title = models.CharField(_("job title"), max_length=200, blank=True)
    biography = models.TextField(_("biography"), blank=True)

    objects = AuthorQuerySet.as_manager()

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        constraints = [
            models.CheckConstraint(name="author_has_name", condition=~Q(name="")),
            models.CheckConstraint(name="author_has_slug", condition=~Q(slug="")),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("articles:author", args=[self.slug])


class Byline(models.Model):
    """An author's place in an article's byline."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="bylines", verbose_name=_("author"))
    role = models.CharField(_("role"), max_length=60, blank=True, help_text=_("Empty for the writer; or: Photographs"))
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(name="byline_place_once", fields=["article", "position"]),
            models.UniqueConstraint(name="byline_author_role_once", fields=["article", "author", "role"]),
        ]

    def __str__(self) -> str:
        return f"article {self.article_id}: author {self.author_id}"
