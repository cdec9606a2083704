"""What readers may narrow a list of articles by; the names are those in the address."""

from datetime import date, datetime, time, timedelta
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import search
from articles.models import ArticleQuerySet, Author, Section, Tag

MAX_QUERY_CHARS = 200
FIRST_DAY = date(1000, 1, 1)
LAST_DAY = date(8999, 12, 31)
NOT_A_DAY = _("write a day as 2026-11-22")


def start_of(day: date) -> datetime:
    """Return the instant at which a day begins in the site's time zone."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


def _known(noun: Any) -> dict[str, Any]:
    return {"invalid_choice": _("there is no such %s") % noun}


class _DayField(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date", "class": "input"}, format="%Y-%m-%d")
        super().__init__(input_formats=["%Y-%m-%d"], error_messages={"invalid": NOT_A_DAY}, widget=widget, **kwargs)

    def clean(self, value: Any) -> date | None:
        """Keep to the days that every database and time zone can hold."""
        day: date | None = super().clean(value)
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise ValidationError(NOT_A_DAY)
        return day


class _DayFilter(django_filters.Filter):
    field_class = _DayField


class _Form(forms.Form):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("from"), cleaned.get("to")
        if first and last and first > last:
            raise ValidationError({"from": _("is later than “to”; exchange the two days")})
        return cleaned


class ArticleFilter(django_filters.FilterSet):
    """
    The filters of the list, of search and of whatever else lists articles.

    `section`, `tag` and `author` take slugs: one query each where they are
    given. `from` and `to` are days in the site's time zone, both included.
    """

    q = django_filters.CharFilter(method="answer", max_length=MAX_QUERY_CHARS)
    section = django_filters.ModelChoiceFilter(
        to_field_name="slug", queryset=Section.objects.all(), error_messages=_known(_("section"))
    )
    tag = django_filters.ModelChoiceFilter(
        to_field_name="slug", queryset=Tag.objects.none(), method="about", error_messages=_known(_("tag"))
    )
    author = django_filters.ModelChoiceFilter(
        to_field_name="slug", queryset=Author.objects.none(), method="signed", error_messages=_known(_("author"))
    )
    language = django_filters.CharFilter(
        max_length=35, validators=[RegexValidator(r"^[A-Za-z0-9-]+$", _("write a language code as en or pt-br"))]
    )
    to = _DayFilter(field_name="published_at", method="until")

    class Meta:
        form = _Form

    def __init__(self, asked: QueryDict, public: ArticleQuerySet) -> None:
        """Narrow `public` by what is `asked`; a tag or an author without a public article is unknown."""
        super().__init__(asked, public)
        self.filters["tag"].queryset = Tag.objects.of(public)
        self.filters["author"].queryset = Author.objects.of(public)

    @classmethod
    def get_filters(cls) -> dict[str, django_filters.Filter]:
        """Add `from`, which Python would not take for a name."""
        return {**super().get_filters(), "from": _DayFilter(field_name="published_at", method="since")}

    def answer(self, articles: ArticleQuerySet, name: str, words: str) -> ArticleQuerySet:
        """Keep the articles with all these words, the best first."""
        return search.matching(articles, search.parse_query(words))

    def about(self, articles: ArticleQuerySet, name: str, tag: Tag) -> ArticleQuerySet:
        """Keep the articles with this tag."""
        return articles.tagged(tag)

    def signed(self, articles: ArticleQuerySet, name: str, author: Author) -> ArticleQuerySet:
        """Keep the articles by this author."""
        return articles.by_author(author)

    def since(self, articles: ArticleQuerySet, name: str, day: date) -> ArticleQuerySet:
        """Keep what was published on this day or later."""
        return articles.filter(published_at__gte=start_of(day))

    def until(self, articles: ArticleQuerySet, name: str, day: date) -> ArticleQuerySet:
        """Keep what was published on this day or earlier."""
        return articles.filter(published_at__lt=start_of(day + timedelta(days=1)))
