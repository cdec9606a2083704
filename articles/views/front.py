"""The front page: the newest stories, then a strip for each section."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from articles.models import Article, Section
from articles.views.paging import by_pk

SECONDS = 4
BESIDE_PICTURE, BESIDE_NONE = 2, 4  # stories under the lead, which is shorter without a picture
LATEST = 8
POOL = 300  # the newest stories, of which the page is made
STRIPS = 6
STRIP_LENGTH = 7
STRIP_LEAST = 2


@dataclass(frozen=True, slots=True)
class Strip:
    """A section's part of the front page; every second one is set without a picture, as headlines and a digest."""

    section: Section
    stories: list[Article]
    is_digest: bool


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Answer with the front page, made of the newest 300 stories: 7 queries, 3 of them for the strips."""
    at = timezone.now()
    newest = list(Article.objects.published(at=at).newest_first().values_list("pk", "section_id")[:POOL])
    top = by_pk([pk for pk, _section in newest[: 1 + SECONDS + BESIDE_NONE + LATEST]], at=at)
    lead = _lead(top)
    rest = [story for story in top if story != lead]
    beside = BESIDE_PICTURE if lead and lead.lead_image else BESIDE_NONE
    shown = {story.pk for story in [lead, *rest[: SECONDS + beside]] if story}
    context = {
        "now": at,
        "lead": lead,
        "seconds": rest[:SECONDS],
        "beside": rest[SECONDS : SECONDS + beside],
        "latest": rest[SECONDS + beside :],
        "strips": _strips([(pk, section) for pk, section in newest if pk not in shown], at=at),
    }
    return TemplateResponse(request, "articles/front.html", context)


def _lead(stories: list[Article]) -> Article | None:
    """Return the newest story in the site's own language, the newest of all if none is."""
    own = (get_language() or "en").split("-")[0]
    return next((story for story in stories if story.language.split("-")[0] == own), stories[0] if stories else None)


def _strips(newest: list[tuple[int, int | None]], *, at: datetime) -> list[Strip]:
    """Return the first sections with enough stories among the `newest`, pairs of an article's and a section's key."""
    pks: dict[int | None, list[int]] = {}
    for pk, section_pk in newest:
        pks.setdefault(section_pk, []).append(pk)
    sections = [section for section in Section.objects.in_order() if len(pks.get(section.pk, ())) >= STRIP_LEAST]
    chosen = {section: pks[section.pk][:STRIP_LENGTH] for section in sections[:STRIPS]}
    stories = {story.pk: story for story in by_pk([pk for strip in chosen.values() for pk in strip], at=at)}
    return [
        Strip(section, _picture_first([stories[pk] for pk in strip if pk in stories]), is_digest=bool(place % 2))
        for place, (section, strip) in enumerate(chosen.items())
    ]


def _picture_first(stories: list[Article]) -> list[Article]:
    """Put a story that has a picture first; else the newest stays there."""
    return sorted(stories, key=lambda story: story.lead_image is None)
