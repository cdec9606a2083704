"""Turn documents into articles: parse the words of the command, call the import, print what it did."""

import json
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from articles.formats.documents import ReadOptions
from articles.formats.intake import count
from articles.formats.registry import NAMES
from articles.services.imports import ImportOptions, ImportResult, Outcome, import_documents, result_as_json

SECONDS_BETWEEN_LINES = 5
MAX_SHOWN_CHARS = 100


class Command(BaseCommand):
    help = "Import documents: files, folders, or - for standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder, or - for standard input")
        parser.add_argument("--publish", action="store_true", help="publish what is imported, at its own date")
        parser.add_argument("--dry-run", action="store_true", help="show field by field what would be; write nothing")
        parser.add_argument("--format", choices=NAMES, default="auto")
        parser.add_argument("--encoding", help="the encoding of the documents; by default each tells its own")
        parser.add_argument(
            "--source", default="", help="the collection that the documents belong to; by default their folder's name"
        )
        parser.add_argument("--report", metavar="FILE", type=Path, help="write a line of JSON for each document")

    def handle(self, *, paths: list[str], report: Path | None, **options: Any) -> None:
        import_options = ImportOptions(
            paths=paths,
            source=options["source"],
            reading=ReadOptions(options["format"], options["encoding"]),
            publish=options["publish"],
            dry_run=options["dry_run"],
            stdin=sys.stdin.buffer if "-" in paths else None,
        )
        counts: Counter[Outcome] = Counter()
        with ExitStack() as stack:
            lines = stack.enter_context(_open_report(report)) if report else None
            results = import_documents(import_options, actor=None, now=timezone.now)
            for result in self._with_progress(results, total=count(paths, options=import_options.reading)):
                counts[result.outcome] += 1
                if lines:
                    lines.write(json.dumps(result_as_json(result), ensure_ascii=False) + "\n")
                self._tell(result, is_dry=options["dry_run"], tells_all=options["verbosity"] >= 2)
        would = "dry run, nothing written: " if options["dry_run"] else ""
        self.stdout.write(would + ", ".join(f"{counts[outcome]} {outcome.value}" for outcome in Outcome))
        if counts[Outcome.FAILED]:
            sys.exit(1)

    def _with_progress(self, results: Iterable[ImportResult], *, total: int | None) -> Iterator[ImportResult]:
        """Show a bar with rate and time left on a terminal, a plain line every few seconds elsewhere."""
        started = said = time.monotonic()
        bar = tqdm(results, total=total, unit=" documents", disable=None, dynamic_ncols=True)
        for done, result in enumerate(bar, start=1):
            yield result
            if bar.disable and time.monotonic() - said >= SECONDS_BETWEEN_LINES:
                said = time.monotonic()
                of = f"{done} documents" if total is None else f"{done} of {total} documents"
                self.stdout.write(f"{of}, {done / (said - started):.0f} a second")

    def _tell(self, result: ImportResult, *, is_dry: bool, tells_all: bool) -> None:
        if result.outcome is Outcome.FAILED:
            self._line(f"{result.key}: {'; '.join(result.problems)}", self.stderr)
            return
        if is_dry:
            self._line(f"{result.key}: would be {result.outcome.value}")
            for change in result.changes:
                self._line(f"  {change.field}: {_shown(change.before)} → {_shown(change.after)}")
        elif tells_all:
            self._line(f"{result.key}: {result.outcome.value} {result.address or ''}".rstrip())
        if is_dry or result.outcome is Outcome.CONFLICTING or tells_all:
            for problem in result.problems:
                self._line(f"  ! {problem}")

    def _line(self, text: str, stream: Any = None) -> None:
        with tqdm.external_write_mode():
            (stream or self.stdout).write(text)


def _open_report(path: Path) -> TextIO:
    try:
        return path.open("w", encoding="utf-8")
    except OSError as error:
        raise CommandError(
            f"--report {path}: cannot be written ({error.strerror}); name a file in a folder that can", returncode=2
        ) from None


def _shown(value: Any) -> str:
    """Return a value on one line, cut where it is long."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = " ".join(text.split()) or "—"
    return text if len(text) <= MAX_SHOWN_CHARS else f"{text[: MAX_SHOWN_CHARS - 1]}…"
