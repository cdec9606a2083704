"""What a tag may be called, and which names in a revision mean it."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.markup.folding import fold_loosely, fold_name
from articles.markup.plurals import differ_by_number, number_keys
from articles.models import Tag, TagAlias
from articles.services.names import MAX_TAG_CHARS


def plain_name(name: str) -> str:
    """
    Return a tag's name in one line, without a leading #.

    :raises ValidationError: if it is empty or too long.
    """
    plain = " ".join(name.split()).lstrip("#").strip()
    if not fold_name(plain) or len(plain) > MAX_TAG_CHARS:
        message = _("a tag's name has 1 to %(max)d characters; this one has %(chars)d")
        raise ValidationError(message % {"max": MAX_TAG_CHARS, "chars": len(plain)})
    return plain


def check_free(name: str, *, tag: Tag | None) -> None:
    """
    Let pass a name that is no other tag's, nor another name of one: 2 queries.

    :raises ValidationError: naming the tag that has it.
    """
    key = fold_name(name)
    other = Tag.objects.filter(key=key).exclude(pk=tag.pk if tag else None).first()
    if other:
        raise ValidationError(_("there is a tag “%(name)s” already; choose another name") % {"name": other.name})
    alias = TagAlias.objects.select_related("tag").filter(key=key).exclude(tag=tag).first()
    if alias:
        message = _("“%(name)s” is another name of the tag “%(tag)s”; take it from there first")
        raise ValidationError(message % {"name": alias.name, "tag": alias.tag.name})


def names_of(tag: Tag) -> Callable[[str], bool]:
    """Return the question whether a name in a revision means `tag`, as the thesaurus stands now: 3 queries."""
    aliases = list(tag.aliases.all())
    keys = {tag.key, *(alias.key for alias in aliases)}
    loose = {tag.loose_key, *(alias.loose_key for alias in aliases)}
    near = loose | number_keys(tag.name)
    taken = set(Tag.objects.filter(loose_key__in=near).exclude(pk=tag.pk).values_list("key", flat=True))
    taken |= set(TagAlias.objects.filter(loose_key__in=near).exclude(tag=tag).values_list("key", flat=True))

    def is_meant(name: str) -> bool:
        key = fold_name(name)
        is_like = fold_loosely(name) in loose or differ_by_number(name, tag.name)
        return key in keys or (key not in taken and is_like)

    return is_meant
