"""Word lists for comparing headlines: what carries no meaning there, and what turns it."""

import re
from typing import Final

ARTICLES: Final = frozenset("a an the le la les el los las der das den dem des".split())

# May come or go inside a headline.
FILLERS: Final = frozenset("that its their is are has have".split())

# Put before or behind a headline by a page, whatever the story.
DECORATIONS: Final = frozenset(
    """video videos watch photo photos pictures images gallery breaking breaking-news exclusive update updated updating
    developing urgent newsflash flash alert audio listen graphic graphics just-in eilmeldung exklusiv bilder fotos
    dernière-minute exclusif vidéo última-hora exclusiva vídeo fotos corrected must-see must-read wrap""".replace(
        "-", " "
    ).split()
) | {"breaking news", "just in", "must see", "must read", "dernière minute", "última hora", "video, photos"}

# One word for several forms.
FORMS: Final = {
    "%": "percent",
    "pct": "percent",
    "&": "and",
    "versus": "v",
    "vs": "v",
    "bn": "billion",
    "mn": "million",
    "mln": "million",
    "bln": "billion",
    "govt": "government",
    "intl": "international",
    "ok": "okay",
    "usa": "us",
}
SPELLINGS: Final = (
    (re.compile(r"(?<=[a-z]{3})is(e[sdr]?|ing|ation|ations)$"), r"iz\1"),
    (re.compile(r"(?<=[a-z]{3})ys(e[sdr]?|ing)$"), r"yz\1"),
    (
        re.compile(r"(col|lab|fav|hon|hum|neighb|harb|rum|vap|flav|behavi|endeav|arm|sav|vig|cand|clam|od)our"),
        r"\1or",
    ),
    (re.compile(r"^(cent|theat|met|lit|fib|spect|somb|meag)re(s?)$"), r"\1er\2"),
    (re.compile(r"^(def|off|pret|lic)ence(s?)$"), r"\1ense\2"),
    (re.compile(r"^(cancel|travel|label|model|level|fuel|signal|total|quarrel|tunnel)l(ed|ing|er|ers)$"), r"\1\2"),
    (re.compile(r"^program(me)(s?)$"), r"program\2"),
)
# What a word holds that any of them changes: most hold none of it.
SPELLED: Final = re.compile(r"[iy]s(?:e[sdr]?|ing|ations?)$|our|res?$|ences?$|l(?:ed|ing|ers?)$|programme")

_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
NUMBERS: Final = (
    {word: str(number) for number, word in enumerate(f"{_UNITS} seventeen eighteen nineteen twenty".split())}
    | {word: f"{tens}0" for tens, word in enumerate("thirty forty fifty sixty seventy eighty ninety".split(), start=3)}
    | {"hundred": "100", "thousand": "1000"}
)

# Whose coming, going or changing tells another story.
RISKY: Final = frozenset(
    """not no never none nor without non isn't aren't won't can't cannot don't doesn't didn't wasn't weren't wouldn't
    couldn't nicht kein keine ohne nie pas ne sans jamais sin nunca ni
    first second third fourth fifth sixth seventh eighth ninth tenth last next latest final another other more less most
    least fewer many few some all both half double triple twice once again former ex new old early late later earlier
    before after until since despite against for over under above below up down in out on off to from with
    monday tuesday wednesday thursday friday saturday sunday mondays today tomorrow yesterday morning evening night
    january february march april may june july august september october november december weekly daily monthly annual
    spring summer autumn winter week weekend month year
    north south east west northern southern eastern western central
    win wins won lose loses lost beat beats beaten draw draws rise rises rose fall falls fell gain gains drop drops
    up increase increases increased decrease decreases decreased grow grows shrink shrinks soar soars plunge plunges
    open opens opened close closes closed start starts begin begins end ends stop stops resume resumes halt halts
    accept accepts accepted reject rejects rejected approve approves approved oppose opposes back backs block blocks
    deny denies denied confirm confirms confirmed admit admits admitted refuse refuses refused agree agrees disagree
    guilty innocent acquitted convicted cleared charged jailed freed released arrested held killed injured wounded dead
    alive hurt missing found die dies died survive survives buy buys sell sells import imports export exports hire fire
    join joins leave leaves enter exit arrive arrives depart departs win-win legal illegal lawful unlawful safe unsafe
    likely unlikely able unable possible impossible true false fake real high low higher lower highest lowest good bad
    better worse best worst hot cold left right pro anti male female man woman men women boy girl boys girls his her
    he she him father mother son daughter brother sister husband wife king queen prince princess young elderly
    yes if whether would could should might must part volume chapter episode round phase stage day
    live opinion analysis review comment commentary editorial interview profile obituary explainer quiz podcast recap
    preview liveblog blog letters cartoon factcheck fact-check correction clarification briefing newsletter transcript
    million billion trillion percent hundred thousand dozen dozens hundreds thousands millions billions
    alleged suspected nearly almost only even still yet always partly partial partially full fully joint""".split()
)

# A part at the edge of a headline with one of these is no kicker and no site's name: it tells another piece.
TELLING: Final = frozenset(
    """not no never none without nicht kein keine ne pas sans jamais sin nunca part volume chapter episode round phase
    stage day week live opinion analysis review comment commentary editorial interview profile obituary explainer quiz
    podcast recap preview liveblog blog letters cartoon factcheck fact-check correction clarification briefing
    newsletter transcript false fake hoax denied guilty dead first second third fourth fifth last next""".split()
)

# Real words one slip apart.
MISTAKEN: Final = frozenset(
    frozenset(pair.split("/"))
    for pair in """country/county contract/contact statue/statute patent/patient soldier/solder minister/minster
    lawyer/layer public/pubic founder/flounder mourning/morning marred/married desert/dessert desserts/deserts
    flights/fights flight/fight plants/pants boarder/border boarders/borders through/though thorough/through
    bride/bridge brides/bridges threats/treats threat/treat crashes/cashes clashes/cashes drivers/divers driver/diver
    players/payers prayers/payers spending/sending striped/stripped scared/scarred barred/bared filing/filling
    latter/later supper/super comma/coma united/untied casual/causal martial/marital signed/singed trial/trail
    trials/trails diary/dairy angel/angle angels/angles staring/starring planed/planned hoping/hopping
    loosing/losing sliver/silver bailed/bailled friends/fiends friend/fiend grounds/rounds hunting/hutting
    conserve/converse reverse/reserve severe/serve calvary/cavalry counties/countries councillor/counsellor
    formally/formerly expose/explose foreword/forward sacred/scared sacred/scarred beard/bread beards/breads
    brothers/bothers brother/bother slaying/saying laying/slaying slayer/layer pirates/prates curses/cruses
    chance/chancel quite/quiet parties/pasties troops/tropps strikers/stikers preying/praying beating/bating
    beasts/bests coasts/costs coast/cost boasts/boats boast/boat heaven/haven heavens/havens leaders/laders
    meddle/medle stable/stale tables/tales crowds/crows crowned/crowed bombers/bombes baring/bearing bearing/baring
    planes/planets plane/planet planets/planes aircraft/aircrafts shells/sells shelled/selled""".split()
)

# Small words that titles don't capitalise.
TITLE_STOPS: Final = frozenset(
    "a an the and or but nor of in on at to for from by with as is are be its vs v per via over into after amid".split()
)
