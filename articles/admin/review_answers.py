"""What the forms of the queue's questions mean, kind by kind."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.admin.review_questions import OWN_WORDS, value_of
from articles.markup.html import clean_blocks
from articles.merging.snapshot import Snapshot
from articles.models import ReviewItem, Revision
from articles.services.review.answering import choose_link, join_into, take_back
from articles.services.review.deciding import accept, fix, reject, resolve_conflict

Kind = ReviewItem.Kind
_SIDES = ("ours", "theirs", "base", "own")


def answer(request: HttpRequest, item: ReviewItem) -> str:
    """
    Do what an answer says; return the address that it leads to, "" for the next question.

    :raises ValidationError: if it cannot be done; nothing is done then.
    """
    sent = request.POST
    what = sent.get("answer", "")
    terms: dict[str, Any] = {"item_id": item.pk, "actor": request.user, "at": timezone.now()}
    if what == "take-back":
        take_back(**terms)
        return reverse("admin:articles_reviewitem_change", args=[item.pk])
    if what == "reject":
        reject(**terms, reason=sent.get("reason", "").strip()[:300])
    elif what == "accept":
        _accept(request, item, terms)
    elif what == "fix":
        return _fix(request, item, terms)
    else:
        raise ValidationError(_("“%(what)s” is no answer; use accept, fix, reject or take-back.") % {"what": what})
    return ""


def _accept(request: HttpRequest, item: ReviewItem, terms: dict[str, Any]) -> None:
    if item.kind == Kind.LINK:
        choose_link(**terms, target_id=_number(request, "target", _("Choose the article that the headline names.")))
    elif item.kind == Kind.DUPLICATE:
        join_into(**terms, keep_id=_number(request, "keep", _("Choose the article that stays.")))
    else:
        accept(**terms)


def _fix(request: HttpRequest, item: ReviewItem, terms: dict[str, Any]) -> str:
    """Settle a conflict as chosen; a reading without corrected lines is put right at the desk, by hand."""
    if item.kind == Kind.CONFLICT:
        base_number = _number(request, "base_number", _("The form lacks the number of the revision it was made from."))
        shown = item.article.revisions.filter(number=base_number).first()
        if shown is None:
            raise ValidationError(_("Revision %(number)d is not there.") % {"number": base_number})
        resolve_conflict(**terms, values=chosen_values(request, item, shown.content), base_number=base_number)
        return ""
    if item.kind != Kind.RECOVERY:
        _accept(request, item, terms)
        return ""
    fix(**terms)
    if item.document and item.document.corrections:
        return ""
    return reverse("admin:articles_article_change", args=[item.article_id])


def chosen_values(request: HttpRequest, item: ReviewItem, shown: Snapshot) -> dict[str, Any]:
    """
    Return the value of each field for which something else than the desk's was chosen.

    Words that were typed count even where nobody chose them, unless another
    text was: what an editor wrote is not lost for a button. `shown` is what
    the page showed as the desk's.

    :raises ValidationError: if a choice is none.
    """
    revision = Revision.objects.filter(pk=item.subject.removeprefix("revision:")).first()
    values: dict[str, Any] = {}
    for conflict in revision.conflicts if revision else []:
        name = conflict["field"]
        side = request.POST.get(f"side-{name}", "ours")
        if side not in _SIDES or (side == "own" and name not in OWN_WORDS):
            raise ValidationError(_("%(field)s: choose one of the texts.") % {"field": name})
        own = _own(request, name) if name in OWN_WORDS else None
        if side == "own" or (side == "ours" and own not in (None, getattr(shown, name))):
            values[name] = own
        elif side != "ours":
            values[name] = value_of(name, conflict[side])
    return values


def _own(request: HttpRequest, name: str) -> Any:
    """Return the words typed for a field, None where the form has no place for them."""
    words = request.POST.get(f"own-{name}")
    if words is None:
        return None
    return clean_blocks(words) if name == "body" else " ".join(words.split())


def _number(request: HttpRequest, name: str, refusal: str) -> int:
    sent = request.POST.get(name, "").strip()
    if not sent.isdecimal() or len(sent) > 11:
        raise ValidationError(refusal)
    return int(sent)
