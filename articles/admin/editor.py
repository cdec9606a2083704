"""The page on which an article is edited whole: forms over a revision, saved through the services."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from js_asset import Media

from articles.admin.rail import rail_of
from articles.admin.words import field_label
from articles.forms.article import ArticleForm
from articles.forms.images import PictureForm
from articles.forms.rows import BylineFormSet, RelatedFormSet, byline_initial, related_initial
from articles.merging.snapshot import Snapshot
from articles.models import Article, Author, Image, Revision
from articles.services.editing import Saved, create_article, save_article
from articles.services.images import add_image
from articles.services.names import ensure_authors
from articles.services.publishing import publish_article, return_article, submit_article
from articles.workflow import Action, TransitionRefused

if TYPE_CHECKING:
    from articles.admin.articles import ArticleAdmin

EMPTY = Snapshot()
MOVES = {Action.PUBLISH: publish_article, Action.SUBMIT: submit_article, Action.RETURN: return_article}


@dataclass
class Forms:
    """All that an editor types on the page."""

    article: ArticleForm
    bylines: Any
    related: Any
    picture: PictureForm

    def are_valid(self) -> bool:
        """Check every part, so that each shows its errors."""
        parts = (self.article, self.bylines, self.related, self.picture)
        return all([part.is_valid() for part in parts])  # noqa: C419 - each is to be checked

    def content(self) -> Snapshot:
        """Return what was typed as a snapshot; missing authors are made. 2 queries, 5 when some are new."""
        names = [credit.name for credit in self.bylines.typed()]
        authors = ensure_authors(names)
        known = names_of_authors([credit.author for credit in self.bylines.typed() if credit.author])
        return replace(
            self.article.content(), bylines=self.bylines.credits(authors, known), related=self.related.related()
        )


def names_of_authors(pks: list[int]) -> dict[int, str]:
    """Return authors' names by key: 1 query."""
    return dict(Author.objects.filter(pk__in=pks).values_list("pk", "name"))


def initial_rows(base: Snapshot) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of a snapshot's bylines and related stories: 2 queries."""
    linked = [link.article for link in base.related if link.article]
    known = dict(Article.objects.filter(pk__in=linked).values_list("pk", "headline"))
    names = names_of_authors([credit.author for credit in base.bylines])
    return {"bylines": byline_initial(base.bylines, names), "related": related_initial(base.related, known)}


def article_page(desk: "ArticleAdmin", request: HttpRequest, article: Article | None) -> HttpResponse:
    """Show the page, or take what was typed on it. 10 queries and a few, however many tags and authors."""
    may_edit = desk.has_change_permission(request, article) if article else desk.has_add_permission(request)
    if request.method == "POST":
        if not may_edit:
            raise PermissionDenied("articles: this account may look, not edit")
        return _take(desk, request, article)
    base = _latest(article)
    content = base.content if base else EMPTY
    rows = initial_rows(content)
    forms = Forms(
        ArticleForm(base=content, base_number=base.number if base else 0, is_locked=not may_edit),
        BylineFormSet(initial=rows["bylines"], prefix="bylines"),
        RelatedFormSet(initial=rows["related"], prefix="related"),
        PictureForm(),
    )
    return _show(desk, request, article, base, forms, may_edit=may_edit)


def _take(desk: "ArticleAdmin", request: HttpRequest, article: Article | None) -> HttpResponse:
    base = _base_of(request, article)
    content = base.content if base else EMPTY
    user: Any = request.user
    forms = Forms(
        ArticleForm(request.POST, base=content),
        BylineFormSet(request.POST, prefix="bylines", may_add_authors=user.has_perm("articles.add_author")),
        RelatedFormSet(request.POST, prefix="related", article_id=article.pk if article else None),
        PictureForm(request.POST, request.FILES),
    )
    now = timezone.now()
    forms = _with_picture_kept(forms, request, content, now)
    if not forms.are_valid():
        messages.error(request, _("Nothing was saved yet: see the errors below. What you typed is still here."))
        return _show(desk, request, article, base, forms, may_edit=True)
    typed = forms.content()
    reason = forms.article.cleaned_data["reason"]
    if article is None:
        article = create_article(content=typed, actor=user, at=now, reason=reason)
        desk.log_addition(request, article, [{"added": {}}])
        messages.success(request, _("Saved as a draft."))
        conflicts = False
    else:
        saved = save_article(
            article_id=article.pk,
            content=typed,
            base_number=base.number if base else 0,
            actor=user,
            at=now,
            reason=reason,
        )
        _report(desk, request, saved, content)
        conflicts = bool(saved.conflicts)
    _move(desk, request, article, conflicts=conflicts, at=now)
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))


def _with_picture_kept(forms: Forms, request: HttpRequest, content: Snapshot, now: datetime) -> Forms:
    """Store a picture that was sent and is right, and choose it: an error elsewhere must not cost it."""
    picture = forms.picture
    if not picture.is_valid() or picture.picture is None:
        return forms
    words = {name: picture.cleaned_data[name] for name in ("alt", "caption", "credit")}
    name = picture.cleaned_data["file"].name
    image = add_image(picture=picture.picture, name=name, **words, actor=request.user, at=now)
    data = request.POST.copy()
    data["lead_image"] = str(image.pk)
    forms.article = ArticleForm(data, base=content)
    forms.picture = PictureForm({})
    messages.success(request, _("The picture was added, and chosen as lead image."))
    return forms


def _report(desk: "ArticleAdmin", request: HttpRequest, saved: Saved, base: Snapshot) -> None:
    """Tell the editor, and the admin's log, what the save did."""
    if saved.revision is None:
        messages.info(request, _("Nothing was changed, so there was nothing to save."))
        return
    content = saved.revision.content
    changed = [field_label(f.name) for f in fields(Snapshot) if getattr(content, f.name) != getattr(base, f.name)]
    desk.log_change(request, saved.article, [{"changed": {"fields": [str(label) for label in changed]}}])
    messages.success(request, _("Saved as revision %(number)d.") % {"number": saved.revision.number})
    if saved.conflicts:
        history = reverse("admin:articles_article_history", args=[saved.article.pk])
        names = ", ".join(str(field_label(conflict.field)) for conflict in saved.conflicts)
        text = _(
            "Somebody saved this article while you had it open, and changed the same: {}. Your text was kept; "
            'theirs is shown below and in <a href="{}">the history</a>.'
        )
        messages.warning(request, format_html(text, names, history))


def _move(desk: "ArticleAdmin", request: HttpRequest, article: Article, *, conflicts: bool, at: datetime) -> None:
    """Do what the button asked for beyond saving; what was saved stays saved if that is refused."""
    wanted = request.POST.get("do", "save")
    move = MOVES.get(wanted)  # type: ignore[call-overload]
    if move is None:
        return
    if conflicts and wanted == Action.PUBLISH:
        messages.warning(request, _("It was not published: look at both texts first, then publish."))
        return
    try:
        moved = move(article_id=article.pk, actor=request.user, at=at)
    except (TransitionRefused, ValidationError, PermissionDenied) as refusal:
        reason = "; ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
        messages.error(request, _("Saved, but no more than that: %(reason)s.") % {"reason": reason})
        return
    desk.log_change(request, moved, str(MOVED[Action(wanted)]))
    messages.success(request, moved_words(moved, Action(wanted), at=at))


# English, as the admin writes its log.
MOVED = {Action.PUBLISH: "Published.", Action.SUBMIT: "Submitted for review.", Action.RETURN: "Returned to the writer."}


def moved_words(article: Article, action: Action, *, at: datetime) -> str:
    """Say what a move did for readers."""
    if action == Action.SUBMIT:
        return _("Submitted for review.")
    if action == Action.RETURN:
        return _("Returned to the writer.")
    if article.is_public(at=at):
        return _("Published. Readers see it now.")
    when = timezone.localtime(article.visible_from)
    return _("Scheduled. Readers will see it from %(when)s.") % {"when": f"{when:%Y-%m-%d %H:%M %Z}"}


def _latest(article: Article | None) -> Revision | None:
    return article.revisions.select_related("author", "run").get(number=article.latest_number) if article else None


def _base_of(request: HttpRequest, article: Article | None) -> Revision | None:
    """Return the revision that the editor had before them; the latest, where the form names none that exists."""
    if article is None:
        return None
    number = request.POST.get("base_number", "")
    found = article.revisions.filter(number=int(number)).first() if number.isdecimal() and len(number) < 10 else None
    return found or _latest(article)


def _show(
    desk: "ArticleAdmin",
    request: HttpRequest,
    article: Article | None,
    base: Revision | None,
    forms: Forms,
    *,
    may_edit: bool,
) -> TemplateResponse:
    rail = rail_of(request, article, base, may_edit=may_edit)
    media = Media.from_media(forms.article.media, nonce=str(getattr(request, "csp_nonce", "")))
    context = desk.admin_site.each_context(request) | {
        "title": str(article) if article else _("New article"),
        "opts": desk.opts,
        "article": article,
        "forms": forms,
        "form": forms.article,
        "rail": rail,
        "may_edit": may_edit,
        "media": media,
        "lead_image": _lead_image(forms.article),
        "zone": timezone.get_default_timezone_name(),
        "errors": not all(part.is_valid() for part in vars(forms).values() if part.is_bound),
        "has_delete_permission": article is not None and desk.has_delete_permission(request, article),
    }
    request.current_app = desk.admin_site.name
    return TemplateResponse(request, "admin/articles/article/change_form.html", context)


def _lead_image(form: ArticleForm) -> Image | None:
    chosen = form["lead_image"].value()
    return Image.objects.filter(pk=chosen).first() if str(chosen or "").isdecimal() else None
