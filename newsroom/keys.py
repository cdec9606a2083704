"""The secret key of a local newsroom: made once, kept beside its database."""

import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key

MODE_OWNER_ONLY = 0o600


def secret_key(path: Path) -> str:
    """Return the key in the file at `path`; make key and file, readable by the owner alone, if there is none.

    Two processes that start at once agree: the file appears whole, and only once.
    """
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=MODE_OWNER_ONLY)
        draft.write_text(get_random_secret_key())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
