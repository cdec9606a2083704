"""Complete what documents say by the rows that it stands for: authors, sections and lead images."""

from collections.abc import Sequence
from dataclasses import replace

from articles.formats.drafting import Draft
from articles.markup.folding import fold_name
from articles.merging.snapshot import Credit, Snapshot
from articles.services.imports.received import Received, Terms
from articles.services.names import MAX_NAME_CHARS, MAX_TAG_CHARS, ensure_authors, ensure_sections


def complete_contents(batch: Sequence[tuple[Received, Draft]], terms: Terms) -> list[tuple[Snapshot, list[str]]]:
    """
    Return each draft's content with its section, bylines and lead image, and its problems.

    Unknown authors and sections are made, and new pictures stored: at most 9
    queries a batch, and 1 for each new picture.
    """
    drafts = [draft for _, draft in batch]
    authors = ensure_authors(name for draft in drafts for name in draft.authors)
    sections = ensure_sections(draft.section for draft in drafts if draft.section)
    contents = []
    for draft in drafts:
        section = sections.get(_folded(draft.section, MAX_TAG_CHARS)) if draft.section else None
        people = (authors.get(_folded(name, MAX_NAME_CHARS)) for name in draft.authors)
        bylines = tuple(dict.fromkeys(Credit(person.pk) for person in people if person))
        content = draft.content
        if section or bylines:
            content = replace(content, section=section.pk if section else None, bylines=bylines)
        contents.append(content)
    leads = [received.lead for received, _ in batch]
    notes: list[list[str]] = [[] for _ in batch]
    if terms.pictures and any(lead.digest or lead.notes for lead in leads):
        contents, notes = terms.pictures.attach(contents, leads, actor=terms.actor, at=terms.at, is_dry=terms.is_dry)
    return [(content, [*draft.problems, *said]) for content, draft, said in zip(contents, drafts, notes, strict=True)]


def _folded(name: str, max_chars: int) -> str:
    return fold_name(" ".join(name.split()).lstrip("#")[:max_chars].strip())
