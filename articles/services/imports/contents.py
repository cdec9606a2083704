"""Complete what documents say by the rows that its names stand for: authors and sections."""

from collections.abc import Sequence
from dataclasses import replace

from articles.formats.drafting import Draft
from articles.markup.folding import fold_name
from articles.merging.snapshot import Credit, Snapshot
from articles.services.names import MAX_NAME_CHARS, MAX_TAG_CHARS, ensure_authors, ensure_sections


def complete_contents(drafts: Sequence[Draft]) -> list[Snapshot]:
    """Return each draft's content with its section and bylines; unknown ones are made: at most 8 queries a batch."""
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
    return contents


def _folded(name: str, max_chars: int) -> str:
    return fold_name(" ".join(name.split()).lstrip("#")[:max_chars].strip())
