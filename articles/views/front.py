"""The front page: the newest stories, then a strip for each section."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Article, Section
from articles.views.paging import by_pk

SECONDS = 4
BESIDE_PICTURE, BESIDE_NONE = 2, 4  # stories under the lead, which is shorter without a picture
LATEST = 8
TOP = 1 + SECONDS + BESIDE_NONE + LATEST
SECTIONS = 10
STRIPS = 6
STRIP_LENGTH = 7
STRIP_LEAST = 3


@dataclass(frozen=True, slots=True)
class Strip:
    """A section's part of the front page; every second one is set without a picture, as headlines and a digest."""

    section: Section
    stories: list[Article]
    is_digest: bool


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Answer with the front page: 7 queries, and 1 for each of the first 10 sections."""
    at = timezone.now()
    newest = Article.objects.published(at=at).newest_first()
    top = by_pk(list(newest.values_list("pk", flat=True)[:TOP]), at=at)
    lead, rest = (top[0] if top else None), top[1:]
    beside = BESIDE_PICTURE if lead and lead.lead_image else BESIDE_NONE
    shown = [article.pk for article in top[: 1 + SECONDS + beside]]
    context = {
        "now": at,
        "lead": lead,
        "seconds": rest[:SECONDS],
        "beside": rest[SECONDS : SECONDS + beside],
        "latest": rest[SECONDS + beside :],
        "strips": _strips(at=at, shown=shown),
    }
    return TemplateResponse(request, "articles/front.html", context)


def _strips(*, at: datetime, shown: list[int]) -> list[Strip]:
    """Return the newest stories of the first sections that have enough, without those `shown` already."""
    public = Article.objects.published(at=at).exclude(pk__in=shown).newest_first()
    pks = {
        section: list(public.in_section(section).values_list("pk", flat=True)[:STRIP_LENGTH])
        for section in Section.objects.in_order()[:SECTIONS]
    }
    filled = [(section, of_section) for section, of_section in pks.items() if len(of_section) >= STRIP_LEAST][:STRIPS]
    stories = {story.pk: story for story in by_pk([pk for _section, of_section in filled for pk in of_section], at=at)}
    return [
        Strip(section, _picture_first([stories[pk] for pk in of_section if pk in stories]), is_digest=bool(place % 2))
        for place, (section, of_section) in enumerate(filled)
    ]


def _picture_first(stories: list[Article]) -> list[Article]:
    """Put a story that has a picture first; else the newest stays there."""
    return sorted(stories, key=lambda story: story.lead_image is None)
