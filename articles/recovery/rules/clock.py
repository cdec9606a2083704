"""The page's own clock: date and time, nothing else, at the very top. Specimen: "04:58 GMT05 April 2020"."""

from collections.abc import Iterable

from articles.recovery import lexicon
from articles.recovery.article import Role
from articles.recovery.rules.verdict import Context, Seen, Verdict

_PUBLISHED = lexicon.bit("by") | lexicon.bit("role")
_TOP_LINES = 3
_RESIDUE_CHARS = 14  # a weekday's name


class ClockRule:
    """Take a line of date and time above everything else for the moment when the page was captured."""

    def where(self, context: Context) -> Iterable[int]:
        return context.range(0, min(_TOP_LINES, context.first))

    def judge(self, line: Seen, context: Context) -> Verdict | None:
        if not line.dates or line.at >= min(_TOP_LINES, context.first) or line.has(_PUBLISHED):
            return None
        found = line.dates[0]
        residue = sum(map(str.isalpha, line.text[: found.start] + line.text[found.end :]))
        if found.clock is None or residue > _RESIDUE_CHARS:
            return None
        if any(word in _SAID for word in line.words):
            return None
        below = context.near(line.at + 1)
        # A clock is followed by the page's buttons; a date of publication stands beside headline or text.
        if not found.time_first and (
            below is None or below.is_title_like or below.sentence or below.at == context.first
        ):
            return None
        why = "date and time of day, nothing else, at the very top: the page's own clock"
        return Verdict(Role.CLOCK, 0.97 if line.at == 0 else 0.6, why)


_SAID = frozenset(
    "published publish updated posted veröffentlicht erschienen aktualisiert stand publié publiée publicado "
    "actualizado "
    "atualizado pubblicato aggiornato gepubliceerd publisert oppdatert publicerad uppdaterad publiceret "
    "opublikowano".split()
)
