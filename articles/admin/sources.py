"""Received documents at the desk: each line with its role, and the bytes to download."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin.downloads import attachment
from articles.admin.reading import ReadingAdmin
from articles.admin.source_lines import field_confidence, source_lines
from articles.models import SourceDocument


@admin.register(SourceDocument)
class SourceDocumentAdmin(ReadingAdmin):
    """Documents as received, never edited."""

    list_display = ["key", "source", "version", "media_type", "received_at", "article_link"]
    search_fields = ["key", "source", "sha256"]
    ordering = ["-received_at", "-pk"]
    fields = [
        "source", "key", "version", "article_link", "run", "received_at", "captured_at", "media_type", "encoding",
        "sha256", "download", "lines",
    ]  # fmt: skip
    list_select_related = ["article"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave the bytes of a list behind."""
        found = super().get_queryset(request).defer("imported")
        return found if request.resolver_match and request.resolver_match.kwargs else found.defer("data", "evidence")

    def get_urls(self) -> list[URLPattern]:
        """Add the download."""
        view = self.admin_site.admin_view(self.download_view)
        own = path("<int:source_id>/download/", view, name="articles_sourcedocument_download")
        return [own, *super().get_urls()]

    def download_view(self, request: HttpRequest, source_id: int) -> HttpResponse:
        """Hand out the bytes as received."""
        source = SourceDocument.objects.filter(pk=source_id).first()
        if source is None:
            raise Http404(f"source document {source_id}: not there")
        if not self.has_view_permission(request, source):
            raise PermissionDenied("source documents: this account may not see them")
        return attachment(bytes(source.data), source.key)

    @admin.display(description=_("Article"), ordering="article")
    def article_link(self, source: SourceDocument) -> SafeString | str:
        """Lead to the article."""
        if source.article is None:
            return "–"
        address = reverse("admin:articles_article_change", args=[source.article.pk])
        return format_html('<a href="{}">{}</a>', address, source.article)

    @admin.display(description=_("Bytes"))
    def download(self, source: SourceDocument) -> SafeString:
        """Lead to the bytes."""
        address = reverse("admin:articles_sourcedocument_download", args=[source.pk])
        return format_html('<a href="{}">{}</a>', address, _("Download as received"))

    @admin.display(description=_("Lines"))
    def lines(self, source: SourceDocument) -> str:
        """Show each line with its role, how sure that is, and why."""
        context = {"lines": list(source_lines(source)), "confidence": field_confidence(source)}
        return render_to_string("admin/articles/partials/_lines.html", context)
