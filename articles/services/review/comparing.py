"""Recover stored documents by today's rules, and tell which articles would change, before anything does."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import groupby, islice
from typing import Any, Final

from django.db.models import Exists, F, OuterRef

from articles.formats.documents import UnreadableDocument
from articles.formats.teaching import learn
from articles.markup.folding import fold_name
from articles.merging.snapshot import Credit, Snapshot
from articles.merging.three_way import merge
from articles.models import Author, Revision, SourceDocument
from articles.models.sources import SourceDocumentQuerySet
from articles.recovery.collection import ALONE, Collection
from articles.recovery.correcting import correct
from articles.services.imports.results import FieldChange
from articles.services.review.rereading import (
    Reread,
    corrections_of,
    located,
    read_again,
    reading_options,
    reread,
    stored_document,
)

_CHUNK: Final = 100  # documents compared at a time
_IN_MEMORY: Final = 20  # documents whose bytes are in memory
# What another reading of the same bytes does not touch.
_KEPT: Final = ("section", "lead_image", "slug", "embargoed_until")


@dataclass(frozen=True, slots=True)
class Difference:
    """
    What today's rules would change of an article, field by field as it stands at the desk.

    In the fields `kept` they read something else too, but the desk wrote there
    meanwhile: its words would stand. `problem` says why a document cannot be read.
    """

    document: SourceDocument
    changes: Sequence[FieldChange] = ()
    kept: Sequence[str] = ()
    problem: str = ""


def compare(documents: SourceDocumentQuerySet) -> Iterator[Difference]:
    """
    Yield the articles that would change if the last versions of these documents were recovered again.

    What editors said of the lines counts. Nothing is written. Memory does not
    grow with the documents; 4 queries for a hundred, and one reading of a
    source's documents where they teach each other.
    """
    newer = SourceDocument.objects.filter(
        source=OuterRef("source"), key=OuterRef("key"), version__gt=OuterRef("version")
    )
    latest = documents.filter(~Exists(newer), article__isnull=False).order_by("source", "pk")
    rows = latest.select_related("run", "revision").iterator(chunk_size=_IN_MEMORY)
    for source, group in groupby(rows, key=lambda document: document.source):
        said = _read(source, group)
        while chunk := list(islice(said, _CHUNK)):
            yield from _differences(chunk)


def _read(source: str, documents: Iterable[SourceDocument]) -> Iterator[tuple[SourceDocument, Reread | str]]:
    """Yield the documents of a source, each with what it says now; their bytes are let go."""
    known: Collection | None = None
    for document in documents:
        if known is None and document.evidence.get("format") == "text":
            known = _lesson(source, document)
        said = _say(document, known or ALONE)
        document.data = b""
        yield document, said


def _lesson(source: str, example: SourceDocument) -> Collection:
    """Let the documents of a source teach each other, as they did when they were imported."""
    newer = SourceDocument.objects.filter(source=source, key=OuterRef("key"), version__gt=OuterRef("version"))
    latest = SourceDocument.objects.filter(~Exists(newer), source=source).defer("imported")
    rows = latest.order_by("pk").iterator(chunk_size=_IN_MEMORY)
    return learn((stored_document(row) for row in rows), reading_options(example.run))


def _differences(chunk: Sequence[tuple[SourceDocument, Reread | str]]) -> Iterator[Difference]:
    names = {name for _, said in chunk if isinstance(said, Reread) for name in said.authors}
    authors = {author.key: author for author in Author.objects.filter(key__in=set(map(fold_name, names)))}
    latest = Revision.objects.filter(
        article__in=[document.article_id for document, _ in chunk], number=F("article__latest_number")
    )
    ours = {revision.article_id: revision.content for revision in latest}
    for document, said in chunk:
        desk = ours.get(document.article_id or 0)
        if isinstance(said, str):
            yield Difference(document, problem=said)
        elif desk is not None and (found := _difference(document, said, desk, authors)):
            yield found


def _say(document: SourceDocument, known: Collection) -> Reread | str:
    try:
        recovered = read_again(document, known)
        corrections = located(corrections_of(document), document.read_text(), recovered.article)
        return reread(document, recovered, correct(recovered.article, corrections))
    except (UnreadableDocument, ValueError) as error:
        return str(error)


def _difference(
    document: SourceDocument, said: Reread, ours: Snapshot, authors: Mapping[str, Author]
) -> Difference | None:
    base = document.base or ours
    unknown = {-at: name for at, name in enumerate(dict.fromkeys(said.authors), start=1)}
    keys = {fold_name(name): at for at, name in unknown.items()}
    credits = (authors[key].pk if key in authors else keys[key] for key in map(fold_name, said.authors))
    kept: dict[str, Any] = {name: getattr(base, name) for name in _KEPT}
    theirs = replace(said.content, bylines=tuple(dict.fromkeys(map(Credit, credits))), **kept)
    merged = merge(base=base, ours=ours, theirs=theirs)
    before, after = ours.as_json(), merged.merged.as_json()
    changes = [
        FieldChange(each.name, before[each.name], after[each.name])
        for each in fields(Snapshot)
        if before[each.name] != after[each.name]
    ]
    changes = [_named(change, unknown) if change.field == "bylines" else change for change in changes]
    conflicts = [conflict.field for conflict in merged.conflicts]
    return Difference(document, changes, conflicts) if changes or conflicts else None


def _named(change: FieldChange, unknown: Mapping[int, str]) -> FieldChange:
    """Say the names instead of the ids of authors; those that are not there yet go by what the document says."""
    ids = {credit["author"] for credit in [*change.before, *change.after]}
    names = dict(Author.objects.filter(pk__in=ids).values_list("pk", "name")) | dict(unknown)
    before, after = ([names.get(each["author"], "?") for each in side] for side in (change.before, change.after))
    return FieldChange(change.field, before, after)
