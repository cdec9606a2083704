"""Made documents for measuring: flattened pages in the manner of the seeds, a pure function of their number."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate

VOCABULARY_SIZE = 30_000
TAG_COUNT = 2_000
RELATED_REACH = 3_000  # related headlines name documents at most so much earlier
_START = datetime(2016, 1, 1, 6, 0, tzinfo=UTC)
_MINUTES_APART = 5
_COMMON = (
    "the of and to in a is that for it was on with as by he at from his be are this have an not they which had were "
    "one has but their you been will more there who when its all would two if about can out up new into time after "
    "other some no year could she my than over first them said only most people her such then also these any may "
    "government last state now where before between many through must being long day because how years under while "
    "since against during without both city country company minister president police court party market week month "
    "report official officials leader leaders public national local group three four five million billion percent"
).split()
_ONSETS = "b br c ch cl d dr f fl g gr h j k l m n p pl pr qu r s sh sl sp st t th tr v w".split()
_NUCLEI = "a e i o u ea ai ou oa ee".split()
_CODAS = ["", "", "n", "r", "l", "s", "t", "nd", "st", "m", "ck", "rd", "ng"]
_ENDINGS = ["", "", "", "s", "ed", "ing", "er", "tion", "ly", "al"]


class Corpus:
    """
    Documents by number: 625 words in 6 to 10 paragraphs, 5 tags, 5 related headlines of earlier documents.

    Words and tags follow Zipf's law, the commoner words being the shorter ones.
    """

    def __init__(self, *, seed: int = 1) -> None:
        self._seed = seed
        words = random.Random(seed)
        made: dict[str, None] = {}
        while len(made) < VOCABULARY_SIZE - len(_COMMON):
            made[_word(words)] = None
        rare = sorted(made, key=lambda word: len(word) + words.gauss(0, 2.5))
        self._content = [word for word in rare if word not in _COMMON]
        self._words = [*_COMMON, *self._content]
        self._weights = list(accumulate(1 / (rank + 3.7) for rank in range(len(self._words))))
        self._content_weights = list(accumulate(1 / (rank + 31) ** 0.9 for rank in range(len(self._content))))
        self.tags = [word.title() for word in words.sample(self._content[:6000], TAG_COUNT)]
        self._tag_weights = list(accumulate(1 / (rank + 4) for rank in range(TAG_COUNT)))
        self.terms = words.sample(self._content[40:3000], 50)

    def headline(self, number: int) -> str:
        """Return the headline of document `number`, 0-based: some nine words."""
        chance = random.Random(self._seed * 1_000_003 + number)
        words = [
            chance.choices(self._content, cum_weights=self._content_weights)[0]
            if chance.random() < 0.65
            else chance.choices(self._words, cum_weights=self._weights)[0]
            for _ in range(chance.randint(7, 11))
        ]
        return _sentence_case(" ".join(words))

    def documents(self, count: int, *, first: int = 0) -> Iterator[tuple[str, str]]:
        """Yield the key and the text of `count` documents, from number `first` on; some 4 KB each."""
        for number in range(first, first + count):
            yield f"{number // 1000:04}/{number:07}.txt", self.document(number)

    def document(self, number: int) -> str:
        """Return document `number` as a flattened page: some 625 words."""
        chance = random.Random(f"{self._seed} document {number}")
        instant = _START + timedelta(minutes=_MINUTES_APART * number)
        earlier = chance.sample(range(max(0, number - RELATED_REACH), number), min(5, number))
        tags: dict[str, None] = {}
        while len(tags) < 5:
            tags[chance.choices(self.tags, cum_weights=self._tag_weights)[0]] = None
        paragraphs = [
            " ".join(self._sentence(chance, 7, 27) for _ in range(chance.randint(3, 6)))
            for _ in range(chance.randint(6, 10))
        ]
        return "\n".join(
            [
                f"{instant:%H:%M} GMT{instant:%d %B %Y}",
                "Listen Live",
                "    Get short URL",
                "",
                f"    {self.headline(number)}",
                "",
                f"    {self._sentence(chance, 16, 30)}",
                "",
                *(f"    {paragraph}\n" for paragraph in paragraphs),
                "",
                *(f"    {self.headline(other)}" for other in earlier),
                f"    {', '.join(tags)}",
                "    Community standardsDiscussion",
                "    Comment via SputnikComment via Facebook",
            ]
        )

    def _sentence(self, chance: random.Random, low: int, high: int) -> str:
        words = chance.choices(self._words, cum_weights=self._weights, k=chance.randint(low, high))
        for at in range(1, len(words)):  # no doubled word, no pile of small ones
            if words[at] == words[at - 1] or (len(words[at]) < 4 and len(words[at - 1]) < 4):
                words[at] = chance.choices(self._content, cum_weights=self._content_weights)[0]
        if len(words) > 12:
            words[chance.randint(4, len(words) - 5)] += ","
        if chance.random() < 0.25:
            at = chance.randrange(1, len(words))
            words[at] = words[at].title()
        return _sentence_case(" ".join(words)) + "."


def _word(chance: random.Random) -> str:
    syllables = chance.choices((1, 2, 3), (4, 5, 1))[0]
    return "".join(
        chance.choice(_ONSETS) + chance.choice(_NUCLEI) + chance.choice(_CODAS) for _ in range(syllables)
    ) + chance.choice(_ENDINGS)


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]
