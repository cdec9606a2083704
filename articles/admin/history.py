"""The history of an article: its revisions as sentences, the difference of any two, and the way back."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.admin.states import state_of
from articles.admin.words import Names, field_label
from articles.markup.diff import BlockDiff, diff_blocks, diff_text
from articles.merging.snapshot import Snapshot
from articles.models import Article, Revision
from articles.services.editing import save_article
from articles.workflow import Door

if TYPE_CHECKING:
    from articles.admin.articles import ArticleAdmin

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class FieldDiff:
    """What became of one field: marked words, or the blocks of a body."""

    label: str
    html: SafeString | str = ""
    blocks: tuple[BlockDiff, ...] = ()


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """A revision in the list, with its sentence, and the fields in which it met another's."""

    revision: Revision
    sentence: str
    collided: str


def history_page(desk: "ArticleAdmin", request: HttpRequest, article: Article) -> HttpResponse:
    """Show the revisions, and with `?from=3&to=5` what changed between those: 5 queries, 11 with a comparison."""
    if not desk.has_view_or_change_permission(request, article):
        raise PermissionDenied("history: for those who may see articles")
    revisions = Paginator(article.revisions.for_history().newest_first(), PER_PAGE).get_page(request.GET.get("page"))
    old, new = _chosen(request, article)
    context = desk.admin_site.each_context(request) | {
        "title": _("History: %(article)s") % {"article": article},
        "opts": desk.opts,
        "article": article,
        "revisions": revisions,
        "lines": [RevisionLine(revision, sentence(revision), collided(revision)) for revision in revisions],
        "old": old,
        "new": new,
        "diff": list(diff_of(old.content, new.content)) if old and new else None,
        "state": state_of(article, at=timezone.now()),
        "versions": article.supersedes.order_by("-first_published_at", "-pk").defer("body"),
        "may_split": request.user.has_perm("articles.publish_article") and desk.has_change_permission(request, article),
        "may_restore": desk.has_change_permission(request, article),
    }
    return TemplateResponse(request, "admin/articles/article/history.html", context)


def restore(desk: "ArticleAdmin", request: HttpRequest, article: Article) -> HttpResponse:
    """Append a revision that says again what an earlier one said; nothing is taken away."""
    if not desk.has_change_permission(request, article):
        raise PermissionDenied("restore: for those who may change articles")
    revision = _numbered(article, request.POST.get("number"))
    if request.method != "POST" or revision is None:
        raise Http404("restore: send the number of a revision of this article")
    seen = _numbered(article, request.POST.get("base_number"))
    saved = save_article(
        article_id=article.pk,
        content=Names([revision.content]).still_there(revision.content),
        base_number=seen.number if seen else article.latest_number,
        actor=request.user,
        at=timezone.now(),
        reason=_("Restored revision %(number)d") % {"number": revision.number},
    )
    if saved.revision is None:
        messages.info(request, _("The article says that already."))
    else:
        desk.log_change(request, saved.article, f"Restored revision {revision.number}.")
        words = {"old": revision.number, "new": saved.revision.number}
        messages.success(request, _("Revision %(old)d was restored as revision %(new)d.") % words)
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))


def diff_of(old: Snapshot, new: Snapshot) -> Iterator[FieldDiff]:
    """Yield the fields that changed, the body last: 4 queries for names."""
    names = Names([old, new])
    changed = [f.name for f in fields(Snapshot) if getattr(old, f.name) != getattr(new, f.name)]
    for name in sorted(changed, key=lambda name: name == "body"):
        label = str(field_label(name))
        if name == "body":
            yield FieldDiff(label, blocks=tuple(diff_blocks(old.body, new.body)))
        else:
            was, now = (names.lines(name, getattr(content, name)) for content in (old, new))
            yield FieldDiff(label, html=diff_lines(was, now))


def diff_lines(old: list[str], new: list[str]) -> SafeString:
    """Mark the words, or where there are several lines the lines, that are in one alone."""
    if len(old) <= 1 and len(new) <= 1:
        # The diff escapes its words, and is cleaned.
        return mark_safe(diff_text("".join(old), "".join(new)))  # noqa: S308
    gone = [("del", line) for line in old if line not in new]
    rows = [*(("ins" if line not in old else "span", line) for line in new), *gone]
    return format_html_join("", "<div><{0}>{1}</{0}></div>", rows)


def _chosen(request: HttpRequest, article: Article) -> tuple[Revision | None, Revision | None]:
    if "to" not in request.GET:
        return None, None
    old, new = _numbered(article, request.GET.get("from")), _numbered(article, request.GET.get("to"))
    if old is None or new is None:
        messages.error(request, _("Choose two revisions of this article."))
        return None, None
    return (old, new) if old.number <= new.number else (new, old)


def _numbered(article: Article, number: Any) -> Revision | None:
    if not number or not str(number).isdecimal() or len(str(number)) > 9:
        return None
    return article.revisions.select_related("author", "run").filter(number=int(number)).first()


def sentence(revision: Revision) -> str:
    """Say who made a revision, and by which door. No query for revisions from `for_history`."""
    if revision.door == Door.IMPORT:
        return _("read from its document by the import")
    who = revision.author.get_username() if revision.author else _("the operator")
    if revision.number == 1:
        return _("written by %(who)s") % {"who": who}
    return _("saved by %(who)s") % {"who": who}


def collided(revision: Revision) -> str:
    """Name the fields that a revision and a colleague's changed both, "" where there are none."""
    return ", ".join(str(field_label(conflict["field"])) for conflict in revision.conflicts)
