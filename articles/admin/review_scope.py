"""Which part of the review queue somebody works through: its address says so, and the next question comes from it."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from articles.models import ReviewItem
from articles.models.review import ReviewItemQuerySet

_MAX_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Scope:
    """A kind of question, a run and a state; "" and None leave them open."""

    kind: str = ""
    run: int | None = None
    state: str = ReviewItem.State.OPEN.value

    @classmethod
    def read(cls, sent: QueryDict) -> "Scope":
        """Return the scope that an address or a form gives; what it cannot mean is left out."""
        run = sent.get("run", "")
        state = sent.get("state", "")
        return cls(
            kind=sent.get("kind", "") if sent.get("kind") in ReviewItem.Kind.values else "",
            run=int(run) if run.isdecimal() and len(run) <= _MAX_DIGITS else None,
            state=state if state in (*ReviewItem.State.values, "all") else ReviewItem.State.OPEN.value,
        )

    @property
    def query(self) -> str:
        """The scope as the query of an address, "" when it is the whole queue."""
        state = self.state if self.state != ReviewItem.State.OPEN else ""
        given = {"kind": self.kind, "run": self.run, "state": state}
        return urlencode({name: value for name, value in given.items() if value})

    def but(self, **changes: Any) -> "Scope":
        """Return the scope with some of it changed."""
        return replace(self, **changes)

    def items(self) -> ReviewItemQuerySet:
        """Return the questions in the scope."""
        return self.of_state(self.of_kind(self.of_run(ReviewItem.objects.all())))

    def of_run(self, items: ReviewItemQuerySet) -> ReviewItemQuerySet:
        """Keep the run's questions."""
        return items.filter(run=self.run) if self.run is not None else items

    def of_kind(self, items: ReviewItemQuerySet) -> ReviewItemQuerySet:
        """Keep the kind's questions."""
        return items.filter(kind=self.kind) if self.kind else items

    def of_state(self, items: ReviewItemQuerySet) -> ReviewItemQuerySet:
        """Keep the questions in the state."""
        return items.filter(state=self.state) if self.state != "all" else items

    def next_after(self, item: ReviewItem) -> ReviewItem | None:
        """Return the question that waits after `item`, the first of the queue at its end; at most 2 queries."""
        waiting = self.but(state=ReviewItem.State.OPEN.value).items().exclude(pk=item.pk).least_sure_first()
        return waiting.after(item).first() or waiting.first()
