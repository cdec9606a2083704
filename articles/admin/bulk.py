"""Moves of many articles at once: asked for in words first, then done one by one by the services."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.admin.listing import ArticleList
from articles.admin.states import state_of
from articles.models import Article
from articles.services.publishing import publish_article, submit_article, withdraw_article
from articles.workflow import TransitionRefused

SHOWN = 50
Move = Callable[..., Article]


class BulkMoves(ArticleList):
    """The moves that the list offers for the articles chosen in it."""

    actions = ["submit_chosen", "publish_chosen", "withdraw_chosen"]

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Tell whether somebody may publish and withdraw."""
        return bool(getattr(request.user, "has_perm", lambda _name: False)("articles.publish_article"))

    @admin.action(description=gettext_lazy("Submit for review"), permissions=["change"])
    def submit_chosen(self, request: HttpRequest, queryset: Any) -> None:
        """Hand drafts to the editors; readers notice nothing, so nothing is asked."""
        self._move_each(request, queryset, submit_article, at=timezone.now())

    @admin.action(description=gettext_lazy("Publish …"), permissions=["publish"])
    def publish_chosen(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Publish the latest revision of each."""
        words = _("Readers see the latest revision of each at once, or from its own date if that is still to come.")
        return self._ask_or_move(request, queryset, publish_article, title=_("Publish"), effect=words)

    @admin.action(description=gettext_lazy("Withdraw …"), permissions=["publish"])
    def withdraw_chosen(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Take each from the readers."""
        words = _("Readers do not see them any more, at once. Texts and histories stay here.")
        return self._ask_or_move(request, queryset, withdraw_article, title=_("Withdraw"), effect=words)

    def _ask_or_move(
        self, request: HttpRequest, queryset: Any, move: Move, *, title: str, effect: str
    ) -> HttpResponse | None:
        now = timezone.now()
        if "confirmed" in request.POST:
            self._move_each(request, queryset, move, at=now)
            return None
        count = queryset.count()
        context = self.admin_site.each_context(request) | {
            "title": title,
            "opts": self.opts,
            "effect": effect,
            "count": count,
            "chosen": [(article, state_of(article, at=now)) for article in queryset[:SHOWN]],
            "more": max(0, count - SHOWN),
            "action": request.POST["action"],
            "select_across": request.POST.get("select_across", "0"),
            "checked": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/articles/article/bulk.html", context)

    def _move_each(self, request: HttpRequest, queryset: Any, move: Move, *, at: datetime) -> None:
        """Move one after the other, each in its own transaction; a refusal is told by name and stops none."""
        done = 0
        for article in queryset:
            try:
                moved = move(article_id=article.pk, actor=request.user, at=at)
            except (TransitionRefused, ValidationError, PermissionDenied, Article.DoesNotExist) as refusal:
                reason = "; ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
                messages.error(request, f"{article}: {reason}")
                continue
            self.log_change(request, moved, f"{state_of(moved, at=at).word}.")
            done += 1
        messages.success(request, ngettext("%d article was moved.", "%d articles were moved.", done) % done)
