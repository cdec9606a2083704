"""Turn documents into articles: parse the words of the command, call the import, print what it did."""

import json
import signal
import sys
import threading
import time
from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from articles.formats.documents import ReadOptions
from articles.formats.intake import count
from articles.formats.pool import WorkersFailed
from articles.formats.registry import NAMES
from articles.management.arguments import encoding_name, worker_count
from articles.management.comparing import tell_differences
from articles.services.imports import (
    ImportInterrupted,
    ImportOptions,
    ImportResult,
    Outcome,
    import_documents,
    result_as_json,
)

SECONDS_BETWEEN_LINES = 5
MAX_SHOWN_CHARS = 100


class Stop:
    """Ctrl-C, or a request to end: heard once, obeyed after the batch at hand; a second one ends at once."""

    number = 0

    def __bool__(self) -> bool:
        return bool(self.number)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Hear SIGINT and SIGTERM, where this is the main thread."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self._hear) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _hear(self, number: int, _frame: FrameType | None) -> None:
        if self.number:
            raise KeyboardInterrupt
        self.number = number


class Command(BaseCommand):
    help = (
        "Import documents: files, folders, archives, or - for standard input. Ctrl-C stops after the batch at hand; "
        "the same command again goes on, and a finished one changes only what changed. "
        "Exits 0 when all is in, 1 when some documents failed, 2 on wrong usage, "
        "3 when it cannot go on, such as for a full disk, 130 after Ctrl-C, 143 after SIGTERM."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="*", metavar="PATH", help="a file, a folder, or - for standard input")
        parser.add_argument(
            "--compare",
            action="store_true",
            help="without paths: recover what is stored by today's rules, and show what would change; write nothing",
        )
        parser.add_argument("--publish", action="store_true", help="publish what is imported, at its own date")
        parser.add_argument("--dry-run", action="store_true", help="show field by field what would be; write nothing")
        parser.add_argument("--format", choices=NAMES, default="auto")
        parser.add_argument(
            "--encoding", type=encoding_name, help="the encoding of the documents; by default each tells its own"
        )
        parser.add_argument(
            "--columns",
            type=_columns,
            default={},
            metavar="'COLUMN=FIELD,…'",
            help="which column of a table holds which field, as 'Titel=headline,Text=body'",
        )
        parser.add_argument("--repair", action="store_true", help="undo mojibake, which is otherwise only reported")
        parser.add_argument(
            "--each-alone", action="store_true", help="read each document without what others of its source teach"
        )
        parser.add_argument(
            "--source", default="", help="the collection that the documents belong to; by default their folder's name"
        )
        parser.add_argument("--report", metavar="FILE", type=Path, help="write a line of JSON for each document")
        parser.add_argument(
            "--workers",
            type=worker_count,
            metavar="N",
            help="processes that read documents; as many as there are cores",
        )

    def handle(self, *, paths: list[str], report: Path | None, compare: bool = False, **options: Any) -> None:
        if compare == bool(paths):
            raise CommandError("give a PATH to import, or --compare alone for what is stored", returncode=2)
        if compare:
            tell_differences(source=options["source"], write=self.stdout.write, complain=self.stderr.write)
            return
        import_options = _import_options(paths, report, options)
        stop = Stop()
        counts: Counter[Outcome] = Counter()
        with ExitStack() as stack:
            lines = stack.enter_context(_open_report(report)) if report else None
            stack.enter_context(stop.listening())
            results = import_documents(import_options, actor=None, now=timezone.now, is_stopped=lambda: bool(stop))
            try:
                for result in self._with_progress(results, total=count(paths)):
                    counts[result.outcome] += 1
                    if lines:
                        lines.write(json.dumps(result_as_json(result), ensure_ascii=False) + "\n")
                    self._tell(result, is_dry=options["dry_run"], tells_all=options["verbosity"] >= 2)
            except KeyboardInterrupt:
                stop.number = stop.number or signal.SIGINT
            except (ImportInterrupted, WorkersFailed) as error:
                reason = f"{_in(counts)}; then it stopped: {error}; mend that and run the same command again"
                raise CommandError(reason, returncode=3) from error
        would = "dry run, nothing written: " if options["dry_run"] else ""
        self.stdout.write(would + ", ".join(f"{counts[outcome]} {outcome.value}" for outcome in Outcome))
        if stop:
            self.stderr.write(f"stopped: {_in(counts)}; run the same command again to go on")
            sys.exit(128 + stop.number)
        if counts[Outcome.FAILED]:
            sys.exit(1)

    def _with_progress(self, results: Iterable[ImportResult], *, total: int | None) -> Iterator[ImportResult]:
        """Show a bar with rate and time left on a terminal, a plain line every few seconds elsewhere."""
        started = said = time.monotonic()
        bar = tqdm(results, total=total, unit=" documents", disable=None, dynamic_ncols=True)
        of = f" of {total}" if total is not None else ""
        for done, result in enumerate(bar, start=1):
            yield result
            if bar.disable and time.monotonic() - said >= SECONDS_BETWEEN_LINES:
                said = time.monotonic()
                self.stdout.write(f"{done}{of} documents, {done / (said - started):.0f} a second")

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


def _import_options(paths: list[str], report: Path | None, options: dict[str, Any]) -> ImportOptions:
    reading = ReadOptions(options["format"], options["encoding"], options["columns"], repair=options["repair"])
    return ImportOptions(
        paths=paths,
        source=options["source"],
        reading=reading,
        publish=options["publish"],
        dry_run=options["dry_run"],
        each_alone=options["each_alone"],
        workers=options["workers"] or worker_count(),
        with_fields=report is not None,
        stdin=sys.stdin.buffer if "-" in paths else None,
    )


def _in(counts: Counter[Outcome]) -> str:
    stored = counts.total() - counts[Outcome.FAILED]
    return f"{stored} documents are in, {counts[Outcome.FAILED]} failed"


def _columns(text: str) -> dict[str, str]:
    pairs = [pair.rpartition("=") for pair in text.split(",")]
    wrong = [f"{column}{sign}{name}" for column, sign, name in pairs if not (column.strip() and name.strip())]
    if wrong:
        raise ArgumentTypeError(f"“{wrong[0]}” names no column and field; write it as 'Titel=headline,Text=body'")
    return {column.strip(): name.strip() for column, _, name in pairs}


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
