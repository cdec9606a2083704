"""Articles at the desk: the list, the page to edit, the history, and what completes a word."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.admin.bulk import BulkMoves
from articles.admin.completion import SOURCES, complete
from articles.admin.editor import article_page
from articles.admin.history import history_page, restore
from articles.admin.states import state_of
from articles.models import Article
from articles.services.deleting import delete_article
from articles.services.duplicates import split_stories
from articles.services.publishing import withdraw_article
from articles.workflow import TransitionRefused


@admin.register(Article)
class ArticleAdmin(BulkMoves):
    """The whole of an article; every write is a service's."""

    def get_urls(self) -> list[URLPattern]:
        """Add the desk's own pages under /admin/articles/article/."""
        view = self.admin_site.admin_view
        own = [
            path("complete/<str:kind>/", view(self.complete_view), name="articles_article_complete"),
            path("<int:article_id>/withdraw/", view(self.withdraw_view), name="articles_article_withdraw"),
            path("<int:article_id>/split/", view(self.split_view), name="articles_article_split"),
            path("<int:article_id>/restore/", view(self.restore_view), name="articles_article_restore"),
        ]
        return own + super().get_urls()

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Edit or add an article on one page, over its latest revision."""
        if object_id is None:
            if not self.has_add_permission(request):
                raise PermissionDenied("articles: this account may not add any")
            return article_page(self, request, None)
        article = self._article(request, unquote(object_id))
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied("articles: this account may not see them at the desk")
        return article_page(self, request, article)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the revisions and compare them."""
        return history_page(self, request, self._article(request, unquote(object_id)))

    def restore_view(self, request: HttpRequest, article_id: int) -> HttpResponse:
        """Restore a revision."""
        return restore(self, request, self._article(request, article_id))

    def withdraw_view(self, request: HttpRequest, article_id: int) -> HttpResponse:
        """Ask before taking an article from the readers, in the words of what will happen."""
        article = self._article(request, article_id)
        user: Any = request.user
        if not user.has_perm("articles.publish_article"):
            raise PermissionDenied("withdraw: for those who may publish")
        change = reverse("admin:articles_article_change", args=[article.pk])
        if request.method == "POST":
            try:
                withdraw_article(article_id=article.pk, actor=user, at=timezone.now())
            except TransitionRefused as refusal:
                messages.error(request, str(refusal))
            else:
                self.log_change(request, article, "Withdrawn.")
                messages.success(request, _("Withdrawn. Readers do not see it any more."))
            return HttpResponseRedirect(change)
        context = self.admin_site.each_context(request) | {
            "title": _("Withdraw: %(article)s") % {"article": article},
            "opts": self.opts,
            "article": article,
            "state": state_of(article, at=timezone.now()),
            "linking": article.linked_from.count(),
        }
        return TemplateResponse(request, "admin/articles/article/withdraw.html", context)

    def split_view(self, request: HttpRequest, article_id: int) -> HttpResponse:
        """Make a story of its own again of an article that went on in another; refusals are told."""
        article = self._article(request, article_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            split_stories(other_id=article.pk, actor=request.user, at=timezone.now())
        except ValidationError as refusal:
            messages.error(request, "; ".join(refusal.messages))
        else:
            self.log_change(request, article, "Split off.")
            messages.success(request, _("Split off. It is a story of its own again."))
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    def complete_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Complete a word; `kind` is one of tags, authors, articles and images."""
        if kind not in SOURCES:
            raise Http404(f"completion: no {kind!r}; there are {', '.join(SOURCES)}")
        return complete(request, kind)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Leave deleting to administrators: withdrawing keeps the history."""
        return bool(request.user.is_active and getattr(request.user, "is_superuser", False))

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        """Delete by the service, which tells index and journal."""
        delete_article(article_id=obj.pk, actor=request.user, at=timezone.now())

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """Delete the chosen articles one by one, by the service."""
        for article_id in queryset.values_list("pk", flat=True):
            delete_article(article_id=article_id, actor=request.user, at=timezone.now())

    def _article(self, request: HttpRequest, article_id: Any) -> Article:
        article: Article | None = self.get_object(request, str(article_id))
        if article is None:
            raise Http404(f"article {article_id}: not there; it may have been deleted")
        return article
