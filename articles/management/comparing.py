"""Print which articles today's rules would change: what `import_articles --compare` does."""

import json
from collections.abc import Callable
from typing import Any, Final

from articles.models import SourceDocument
from articles.services.review.comparing import Difference, compare

_SHOWN_CHARS: Final = 100


def tell_differences(*, source: str, write: Callable[[str], object], complain: Callable[[str], object]) -> None:
    """Print each article that would change, field by field, and a total; nothing is written to the database."""
    documents = SourceDocument.objects.all()
    if source:
        documents = documents.filter(source=source)
    write(f"recovering {documents.filter(article__isnull=False).count()} stored documents again; nothing is written")
    changing = standing = unreadable = 0
    for each in compare(documents):
        if each.problem:
            unreadable += 1
            complain(f"{each.document}: {each.problem}")
            continue
        changing += bool(each.changes)
        standing += not each.changes
        for line in _lines(each):
            write(line)
    articles = documents.filter(article__isnull=False).values("article").distinct().count()
    write(
        f"{changing} of {articles} articles would change, "
        f"{standing} more are read otherwise but the desk's words stand, "
        f"{unreadable} documents cannot be read any more; nothing was written"
    )


def _lines(each: Difference) -> list[str]:
    lines = [f"article {each.document.article_id}, {each.document}"]
    lines += [f"  {change.field}: {_shown(change.before)} → {_shown(change.after)}" for change in each.changes]
    return lines + [f"  {name}: read otherwise, but changed at the desk; the desk's words stand" for name in each.kept]


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = " ".join(text.split()) or "—"
    return text if len(text) <= _SHOWN_CHARS else f"{text[: _SHOWN_CHARS - 1]}…"
