"""The rail beside the editor: state, what blocks publishing, the buttons, the source."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.admin.source_lines import SourceLine, field_confidence, source_lines
from articles.admin.states import STAND_INS, Check, State, Weight, checks_of, stand_in_words, state_of
from articles.admin.words import Names, field_label, local_minute
from articles.forms.article import instant_of
from articles.merging.snapshot import Snapshot
from articles.models import Article, RelatedLink, ReviewItem, Revision, SourceDocument
from articles.workflow import Action, Door, Origin, Status, allowed_actions


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that two people changed: what was kept, and what the other wrote."""

    label: str
    ours: list[str]
    theirs: list[str]


@dataclass(frozen=True, slots=True)
class Publishing:
    """The words of the button that publishes, and what readers will see: as things stand, at once, and later."""

    word: str
    effect: str
    at_once: tuple[str, str]
    later: tuple[str, str]  # with {when} in it
    clock: str  # the site's own time of day, to compare what is typed with


@dataclass
class Rail:
    """What the page says beside the form."""

    state: State | None = None
    revision: Revision | None = None
    checks: list[Check] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    publish: "Publishing | None" = None
    headline_note: str = ""
    date_note: str = ""
    clashes: list[Clash] = field(default_factory=list)
    source: SourceDocument | None = None
    lines: list[SourceLine] = field(default_factory=list)
    confidence: list[tuple[str, int, str]] = field(default_factory=list)
    found: list[RelatedLink] = field(default_factory=list)

    @property
    def saved_by(self) -> str:
        """Who saved the revision: a name, the import, or the operator at the command line."""
        if self.revision is None:
            return ""
        if self.revision.door == Door.IMPORT:
            return _("the import")
        return self.revision.author.get_username() if self.revision.author else _("the operator")

    @property
    def is_blocked(self) -> bool:
        """Tell whether something stands in the way of publication."""
        return any(check.weight == Weight.STOP for check in self.checks)


def rail_of(request: HttpRequest, article: Article | None, base: Revision | None, *, may_edit: bool) -> Rail:
    """Return the rail for an article as revision `base` has it: 7 queries."""
    now = timezone.now()
    user: Any = request.user
    may_publish = may_edit and user.has_perm("articles.publish_article")
    if article is None or base is None:
        actions = [Action.SUBMIT, Action.PUBLISH] if may_publish else [Action.SUBMIT] if may_edit else []
        rail = Rail(state=State(_("New"), "draft"), actions=actions)
        rail.publish = publishing_of(None, Snapshot(), at=now)
        return rail
    content = base.content
    found = list(article.related_links.select_related("target").defer("target__body"))
    unresolved = sum(not (link.target_id or link.url) for link in found)
    alt = article.lead_image.alt if article.lead_image and article.lead_image_id == content.lead_image else None
    source = article.sources.order_by("-received_at", "-version", "-pk").first()
    rail = Rail(
        state=state_of(article, at=now),
        revision=base,
        checks=[*_of_the_queue(article), *checks_of(content, image_alt=alt, unresolved=unresolved)],
        actions=[action for action in allowed_actions(Status(article.status)) if _may(action, may_edit, may_publish)],
        clashes=clashes_of(base),
        source=source,
        found=found,
    )
    rail.publish = publishing_of(article, content, at=now)
    if content.headline and content.headline_origin == Origin.DERIVED:
        rail.headline_note = _("Derived from the text: the document had no headline.")
    if content.published_at and content.date_origin in STAND_INS:
        rail.date_note = _("A stand-in: %(stand_in)s.") % {"stand_in": stand_in_words(content.date_origin)}
    if source:
        rail.lines, rail.confidence = list(source_lines(source)), field_confidence(source)
    return rail


def _of_the_queue(article: Article) -> Iterator[Check]:
    """Yield what the review queue says of an article: a rejected reading, questions that wait: 1 query."""
    questions = list(article.review_items.exclude(state__in=[ReviewItem.State.ACCEPTED, ReviewItem.State.FIXED]))
    rejected = [
        each for each in questions if each.state == ReviewItem.State.REJECTED and each.kind == ReviewItem.Kind.RECOVERY
    ]
    if rejected and article.status != Status.PUBLISHED:
        reason = rejected[0].detail.get("reason", "")
        said = _("Its reading was rejected in the review queue: %(reason)s") % {"reason": reason}
        yield Check(Weight.STOP, said if reason else _("Its reading was rejected in the review queue."))
    if waiting := sum(each.state == ReviewItem.State.OPEN for each in questions):
        yield Check(Weight.WARN, _("Questions about it in the review queue: %(count)d.") % {"count": waiting})


def publishing_of(article: Article | None, content: Snapshot, *, at: datetime) -> Publishing:
    """Return what the button that publishes says, by the dates that the revision holds. No query."""
    instants = [instant_of(content.published_at), instant_of(content.embargoed_until)]
    to_come = [instant for instant in instants if instant and instant > at]
    if article and article.is_public(at=at):
        at_once = (_("Update the published article"), _("Readers see the changes at once."))
        later = (_("Take offline until then"), _("Readers will not see it any more until {when}."))
    else:
        at_once = (_("Publish now"), _("Readers see it at once."))
        later = (_("Schedule"), _("Readers will see it from {when}."))
    when = local_minute(max(to_come)) if to_come else ""
    word, effect = (later[0], later[1].format(when=when)) if to_come else at_once
    return Publishing(word, effect, at_once, later, f"{timezone.localtime(at):%Y-%m-%dT%H:%M}")


def clashes_of(revision: Revision) -> list[Clash]:
    """Return the conflicts that a revision was saved with; 4 queries where there are some."""
    if not revision.conflicts:
        return []
    names = Names([revision.content])
    return [
        Clash(
            str(field_label(conflict["field"])),
            names.words(conflict["field"], conflict["ours"]),
            names.words(conflict["field"], conflict["theirs"]),
        )
        for conflict in revision.conflicts
    ]


def _may(action: Action, may_edit: bool, may_publish: bool) -> bool:
    return may_publish if action in (Action.PUBLISH, Action.WITHDRAW) else may_edit
