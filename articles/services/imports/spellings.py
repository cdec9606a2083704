"""Settle how a tag is spelled when documents differ, so that their order does not matter."""

from collections.abc import Iterable

from articles.markup.folding import fold_name
from articles.models import Tag, TagOperation
from articles.services.names import MAX_TAG_CHARS
from articles.services.rows import update_rows


def settle_spellings(names: Iterable[str]) -> None:
    """
    Let each tag bear the first of its spellings in the order of characters, so capitals come before small letters.

    What the desk named, merged or split keeps its name. 1 query, 3 when a tag changes.
    """
    best: dict[str, str] = {}
    for name in names:
        cut = " ".join(name.split()).lstrip("#")[:MAX_TAG_CHARS].strip()
        key = fold_name(cut)
        best[key] = min(cut, best.get(key, cut))
    found = Tag.objects.filter(key__in=best).values_list("pk", "key", "name")
    better = {pk: best[key] for pk, key, name in found if best[key] < name}
    if better:
        kept = {pk for detail in TagOperation.objects.values_list("detail", flat=True) for pk in detail["tags"]}
        update_rows(Tag, ["name"], [(name, pk) for pk, name in sorted(better.items()) if pk not in kept])
