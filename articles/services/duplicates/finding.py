"""Find articles that tell one story in the same words: updated, published again, or rewritten from one wire text."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from articles.markup.sketches import Overlap, Shingles, overlap, shingles_of, sketch_of
from articles.models import Article, Fingerprint, ReviewItem
from articles.services.fingerprints import store_fingerprints
from articles.services.review.asking import ask
from articles.workflow import Status

FEWEST_SHARED: Final = 2  # numbers of the sketch that two texts share before they are compared
MOST_COMPARED: Final = 5
# A rewrite that keeps half of the sentences shares some .45 of the runs of words of the shorter text, some .3 of all;
# different stories with the same paragraphs of background less than .3 and .2.
OF_SHORTER: Final = 0.38
OF_ALL: Final = 0.2

Pair = tuple[int, int]  # ids, the newer article first


def index_and_find(articles: Sequence[Article], *, sketches: Mapping[int, Sequence[int]] | None = None) -> None:
    """
    Keep the sketches of these articles' texts, and ask an editor about each that may be the same story as another.

    Once for each batch, after its rows are written. Candidates come from the
    index, MOST_COMPARED at most for an article, and their texts are compared;
    some 7 statements, whatever the number. `sketches` holds those of the
    articles' texts by id, where they were made already. A question about texts that are
    alike no more is taken back, unless an editor has answered it.
    """
    if not articles:
        return
    texts: dict[int, Shingles] = {}
    if sketches is None:
        texts = {article.pk: shingles_of(article.body) for article in articles}
        sketches = {pk: sketch_of(text) for pk, text in texts.items()}
    store_fingerprints(Fingerprint.Kind.TEXT, sketches)
    found = dict(alike(texts, sketches))
    _take_back({article.pk for article in articles}, found)
    at = max(article.saved_at for article in articles)
    ask(
        ReviewItem(
            kind=ReviewItem.Kind.DUPLICATE,
            article_id=newer,
            other_id=older,
            subject=f"article:{older}",
            detail={"likeness": round(shared.of_shorter, 3), "why": _why(shared)},
            confidence=round(shared.of_shorter, 3),
            created_at=at,
        )
        for (newer, older), shared in found.items()
    )


def is_one_story(shared: Overlap) -> bool:
    """Tell whether two texts share so much that they may be one story."""
    return shared.of_shorter >= OF_SHORTER and shared.of_all >= OF_ALL


def alike(texts: dict[int, Shingles], sketches: Mapping[int, Sequence[int]]) -> Iterator[tuple[Pair, Overlap]]:
    """Yield the pairs that may be one story, with what they share: 2 queries."""
    numbers = {number for sketch in sketches.values() for number in sketch}
    sharing = Fingerprint.objects.sharing(numbers, kind=Fingerprint.Kind.TEXT)
    pairs: set[Pair] = set()
    for pk, sketch in sketches.items():
        counts = Counter(other for number in sketch for other in sharing.get(number, ()) if other != pk)
        near = [other for other, count in counts.most_common(MOST_COMPARED) if count >= FEWEST_SHARED]
        pairs |= {(max(pk, other), min(pk, other)) for other in near}
    if not pairs:
        return
    eligible = Article.objects.filter(pk__in={pk for pair in pairs for pk in pair}, superseded_by=None)
    bodies = dict(eligible.exclude(status=Status.WITHDRAWN).values_list("pk", "body"))
    for pk, body in bodies.items():
        if pk not in texts:
            texts[pk] = shingles_of(body)
    for pair in sorted(pairs):
        if pair[0] in bodies and pair[1] in bodies and is_one_story(shared := overlap(texts[pair[0]], texts[pair[1]])):
            yield pair, shared


def _take_back(indexed: set[int], found: Mapping[Pair, Overlap]) -> None:
    """Delete the open questions about these articles that hold no more: 1 query, and 1 more if there are some."""
    waiting = ReviewItem.objects.waiting().filter(kind=ReviewItem.Kind.DUPLICATE)
    about = waiting.filter(Q(article__in=indexed) | Q(other__in=indexed)).values_list("pk", "article_id", "other_id")
    outdated = [pk for pk, newer, older in about if (newer, older) not in found]
    if outdated:
        ReviewItem.objects.filter(pk__in=outdated).delete()


def _why(shared: Overlap) -> str:
    words = _("%(share)d %% of the shorter text stands in the other word for word.")
    return words % {"share": round(100 * shared.of_shorter)}
