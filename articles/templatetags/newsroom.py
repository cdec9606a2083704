"""What every page of the site needs to say: its name, its dates, its languages, its marks."""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

from babel import Locale, UnknownLocaleError
from django import template
from django.conf import settings
from django.utils import formats, timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import get_text_list
from django.utils.translation import get_language, get_language_bidi, ngettext, to_locale
from django.utils.translation import gettext as _

from articles.models import Article, Byline, Section
from articles.search import END, START
from articles.workflow import Origin

register = template.Library()

RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa ha-arab he iw ku-arab nqo pa-arab ps sd syr ug ur yi".split())
JSON_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
RELATIVE_FOR = timedelta(days=1)


class Site:
    """The newsroom itself; its sections cost one query, where a page asks for them."""

    def __init__(self) -> None:
        self.name: str = settings.SITE_NAME
        self.url: str = settings.SITE_URL

    @cached_property
    def sections(self) -> list[Section]:
        """The sections, as the masthead shows them."""
        return list(Section.objects.in_order())


@register.simple_tag
def site() -> Site:
    """Return the newsroom: `{% site as site %}`. No query until its sections are read."""
    return Site()


@register.filter
def absolute(path: str) -> str:
    """Return the whole address of a path on this site."""
    return f"{settings.SITE_URL}{path}"


@register.filter
def direction(language: str) -> str:
    """Return `rtl` or `ltr`, by the script that the language is written in."""
    parts = language.lower().replace("_", "-").split("-")
    is_rtl = parts[0] in RIGHT_TO_LEFT or "-".join(parts[:2]) in RIGHT_TO_LEFT
    return "rtl" if is_rtl and "latn" not in parts else "ltr"


@register.filter
def lang_attributes(language: str) -> SafeString:
    """Return the attributes `lang` and `dir` for words in a language; none where the page itself speaks it."""
    if language == get_language():
        return SafeString("")
    return format_html(' lang="{}" dir="{}"', language, direction(language))


@register.simple_tag
def site_lang_attributes() -> SafeString:
    """Return `lang` and `dir` of the site, for its own words inside an article in another language."""
    return format_html(' lang="{}" dir="{}"', get_language() or "en", "rtl" if get_language_bidi() else "ltr")


@register.filter
def language_name(code: str) -> str:
    """Return a language's name in the site's own language; the code where nobody named it."""
    try:
        name = Locale.parse(code, sep="-").get_display_name(to_locale(get_language() or "en"))
    except (UnknownLocaleError, ValueError):
        return code
    return name or code


@register.filter
def day(when: date) -> str:
    """Return a day, or that of an instant in the site's time zone, in words: 22 November 2026."""
    return _formatted(when, "j F Y", "DATE_FORMAT")


@register.filter
def weekday(when: date) -> str:
    """Return a day with its name: Sunday 22 November 2026."""
    return f"{_formatted(when, 'l', 'l')} {day(when)}"


@register.filter
def month(when: date) -> str:
    """Return a month and its year: November 2026."""
    return _formatted(when, "F Y", "YEAR_MONTH_FORMAT")


@register.filter
def minute(instant: datetime) -> str:
    """Return day, time and zone of an instant: 22 November 2026, 13:05 UTC."""
    return f"{day(instant)}, {_formatted(instant, 'H:i T', 'H:i T')}"


@register.filter
def clock(instant: datetime) -> str:
    """Return the time of an instant in the site's time zone: 13:05."""
    return _formatted(instant, "H:i", "H:i")


@register.simple_tag
def ago(instant: datetime, now: datetime) -> SafeString:
    """
    Return a `<time>`: relative for the day before `now`, else the day in words.

    A page may be kept for hours; where there is script, the relative words are brought up to date.
    """
    passed = now - instant
    if not timedelta(0) <= passed < RELATIVE_FOR:
        return format_html('<time datetime="{}">{}</time>', _machine(instant), day(instant))
    words = _passed(int(passed.total_seconds()) // 60)
    return format_html('<time datetime="{}" data-relative>{}</time>', _machine(instant), words)


@register.simple_tag
def dated(article: Article, now: datetime) -> SafeString:
    """Return when an article was published; a stand-in for its date is called one."""
    if article.published_at is None:
        return SafeString(escape(_("not published")))
    stand_in = {Origin.CAPTURED: _("as captured"), Origin.RECEIVED: _("received")}.get(Origin(article.date_origin))
    if stand_in is None:
        return ago(article.published_at, now)
    time = format_html('<time datetime="{}">{}</time>', _machine(article.published_at), day(article.published_at))
    return format_html("{} {}", stand_in, time)


@register.simple_tag
def story_count(count: int, is_more: bool) -> str:
    """Return a number of stories in words; `is_more` tells that only the first ones were counted."""
    if is_more:
        return _("More than %d stories") % count
    return ngettext("%d story", "%d stories", count) % count


@register.filter
def machine(instant: datetime) -> str:
    """Return an instant as ISO 8601 in UTC, to the second."""
    return _machine(instant)


@register.filter
def names(bylines: Iterable[Byline]) -> str:
    """Return the names of writers, in plain words: A, B and C. No query for articles from `for_listing`."""
    return get_text_list([byline.author.name for byline in bylines if not byline.role], _("and"))


@register.filter
def marked(text: str) -> SafeString:
    """Return text with found words in `<mark>`; all else is escaped."""
    marks = escape(text).replace(START, "<mark>").replace(END, "</mark>")
    return mark_safe(marks)  # noqa: S308 - escaped above; only our own tags are added


@register.filter
def json_ld(data: dict[str, Any]) -> SafeString:
    """Return structured data as JSON that no markup can end."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(JSON_ESCAPES)
    return mark_safe(text)  # noqa: S308 - every character that markup knows is escaped


def _formatted(when: date, english: str, other: str) -> str:
    local = timezone.localtime(when, timezone.get_default_timezone()) if isinstance(when, datetime) else when
    return formats.date_format(local, english if (get_language() or "en").startswith("en") else other)


def _machine(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _passed(minutes: int) -> str:
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return ngettext("%d minute ago", "%d minutes ago", minutes) % minutes
    return ngettext("%d hour ago", "%d hours ago", minutes // 60) % (minutes // 60)
