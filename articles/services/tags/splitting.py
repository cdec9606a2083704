"""Give some articles of a tag another one, in a way that can be undone."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.markup.folding import fold_name, slug_of
from articles.merging.snapshot import Snapshot
from articles.models import ArticleTag, Tag, TagAlias, TagOperation
from articles.services.amending import amend
from articles.services.journal import record
from articles.services.names import free_slugs
from articles.services.permissions import Actor, author_of, require
from articles.services.tags.links import carrying, give_to, public_subjects, take_from
from articles.services.tags.names import check_free, names_of, plain_name
from articles.services.tags.naming import renaming


@transaction.atomic
def split_tag(*, tag_id: int, parts: Mapping[str, Collection[int]], actor: Actor, at: datetime) -> TagOperation:
    """
    Take a tag from some of its articles, and give them others: `parts` maps each name to the articles that get it.

    A name that means the tag itself so far, be it a merged one, becomes a tag
    of its own again; another tag's name gives that tag. Each article gets a
    revision that says so; live rows follow at once. Return the entry in the
    audit, which `undo_operation` takes back.

    :raises PermissionDenied: if the actor may not add and change tags.
    :raises Tag.DoesNotExist: if the tag is gone.
    :raises ValidationError: if a name is no name or the tag's own, or an article does not carry the tag.
    """
    require(actor, "articles.change_tag")
    require(actor, "articles.add_tag")
    tag = Tag.objects.select_for_update().get(pk=tag_id)
    wanted = {plain_name(name): sorted(set(articles)) for name, articles in parts.items() if articles}
    _check(tag, wanted)
    means = names_of(tag)
    touched = public_subjects([tag])
    positions = dict(ArticleTag.objects.filter(tag=tag).values_list("content_object_id", "position"))
    done: list[dict[str, Any]] = []
    for name, articles in wanted.items():
        part, note = _part(tag, name)
        others = carrying(part, articles)
        give_to((pk, part.pk, positions[pk]) for pk in articles if pk not in others)
        moved = [[pk, positions[pk]] for pk in articles]
        done.append({"id": part.pk, "name": part.name, "articles": moved, "had_it": sorted(others), **note})
    names: dict[int, list[str]] = {}
    for each in done:
        for pk, _position in each["articles"]:
            names.setdefault(pk, []).append(each["name"])
    take_from(tag, names)

    def split(article_id: int, content: Snapshot) -> Snapshot:
        return renaming(means, *names[article_id])(article_id, content)

    amend(names, split, reason=_("The tag “%(tag)s” was split") % {"tag": tag.name}, actor=actor, at=at)
    record(touched | public_subjects(Tag.objects.filter(pk__in=[each["id"] for each in done])), at=at)
    summary = _("“%(tag)s” split: %(parts)s") % {
        "tag": tag.name,
        "parts": ", ".join(f"“{each['name']}” ({len(each['articles'])})" for each in done),
    }
    return TagOperation.objects.create(
        kind=TagOperation.Kind.SPLIT,
        summary=summary[:500],
        detail={"tags": [tag.pk, *(each["id"] for each in done)], "tag": tag.pk, "name": tag.name, "parts": done},
        actor=author_of(actor),
        at=at,
    )


def unsplit(operation: TagOperation, *, actor: Actor, at: datetime) -> None:
    """
    Give articles back the tag that was split, where they carry its part still; a part that was new and is bare goes.

    :raises ValidationError: if the tag that was split is gone.
    """
    detail = operation.detail
    tag = Tag.objects.select_for_update().filter(pk=detail["tag"]).first()
    if tag is None:
        raise ValidationError(_("the tag “%(tag)s” is gone; this split cannot be undone") % {"tag": detail["name"]})
    parts = Tag.objects.in_bulk([each["id"] for each in detail["parts"]])
    touched = public_subjects([tag, *parts.values()])
    for each in detail["parts"]:
        if each["id"] in parts:
            _return(tag, parts[each["id"]], each, actor=actor, at=at)
    record(touched, at=at)


def _check(tag: Tag, wanted: Mapping[str, Collection[int]]) -> None:
    if not wanted:
        raise ValidationError(_("a split takes a new name and at least one article for it; choose some"))
    own = next((name for name in wanted if fold_name(name) == tag.key), None)
    if own:
        raise ValidationError(_("“%(name)s” is the tag itself; give the other articles another name") % {"name": own})
    asked = {pk for articles in wanted.values() for pk in articles}
    strangers = asked - carrying(tag, asked)
    if strangers:
        message = _("articles without the tag “%(tag)s”: %(articles)s; leave them out")
        raise ValidationError(message % {"tag": tag.name, "articles": ", ".join(map(str, sorted(strangers)[:10]))})


def _part(tag: Tag, name: str) -> tuple[Tag, dict[str, Any]]:
    """Return the tag of that very name, made where there is none, and what undoing must know of it."""
    known = Tag.objects.filter(key=fold_name(name)).first()
    if known:
        return known, {"is_new": False, "alias": None}
    alias = tag.aliases.filter(key=fold_name(name)).first()
    check_free(name, tag=tag)
    note = {"name": alias.name, "slug": alias.slug} if alias else None
    if alias:
        alias.delete()
    slug = (
        alias.slug if alias and alias.slug else free_slugs([slug_of(name) or "tag"], Tag.objects, TagAlias.objects)[0]
    )
    part = Tag(name=name, slug=slug)
    part.save()
    return part, {"is_new": True, "alias": note}


def _return(tag: Tag, part: Tag, each: Mapping[str, Any], *, actor: Actor, at: datetime) -> None:
    means = names_of(part)
    positions = dict(each["articles"])
    still, have = carrying(part, positions), carrying(tag, positions)
    kept = set(each["had_it"])
    give_to((pk, tag.pk, positions[pk]) for pk in sorted(still - have))
    take_from(part, still - kept)

    def rejoined(article_id: int, content: Snapshot) -> Snapshot:
        names = (part.name, tag.name) if article_id in kept else (tag.name,)
        return renaming(means, *names)(article_id, content)

    reason = _("The split of the tag “%(tag)s” was undone") % {"tag": tag.name}
    amend(still, rejoined, reason=reason, actor=actor, at=at)
    if each["is_new"] and not part.article_links.exists():
        part.aliases.update(tag=tag)
        part.delete()
        if each["alias"]:
            slug = each["alias"]["slug"]
            key = fold_name(each["alias"]["name"])
            TagAlias.objects.create(name=each["alias"]["name"], key=key, loose_key=part.loose_key, slug=slug, tag=tag)
