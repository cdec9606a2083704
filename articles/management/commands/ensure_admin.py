"""Make the first administrator's account."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.services.accounts import AccountRefused, ensure_admin


class Command(BaseCommand):
    """Print name and password of a new administrator once; do nothing where there is one."""

    help = "Make an administrator with a random password, printed once, unless there is an administrator already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the name."""
        parser.add_argument("--username", default="admin", help="the account's name (default: admin)")

    def handle(self, *args: object, username: str, verbosity: int, **options: object) -> None:
        """Make the account and print what to sign in with."""
        try:
            password = ensure_admin(username=username, at=timezone.now())
        except AccountRefused as refusal:
            raise CommandError(f"{refusal}, as in: ensure_admin --username=editor-in-chief") from refusal
        if password is not None:
            self.stdout.write(f"Administrator: user {username}, password {password} (shown this once: keep it)")
        elif verbosity > 1:
            self.stdout.write("An administrator exists: nothing to do")
