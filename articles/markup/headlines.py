"""Headlines compared by their words: the same story named twice, or another that only looks like it."""

import re
import unicodedata
from functools import lru_cache
from itertools import chain, pairwise
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA, Levenshtein

from articles.markup.headline_words import (
    ARTICLES,
    DECORATIONS,
    FILLERS,
    FORMS,
    MISTAKEN,
    NUMBERS,
    RISKY,
    SPELLED,
    SPELLINGS,
    TELLING,
    TITLE_STOPS,
)

SAME: Final = 0.9  # at least this: one story, linked without asking
LIKELY: Final = 0.6  # at least this: an editor is asked
FEWEST_WORDS: Final = 4  # fewer are compared as a whole: an edit of one would be half the headline
_WORDS_FOR_TYPO = 5
_WORDS_FOR_DOUBT = 7
_TYPO_CHARS = 6
_NAME_CHARS = 8
_MAX_EDITS = 2

_ABBREVIATION = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[$€£¥₽%&]|[^\W\d_]+(?:'[^\W\d_]+)*")
_SEAM = re.compile(r"\s*[|•»]+\s*|\s+[-–—―]+\s+|\s*[–—―]\s+|:\s+")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,40})[)\]]")
_CUT = re.compile(r"\s*(?:…|\.{3,})\s*$")
_THOUSANDS = re.compile(r"^\d{1,3}(?:[.,]\d{3})+$")


class Word(NamedTuple):
    """A normalised word; `is_name` when it may be a name, as far as its capital tells."""

    text: str
    is_name: bool = False


Words = tuple[Word, ...]


class Reading(NamedTuple):
    """
    A headline taken apart.

    `whole` has all words, `core` is without a kicker before and a site's name
    behind; `variants` are the words with either, neither or both. `is_cut`
    tells that the headline ends in an ellipsis.
    """

    whole: Words
    core: Words
    variants: tuple[Words, ...]
    is_plain: bool
    is_cut: bool


@lru_cache(maxsize=2048)  # a batch asks again and again for a few of them
def read_headline(headline: str) -> Reading:
    """Take a headline apart: case, marks, articles, number words and spellings don't count in its words."""
    text = unicodedata.normalize("NFKC", headline).replace("’", "'").replace("‘", "'")
    is_cut = bool(_CUT.search(headline))
    text = _BRACKETS.sub(lambda found: " " if _is_decoration(found[1]) else f" {found[1]} ", _CUT.sub("", text))
    is_titled = _is_titled(text)
    parts = [words for words in (_words(part, is_titled=is_titled) for part in _SEAM.split(text)) if words]
    if len(parts) < 2:
        whole = parts[0] if parts else ()
        return Reading(whole, whole, (whole,), is_plain=True, is_cut=is_cut)
    whole = tuple(chain.from_iterable(parts))
    before = 1 if _may_go(parts[0], whole, max_words=3) else 0
    behind = len(parts) - 1 if len(parts) > 1 + before and _may_go(parts[-1], whole, max_words=4) else len(parts)
    spans = ((before, behind), (before, len(parts)), (0, behind), (0, len(parts)))
    variants = dict.fromkeys(tuple(chain.from_iterable(parts[a:b])) for a, b in spans)
    stripped = [*parts[:before], *parts[behind:]]
    is_plain = all(_is_decoration(" ".join(word.text for word in part)) for part in stripped)
    core = next(iter(variants))
    return Reading(whole, core, tuple(variants), is_plain, is_cut)


def likeness(one: str, other: str) -> float:
    """
    Return how surely two headlines name one story: 1 the same words, SAME or more sure, LIKELY or more to be asked.

    Numbers, names, opposites and negations must agree. `one` may be cut short
    by an ellipsis, or carry a kicker or a site's name that `other` has not.

    >>> likeness("Breaking: Five dead in mine blast", "5 dead in mine blast") >= SAME
    True
    >>> likeness("Five dead in mine blast", "Six dead in mine blast")
    0.0
    """
    a, b = read_headline(one), read_headline(other)
    if not a.whole or not b.whole:
        return 0.0
    best = _likeness(a.whole, b.whole)
    if best < SAME and (len(a.variants) > 1 or len(b.variants) > 1):
        pairs = [(a.whole, words, b.is_plain) for words in b.variants[:-1]]
        pairs += [(words, b.whole, a.is_plain) for words in a.variants[:-1]]
        if a.is_plain and b.is_plain:
            pairs.append((a.core, b.core, True))
        for mine, theirs, is_plain in pairs:
            best = max(best, _likeness(mine, theirs) * (0.98 if is_plain else 0.95))
    if best < SAME and a.is_cut != b.is_cut:
        cut, full = (a, b) if a.is_cut else (b, a)
        best = max(best, _begins(full.whole, cut.whole))
    return best


def _likeness(a: Words, b: Words) -> float:
    """Compare words: edits that change no meaning are let pass, others are doubted or refused."""
    if _squeezed(a) == _squeezed(b):
        return 1.0
    if _numbers(a) != _numbers(b) or min(len(a), len(b)) < FEWEST_WORDS:
        return 0.0
    texts_a, texts_b = [word.text for word in a], [word.text for word in b]
    edits = Levenshtein.editops(texts_a, texts_b, score_hint=_MAX_EDITS)
    if len(edits) > _MAX_EDITS:
        return 0.0
    costs = [_cost(edit.tag, a, b, edit.src_pos, edit.dest_pos) for edit in edits]
    shorter = min(len(a), len(b))
    if any(cost is None for cost in costs):
        return 0.0
    doubts = sum(cost == 1 for cost in costs)
    if not doubts:
        return 0.96 if len(edits) == 1 else 0.92 if shorter > _WORDS_FOR_DOUBT else LIKELY
    return LIKELY if doubts == 1 and shorter >= _WORDS_FOR_DOUBT else 0.0


def _cost(kind: str, a: Words, b: Words, src: int, dest: int) -> int | None:
    """Return 0 for an edit without meaning, 1 for a doubtful one, None for one that tells another story."""
    if kind == "replace":
        one, other = a[src], b[dest]
        if {one.text, other.text} & RISKY:
            return None
        if min(len(a), len(b)) >= _WORDS_FOR_TYPO and is_slip(one, other):
            return 0
        return None if one.is_name or other.is_name else 1
    word, words, at = (a[src], a, src) if kind == "delete" else (b[dest], b, dest)
    if word.text in RISKY or _is_number(word.text):
        return None
    if word.text in FILLERS and 0 < at < len(words) - 1:
        return 0
    return None if word.is_name else 1


def is_slip(one: Word, other: Word) -> bool:
    """Tell whether two words differ by a slip of the pen: letters swapped, doubled or, in no name, left out."""
    a, b = sorted((one.text, other.text), key=len)
    if len(a) < _TYPO_CHARS - 1 or len(b) < _TYPO_CHARS or not _is_alphabetic(a + b):
        return False
    if OSA.distance(a, b, score_cutoff=1) != 1 or a[0] != b[0] or frozenset((a, b)) in MISTAKEN:
        return False
    if len(a) == len(b):
        return sorted(a) == sorted(b)  # a swap; another letter makes another word too often
    at = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    if at >= len(a):  # an ending: -s, -d, -n tell number and tense
        return False
    is_doubled = b[at] in (b[at - 1], b[at + 1])
    return is_doubled or not (one.is_name or other.is_name)


def _begins(full: Words, cut: Words) -> float:
    """Compare a headline with one cut short; the last word may be cut too."""
    if len(cut) < _WORDS_FOR_TYPO or len(full) <= len(cut) - 1 or not cut:
        return 0.0
    *sure, last = (word.text for word in cut)
    if [word.text for word in full[: len(sure)]] != sure or not full[len(sure)].text.startswith(last):
        return 0.0
    return SAME if len(cut) > _WORDS_FOR_TYPO else LIKELY


def _squeezed(words: Words) -> str:
    """Join words so that "cease-fire" is "ceasefire"; numbers stay apart."""
    texts = [word.text for word in words]
    joined = texts[:1]
    for before, text in pairwise(texts):
        joined.append(f" {text}" if _is_number(before) and _is_number(text) else text)
    return "".join(joined)


def _numbers(words: Words) -> list[str]:
    return [word.text for word in words if _is_number(word.text)]


def _is_number(text: str) -> bool:
    return text[0].isdigit() or text in "$€£¥₽"


def _is_alphabetic(text: str) -> bool:
    """Tell whether a letter is less than a word here: not in the scripts of East Asia."""
    return all(char < "\u0e00" for char in text)


def _words(text: str, *, is_titled: bool) -> Words:
    found: list[Word] = []
    is_first = True
    text = _ABBREVIATION.sub(lambda match: match[0].replace(".", "") + " ", text)
    for token in _TOKEN.findall(text):
        word = _normal(token)
        if word not in ARTICLES:
            # The first word has its capital anyhow: a long one is hardly a name.
            found.append(Word(word, (is_titled or token[0].isupper()) and not (is_first and len(word) > _NAME_CHARS)))
        is_first = False
    return tuple(found)


@lru_cache(maxsize=4096)
def _normal(token: str) -> str:
    if token[0].isdigit():
        return token.replace(",", "").replace(".", "") if _THOUSANDS.match(token) else token.replace(",", ".")
    folded = token.casefold()
    if not folded.isascii():
        folded = _bare(folded)
    folded = FORMS.get(folded, folded)
    if SPELLED.search(folded):
        for pattern, spelling in SPELLINGS:
            folded = pattern.sub(spelling, folded)
    return NUMBERS.get(folded, folded)


def _bare(word: str) -> str:
    """Drop the accents of Latin letters; other scripts need their marks."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))
    return bare if bare.isascii() else unicodedata.normalize("NFC", word)


def _is_titled(text: str) -> bool:
    """Tell whether nearly every word has a capital, so that none tells a name."""
    words = [word for word in re.findall(r"[^\W\d_]{2,}", text) if word.casefold() not in TITLE_STOPS]
    return bool(words) and sum(word[0].isupper() for word in words) >= 0.7 * len(words)


def _is_decoration(text: str) -> bool:
    return text.casefold().strip() in DECORATIONS


def _may_go(part: Words, whole: Words, *, max_words: int) -> bool:
    """Tell whether a part at the edge may be a kicker or a site's name; what is left must be a headline."""
    rest = len(whole) - len(part)
    if _is_decoration(" ".join(word.text for word in part)):
        return rest >= 3
    is_safe = not any(word.text in TELLING or _is_number(word.text) for word in part)
    return is_safe and len(part) <= max_words and rest >= FEWEST_WORDS
