"""What an import did with one document, for people and for the report."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from articles.merging.snapshot import Snapshot
from articles.models import Article, ImportRun


class Outcome(StrEnum):
    """What became of a document; each has exactly one."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    CONFLICTING = "in conflict"  # stored, with parts that wait for an editor
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of an article before and after, as JSON can hold it."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class ImportResult:
    """
    The outcome for one document, the article it made, and every problem met.

    `fields` is what the document holds, as `formats.rendering` tells it, where
    a report was asked for and the document had to be read.
    """

    source: str
    key: str
    outcome: Outcome
    article_id: int | None = None
    article: Article | None = field(default=None, repr=False)
    before: Snapshot | None = field(default=None, repr=False)
    after: Snapshot | None = field(default=None, repr=False)
    problems: Sequence[str] = ()
    fields: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def address(self) -> str | None:
        """The public address of an article that this import wrote."""
        return self.article.get_absolute_url() if self.article else None

    @property
    def changes(self) -> list[FieldChange]:
        """The fields that the import changed, in the order of a snapshot's fields."""
        return changes_between(self.before, self.after) if self.before and self.after else []


def result_as_json(result: ImportResult) -> dict[str, Any]:
    """Return a line of the report: outcome, article, every field with its confidence, every problem."""
    read = dict(result.fields)
    confidence: dict[str, float] = read.pop("confidence", {})
    read.pop("document", None)
    return {
        "document": result.key,
        "source": result.source,
        "outcome": result.outcome.value,
        "article": result.article_id,
        "address": result.address,
        "format": read.pop("format", None),
        "encoding": read.pop("encoding", None),
        "fields": {name: {"value": value, "confidence": confidence.get(name)} for name, value in read.items()},
        "changes": [
            {"field": change.field, "before": change.before, "after": change.after} for change in result.changes
        ],
        "problems": list(result.problems),
    }


def changes_between(before: Snapshot, after: Snapshot) -> list[FieldChange]:
    """Return the fields that differ, in the order of a snapshot's fields."""
    old, new = before.as_json(), after.as_json()
    names = (each.name for each in fields(Snapshot))
    return [FieldChange(name, old[name], new[name]) for name in names if old[name] != new[name]]


def record_counts(run: ImportRun, counts: Counter[Outcome]) -> None:
    """Store with a run how many documents had each outcome: 1 statement."""
    run.created_count = counts[Outcome.CREATED]
    run.updated_count = counts[Outcome.UPDATED]
    run.unchanged_count = counts[Outcome.UNCHANGED]
    run.conflicting_count = counts[Outcome.CONFLICTING]
    run.failed_count = counts[Outcome.FAILED]
    run.save()
