"""Turn related headlines into links, whichever of the two articles came first."""

from collections.abc import Sequence

from django.db.models import Count, F, Min, OuterRef, Q, Subquery

from articles.models import Article, RelatedLink


def resolve_links(articles: Sequence[Article]) -> set[int]:
    """
    Resolve the headlines that these articles name, and those that name these articles.

    A headline is resolved when exactly one article bears it; a found target
    whose headline changed is given up again. Return the ids of the articles
    whose links changed. 4 statements.
    """
    pks = [article.pk for article in articles]
    keys = {article.headline_key for article in articles} - {""}
    renamed = RelatedLink.objects.filter(target__in=pks, is_chosen=False).exclude(key=F("target__headline_key"))
    changed = set(renamed.values_list("article_id", flat=True))
    RelatedLink.objects.filter(pk__in=renamed.values("pk")).update(target=None)
    bearers = Article.objects.filter(headline_key=OuterRef("key")).values("headline_key")
    the_only_one = bearers.annotate(bearers=Count("pk"), only=Min("pk")).filter(bearers=1).values("only")
    found = (
        RelatedLink.objects.unresolved()
        .filter(Q(article__in=pks) | Q(key__in=keys))
        .exclude(key="")
        .annotate(found=Subquery(the_only_one))
        .filter(found__isnull=False)
        .exclude(found=F("article_id"))
    )
    rows = list(found)
    for link in rows:
        link.target_id = link.found  # type: ignore[attr-defined]
    RelatedLink.objects.bulk_update(rows, ["target"], batch_size=500)
    return changed | {link.article_id for link in rows}
