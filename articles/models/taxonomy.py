"""Sections and tags: where an article belongs, and what it is about."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from articles.markup.folding import fold_loosely, fold_name, slug_of
from articles.markup.plurals import differ_by_number, number_keys
from articles.models.thesaurus import TagAlias

if TYPE_CHECKING:
    from articles.models.articles import Article

T = TypeVar("T")


class SectionQuerySet(models.QuerySet["Section"]):
    """Questions about sections."""

    def in_order(self) -> "SectionQuerySet":
        """Sort as the masthead shows them."""
        return self.order_by("position", "name")


class Section(models.Model):
    """A part of the paper, such as Business; an article has one or none."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    slug = models.SlugField(_("slug"), max_length=100, unique=True, allow_unicode=True)
    description = models.TextField(_("description"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100, help_text=_("Low numbers come first."))

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        constraints = [models.CheckConstraint(name="section_has_slug", condition=~Q(slug=""))]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("articles:section", args=[self.slug])


class Spellings(Generic[T]):
    """Known spellings, by loose key; the first of those that are alike counts."""

    def __init__(self) -> None:
        self._by_key: dict[str, list[tuple[str, T]]] = {}

    def add(self, name: str, loose_key: str, meant: T) -> None:
        """Add a spelling, and what it means."""
        self._by_key.setdefault(loose_key, []).append((name, meant))

    def nearest(self, name: str) -> T | None:
        """Return what `name` means, spelled loosely or in the other number; None if no spelling is like it."""
        for _name, meant in self._by_key.get(fold_loosely(name), ()):
            return meant
        others = (pair for key in sorted(number_keys(name)) for pair in self._by_key.get(key, ()))
        return next((meant for other, meant in others if differ_by_number(name, other)), None)


class TagQuerySet(models.QuerySet["Tag"]):
    """Questions about tags."""

    def with_counts(self) -> "TagQuerySet":
        """Annotate `articles_count`, all states counted."""
        counted: TagQuerySet = self.annotate(articles_count=Count("article_links"))
        return counted

    def of(self, articles: "QuerySet[Article]") -> "TagQuerySet":
        """Keep the tags of at least one of `articles`."""
        return self.filter(Exists(articles.filter(tag_links__tag=OuterRef("pk"))))

    def called(self, key: str) -> "TagQuerySet":
        """Keep the tags whose folded name, or another name of theirs, contains `key`."""
        other = TagAlias.objects.filter(key__contains=key).values("tag")
        return self.filter(Q(key__contains=key) | Q(pk__in=other))

    def meant_by(self, names: Iterable[str]) -> "dict[str, Tag]":
        """
        Map each name that means a tag to it: 2 queries, and 2 more for names that are no tag's and no alias's.

        The very name comes first, then an alias, then a spelling without
        accents, spaces and hyphens, then the other number of a word.
        """
        wanted = {name: fold_name(name) for name in names}
        keys = set(wanted.values()) - {""}
        if not keys:
            return {}
        aliases = TagAlias.objects.select_related("tag")
        by_key: dict[str, Tag] = {alias.key: alias.tag for alias in aliases.filter(key__in=keys)}
        by_key |= {tag.key: tag for tag in self.filter(key__in=keys)}
        found = {name: by_key[key] for name, key in wanted.items() if key in by_key}
        rest = [name for name, key in wanted.items() if key and key not in by_key]
        if not rest:
            return found
        loose = {key for name in rest for key in (fold_loosely(name), *number_keys(name))}
        spellings: Spellings[Tag] = Spellings()
        for alias in aliases.filter(loose_key__in=loose).order_by("pk"):
            spellings.add(alias.name, alias.loose_key, alias.tag)
        for row in self.filter(loose_key__in=loose).order_by("pk"):
            spellings.add(row.name, row.loose_key, row)
        return found | {name: tag for name in rest if (tag := spellings.nearest(name))}

    def in_order(self) -> "TagQuerySet":
        """Sort by folded name."""
        return self.order_by("key")


class Tag(TagBase):
    """
    What an article is about. Two spellings that fold to one `key` are one tag.

    `loose_key` also leaves out accents, spaces and hyphens: a new spelling is looked for by it.
    """

    key = models.CharField(_("key"), max_length=200, unique=True, editable=False)
    loose_key = models.CharField(max_length=200, db_index=True, default="", editable=False)

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = [models.CheckConstraint(name="tag_has_slug", condition=~Q(slug=""))]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the keys in step with the name."""
        self.key, self.loose_key = fold_name(self.name), fold_loosely(self.name)
        super().save(*args, **kwargs)

    def slugify(self, tag: str, i: int | None = None) -> str:
        """Keep the tag's own script in its address."""
        slug = slug_of(tag) or "tag"
        return slug if i is None else f"{slug}-{i}"

    def get_absolute_url(self) -> str:
        return reverse("articles:tag", args=[self.slug])


class ArticleTag(ItemBase):
    """A tag on an article, in the order they are shown."""

    content_object = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="tag_links")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="article_links")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("tag of an article")
        verbose_name_plural = _("tags of articles")
        constraints = [
            models.UniqueConstraint(name="articletag_once", fields=["content_object", "tag"]),
        ]

    def __str__(self) -> str:
        return f"article {self.content_object_id}: tag {self.tag_id}"
