"""Print what recovery makes of documents, as JSON Lines; touches no database."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from articles.formats.batch import Detail, render_all
from articles.formats.documents import ReadOptions
from articles.formats.intake import walk
from articles.formats.registry import NAMES
from articles.management.arguments import encoding_name, worker_count


class Command(BaseCommand):
    """Recover articles from documents and print them; exit 1 when some could not be read."""

    help = "Recover articles from documents and print one JSON object a line, in path order. Touches no database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare paths and options."""
        parser.add_argument("paths", metavar="PATH", nargs="+", help="a file, a folder, or - for standard input")
        parser.add_argument(
            "--format", choices=NAMES, default="auto", help="what the documents are; auto looks at each"
        )
        detail = parser.add_mutually_exclusive_group()
        detail.add_argument(
            "--lines",
            action="store_const",
            dest="detail",
            const=Detail.LINES,
            default=Detail.FIELDS,
            help="add the role of every non-blank line, and the grounds for it",
        )
        detail.add_argument(
            "--complete",
            action="store_const",
            dest="detail",
            const=Detail.COMPLETE,
            help="print all there is, the bytes included, for import_articles, which recovers nothing again then",
        )
        parser.add_argument(
            "--encoding", type=encoding_name, metavar="NAME", help="read all documents in this encoding"
        )
        parser.add_argument(
            "--workers", type=worker_count, metavar="N", default=None, help="processes; as many as there are cores"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Stream the documents through recovery; name each failure on standard error."""
        failed = False
        workers = options["workers"] or worker_count()
        reading = ReadOptions(options["format"], options["encoding"])
        documents = walk(options["paths"], stdin=sys.stdin.buffer, options=reading)
        for rendered in render_all(documents, options=reading, detail=options["detail"], workers=workers):
            if rendered.reason:
                failed = True
                self.stderr.write(f"{rendered.key}: {rendered.reason}")
            else:
                self.stdout.write(rendered.line)
        self.stdout.flush()
        if failed:
            sys.exit(1)
