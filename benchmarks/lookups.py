"""
Lookups of related headlines and of texts among many, timed; `benchmarks/headlines.py` starts it on empty databases.

Related headlines are asked for as an import of 100 articles asks, 500 at once,
and as the desk asks, five at a time. Half of them bear an article's headline
with a small edit, half nobody's; a tenth of the texts tell a story again.
"""

import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

from articles.markup.folding import fold_headline
from articles.markup.sketches import numbers_like, numbers_of, shingles_of, sketch_of
from articles.models import Article, Fingerprint, RelatedLink
from articles.services.duplicates.finding import alike
from articles.services.links.bearers import bearers_of
from articles.services.rows import insert_rows
from benchmarks.corpus import Corpus

EDITS: Sequence[Callable[[str], str]] = (
    lambda headline: f"Exclusive: {headline}",
    lambda headline: f"{headline} | The Gazette",
    str.upper,
    lambda headline: f"{headline} (VIDEO)",
    lambda headline: f"The {headline}",
)
ARTICLES_ASKED = 400
LOOKUPS_EACH = 5
IMPORT_BATCH = 100
TEXTS = 300
REPEATED_EVERY = 10
PARAGRAPHS = 8
CHUNK = 10_000
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ARTICLE = {
    "headline_origin": "stated", "kicker": "", "standfirst": "", "dateline": "", "language": "en", "status": "draft",
    "date_origin": "stated", "canonical_url": "", "updated_at": NOON, "latest_number": 0, "saved_at": NOON,
}  # fmt: skip
LINK_COLUMNS = ("article_id", "position", "headline", "key", "head", "tail", "target_id", "url", "is_chosen")


def measure(name: str, count: int) -> None:
    """Fill an empty database with `count` headlines, sketches and waiting links, and time the lookups among them."""
    call_command("migrate", verbosity=0)
    corpus = Corpus()
    texts = [text_of(corpus, number) for number in range(min(TEXTS, count))]
    started = time.perf_counter()
    (index,) = Fingerprint._meta.indexes
    with connection.schema_editor() as editor:
        editor.remove_index(Fingerprint, index)  # made once all is there: in a tenth of the time
    for start in range(1, count + 1, CHUNK):
        with transaction.atomic():
            _fill(corpus, texts, range(start, min(start + CHUNK, count + 1)))
    with connection.schema_editor() as editor:
        editor.add_index(Fingerprint, index)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"\n{name}: {count:,} headlines, texts and waiting links; filled in {time.perf_counter() - started:,.0f} s")
    print("\n| lookup | ms each | CPU of this process, ms |\n|---|--:|--:|")
    chance = random.Random(3)
    asked = [named(corpus, chance, count) for _ in range(ARTICLES_ASKED * LOOKUPS_EACH)]
    for size in (IMPORT_BATCH * LOOKUPS_EACH, LOOKUPS_EACH):
        print(f"| related headline, {size} at once | {related(asked, size)} |", flush=True)
    for size in (IMPORT_BATCH, 1):
        print(f"| who waits for a new headline, {size} at once | {waiting(corpus, count, size)} |", flush=True)
    for size in (IMPORT_BATCH, 1):
        print(f"| was this text told before, {size} at once | {told(texts, size)} |", flush=True)


def named(corpus: Corpus, chance: random.Random, count: int) -> str:
    """Return a related headline: that of an article, with an edit, or one that is not there."""
    if chance.random() < 0.5:
        return corpus.headline(count + chance.randrange(10**6))
    return chance.choice(EDITS)(corpus.headline(chance.randrange(count)))


def text_of(corpus: Corpus, number: int) -> str:
    """Return a body of some 800 words; every tenth is the one before it, told again."""
    if number % REPEATED_EVERY == REPEATED_EVERY - 1:
        number -= 1
    chance = random.Random(f"text {number}")
    lines = (" ".join(corpus.headline(chance.getrandbits(40)) for _ in range(12)) for _ in range(PARAGRAPHS))
    return "\n".join(f"<p>{line}.</p>" for line in lines)


def related(asked: Sequence[str], size: int) -> str:
    """Return the times of a lookup of a related headline, `size` at once, comparing included."""
    started = _clocks()
    found = sum(bool(bearers) for batch in _batches(asked, size) for bearers in bearers_of(batch).values())
    times = _each(_since(started), len(asked))
    assert 0.4 < found / len(asked) < 0.6, found
    return times


def waiting(corpus: Corpus, count: int, size: int) -> str:
    """Return the times in which an arriving article learns which headlines wait for it."""
    arriving = [corpus.headline(number) for number in range(0, count, max(1, count // 1000))]
    started = _clocks()
    for batch in _batches(arriving, size):
        numbers = {number for headline in batch for number in numbers_like(headline, also_cut=True)}
        assert len(RelatedLink.objects.by_number(numbers)) >= len(batch)
    return _each(_since(started), len(arriving))


def told(texts: Sequence[str], size: int) -> str:
    """Return the times in which a text, its sketch made, is found to be told before, or not; all stored."""
    found, wall, cpu = 0, 0.0, 0.0
    for batch in _batches(enumerate(texts, start=1), size):
        shingles = {pk: shingles_of(text) for pk, text in batch}
        sketches = {pk: sketch_of(text) for pk, text in shingles.items()}
        started = _clocks()
        found += sum(1 for _ in alike(shingles, sketches))
        took = _since(started)
        wall, cpu = wall + took[0], cpu + took[1]
    assert found >= len(texts) // REPEATED_EVERY
    return _each((wall, cpu), len(texts))


def _fill(corpus: Corpus, texts: Sequence[str], pks: range) -> None:
    headlines = {pk: corpus.headline(pk - 1) for pk in pks}
    bodies = {pk: texts[pk - 1] if pk <= len(texts) else "" for pk in pks}
    insert_rows(
        Article,
        ("id", "headline", "headline_key", "slug", "short_code", "body", *ARTICLE),
        (
            (pk, text, fold_headline(text), f"s{pk}", f"c{pk}", bodies[pk], *ARTICLE.values())
            for pk, text in headlines.items()
        ),
    )
    waiting = {pk: f"Exclusive: {text}" for pk, text in headlines.items()}
    rows = ((pk, 0, text, *RelatedLink.found_by(text), None, "", False) for pk, text in waiting.items())
    insert_rows(RelatedLink, LINK_COLUMNS, rows)
    chance = random.Random(pks.start)
    numbers: list[tuple[int, int, int]] = []
    for pk, text in headlines.items():
        found = numbers_of(text)
        numbers += [(Fingerprint.Kind.HEADLINE.value, number, pk) for number in (found.kept if found else [])]
        # The texts of most are not kept: numbers spread as evenly as theirs stand for them.
        sketch = sketch_of(shingles_of(bodies[pk])) if bodies[pk] else _numbers(chance)
        numbers += [(Fingerprint.Kind.TEXT.value, number, pk) for number in sketch]
    insert_rows(Fingerprint, ("kind", "value", "article_id"), numbers)


def _numbers(chance: random.Random) -> list[int]:
    return [chance.getrandbits(63) for _ in range(12)]


def _clocks() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _since(started: tuple[float, float]) -> tuple[float, float]:
    wall, cpu = _clocks()
    return wall - started[0], cpu - started[1]


def _each(seconds: tuple[float, float], lookups: int) -> str:
    return " | ".join(f"{1000 * each / lookups:.3f}" for each in seconds)


def _batches(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch
