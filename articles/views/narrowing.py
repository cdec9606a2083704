"""Lists that readers narrow by filters: what is chosen, and how to take it back."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import BadRequest
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from articles.filters import ArticleFilter
from articles.models import Article
from articles.templatetags.newsroom import day, language_name


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter in force, in words, and the address of the same page without it."""

    words: str
    address: str


def narrowed(request: HttpRequest, *, at: datetime) -> ArticleFilter:
    """
    Return the public articles, filtered as the address asks: 1 query for each section, tag or author in it.

    :raises BadRequest: if a filter's value makes no sense; it names each, and what is wrong.
    """
    found = ArticleFilter(request.GET, Article.objects.published(at=at))
    if not found.is_valid():
        faults = (f"{name}: {' '.join(errors)}" for name, errors in found.errors.items())
        raise BadRequest("; ".join(faults))
    return found


def chosen(found: ArticleFilter) -> list[Chosen]:
    """Return the filters in force, the words of a search apart. No query."""
    values = dict(found.form.cleaned_data)
    phrases = {
        "section": _("in %s"),
        "tag": _("about %s"),
        "author": _("by %s"),
        "language": _("language: %s"),
        "from": _("from %s"),
        "to": _("to %s"),
    }
    values |= {name: day(values[name]) for name in ("from", "to") if values.get(name)}
    values["language"] = language_name(values["language"])
    in_force = [name for name in phrases if values.get(name)]
    return [Chosen(phrases[name] % values[name], _without(found.data, name)) for name in in_force]


def _without(asked: QueryDict, name: str) -> str:
    rest = asked.copy()
    for dropped in {name, "page"} & rest.keys():
        del rest[dropped]
    return f"?{rest.urlencode()}"
