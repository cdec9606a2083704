"""A member of an archive, and what its path may be."""

import re
from dataclasses import dataclass
from typing import Final

from articles.formats.archives.streams import Stream

LINK: Final = "a link inside an archive, which is not followed; pack the file that it leads to"
DEVICE: Final = "a device or a pipe inside an archive, not a file; leave it out"
_DRIVE = re.compile(r"[A-Za-z]:")
_CONTROLS = re.compile("[\x00-\x1f\x7f]")
_MAX_CHARS: Final = 900  # with the archive's own name it must fit a key


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: read `stream` before going on to the next; or `reason` says why it is none."""

    path: str
    stream: Stream | None
    reason: str = ""


def clean_path(path: str) -> str:
    """Return a member's path with `/` between its parts and without `.` among them."""
    return "/".join(part for part in path.replace("\\", "/").split("/") if part not in ("", "."))


def refusal_of(path: str) -> str:
    """Return why no member may have this path, "" when it may."""
    parts = path.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or _DRIVE.match(path):
        return "its path climbs out of the archive; pack it with a path below the archive's top"
    if _CONTROLS.search(path):
        return "its path holds control characters; give it a name that can be written"
    if len(path) > _MAX_CHARS:
        return f"its path has {len(path):,} characters; {_MAX_CHARS} at most can be kept"
    return "" if clean_path(path) else "it has no name; pack it with one"


def is_hidden(path: str) -> bool:
    """Tell whether a path has a hidden part, or one that a Mac leaves in archives for itself."""
    return any(part.startswith(".") or part == "__MACOSX" for part in path.split("/"))


def shown(path: str) -> str:
    """Return a path as a key can hold it, whatever it is."""
    return _CONTROLS.sub("\ufffd", path)[:_MAX_CHARS]
