"""What unpacking one file may cost, and the two ways in which it ends early."""

from dataclasses import dataclass
from typing import Final

MAX_RATIO: Final = 200  # bytes out for a byte in
FREE_BYTES: Final = 50 * 1024 * 1024  # that may come out of any file
MEMBER_BYTES: Final = 64 * 1024  # and for each member: many small documents that are alike pack to next to nothing
MAX_MEMBERS: Final = 10_000_000
MAX_DEPTH: Final = 3  # archives inside archives


class BrokenArchive(Exception):
    """Say what is wrong with packed bytes, and where; what came out before stays."""


class TooMuch(Exception):
    """Say which limit a file goes over; nothing more of it is read."""


@dataclass(slots=True)
class Budget:
    """
    What has come out of one file, at all depths together.

    `packed` is the size of the file, or what was read of it so far.
    """

    packed: int = 0
    unpacked: int = 0
    members: int = 0

    def spend(self, count: int) -> None:
        """
        Add bytes that were unpacked.

        :raises TooMuch: if the file expands as no archive of documents does.
        """
        self.unpacked += count
        if self.unpacked > FREE_BYTES + MEMBER_BYTES * self.members + MAX_RATIO * self.packed:
            raise TooMuch(
                f"it unpacks to more than {MAX_RATIO} times its size, as archives do that are made to fill disks; "
                "what came out of it before stays; unpack it yourself if you trust it"
            )

    def count_member(self) -> None:
        """
        Add a member of an archive.

        :raises TooMuch: if there are too many.
        """
        self.members += 1
        if self.members > MAX_MEMBERS:
            raise TooMuch(f"it has more than {MAX_MEMBERS:,} members; cut it into several archives")
