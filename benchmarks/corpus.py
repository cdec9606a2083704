"""Made documents for measuring: flattened pages in the manner of the seeds, a pure function of their number."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate

VOCABULARY_SIZE = 8_000
TAG_COUNT = 400
_START = datetime(2016, 1, 1, 6, 0, tzinfo=UTC)
_MINUTES_APART = 37
_COMMON = (
    "the of and to in a is that for it was on with as by he at from his be are this have an not they which had were "
    "one has but their you been will more there who when its all would two if about can out up new into time after"
).split()
_ONSETS = "b br c ch cl d dr f fl g gr h j k l m n p pl pr qu r s sh sl sp st t th tr v w".split()
_NUCLEI = "a e i o u ea ai ou oa ee".split()
_CODAS = ["", "n", "r", "l", "s", "t", "nd", "st", "m", "ck", "rd", "ng"]


class Corpus:
    """Documents by number: words follow Zipf's law, tags too, and related headlines name earlier documents."""

    def __init__(self, *, seed: int = 1) -> None:
        self._seed = seed
        words = random.Random(seed)
        made: dict[str, None] = dict.fromkeys(_COMMON)
        while len(made) < VOCABULARY_SIZE:
            made["".join(_syllable(words) for _ in range(words.choice((1, 2, 2, 3))))] = None
        self._words = list(made)
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(VOCABULARY_SIZE)))
        self.tags = [word.title() for word in words.sample(self._words[200:], TAG_COUNT)]
        self._tag_weights = list(accumulate(1 / (rank + 3) for rank in range(TAG_COUNT)))
        self.terms = words.sample(self._words[100:1500], 50)

    def headline(self, number: int) -> str:
        """Return the headline of document `number`, 0-based."""
        chance = random.Random(f"{self._seed} headline {number}")
        return " ".join(chance.choices(self._words[60:], k=8)).capitalize()

    def documents(self, count: int) -> Iterator[tuple[str, str]]:
        """Yield the key and the text of the first `count` documents, some 5 KB each."""
        for number in range(count):
            yield f"{number // 1000:04}/{number:07}.txt", self._document(number)

    def _document(self, number: int) -> str:
        chance = random.Random(f"{self._seed} document {number}")
        instant = _START + timedelta(minutes=_MINUTES_APART * number)
        earlier = chance.sample(range(max(0, number - 3000), number), min(5, number))
        tags = dict.fromkeys(chance.choices(self.tags, cum_weights=self._tag_weights, k=6))
        paragraphs = [
            " ".join(self._sentence(chance) for _ in range(chance.randint(3, 6))) for _ in range(chance.randint(6, 10))
        ]
        return "\n".join(
            [
                "Listen Live",
                "    Get short URL",
                "",
                f"    {self.headline(number)}",
                "",
                f"    {instant:%H:%M} GMT {instant.day} {instant:%B %Y}",
                "",
                f"    {self._sentence(chance)}",
                "",
                *(f"    {paragraph}\n" for paragraph in paragraphs),
                "",
                *(f"    {self.headline(other)}" for other in earlier),
                f"    {', '.join(tags)}",
                "    Community standardsDiscussion",
            ]
        )

    def _sentence(self, chance: random.Random) -> str:
        words = chance.choices(self._words, cum_weights=self._weights, k=chance.randint(8, 26))
        return " ".join(words).capitalize() + "."


def _syllable(chance: random.Random) -> str:
    return chance.choice(_ONSETS) + chance.choice(_NUCLEI) + chance.choice(_CODAS)
