"""The article: one row is what readers see."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from articles.models.people import Author, Byline
from articles.workflow import Origin, Status

if TYPE_CHECKING:
    from articles.models.taxonomy import Section, Tag

STATUS_LABELS = {
    Status.DRAFT: _("Draft"),
    Status.IN_REVIEW: _("In review"),
    Status.PUBLISHED: _("Published"),
    Status.WITHDRAWN: _("Withdrawn"),
}
ORIGIN_LABELS = {
    Origin.DESK: _("set at the desk"),
    Origin.STATED: _("stated in the document"),
    Origin.DERIVED: _("derived from the text"),
    Origin.CAPTURED: _("the page’s clock when it was captured"),
    Origin.RECEIVED: _("the day it was imported"),
}


class ArticleQuerySet(models.QuerySet["Article"]):
    """Questions about articles; what is public is said here and nowhere else."""

    def published(self, *, at: datetime) -> "ArticleQuerySet":
        """Keep what a reader may see at the instant `at` (aware)."""
        return self.filter(visible_from__lte=at)

    def superseded(self) -> "ArticleQuerySet":
        """Keep what readers once saw, and now find under the article that its story goes on in."""
        return self.filter(superseded_by__isnull=False, first_published_at__isnull=False)

    def newest_first(self) -> "ArticleQuerySet":
        """Sort by the date of publication, the latest first."""
        return self.order_by("-published_at", "-pk")

    def in_section(self, section: "Section") -> "ArticleQuerySet":
        """Keep the articles of a section."""
        return self.filter(section=section)

    def tagged(self, tag: "Tag") -> "ArticleQuerySet":
        """Keep the articles with a tag."""
        return self.filter(tag_links__tag=tag)

    def by_author(self, author: Author) -> "ArticleQuerySet":
        """Keep the articles that an author signed, each once."""
        return self.filter(pk__in=Byline.objects.filter(author=author).values("article"))

    def for_listing(self) -> "ArticleQuerySet":
        """Fetch what a line in a list shows: 2 queries, without bodies."""
        return (
            self.select_related("section", "lead_image")
            .prefetch_related(models.Prefetch("bylines", Byline.objects.select_related("author")))
            .defer("body")
        )

    def for_page(self) -> "ArticleQuerySet":
        """Fetch what the article's own page shows of it, links and lists apart: 2 queries."""
        return self.select_related("section", "lead_image").prefetch_related(
            models.Prefetch("bylines", Byline.objects.select_related("author"))
        )


class Article(models.Model):  # type: ignore[django-manager-missing]  # taggit ships no types
    """
    A story, as readers see it; while nothing of it was ever published, its latest revision.

    `visible_from` is the instant from which readers may see it, the later of
    publication and embargo, and empty for all that is not published.
    `superseded_by` is the article that tells the same story on; readers are sent there.
    `updated_at` is for readers: when they last got new words. `saved_at` is
    for the desk: when the latest revision was made. `live_number` and
    `latest_number` number the revision that readers see, and the last one.
    """

    headline = models.CharField(_("headline"), max_length=500, blank=True)
    headline_origin = models.CharField(
        max_length=10, default=Origin.DESK, choices=[(o.value, label) for o, label in ORIGIN_LABELS.items()]
    )
    headline_key = models.CharField(max_length=200, editable=False, db_index=True, blank=True)
    slug = models.SlugField(_("slug"), max_length=120, unique=True, allow_unicode=True)
    short_code = models.CharField(_("short code"), max_length=12, unique=True, editable=False)
    kicker = models.CharField(_("kicker"), max_length=100, blank=True)
    standfirst = models.TextField(_("standfirst"), blank=True)
    body = models.TextField(_("body"), blank=True)
    dateline = models.CharField(_("dateline"), max_length=100, blank=True, help_text=_("The place of the report."))
    language = models.CharField(_("language"), max_length=35, default="en")
    section = models.ForeignKey(
        "articles.Section",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("section"),
    )
    authors = models.ManyToManyField(Author, through=Byline, related_name="articles", verbose_name=_("authors"))
    tags = TaggableManager(through="articles.ArticleTag", blank=True, verbose_name=_("tags"))
    lead_image = models.ForeignKey(
        "articles.Image",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("lead image"),
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        default=Status.DRAFT,
        choices=[(status.value, label) for status, label in STATUS_LABELS.items()],
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    date_origin = models.CharField(
        max_length=10, default=Origin.DESK, choices=[(o.value, label) for o, label in ORIGIN_LABELS.items()]
    )
    embargoed_until = models.DateTimeField(_("embargoed until"), null=True, blank=True)
    visible_from = models.DateTimeField(editable=False, null=True)
    first_published_at = models.DateTimeField(_("first published at"), null=True, editable=False)
    updated_at = models.DateTimeField(_("updated at"), editable=False)
    canonical_url = models.URLField(
        _("canonical address"), max_length=1000, blank=True, help_text=_("Where the story first stood, if elsewhere.")
    )
    superseded_by = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="supersedes",
        verbose_name=_("continued in"),
    )
    live_number = models.PositiveIntegerField(null=True, editable=False)
    latest_number = models.PositiveIntegerField(default=0, editable=False)
    saved_at = models.DateTimeField(_("saved at"), editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [("publish_article", _("Can publish and withdraw articles"))]
        indexes = [
            models.Index(
                F("published_at").desc(),
                F("id").desc(),
                F("visible_from"),
                name="article_newest",
                condition=Q(visible_from__isnull=False),
            ),
            models.Index(
                F("section"),
                F("published_at").desc(),
                F("id").desc(),
                F("visible_from"),
                name="article_newest_of_section",
                condition=Q(visible_from__isnull=False),
            ),
            models.Index(F("saved_at").desc(), F("id").desc(), name="article_desk_order"),
        ]
        constraints = [
            models.CheckConstraint(name="article_status_known", condition=Q(status__in=[s.value for s in Status])),
            models.CheckConstraint(name="article_has_slug", condition=~Q(slug="")),
            models.CheckConstraint(
                name="article_published_is_whole",
                condition=~Q(status=Status.PUBLISHED.value)
                | Q(published_at__isnull=False, visible_from__isnull=False, first_published_at__isnull=False)
                & ~Q(headline=""),
            ),
            models.CheckConstraint(
                name="article_only_published_is_visible",
                condition=Q(visible_from__isnull=True) | Q(status=Status.PUBLISHED.value),
            ),
            models.CheckConstraint(
                name="article_superseded_is_hidden",
                condition=Q(superseded_by__isnull=True) | Q(visible_from__isnull=True) & ~Q(superseded_by=F("id")),
            ),
            models.CheckConstraint(
                name="article_visible_after_publication",
                condition=Q(visible_from__isnull=True) | Q(visible_from__gte=F("published_at")),
            ),
            models.CheckConstraint(
                name="article_visible_after_embargo",
                condition=Q(visible_from__isnull=True)
                | Q(embargoed_until__isnull=True)
                | Q(visible_from__gte=F("embargoed_until")),
            ),
        ]

    def __str__(self) -> str:
        return self.headline or f"{_('article without a headline')} {self.pk}"

    def get_absolute_url(self) -> str:
        """Return the public address; its day is that of publication, in the site's time zone."""
        day = timezone.localtime(self.published_at or self.updated_at, timezone.get_default_timezone())
        return reverse("articles:article", args=[day.year, day.month, day.day, self.slug])

    def get_short_url(self) -> str:
        """Return the short address, which outlives every change of headline and date."""
        return reverse("articles:short", args=[self.short_code])

    def is_public(self, *, at: datetime) -> bool:
        """Tell whether a reader may see it at the instant `at`: the one article's `published`."""
        return self.visible_from is not None and self.visible_from <= at

    @property
    def has_unpublished_changes(self) -> bool:
        """Tell whether the desk holds a later revision than readers see. No query."""
        return self.status == Status.PUBLISHED and self.live_number != self.latest_number
