"""Arguments that several commands take."""

import codecs
import os
from argparse import ArgumentTypeError


def encoding_name(name: str) -> str:
    """
    Return the name of an encoding as Python spells it.

    :raises ArgumentTypeError: if there is none of that name.
    """
    try:
        return codecs.lookup(name).name
    except LookupError as error:
        raise ArgumentTypeError(
            f"“{name}” is no known encoding; use a name such as utf-8, cp1252 or shift_jis"
        ) from error


def worker_count(text: str = "") -> int:
    """
    Return a number of processes; without one, as many as there are cores for us.

    :raises ArgumentTypeError: if it is no number from 1.
    """
    if not text:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"“{text}” is no number of processes; use a whole number from 1")
    return int(text)
