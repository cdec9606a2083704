"""A caption or the credit of an image. Specimen: "Foto: A. Example / dpa"."""

from collections.abc import Iterable

from articles.recovery import characters, lexicon
from articles.recovery.article import Role
from articles.recovery.rules.verdict import Context, Seen, Verdict

_MEDIA = lexicon.bit("media")
_AGENCY = lexicon.bit("agency")
_CREDITS = frozenset(
    "photo foto bild image picture fotografie photograph photographer fotograf getty imago quelle courtesy "
    "credit zdj".split()
)


class CaptionRule:
    """Take a line with a credit, or one that begins with the word for a picture, for a caption."""

    def where(self, context: Context) -> Iterable[int]:
        return context.lines((context.bits & _MEDIA != 0) | (context.page.marked & characters.COPYRIGHT != 0))

    def judge(self, line: Seen, context: Context) -> Verdict | None:
        if not line.has(_MEDIA) and "©" not in line.text:
            return None
        if line.words and line.words[0] in _CREDITS and (":" in line.text or line.has(_AGENCY)):
            return Verdict(Role.CAPTION, 0.92, f"begins with “{line.words[0]}” as credits do")
        credited = sum(word in _CREDITS for word in line.words[-8:])
        if credited and (line.has(_AGENCY) or "/" in line.text or "©" in line.text or ":" in line.text[-60:]):
            return Verdict(Role.CAPTION, 0.91, "ends in an image's credit")
        if "©" in line.text and context.first - 8 <= line.at <= context.last:
            return Verdict(Role.CAPTION, 0.7, "holds a copyright mark beside the text")
        return None
