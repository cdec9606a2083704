"""The audit of tags at the desk: what was merged, split and renamed, by whom, and the way back."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.reading import ReadingAdmin
from articles.models import Tag, TagOperation
from articles.services.tags import undo_operation


@admin.register(TagOperation)
class TagOperationAdmin(ReadingAdmin):
    """Changes of tags, the last first: 2 queries for the list, whatever its length."""

    list_display = ["at", "summary", "kind", "actor", "state"]
    list_display_links = None
    list_select_related = ["actor", "undone_by"]
    list_per_page = 100
    search_fields = ["summary"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave out what it takes to undo."""
        return super().get_queryset(request).defer("detail")

    def has_view_permission(self, request: HttpRequest, obj: TagOperation | None = None) -> bool:
        """Show it to those who may see or change tags."""
        return may(request, "view_tag") or may(request, "change_tag")

    def get_urls(self) -> list[URLPattern]:
        """Add the page that undoes."""
        view = self.admin_site.admin_view(self.undo_view)
        return [path("<int:operation_id>/undo/", view, name="articles_tagoperation_undo"), *super().get_urls()]

    @admin.display(description=gettext_lazy("Undo"))
    def state(self, operation: TagOperation) -> SafeString | str:
        """Lead to the page that undoes it, or say who did."""
        if operation.undone_at is None:
            where = reverse("admin:articles_tagoperation_undo", args=[operation.pk])
            label = _("Undo: %(summary)s") % {"summary": operation.summary}
            return format_html('<a href="{}" aria-label="{}">{}</a>', where, label, _("Undo …"))
        return _("undone %(at)s by %(who)s") % {
            "at": timezone.localtime(operation.undone_at).strftime("%Y-%m-%d %H:%M"),
            "who": operation.undone_by or _("the operator"),
        }

    def undo_view(self, request: HttpRequest, operation_id: int) -> HttpResponse:
        """
        Ask, then undo.

        :raises Http404: if there is no such change.
        :raises PermissionDenied: if the user may not add, change and delete tags.
        """
        operation = get_object_or_404(TagOperation.objects.select_related("actor", "undone_by"), pk=operation_id)
        if not may(request, "add_tag", "change_tag", "delete_tag"):
            raise PermissionDenied("undo: for those who may add, change and delete tags")
        if request.method == "POST":
            if told(request, undo_operation, operation_id=operation.pk):
                self.log_change(request, operation, _("Undone."))
            return HttpResponseRedirect(reverse("admin:articles_tagoperation_changelist"))
        context = self.admin_site.each_context(request) | {
            "title": _("Undo a change of tags"),
            "opts": self.opts,
            "operation": operation,
        }
        return TemplateResponse(request, "admin/articles/tag/undo.html", context)


def may(request: HttpRequest, *permissions: str) -> bool:
    """Tell whether the user holds all these permissions on articles and tags."""
    user: Any = request.user
    return all(user.has_perm(f"articles.{permission}") for permission in permissions)


def told(request: HttpRequest, write: Callable[..., TagOperation], **fields: Any) -> TagOperation | None:
    """Call a service of tags for this user and now; tell what was done, or why not, and then return None."""
    try:
        operation = write(**fields, actor=request.user, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, "; ".join(refusal.messages))
    except (PermissionDenied, Tag.DoesNotExist) as refusal:
        messages.error(request, str(refusal))
    else:
        words = _("Undone: %(summary)s.") if operation.undone_at else _("%(summary)s. It can be undone.")
        messages.success(request, words % {"summary": operation.summary})
        return operation
    return None
