"""What state an article is in, said in a word with a shape, and what stands in the way of its publication."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.merging.snapshot import Snapshot
from articles.models import Article
from articles.workflow import Origin, Status

STAND_INS = (Origin.CAPTURED, Origin.RECEIVED)


@dataclass(frozen=True, slots=True)
class State:
    """A word, and the name of the shape and colour that go with it."""

    word: str
    shape: str

    def __html__(self) -> SafeString:
        return format_html('<span class="st st--{}">{}</span>', self.shape, self.word)

    __str__ = __html__


def state_of(article: Article, *, at: datetime) -> State:
    """Return the article's state at the instant `at`. No query."""
    if article.status == Status.PUBLISHED:
        if article.visible_from and article.visible_from > at:
            is_embargo = article.visible_from == article.embargoed_until
            return State(_("Embargoed"), "emb") if is_embargo else State(_("Scheduled"), "sched")
        return State(_("Published"), "live")
    words = {
        Status.DRAFT: State(_("Draft"), "draft"),
        Status.IN_REVIEW: State(_("In review"), "review"),
        Status.WITHDRAWN: State(_("Withdrawn"), "gone"),
    }
    return words[Status(article.status)]


class Weight(StrEnum):
    """How much a check matters."""

    STOP = "stop"
    WARN = "warn"
    OK = "ok"


@dataclass(frozen=True, slots=True)
class Check:
    """Something to look at before publishing, and the field to look at it in."""

    weight: Weight
    text: str
    field: str = ""

    @property
    def word(self) -> str:
        """The weight in a word."""
        return {Weight.STOP: _("Blocks"), Weight.WARN: _("Check"), Weight.OK: _("Done")}[self.weight]


def checks_of(content: Snapshot, *, image_alt: str | None, unresolved: int) -> Iterator[Check]:
    """
    Yield what blocks publication first, then what an editor should look at.

    `image_alt` is None without a lead image; `unresolved` counts the related
    headlines that lead nowhere yet. No query.
    """
    if not content.headline.strip():
        yield Check(Weight.STOP, _("There is no headline."), "headline")
    if not content.body:
        yield Check(Weight.STOP, _("There is no text."), "body")
    if content.headline and content.headline_origin == Origin.DERIVED:
        text = _("The headline was derived from the text: the document had none.")
        yield Check(Weight.WARN, text, "headline")
    if content.published_at and content.date_origin in STAND_INS:
        text = _("The date is a stand-in: %(stand_in)s.") % {"stand_in": stand_in_words(content.date_origin)}
        yield Check(Weight.WARN, text, "published_at")
    if image_alt is not None:
        yield (
            Check(Weight.OK, _("The lead image has alternative text."))
            if image_alt
            else Check(Weight.WARN, _("The lead image has no alternative text."), "lead_image")
        )
    if unresolved:
        text = _("Related headlines that lead nowhere yet: %(count)d. Each becomes a link when its article arrives.")
        yield Check(Weight.WARN, text % {"count": unresolved}, "related-0-headline")


def stand_in_words(origin: str) -> str:
    """Say what a stand-in date is, in words."""
    return _("the page’s clock when it was captured") if origin == Origin.CAPTURED else _("the day it was imported")
