"""Write golden documents of readings that editors put right: parse, call the service, write two files, print, exit."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from articles.models import ReviewItem, SourceDocument
from articles.services.review.golden import golden_of


class Command(BaseCommand):
    """Export golden documents."""

    help = (
        "Write a document's bytes and, beside them, what recovery must make of them, as an editor corrected it. "
        "Name a question of the review queue by its number, or a source document as document:NUMBER."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("which", nargs="+", metavar="ITEM_OR_DOCUMENT", help="17, or document:17")
        parser.add_argument("--to", type=Path, default=Path("tests/documents"), help="the folder; %(default)s")
        parser.add_argument("--overwrite", action="store_true", help="replace files that are there already")

    def handle(self, *, which: list[str], to: Path, overwrite: bool, **options: Any) -> None:
        """Write two files for each; nothing is written where one is not there or the folder is not."""
        if not to.is_dir():
            raise CommandError(f"--to {to}: is not a folder; make it, or name another one")
        goldens = []
        for name in which:
            try:
                goldens.append(golden_of(_document(name)))
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
        for golden in goldens:
            files = {to / golden.name: golden.data, to / golden.expected_name: golden.expected_data}
            there = [str(path) for path in files if path.exists()]
            if there and not overwrite:
                raise CommandError(f"{', '.join(there)}: there already; give --overwrite to replace them")
            for path, data in files.items():
                path.write_bytes(data)
                self.stdout.write(str(path))


def _document(name: str) -> SourceDocument:
    kind, _, number = name.rpartition(":")
    if kind not in ("", "document") or not number.isdecimal():
        raise CommandError(f"“{name}”: names neither; write the number of a question, or document:NUMBER")
    documents = SourceDocument.objects.select_related("run")
    if kind:
        found = documents.filter(pk=int(number)).first()
    else:
        found = documents.filter(pk__in=ReviewItem.objects.filter(pk=int(number)).values("document")).first()
    if found is None:
        raise CommandError(f"“{name}”: is not there, or has no document; the review queue shows the numbers")
    return found
