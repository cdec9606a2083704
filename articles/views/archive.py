"""The archive: a year as an almanac, a month and a day as lists."""

from datetime import date, datetime, timedelta

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.filters import FIRST_DAY, LAST_DAY, start_of
from articles.models import Article, ArticleQuerySet
from articles.views.almanac import almanac, legend, weekdays
from articles.views.paging import page_number, story_page, tally

YEARS_NEAR = 12


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """Lead to the newest year of the archive, or say that there is none yet: 2 queries."""
    at = timezone.now()
    span = _span(Article.objects.published(at=at))
    if span is None:
        return TemplateResponse(request, "articles/archive_empty.html", {"now": at})
    return redirect("articles:archive_year", span[1].year)


@require_safe
def archive_year(request: HttpRequest, year: int) -> HttpResponse:
    """
    Answer with a year's calendar and its figures: 4 queries.

    :raises Http404: if the year lies outside the archive.
    """
    at = timezone.now()
    public = Article.objects.published(at=at)
    span = _span(public)
    if span is None or not span[0].year <= year <= span[1].year:
        raise Http404(_("The archive has no year %s.") % year)
    counts = _counts(_between(public, date(year, 1, 1), date(year, 12, 31)))
    context = {
        "now": at,
        "weekdays": weekdays(),
        "today": timezone.localdate(at, timezone.get_default_timezone()),
        "year": year,
        "years": _years(year, span[0].year, span[1].year),
        "months": almanac(year, counts),
        "legend": legend(counts),
        "count": sum(counts.values()),
    }
    return TemplateResponse(request, "articles/archive_year.html", context)


@require_safe
def archive_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """
    Answer with a month's stories, the newest first: 5 queries.

    :raises Http404: if there is no such month, or nothing was published in it.
    """
    first = _day_or_404(year, month, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return _listed(request, first, last)


@require_safe
def archive_day(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    """
    Answer with a day's stories, the newest first: 5 queries.

    :raises Http404: if there is no such day, or nothing was published on it.
    """
    when = _day_or_404(year, month, day)
    return _listed(request, when, when)


def _listed(request: HttpRequest, first: date, last: date) -> HttpResponse:
    at = timezone.now()
    stories = _between(Article.objects.published(at=at), first, last)
    page = story_page(stories.newest_first(), at=at, number=page_number(request))
    if not page.stories:
        raise Http404(_("Nothing in the archive was published then."))
    context = {"now": at, "first": first, "last": last, "is_day": first == last, "page": page, "tally": tally(stories)}
    return TemplateResponse(request, "articles/archive_days.html", context)


def _day_or_404(year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise Http404(_("There is no such day in the calendar.")) from None
    if not FIRST_DAY <= found <= LAST_DAY:
        raise Http404(_("The archive has no year %s.") % year)
    return found


def _between(articles: ArticleQuerySet, first: date, last: date) -> ArticleQuerySet:
    """Keep what was published on the days from `first` to `last` in the site's time zone."""
    return articles.filter(published_at__gte=start_of(first), published_at__lt=start_of(last + timedelta(days=1)))


def _span(articles: ArticleQuerySet) -> tuple[datetime, datetime] | None:
    """Return the first and the last instant of publication, in the site's time zone: 2 queries."""
    instants = articles.values_list("published_at", flat=True)
    first, last = instants.order_by("published_at").first(), instants.order_by("-published_at").first()
    if first is None or last is None:
        return None
    zone = timezone.get_default_timezone()
    return timezone.localtime(first, zone), timezone.localtime(last, zone)


def _counts(articles: ArticleQuerySet) -> dict[date, int]:
    """Return the number of articles of each day that has any: 1 query."""
    days = articles.order_by().annotate(day=TruncDate("published_at", tzinfo=timezone.get_default_timezone()))
    return dict(days.values("day").annotate(count=Count("pk")).values_list("day", "count"))


def _years(year: int, first: int, last: int) -> list[int]:
    """Return the years to offer beside `year`, the newest first: those near it, and both ends."""
    near = range(max(first, year - YEARS_NEAR), min(last, year + YEARS_NEAR) + 1)
    return sorted({first, last, *near}, reverse=True)
