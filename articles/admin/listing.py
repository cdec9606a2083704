"""The list of articles: its filters, its search, its columns."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.states import STAND_INS, State, state_of
from articles.models import Article, ArticleQuerySet, Section
from articles.search import matching, parse_query
from articles.workflow import Origin, Status


class StatusFilter(admin.SimpleListFilter):
    """Where an article stands; published and still to come are told apart."""

    title = gettext_lazy("Status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the states in the order of an article's life."""
        return [
            ("draft", _("Draft")),
            ("in_review", _("In review")),
            ("scheduled", _("Scheduled or embargoed")),
            ("live", _("Published")),
            ("withdrawn", _("Withdrawn")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Keep the articles in the state chosen."""
        now = timezone.now()
        if self.value() == "live":
            return queryset.published(at=now)
        if self.value() == "scheduled":
            return queryset.filter(status=Status.PUBLISHED, visible_from__gt=now)
        return queryset.filter(status=self.value()) if is_offered(self) else queryset


class SectionFilter(admin.SimpleListFilter):
    """The section, or none: 1 query."""

    title = gettext_lazy("Section")
    parameter_name = "section"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the sections as the masthead shows them."""
        return [
            ("none", _("None")),
            *((str(pk), name) for pk, name in Section.objects.in_order().values_list("pk", "name")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Keep the articles of the section chosen."""
        value = self.value()
        if value == "none":
            return queryset.filter(section=None)
        return queryset.filter(section=int(value)) if value and is_offered(self) else queryset


class LanguageFilter(admin.SimpleListFilter):
    """The language, of those that articles are in: 1 query."""

    title = gettext_lazy("Language")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the languages in use."""
        codes = Article.objects.order_by("language").values_list("language", flat=True).distinct()
        return [(code, code) for code in codes]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Keep the articles in the language chosen."""
        return queryset.filter(language=self.value()) if is_offered(self) else queryset


class AttentionFilter(admin.SimpleListFilter):
    """What an editor should look at."""

    title = gettext_lazy("To look at")
    parameter_name = "look"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return what can be asked for."""
        return [
            ("headline", _("Derived headline")),
            ("date", _("Stand-in date")),
            ("unpublished", _("Unpublished changes")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Keep the articles that need that look."""
        wanted = {
            "headline": Q(headline_origin=Origin.DERIVED),
            "date": Q(date_origin__in=STAND_INS),
            "unpublished": Q(status=Status.PUBLISHED, live_number__lt=F("latest_number")),
        }
        chosen = wanted.get(self.value() or "")
        return queryset.filter(chosen) if chosen else queryset


def is_offered(choice: admin.SimpleListFilter) -> bool:
    """Tell whether what the address asks for is one of the filter's choices."""
    return choice.value() in {value for value, _label in choice.lookup_choices}


class ArticleList(admin.ModelAdmin):
    """The list's half of the admin of articles: 4 queries for the rows and their filters, whatever the size."""

    list_display = ["headline_words", "state", "section", "by", "changed", "publishes"]
    list_display_links = ["headline_words"]
    list_filter = [StatusFilter, SectionFilter, LanguageFilter, AttentionFilter]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["headline"]  # shows the field; `get_search_results` does the work
    search_help_text = gettext_lazy("Words in headline, standfirst or text; or an article’s number")
    ordering = ["-saved_at", "-pk"]

    def get_queryset(self, request: HttpRequest) -> ArticleQuerySet:
        """Fetch what a line shows."""
        return Article.objects.for_listing()

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Ask the full-text index; what it does not hold yet is found by headline or number."""
        words = search_term.strip()
        if not words:
            return queryset, False
        found = matching(Article.objects.all(), parse_query(words)).order_by().values("pk")
        wanted = Q(pk__in=found) | Q(headline__icontains=words)
        if words.isdecimal() and len(words) < 19:
            wanted |= Q(pk=int(words))
        return queryset.filter(wanted), False

    @admin.display(description=gettext_lazy("Headline"), ordering="headline")
    def headline_words(self, article: Article) -> SafeString:
        """Show the headline, and what is to be known of it."""
        notes = [
            (article.headline_origin == Origin.DERIVED and bool(article.headline), _("derived headline")),
            (article.date_origin in STAND_INS and article.published_at is not None, _("stand-in date")),
            (article.has_unpublished_changes, _("unpublished changes")),
        ]
        words = ", ".join(note for is_so, note in notes if is_so)
        note = format_html(" <small>{}</small>", words) if words else ""
        return format_html('<span lang="{}" dir="auto">{}</span>{}', article.language, str(article), note)

    @admin.display(description=gettext_lazy("Status"), ordering="status")
    def state(self, article: Article) -> State:
        """Show the state, a word with a shape."""
        return state_of(article, at=timezone.now())

    @admin.display(description=gettext_lazy("Author"))
    def by(self, article: Article) -> str:
        """Show who signed."""
        return get_text_list([byline.author.name for byline in article.bylines.all()], _("and"))

    @admin.display(description=gettext_lazy("Changed"), ordering="saved_at")
    def changed(self, article: Article) -> SafeString:
        """Show when the latest revision was saved."""
        return moment(article.saved_at)

    @admin.display(description=gettext_lazy("Publishes"), ordering="published_at")
    def publishes(self, article: Article) -> SafeString | str:
        """Show the date for readers."""
        return moment(article.published_at) if article.published_at else _("not set")


def moment(instant: datetime) -> SafeString:
    """Return an instant in the site's time zone, short: today's by the clock alone."""
    local = timezone.localtime(instant)
    today = timezone.localdate()
    form = "%H:%M" if local.date() == today else "%d %b, %H:%M" if local.year == today.year else "%d %b %Y"
    return format_html('<time datetime="{}">{}</time>', instant.isoformat(), local.strftime(form).lstrip("0"))
