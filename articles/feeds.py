"""The newest stories as RSS 2.0 and as Atom."""

import re
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.markup.html import plain_text
from articles.models import Article

LENGTH = 30
SUMMARY_MAX_CHARS = 400
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@require_safe
def rss(request: HttpRequest) -> HttpResponse:
    """Answer with the newest stories as RSS 2.0: 3 queries."""
    return _answer(Rss201rev2Feed, reverse("articles:rss"), at=timezone.now())


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """Answer with the newest stories as Atom: 3 queries."""
    return _answer(Atom1Feed, reverse("articles:atom"), at=timezone.now())


def _answer(kind: type[Rss201rev2Feed] | type[Atom1Feed], path: str, *, at: datetime) -> HttpResponse:
    feed = kind(
        title=settings.SITE_NAME,
        link=f"{settings.SITE_URL}/",
        description=_("The newest stories of %s") % settings.SITE_NAME,
        subtitle=_("The newest stories of %s") % settings.SITE_NAME,
        language=get_language(),
        feed_url=f"{settings.SITE_URL}{path}",
        feed_guid=f"{settings.SITE_URL}/",
    )
    stories = Article.objects.published(at=at).newest_first().for_page().prefetch_related("tag_links__tag")
    for story in stories[:LENGTH]:
        _add(feed, story)
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _add(feed: Rss201rev2Feed | Atom1Feed, story: Article) -> None:
    """Add a story; its id is the short address, which outlives every change of headline and date. No query."""
    names = [_clean(byline.author.name) for byline in story.bylines.all() if not byline.role]
    topics = [_clean(link.tag.name) for link in sorted(story.tag_links.all(), key=lambda link: link.position)]
    feed.add_item(
        title=_clean(story.headline),
        link=f"{settings.SITE_URL}{story.get_absolute_url()}",
        description=_clean(story.standfirst or _beginning(plain_text(story.body))),
        author_name=", ".join(names) or None,
        categories=[*([_clean(story.section.name)] if story.section else []), *topics],
        unique_id=f"{settings.SITE_URL}{story.get_short_url()}",
        unique_id_is_permalink=True,
        pubdate=story.published_at,
        updateddate=story.updated_at,
    )


def _beginning(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SUMMARY_MAX_CHARS else f"{line[: SUMMARY_MAX_CHARS - 1]}…"


def _clean(text: str) -> str:
    """Drop what XML cannot hold, so that one odd character never stops the feed."""
    return NOT_XML.sub("", text)
