"""Import runs at the desk: what came of each document, how fast, what failed, and how to try that again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.admin.downloads import attachment
from articles.admin.reading import ReadingAdmin
from articles.admin.states import State
from articles.models import ImportFailure, ImportRun, ReviewItem
from articles.services.review.retrying import retry_failures

COUNTS = ["created_count", "updated_count", "unchanged_count", "conflicting_count", "failed_count"]
SHOWN_FAILURES = 50
SILENCE = timedelta(minutes=5)  # a run that stored nothing for so long, and has no end, was interrupted


@dataclass(frozen=True, slots=True)
class Pace:
    """How far a run is, for how long it ran and how fast; `seconds` is 0 where nothing can be said yet."""

    state: State
    count: int
    seconds: float

    @property
    def rate(self) -> float | None:
        """Documents a second."""
        return self.count / self.seconds if self.seconds > 0 and self.count else None

    @property
    def duration(self) -> timedelta:
        """The time it took, in whole seconds."""
        return timedelta(seconds=round(self.seconds))


def pace_of(run: ImportRun, *, at: datetime) -> Pace:
    """Tell how a run goes, at the instant `at`: 1 query while it has no end."""
    count = sum(getattr(run, name) for name in COUNTS)
    if run.finished_at:
        return Pace(State(_("Finished"), "live"), count, (run.finished_at - run.started_at).total_seconds())
    last = run.documents.order_by("-pk").values_list("received_at", flat=True).first() or run.started_at
    is_running = at - max(last, run.started_at) < SILENCE
    state = State(_("Running"), "review") if is_running else State(_("Interrupted"), "corr")
    return Pace(state, count, ((at if is_running else last) - run.started_at).total_seconds())


@admin.register(ImportRun)
class ImportRunAdmin(ReadingAdmin):
    """Runs of the import."""

    list_display = ["started_at", "ended", *COUNTS, "actor"]
    list_select_related = ["actor"]
    ordering = ["-started_at", "-pk"]

    def get_urls(self) -> list[URLPattern]:
        """Add the download of a failed document, and the retry."""
        view = self.admin_site.admin_view
        own = [
            path(
                "failure/<int:failure_id>/download/",
                view(self.download_view),
                name="articles_importfailure_download",
            ),
            path("<int:run_id>/retry/", view(require_POST(self.retry_view)), name="articles_importrun_retry"),
        ]
        return [*own, *super().get_urls()]

    @admin.display(description=gettext_lazy("finished"), ordering="finished_at")
    def ended(self, run: ImportRun) -> str:
        """Say when it ended; a run without an end runs still, or was interrupted."""
        return f"{timezone.localtime(run.finished_at):%Y-%m-%d %H:%M}" if run.finished_at else _("not finished")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show a run: 7 queries, whatever it imported."""
        if not object_id.isdecimal() or len(object_id) > 11:
            raise Http404(f"import run {object_id}: is not there")
        run = get_object_or_404(ImportRun.objects.select_related("actor"), pk=object_id)
        if request.method == "POST" or not self.has_view_permission(request, run):
            raise PermissionDenied("import runs: shown to those who may see them, and changed by nobody")
        failures = Paginator(run.failures.order_by("pk"), SHOWN_FAILURES).get_page(request.GET.get("page"))
        context = self.admin_site.each_context(request) | {
            "title": _("Import run %(number)d") % {"number": run.pk},
            "opts": self.opts,
            "run": run,
            "pace": pace_of(run, at=timezone.now()),
            "counts": [(self.opts.get_field(name).verbose_name, getattr(run, name)) for name in COUNTS],  # type: ignore[union-attr]
            "failures": failures,
            "waiting": run.failures.filter(retried_at=None).exclude(file="").count(),
            "questions": ReviewItem.objects.waiting().filter(run=run).count(),
            "may_retry": _may(request, "articles.add_article"),
            "may_decide": _may(request, "articles.change_article"),
        }
        return TemplateResponse(request, "admin/articles/importrun/run.html", context)

    def retry_view(self, request: HttpRequest, run_id: int) -> HttpResponse:
        """Read again what failed, and show the run that did."""
        run = get_object_or_404(ImportRun, pk=run_id)
        if not self.has_view_permission(request, run):
            raise PermissionDenied("import runs: this account may not see them")
        done = retry_failures(run=run, actor=request.user, now=timezone.now)
        words = {"failed": done.run.failed_count, "stored": _stored(done.run), "left": done.left}
        messages.success(
            request, _("Read again: %(stored)d stored, %(failed)d failed once more. Not tried: %(left)d.") % words
        )
        return HttpResponseRedirect(reverse("admin:articles_importrun_change", args=[done.run.pk]))

    def download_view(self, request: HttpRequest, failure_id: int) -> HttpResponse:
        """Hand out the bytes that could not be imported."""
        failure = ImportFailure.objects.filter(pk=failure_id).first()
        if failure is None or not failure.file:
            raise Http404(f"import failure {failure_id}: not there, or without bytes")
        if not self.has_view_permission(request):
            raise PermissionDenied("import runs: this account may not see them")
        with failure.file.open("rb") as file:
            return attachment(file.read(), failure.key)


def _stored(run: ImportRun) -> int:
    return run.created_count + run.updated_count + run.unchanged_count + run.conflicting_count


def _may(request: HttpRequest, permission: str) -> bool:
    return bool(getattr(request.user, "has_perm", lambda _name: False)(permission))
