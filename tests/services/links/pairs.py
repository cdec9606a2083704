"""Pairs of headlines, made and written by hand: one story with typical edits, and stories that only look alike."""

import random
from collections.abc import Callable, Iterator
from typing import NamedTuple


class Pair(NamedTuple):
    """What a related line says, what an article is called, and whether they are one story."""

    named: str
    headline: str
    is_same: bool


_WHO = "Ministers|Harbour workers|The city council|Police in Kelmouth|Scientists|Opposition leaders|Norwegian fishermen"
_DOES = "reject|approve|open|suspend|reveal|welcome|delay|defend"
_WHAT = (
    "plan for new bridge|talks on fishing quotas|inquiry into ferry fire|budget cuts at schools|ban on night flights"
)
_WHERE = (
    "in northern province|after 12 weeks of protest|despite warnings from unions|on eve of vote|in row over $5bn debt"
)
_SITES = ["The Gazette", "Kelmouth Post", "NewsHour", "North Sea Daily"]
_KICKERS = ["Breaking", "Exclusive", "WATCH", "Video", "Updated"]


def stories(seed: int) -> Iterator[str]:
    """Yield headlines without end, in sentence case or title case."""
    chance = random.Random(seed)
    while True:
        words = " ".join(chance.choice(part.split("|")) for part in (_WHO, _DOES, _WHAT, _WHERE))
        yield words if chance.random() < 0.7 else words.title().replace("'S", "'s")


def _swap_letters(text: str, chance: random.Random) -> str:
    words = text.split()
    longest = max(range(len(words)), key=lambda at: (len(words[at]) * words[at].isalpha(), at))
    word = words[longest]
    at = chance.choice([n for n in range(2, len(word) - 2) if word[n] != word[n + 1]])
    words[longest] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words)


def _cut(text: str, chance: random.Random) -> str:
    return text[: chance.randint(45, len(text) - 3)].rstrip() + chance.choice(["…", "...", " …"])


def _with_article(text: str, _chance: random.Random) -> str:
    return text.replace(" for ", " for a ").replace(" on ", " on the ").replace(" into ", " into the ")


EDITS: dict[str, Callable[[str, random.Random], str]] = {
    "case": lambda text, _: text.upper(),
    "title": lambda text, _: text.title(),
    "marks": lambda text, _: f"“{text.replace(' in ', ', in ')}!”",
    "kicker": lambda text, chance: f"{chance.choice(_KICKERS)}: {text}",
    "site": lambda text, chance: f"{text} {chance.choice('|-–—')} {chance.choice(_SITES)}",
    "brackets": lambda text, chance: text + chance.choice([" (VIDEO)", " [PHOTOS]", " (Photos)", " – Video"]),
    "both": lambda text, chance: f"{chance.choice(_KICKERS)}: {text} | {chance.choice(_SITES)}",
    "articles": _with_article,
    "slip": _swap_letters,
    "cut": _cut,
    "number": lambda text, _: text.replace("12", "twelve").replace("$5bn", "$5 billion"),
    "hyphen": lambda text, _: text.replace("night flights", "night-flights").replace("ferry fire", "ferry-fire"),
    "spaces": lambda text, _: text.replace(" ", "  ").replace("Harbour", "Harbor").replace("harbour", "harbor"),
}

TURNS: dict[str, Callable[[str, random.Random], str]] = {
    "who": lambda text, chance: _other(text, _WHO, chance),
    "does": lambda text, chance: _other(text, _DOES, chance),
    "what": lambda text, chance: _other(text, _WHAT, chance),
    "where": lambda text, chance: _other(text, _WHERE, chance),
    "count": lambda text, chance: text.replace("12", "13").replace("$5bn", chance.choice(["$6bn", "£5bn", "$5m"])),
    "negation": lambda text, _: text.replace(" in ", " not in ", 1).replace(" on ", " not on ", 1),
    "part": lambda text, chance: f"{text}, part {chance.randint(2, 9)}",
    "kind": lambda text, chance: f"{chance.choice(['Opinion', 'Live', 'Analysis', 'Quiz'])}: {text}",
    "second": lambda text, _: text.replace(" plan ", " second plan ").replace(" inquiry ", " new inquiry "),
    "added": lambda text, _: text.replace(" plan ", " secret plan ").replace(" talks ", " failed talks "),
}


def _other(text: str, words: str, chance: random.Random) -> str:
    folded = text.casefold()
    for choice in words.split("|"):
        at = folded.find(choice.casefold())
        if at >= 0:
            other = chance.choice([word for word in words.split("|") if word != choice])
            return text[:at] + other + text[at + len(choice) :]
    return text


def made(seed: int, count: int) -> Iterator[Pair]:
    """Yield `count` pairs of each edit and of each turn that change anything."""
    for is_same, changes in ((True, EDITS), (False, TURNS)):
        for name, change in changes.items():
            chance = random.Random(f"{seed} {name}")
            headlines = stories(chance.randint(0, 10**9))
            pairs = 0
            while pairs < count:
                headline = next(headlines)
                named = change(headline, chance)
                if named != headline:
                    pairs += 1
                    yield Pair(named, headline, is_same)


_SAME = """
Huawei to Build First European 5G Factory in France | Huawei to build its first European 5G factory in France
US carriers to ‘rip and replace’ Huawei gear | US carriers to 'rip and replace' Huawei gear
Cease-fire holds in northern province | Ceasefire holds in northern province
Goverment backs plan for new harbour bridge | Government backs plan for new harbor bridge
U.S. and UK agree trade deal | US and UK agree trade deal
São Paulo mayor resigns over bus contract | Sao Paulo mayor resigns over bus contract
EXCLUSIVE - Central bank chief to step down in May | Central bank chief to step down in May
Five dead in mine blast (VIDEO) | 5 dead in mine blast
Inflation rises to 3.5% in March | Inflation rises to 3.5 percent in March
Norway's oil fund sells coal stakes | Norway’s Oil Fund Sells Coal Stakes
Kelmouth: Ferry service resumes after two-week strike | Ferry service resumes after two-week strike
Police arrest man over attack on Oslo mosq… | Police arrest man over attack on Oslo mosque
Die Regierung beschließt Hilfe für Bauern | Die Regierung beschliesst Hilfe für Bauern
Les députés adoptent la réforme des retraites | Les deputes adoptent la reforme des retraites
Столкновения в центре города: десятки задержанных | Столкновения в центре города — десятки задержанных
Mill to close | MILL TO CLOSE!
"""
_DIFFERENT = """
Five dead in mine blast | Six dead in mine blast
Five dead in mine blast | Five hurt in mine blast
The long road to peace, part 1 | The long road to peace, part 2
Part 1/2: The long road to peace | Part 2/2: The long road to peace
Tuesday's briefing | Wednesday's briefing
Your morning briefing for Tuesday, 5 May 2020 | Your morning briefing for Wednesday, 6 May 2020
City wins cup final against old rivals in extra time | City loses cup final against old rivals in extra time
United 2-1 City | United 1-2 City
City wins 2-1 at home | City wins 21 at home
Iran says it will join talks on nuclear deal | Iraq says it will join talks on nuclear deal
Hansen to lead inquiry into ferry disaster | Hanson to lead inquiry into ferry disaster
Johnson wins vote in parliament after long night | Johnston wins vote in parliament after long night
Court upholds ban on night flights at Oslo airport | Court lifts ban on night flights at Oslo airport
Man bites dog in park | Dog bites man in park
Police find missing girl in woods near Kelmouth | Police find missing boy in woods near Kelmouth
Country votes on new constitution this weekend | County votes on new constitution this weekend
Exports rise for third month in a row | Experts rise for third month in a row
Inflation rises to 3.5% in March | Inflation rises to 35% in March
Inflation rises to 3.5% in March | Inflation rises to 3.5% in April
President meets Prime Minister in Paris | Prime Minister meets President in Paris
Minister denies taking money from lobbyists | Minister admits taking money from lobbyists
Minister did take money from lobbyists, court finds | Minister did not take money from lobbyists, court finds
Union ends strike at northern docks | Union extends strike at northern docks
Live: Election results from all districts | Election results from all districts
What we know about the attack in Vienna | What we know about the attack in Nice
Syria: what we know so far | Libya: what we know so far
Opinion: Why the harbour bridge must be built | Why the harbour bridge must be built
Second man held over attack on mosque in Oslo | Man held over attack on mosque in Oslo
Firm to cut 1,500 jobs at Kelmouth plant | Firm to cut 15,000 jobs at Kelmouth plant
$5bn plan for rail link unveiled in north | £5bn plan for rail link unveiled in north
Dozens killed in ferry fire off north coast | Dozens feared killed in ferry fire off north coast
Minister's pay cut | Ministers' pay cut
Weather | Weather warning
Ukraine talks: day one | Ukraine talks: day two
Explosion at plant kills three workers in Essen | Explosion at plant kills three workers in Hessen
Drivers found dead after storm off the coast | Divers found dead after storm off the coast
法院驳回上诉请求 | 法院接受上诉请求
Regierung beschließt Hilfe für Bauern | Regierung beschließt keine Hilfe für Bauern
Fünf Tote bei Grubenunglück im Norden | Sechs Tote bei Grubenunglück im Norden
"""


def written() -> Iterator[Pair]:
    """Yield the pairs written by hand."""
    for is_same, text in ((True, _SAME), (False, _DIFFERENT)):
        for line in text.strip().splitlines():
            named, _, headline = line.partition(" | ")
            yield Pair(named, headline, is_same)
