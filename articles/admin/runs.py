"""Import runs at the desk: what came of each document, and what failed."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from articles.admin.downloads import attachment
from articles.admin.reading import ReadingAdmin
from articles.models import ImportFailure, ImportRun

COUNTS = ["created_count", "updated_count", "unchanged_count", "conflicting_count", "failed_count"]
SHOWN_FAILURES = 200


@admin.register(ImportRun)
class ImportRunAdmin(ReadingAdmin):
    """Runs of the import."""

    list_display = ["started_at", *COUNTS, "actor"]
    list_select_related = ["actor"]
    ordering = ["-started_at", "-pk"]
    fields = ["started_at", "finished_at", "actor", "paths", *COUNTS, "failures"]

    def get_urls(self) -> list[URLPattern]:
        """Add the download of a failed document."""
        view = self.admin_site.admin_view(self.download_view)
        own = path("failure/<int:failure_id>/download/", view, name="articles_importfailure_download")
        return [own, *super().get_urls()]

    def download_view(self, request: HttpRequest, failure_id: int) -> HttpResponse:
        """Hand out the bytes that could not be imported."""
        failure = ImportFailure.objects.filter(pk=failure_id).first()
        if failure is None or not failure.file:
            raise Http404(f"import failure {failure_id}: not there, or without bytes")
        if not self.has_view_permission(request):
            raise PermissionDenied("import runs: this account may not see them")
        with failure.file.open("rb") as file:
            return attachment(file.read(), failure.key)

    @admin.display(description=_("Failures"))
    def failures(self, run: ImportRun) -> str:
        """List what failed, with the reason and the bytes."""
        failures = run.failures.order_by("pk")[:SHOWN_FAILURES]
        return render_to_string("admin/articles/partials/_failures.html", {"failures": failures, "run": run})
