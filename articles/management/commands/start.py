"""Bring a newsroom up on this machine: tables, static files, seeds, an administrator, and the server."""

import os
import signal
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from articles.models import ImportRun

HOST = "127.0.0.1"
WORKERS = 2
THREADS_PER_WORKER = 2  # one waits for the database while the other answers
STOP_SECONDS = 3  # then a worker is killed: one that was still loading has not heard that it should stop


class Command(BaseCommand):
    """Prepare what is missing and no more, then serve: a second start does next to nothing."""

    help = "Migrate, collect static files, import seeds/ once, make an administrator once, then serve on this machine."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to leave out."""
        parser.add_argument("--prepare-only", action="store_true", help="do not serve")

    def handle(self, *args: object, prepare_only: bool, **options: object) -> None:
        """Run the steps in order; a seed that cannot be imported is reported and does not stop the start."""
        os.chdir(settings.BASE_DIR)  # where seeds/ lies, and where the server looks for the project
        call_command("migrate", interactive=False, verbosity=0)
        if static_files_are_stale():
            self.stdout.write("Collecting static files …")
            call_command("collectstatic", interactive=False, verbosity=0)
        if not ImportRun.objects.filter(finished_at__isnull=False).exists():
            self.import_seeds()
        call_command("ensure_admin", stdout=self.stdout)
        if not prepare_only:
            self.serve()

    def import_seeds(self) -> None:
        """Import and publish the documents under seeds/."""
        self.stdout.write("Importing seeds/ …")
        try:
            call_command("import_articles", "seeds", publish=True, stdout=self.stdout, stderr=self.stderr)
        except CommandError as error:
            self.stderr.write(f"seeds/: {error}")
        except SystemExit:  # the import has said which documents failed
            self.stderr.write("seeds/: not all could be imported; the desk lists what failed, and why")

    def serve(self) -> None:
        """Run the server, which prints nothing but faults, until it ends or we are told to."""
        address = f"http://{HOST}:{settings.PORT}/"
        self.stdout.write(f"The site: {address}\nThe desk: {address}admin/\nCtrl-C stops the newsroom.")
        self.stdout.flush()
        command = [sys.executable, "-m", "granian", "newsroom.wsgi:application", "--interface=wsgi", "--no-ws"]
        command += [f"--host={HOST}", f"--port={settings.PORT}", "--log-level=warning", "--respawn-failed-workers"]
        command += [f"--workers={WORKERS}", f"--blocking-threads={THREADS_PER_WORKER}"]
        command += [f"--workers-kill-timeout={STOP_SECONDS}"]
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: sys.exit())
        # In a session of its own, so that Ctrl-C reaches it once, through us: a worker that hears it twice may hang.
        server = subprocess.Popen(command, start_new_session=True)  # noqa: S603 - our own words
        try:
            sys.exit(server.wait())
        finally:
            server.terminate()
            server.wait()


def static_files_are_stale() -> bool:
    """Tell whether a static file is newer than the collected ones. Reads names and times only."""
    if not settings.STATIC_MANIFEST:
        return False
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists():
        return True
    collected_at = manifest.stat().st_mtime
    return any(
        Path(storage.path(name)).stat().st_mtime > collected_at
        for finder in get_finders()
        for name, storage in finder.list([])
    )
