"""Search: the words of readers, the stories that have them, and what to try where none has."""

import re
from datetime import datetime
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import search as engine
from articles.markup.folding import fold_name
from articles.models import Article, Tag
from articles.views.narrowing import chosen, narrowed
from articles.views.paging import page_number, story_page, tally

ORDERS = ("", "newest")
NEAR_TAGS = 8


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """
    Answer with the stories that have all the words asked for, the best first.

    1 query without words, 6 with results, and 1 for each section, tag or
    author among the filters; one more where nothing is found.

    :raises BadRequest: if a filter, the order or the page's number makes no sense.
    :raises Http404: if the page is beyond the last.
    """
    at = timezone.now()
    found = narrowed(request, at=at)
    order = request.GET.get("sort", "")
    if order not in ORDERS:
        raise BadRequest(_("sort: “%s” is not an order; write newest, or leave it out.") % order[:40])
    number = page_number(request)
    words = found.form.cleaned_data["q"]
    context: dict[str, Any] = {"now": at, "filter": found, "words": words, "sort": order, "chosen": chosen(found)}
    if words:
        stories = found.qs.newest_first() if order else found.qs
        page = story_page(stories, at=at, number=number)
        context |= {"page": page, "tally": tally(found.qs), "results": _marked(page.stories, words)}
        if not page.stories:
            context["near"] = _near(words, at=at)
    return TemplateResponse(request, "articles/search.html", context)


def _marked(stories: list[Article], words: str) -> list[tuple[Article, str, str]]:
    """Return each story with headline and a stretch of text, found words between the engine's marks: 1 query."""
    excerpts = engine.excerpts([story.pk for story in stories], engine.parse_query(words))
    found = re.compile("|".join(rf"\b{re.escape(word)}\w*" for word in re.findall(r"\w{2,}", words)) or r"(?!)", re.I)
    around = rf"{engine.START}\g<0>{engine.END}"
    return [
        (story, found.sub(around, story.headline), _stretch(excerpts.get(story.pk, ""), story.standfirst))
        for story in stories
    ]


def _stretch(excerpt: str, standfirst: str) -> str:
    """Return the excerpt, or the standfirst where no word was found in the body."""
    return excerpt if engine.START in excerpt else standfirst or excerpt


def _near(words: str, *, at: datetime) -> list[Tag]:
    """Return tags in use whose names begin with one of the words: 1 query."""
    keys = [fold_name(word)[:4] for word in re.findall(r"\w{3,}", words)[:3]]
    public = Article.objects.published(at=at)
    near = Tag.objects.none()
    for key in keys:
        near = near | Tag.objects.of(public).filter(key__startswith=key)
    return list(near.in_order()[:NEAR_TAGS])
