"""The review queue at the desk: its list, the page of each question, and the answers."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from articles.admin.downloads import attachment
from articles.admin.reading import ReadingAdmin
from articles.admin.review_answers import answer
from articles.admin.review_list import queue_page
from articles.admin.review_questions import question_context
from articles.admin.review_reading import reading_context, role_word
from articles.admin.review_scope import Scope
from articles.models import ImportRun, ReviewItem
from articles.services.review.correcting import Correcting, correct_line, forget_correction
from articles.services.review.deciding import accept_batch
from articles.services.review.golden import golden_archive, golden_of

ABOVE = 0.9  # what a batch accepts unless told otherwise


@admin.register(ReviewItem)
class ReviewItemAdmin(ReadingAdmin):
    """Questions of the import, for those who may change articles to answer."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let in who may read articles."""
        return _may(request, "articles.view_article") or self.may_decide(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the queue in the index to those."""
        return self.has_view_permission(request)

    def may_decide(self, request: HttpRequest) -> bool:
        """Tell whether somebody may answer."""
        return _may(request, "articles.change_article")

    def get_urls(self) -> list[URLPattern]:
        """Add the answers."""
        view = self.admin_site.admin_view
        own = [
            path("batch/", view(require_POST(self.batch_view)), name="articles_reviewitem_batch"),
            path("<int:item_id>/decide/", view(require_POST(self.decide_view)), name="articles_reviewitem_decide"),
            path("<int:item_id>/line/", view(require_POST(self.line_view)), name="articles_reviewitem_line"),
            path("<int:item_id>/golden/", view(self.golden_view), name="articles_reviewitem_golden"),
        ]
        return [*own, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the list."""
        self._let_in(request)
        return queue_page(self, request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show a question."""
        if request.method == "POST":
            raise PermissionDenied("review queue: a question is answered, not changed")
        self._let_in(request)
        item = self._item(object_id)
        return TemplateResponse(request, f"admin/articles/reviewitem/{item.kind}.html", self._context(request, item))

    def decide_view(self, request: HttpRequest, item_id: int) -> HttpResponse:
        """Answer a question, and go on to the next one; a refusal stays with the question and says why."""
        item = self._item(item_id)
        scope = Scope.read(request.POST)
        try:
            leads_to = answer(request, item)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return HttpResponseRedirect(_address(item, scope))
        if leads_to:
            return HttpResponseRedirect(leads_to)
        following = scope.next_after(item)
        if following is None:
            messages.success(request, _("Nothing is left to decide here."))
        place = _address(following, scope) if following else _list_address(scope)
        return HttpResponseRedirect(f"{place}{'&' if '?' in place else '?'}done={item.pk}")

    def line_view(self, request: HttpRequest, item_id: int) -> HttpResponse:
        """Give a line a role; answer with the two columns where script asks for them, else with the page."""
        item = self._item(item_id)
        start = request.POST.get("line", "")
        if item.document_id is None or not start.isdecimal() or len(start) > 11:
            raise Http404("line: send where it begins in the document of this question")
        status, said = 200, ""
        role = request.POST.get("role", "")
        terms = {"document_id": item.document_id, "start": int(start), "actor": request.user, "at": timezone.now()}
        try:
            done = forget_correction(**terms) if role == "as-read" else correct_line(role=role, **terms)  # type: ignore[arg-type]
            said = _said(done, int(start), role)
        except ValidationError as error:
            status, said = 409, " ".join(error.messages)
        if request.headers.get("X-Requested-With") == "fetch":
            fresh = self._item(item_id)
            context = self._context(request, fresh) | {"said": said}
            return TemplateResponse(request, "admin/articles/partials/_reading.html", context, status=status)
        messages.add_message(request, messages.SUCCESS if status == 200 else messages.ERROR, said)
        return HttpResponseRedirect(f"{_address(item, Scope.read(request.POST))}#l{start}")

    def batch_view(self, request: HttpRequest) -> HttpResponse:
        """Accept all of a run above a confidence."""
        run = get_object_or_404(ImportRun, pk=request.POST.get("run") if request.POST.get("run", "").isdecimal() else 0)
        try:
            above = float(request.POST.get("above", ABOVE))
        except ValueError:
            above = -1.0
        if not 0 <= above <= 1:
            messages.error(request, _("“Above” must be a number from 0 to 1, such as 0.9."))
        else:
            count = accept_batch(run=run, above=above, actor=request.user, at=timezone.now())
            words = ngettext("%(count)d reading was accepted.", "%(count)d readings were accepted.", count)
            messages.success(request, words % {"count": count})
        return HttpResponseRedirect(_list_address(Scope(run=run.pk)))

    def golden_view(self, request: HttpRequest, item_id: int) -> HttpResponse:
        """Hand out the document and what must come out of it, as one archive."""
        self._let_in(request)
        item = self._item(item_id)
        if item.document is None:
            raise Http404(f"review item {item_id}: has no document")
        try:
            golden = golden_of(item.document)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return HttpResponseRedirect(_address(item, Scope()))
        return attachment(golden_archive(golden), f"{golden.name}.zip")

    def done(self, request: HttpRequest) -> ReviewItem | None:
        """Return the question that was decided just now, so that it can be taken back: at most 1 query."""
        sent = request.GET.get("done", "")
        if not sent.isdecimal() or len(sent) > 11:
            return None
        return ReviewItem.objects.for_queue().filter(pk=int(sent)).exclude(state=ReviewItem.State.OPEN).first()

    def _let_in(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied("review queue: for those who may see articles")

    def _item(self, item_id: int | str) -> ReviewItem:
        if not str(item_id).isdecimal() or len(str(item_id)) > 11:
            raise Http404(f"review item {item_id}: is not there")
        return get_object_or_404(ReviewItem.objects.select_related("article", "document", "run"), pk=int(item_id))

    def _context(self, request: HttpRequest, item: ReviewItem) -> dict[str, Any]:
        scope = Scope.read(request.POST if request.method == "POST" else request.GET)
        following = scope.next_after(item)
        about = (
            reading_context(item.article, item.document, chosen=request.GET.get("line", ""))
            if item.kind == ReviewItem.Kind.RECOVERY
            else question_context(item)
        )
        shared = {
            "title": f"{item.get_kind_display()}: {item.article}",
            "opts": self.opts,
            "item": item,
            "scope": scope,
            "percent": round(item.confidence * 100),
            "next_address": _address(following, scope) if following else "",
            "may_decide": self.may_decide(request),
            "is_open": item.state == ReviewItem.State.OPEN,
            "done": self.done(request),
        }
        return self.admin_site.each_context(request) | shared | about


def _may(request: HttpRequest, permission: str) -> bool:
    return bool(getattr(request.user, "has_perm", lambda _name: False)(permission))


def _said(done: Correcting, start: int, role: str) -> str:
    number = next((span.number for span in done.document.spans if span.start <= start < span.end), 0)
    if role == "as-read":
        words = _("Line %(number)d is as it was read.") % {"number": number}
    else:
        words = _("Line %(number)d: %(role)s.") % {"number": number, "role": role_word(role)}
    if done.conflicts:
        words += " " + _("The desk wrote something else there: its words stay, and the texts wait in the queue.")
    return words


def _address(item: ReviewItem, scope: Scope) -> str:
    place = reverse("admin:articles_reviewitem_change", args=[item.pk])
    return f"{place}?{scope.query}" if scope.query else place


def _list_address(scope: Scope) -> str:
    place = reverse("admin:articles_reviewitem_changelist")
    return f"{place}?{scope.query}" if scope.query else place
