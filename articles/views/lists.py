"""Lists of articles: all of them, by section, by tag, by author; and the list of tags."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Article, ArticleQuerySet, Author, Section, Tag
from articles.views.narrowing import chosen, narrowed
from articles.views.paging import page_number, story_page, tally

TAGS_A_PAGE = 200


@require_safe
def story_list(request: HttpRequest) -> HttpResponse:
    """
    Answer with all articles, the newest first, filtered as the address asks.

    5 queries, and 1 for each section, tag or author among the filters.

    :raises BadRequest: if a filter or the page's number makes no sense.
    :raises Http404: if the page is beyond the last.
    """
    at = timezone.now()
    number = page_number(request)
    found = narrowed(request, at=at)
    context = {
        "now": at,
        "filter": found,
        "chosen": chosen(found),
        "tally": tally(found.qs),
        "page": story_page(found.qs.newest_first(), at=at, number=number),
    }
    return TemplateResponse(request, "articles/list.html", context)


@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    """
    Answer with a section's articles, the newest first: 5 queries.

    :raises Http404: if there is no such section, or no such page of it.
    """
    found = Section.objects.filter(slug=slug).first()
    if found is None:
        raise Http404(_("There is no section at this address."))
    at = timezone.now()
    stories = Article.objects.published(at=at).in_section(found)
    return TemplateResponse(request, "articles/section.html", _listed(request, stories, at=at) | {"section": found})


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """
    Answer with the articles about something, the newest first: 6 queries.

    The address of a tag that was merged into another leads there for good.

    :raises Http404: if no public article has the tag, or there is no such page of them.
    """
    at = timezone.now()
    public = Article.objects.published(at=at)
    found = Tag.objects.of(public).filter(slug=slug).first()
    if found is None:
        now_called = Tag.objects.of(public).filter(aliases__slug=slug).first()
        if now_called is None:
            raise Http404(_("No story has a tag at this address."))
        return redirect(now_called, permanent=True)
    stories = public.tagged(found)
    context = _listed(request, stories, at=at) | {"tag": found, "tally": tally(stories)}
    return TemplateResponse(request, "articles/tag.html", context)


@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    """
    Answer with an author's articles, the newest first: 6 queries.

    :raises Http404: if they signed no public article, or there is no such page of them.
    """
    at = timezone.now()
    public = Article.objects.published(at=at)
    found = Author.objects.of(public).filter(slug=slug).first()
    if found is None:
        raise Http404(_("No story is signed by an author at this address."))
    stories = public.by_author(found)
    context = _listed(request, stories, at=at) | {"author": found, "tally": tally(stories)}
    return TemplateResponse(request, "articles/author.html", context)


@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    """
    Answer with the tags of public articles, by name, with the number of articles of each: 3 queries.

    :raises BadRequest: if the page's number makes no sense.
    :raises Http404: if the page is beyond the last.
    """
    at = timezone.now()
    public = Article.objects.published(at=at)
    number = page_number(request)
    start = (number - 1) * TAGS_A_PAGE
    pks = list(Tag.objects.of(public).in_order().values_list("pk", flat=True)[start : start + TAGS_A_PAGE + 1])
    if not pks and number > 1:
        raise Http404(_("There is no page %s.") % number)
    counted = Tag.objects.filter(pk__in=pks[:TAGS_A_PAGE]).in_order()
    is_public = Q(article_links__content_object__in=public)
    context = {
        "now": at,
        "tags": counted.annotate(public_count=Count("article_links", filter=is_public)),
        "number": number,
        "has_next": len(pks) > TAGS_A_PAGE,
    }
    return TemplateResponse(request, "articles/tags.html", context)


def _listed(request: HttpRequest, stories: ArticleQuerySet, *, at: datetime) -> dict[str, Any]:
    return {"now": at, "page": story_page(stories.newest_first(), at=at, number=page_number(request))}
