"""How long a text takes, and how to say it in a line."""

import re

WORDS_A_MINUTE = 230
CHARACTERS_A_MINUTE = 500
DESCRIPTION_MAX_CHARS = 200
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def reading_minutes(text: str) -> int:
    """
    Return the minutes that plain `text` takes to read, at least 1.

    >>> reading_minutes("word " * 700)
    3

    Scripts that write no spaces are counted by the character.
    """
    characters = len(_UNSPACED.findall(text))
    words = len(_UNSPACED.sub(" ", text).split())
    return max(1, round(words / WORDS_A_MINUTE + characters / CHARACTERS_A_MINUTE))


def description(text: str) -> str:
    """
    Return the beginning of plain `text`, one line of at most 200 characters, cut between words.

    >>> description("One line.")
    'One line.'
    """
    line = " ".join(text.split())
    if len(line) <= DESCRIPTION_MAX_CHARS:
        return line
    cut = line[: DESCRIPTION_MAX_CHARS - 1]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut else cut}…"
