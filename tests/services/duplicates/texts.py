"""Made texts: one story in several shapes, and other stories that share its subject or its boilerplate."""

import random

_VOCABULARY = (
    "harbour bridge ferry strike council budget school fishing quota flight night ban inquiry fire report damage cost "
    "worker union talks morning evening region north south island storm warning rescue boat captain crew port customs "
    "trade export price market bank rate loan house rent family child teacher doctor nurse hospital ward patient train "
    "rail road tunnel tax vote ballot party leader speech plan draft law bill judge trial witness evidence appeal fine "
    "company plant factory engine power grid water river flood dam field crop farmer wheat rain summer winter snow ice"
).split()
_JOINTS = (
    "said that will not after before during while under over from with about because although since and near against"
).split()


def sentence(chance: random.Random) -> str:
    words = [chance.choice(_VOCABULARY if n % 2 else _JOINTS + _VOCABULARY) for n in range(chance.randint(12, 24))]
    return " ".join(words).capitalize() + f" {chance.randint(1, 400)} {chance.choice(_VOCABULARY)}."


def sentences(seed: object, count: int = 24) -> list[str]:
    chance = random.Random(f"{seed}")
    return [sentence(chance) for _ in range(count)]


def body(told: list[str]) -> tuple[str, ...]:
    """Return paragraphs of three sentences."""
    return tuple(f"<p>{' '.join(told[at : at + 3])}</p>" for at in range(0, len(told), 3))


def rewritten(told: list[str], *, share: float, seed: object) -> list[str]:
    """Return a text with a share of its sentences told otherwise."""
    chance = random.Random(f"rewritten {seed}")
    changed = set(chance.sample(range(len(told)), round(share * len(told))))
    return [sentence(chance) if at in changed else text for at, text in enumerate(told)]
