"""Guess the language of a text from its commonest small words, or from its script."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

_SMALL_WORDS: Final[dict[str, str]] = {
    "en": "the of and to in is that for was with on as his it at by from has have are an be this not will said",
    "de": "der die und das in den von zu mit ist im des auf für nicht ein eine dem sich auch als an nach wird es",
    "fr": "le la les de des et un une du en que est pour dans qui sur pas au par plus avec ce il ne se sont",
    "es": "el la de que y en los las del se por con un una para su al es lo como más pero no ha este",
    "pt": "o a de que e do da em um uma para com não os as no na por mais dos se foi ao como são",
    "it": "il di che e la in un una per del della è con non sono da al dei nel gli le si anche più ha",
    "nl": "de het een en van in is dat op te zijn voor met niet aan er die ook om als maar bij naar wordt",
    "sv": "och i att en det som på är av för med till den har inte ett om de var men kan från vi",
    "nb": "og i det på som er en til å av for at med har de ikke den om et fra han var men ble seg",
    "da": "og i at det er en til på som af for med de har den ikke et der om fra var men blev sig",
    "fi": "ja on ei että se oli hän ovat myös mutta kun mukaan ole sekä tai joka kuin voi",
    "pl": "i w na z się nie że do jest to o jak po za od przez co dla ale przy oraz był są",
    "cs": "a v na se je že to s z do o i ve za pro by ale jako si po které podle který jsou",
    "sk": "a v na sa je že to s z do o aj vo za pre by ale ako si po ktoré podľa ktorý sú",
    "sl": "in je v na da se za so s z ki tudi po pa ne od iz bi ob kot pri",
    "hr": "i je u na da se za su s od koji će ne iz bi što kao nije o to također",
    "hu": "a az és hogy nem is egy volt ez meg de csak már mint van el ha kell azt",
    "ro": "și de în a la cu că nu pe o un din care pentru mai este au fost se al",
    "tr": "ve bir bu da de için ile olarak çok daha olan gibi en sonra kadar ise ancak değil",
    "lt": "ir kad į su iš tai yra buvo kaip bet apie dėl nuo jau ne per tik po",
    "lv": "un ir ka no ar par uz lai kas bet arī pēc tika nav kā",
    "et": "ja on et ei see oli kui ka mis aga või selle oma ning kes",
    "is": "og að í á er sem var til en það við um hann með ekki af fyrir hefur",
    "id": "yang dan di untuk dengan ini itu dari dalam pada tidak akan ke juga adalah oleh telah",
    "vi": "và của các là có được cho trong với đã không một những người này khi đến về",
    "sw": "na ya wa kwa ni katika za la kuwa hiyo huo cha baada ambao alisema hii",
    "zu": "ukuthi kanye futhi uma ngoba kodwa lokhu abantu kule njengoba yakhe ngesikhathi",
    "xh": "ukuba kwaye ukuze kodwa xa abantu kule njengoko oku ngexesha emva yena",
    "ca": "el la de que i en els les del per amb un una no és al ha més va com",
}
_BY_WORD: Final[dict[str, list[str]]] = {}
for _code, _words in _SMALL_WORDS.items():
    for _word in _words.split():
        _BY_WORD.setdefault(_word, []).append(_code)
_SCRIPTS: Final = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("bn", re.compile(r"[\u0980-\u09ff]")),
    ("ta", re.compile(r"[\u0b80-\u0bff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
)
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_ANY_SCRIPT = re.compile("|".join(script.pattern for script in (*(each for _, each in _SCRIPTS), _CYRILLIC)))
_SAMPLE = 1500  # characters that decide the script


def guess_language(text: str, words: Iterable[str]) -> str | None:
    """
    Return the ISO 639-1 code of the language, or None when nothing speaks for any.

    `words` are the casefolded words of running text; `text` is looked at only
    for its script.
    """
    counts = Counter(words)
    sample = text[:_SAMPLE]
    if not sample.isascii() and _ANY_SCRIPT.search(sample):
        letters = max(1, sum(map(str.isalpha, sample)))
        for code, script in _SCRIPTS:
            if len(script.findall(sample)) / letters > (0.08 if code == "ja" else 0.3):
                return code
        if len(_CYRILLIC.findall(sample)) / letters > 0.3:
            return "uk" if counts["і"] + counts["та"] + counts["що"] > counts["и"] + counts["что"] else "ru"
    scores: dict[str, int] = {}
    for word in filter(counts.__contains__, _BY_WORD):
        for code in _BY_WORD[word]:
            scores[code] = scores.get(code, 0) + counts[word]
    best = max(scores, key=scores.__getitem__, default=None)
    return best if best and scores[best] >= max(2, 0.03 * counts.total()) else None
