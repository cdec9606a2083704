"""Tell encodings apart whose bytes all mean something: by the letters that languages write."""

import re
from typing import Final

# The first one wins where two fit alike: the common encodings come first.
_ALPHABETS: Final = (
    ("cp1252", "äöüß"),
    ("cp1252", "àâæçéèêëîïôœùûüÿ"),
    ("cp1252", "áéíñóúüçàèòï¿¡ªº"),
    ("cp1252", "ãáàâçéêíóôõúü"),
    ("cp1252", "àèéìíîòóùú"),
    ("cp1252", "åäöæøéü"),
    ("cp1252", "áðéíóúýþæö"),
    ("cp1252", "éëïóèöüä"),
    ("cp1250", "ąćęłńóśźż"),
    ("cp1250", "áčďéěíňóřšťúůýž"),
    ("cp1250", "áäčďéíĺľňóôŕšťúýž"),
    ("cp1250", "áéíóöőúüű"),
    ("cp1250", "čćđšž"),
    ("cp1250", "ăâîşţ"),
    ("iso8859-2", "ąćęłńóśźż"),
    ("iso8859-2", "áčďéěíňóřšťúůýž"),
    ("iso8859-2", "áäčďéíĺľňóôŕšťúýž"),
    ("iso8859-2", "áéíóöőúüű"),
    ("iso8859-2", "čćđšž"),
    ("cp1254", "çğıİöşüâîû"),
    ("cp1257", "ąčęėįšųūž"),
    ("cp1257", "āčēģīķļņšūž"),
    ("cp1257", "õäöüšž"),
)
_GREEK: Final = (("cp1253", "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ"),)
_COMMON: Final = frozenset("“”„‘’‚–—…«»‹›€£°§©®·•´½¼¾×²³µ™\u00a0\u00ad")
_HIGH = re.compile(rb"[\x80-\xff]+")
_FITTING: Final = 0.97  # of the characters beyond ASCII


def best_alphabet(data: bytes, *, with_greek: bool = False) -> str | None:
    """Return the encoding of one byte a character that makes `data` words of a language; None where none does."""
    high = b"".join(_HIGH.findall(data))
    scores: dict[str, float] = {}
    for name, letters in (*_ALPHABETS, *(_GREEK if with_greek else ())):
        try:
            characters = high.decode(name)
        except UnicodeDecodeError:
            continue
        known = _COMMON | frozenset(letters) | frozenset(letters.upper())
        fitting = sum(character in known for character in characters) / max(1, len(characters))
        scores[name] = max(fitting, scores.get(name, 0.0))
    best = max(scores, key=lambda name: scores[name], default=None)
    return best if best and scores[best] >= _FITTING else None
