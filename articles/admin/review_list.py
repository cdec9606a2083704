"""The list of the review queue: what recovery is least sure of comes first."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from articles.admin.review_scope import Scope
from articles.admin.source_lines import FIELDS
from articles.admin.words import field_label
from articles.models import ImportRun, ReviewItem

if TYPE_CHECKING:
    from articles.admin.review import ReviewItemAdmin

PER_PAGE = 50
SHOWN_RUNS = 50


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to narrow the list: its word, where it leads, how many it holds."""

    word: str
    query: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A question in the list, with what is unsure about it in a word."""

    item: ReviewItem
    matter: str

    @property
    def percent(self) -> int:
        """The confidence in whole hundredths."""
        return round(self.item.confidence * 100)

    @property
    def level(self) -> str:
        """How low that is."""
        return "low" if self.percent < 50 else "mid" if self.percent < 80 else "high"


def queue_page(desk: "ReviewItemAdmin", request: HttpRequest) -> HttpResponse:
    """Show the questions of a scope and how many there are of each kind and state: 5 queries, whatever their number."""
    scope = Scope.read(request.GET)
    page = Paginator(scope.items().for_queue().least_sure_first(), PER_PAGE).get_page(request.GET.get("page"))
    of_run = scope.of_run(ReviewItem.objects.all())
    context = desk.admin_site.each_context(request) | {
        "title": _("Review queue"),
        "opts": desk.opts,
        "scope": scope,
        "page": page,
        "lines": [QueueLine(item, matter_of(item)) for item in page],
        "kinds": _kinds(scope, dict(scope.of_state(of_run).values_list("kind").annotate(Count("pk")))),
        "states": _states(scope, dict(scope.of_kind(of_run).values_list("state").annotate(Count("pk")))),
        "runs": ImportRun.objects.order_by("-pk")[:SHOWN_RUNS],
        "may_decide": desk.may_decide(request),
        "done": desk.done(request),
    }
    return TemplateResponse(request, "admin/articles/reviewitem/queue.html", context)


def matter_of(item: ReviewItem) -> str:
    """Say what a question is about: the field recovery is least sure of, the fields in conflict, the headline."""
    if item.kind == ReviewItem.Kind.RECOVERY:
        return _field(item.detail.get("field", ""))
    if item.kind == ReviewItem.Kind.CONFLICT:
        return ", ".join(str(field_label(name)) for name in item.detail.get("fields", ()))
    if item.kind == ReviewItem.Kind.LINK:
        return str(item.detail.get("headline", ""))
    return str(item.detail.get("why", ""))


def _field(name: str) -> str:
    return str(FIELDS.get(name) or field_label(name))


def _kinds(scope: Scope, counts: dict[str, int]) -> list[Choice]:
    every = Choice(_("everything"), scope.but(kind="").query, sum(counts.values()), not scope.kind)
    return [every] + [
        Choice(str(label), scope.but(kind=kind).query, counts.get(kind, 0), scope.kind == kind)
        for kind, label in ReviewItem.Kind.choices
    ]


def _states(scope: Scope, counts: dict[str, int]) -> list[Choice]:
    return [
        Choice(str(label), scope.but(state=state).query, counts.get(state, 0), scope.state == state)
        for state, label in ReviewItem.State.choices
    ]
