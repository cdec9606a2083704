"""Words that tell what a line is for, in the languages of the press; matched as whole casefolded words."""

from functools import lru_cache
from typing import Final

# Each kind of word, and the words of it. A word may be of several kinds.
KINDS: Final[dict[str, str]] = {
    "by": "by von par por di da door af av przez od autor autorin autore auteur autrice auteurs redactie redaktion "
    "redakcja redazione redacción redação reporter words text tekst texte texto foto’s written author authors "
    "skriven skrevet yazan автор від bởi oleh par av ritstjórn de pubblicato tarafından 記者 기자",
    "role": "editor editors correspondent reporter redakteur redakteurin redaktor redaktör korrespondent "
    "korrespondentin journalist journalistin journaliste periodista giornalista giornalistin writer columnist "
    "kolumnist producer bureau chief staff contributor freelance volontär volontärin chefredakteur redactor redactora "
    "corresponsal correspondant correspondante muhabiri yazarı senior deputy",
    "agency": "dpa afp ap reuters epa apa ansa efe lusa pap tass ria interfax yonhap kyodo xinhua anp ntb tt ritzau "
    "belga sid kna epd pti ani bloomberg sda keystone cnn agencies agenturen pa jiji čtk mti stt agentur press",
    "share": "share teilen partager compartir condividi compartilhar delen del dela jaa udostępnij поделиться sdílet "
    "paylaş facebook twitter whatsapp linkedin pinterest reddit telegram email e-mail mail messenger flipboard "
    "xing instagram threads bluesky tiktok youtube link copy kopieren copied copier copiar print drucken imprimer "
    "imprimir skriv tweet pin pocket url sms tumblr line viber bookmark save merkliste save drucken vk",
    "account": "login log sign signin signup anmelden registrieren abo abonnieren abonnement abonnement abonnieren "
    "abonnez abonnés suscríbete suscripción suscribirse abbonati abonneren abonnement prenumerera subscribe "
    "subscriber subscribers subscription subscriptions register konto account accedi iniciar sesión connexion "
    "inloggen logga logg kirjaudu zaloguj войти abonament hesap giriş kostenlos testen probemonat monat "
    "membership member members premium plus digital paywall offer angebot angebote",
    "legal": "cookie cookies privacy datenschutz impressum agb terms conditions rights reserved copyright "
    "nutzungsbedingungen "
    "imprint disclaimer policy mentions légales confidentialité privacidad privacidade condiciones rechte vorbehalten "
    "kontakt contact contacto contatti über uns about advertise mediadaten widerruf kündigen barrierefreiheit "
    "accessibility careers jobs personvern privatumssphäre integritet evästeet gizlilik rodo alle prava",
    "newsletter": "newsletter newsletters nyhetsbrev nieuwsbrief bulletin inbox mailing briefing alerts notifications "
    "push eilmeldungen nyhedsbrev boletín uutiskirje bülten postfach posteingang",
    "related": "related read more mehr lesen lesetipps auch interessant weitere weiterlesen lire aussi leia também "
    "lee también leggi anche lees ook läs också les også læs lue czytaj także również czytaj читайте також také čtěte "
    "meistgelesen popular trending beliebt recommended empfohlen empfehlungen see siehe similar ähnliche verwandte "
    "zum thema thread latest más noticias newest neueste aktuelle stories artikel hintergrund dossier okuyun ilgili "
    "関連 記事 ランキング 관련기사 altri articoli top weiterführende mest lest populær missing don't miss next "
    "nächster",
    "media": "photo photos foto fotos bild bilder image images picture pictures imagen getty shutterstock imago "
    "photograph photographer fotograf fotografin courtesy credit alliance picture-alliance archivbild archivfoto "
    "symbolbild symbolfoto video videos audio galerie gallery fotó zdj fot fotografia фото kuva foto: bildquelle "
    "quelle caption screenshot illustration grafik graphic istock unsplash pixabay handout pool via images "
    "写真 画像 사진 photographe vergrößern archiv archive podcast anhören listen watch ansehen play",
    "comment": "comment comments commenting kommentar kommentare kommentarer commentaires commentaire "
    "comentarios comentário "
    "comentar commenti reacties komentarze komentáře комментарии yorum yorumlar discussion diskussion diskutieren "
    "disqus moderation netiquette forum reply antworten responder répondre community kommentieren leserkommentare "
    "コメント 댓글 comentários debatt diskutera feedback conversation",
    "tags": "tags tag topics topic themen schlagworte schlagwörter stichworte stichwörter keywords mots-clés "
    "etiquetas temas "
    "tagi tagged onderwerpen trefwoorden ämnen emner emneord štítky témata témák címkék теги темы etiketler konular "
    "argomenti filed under sujets タグ キーワード 태그 assuntos",
    "time": "published publish updated update modified posted veröffentlicht erschienen aktualisiert stand uhr publié "
    "publiée mis jour publicado actualizado atualizado pubblicato aggiornato gepubliceerd bijgewerkt publisert "
    "oppdatert "
    "publicerad uppdaterad publiceret opdateret julkaistu päivitetty opublikowano aktualizacja опубликовано обновлено "
    "publikováno aktualizováno yayınlanma güncelleme güncellendi giriş tarihi vor ago hours minutes stunden minuten "
    "minute lesezeit min read heures minutos horas zuletzt first dated last edited 更新 配信 公開 입력 수정 "
    "gmt utc cet edt est pst bst klo kl um clock today heute yesterday gestern",
    "ad": "advertisement advertising ad ads anzeige werbung publicité publicidad pubblicità advertentie reklama reklam "
    "annons annonse annonce mainos реклама sponsored gesponsert partner partners promotion advertorial hirdetés 広告 "
    "affiliate gutschein gutscheine deals shop shopping anzeigen",
    "bio": "born geboren studied studierte writes schreibt covers berichtet arbeitet works joined seit leitet worked "
    "graduated biografie biography profile profil about author contact follow folgen writes lives lebt journalism "
    "contributor based email twitter",
    "navigation": "home startseite menu menü menú suche search suchen buscar rechercher cerca zoeken søk sök "
    "haku szukaj "
    "hledat поиск ara skip springen inhalt content navigation navigieren accueil inicio hjem hem etusivu zurück back "
    "next previous weiter schließen close open öffnen nach oben top anzeigen mehr show all alle weniger less toggle "
    "sections ressorts rubriken wetter weather météo sport sports politik politics wirtschaft business kultur culture "
    "panorama wissen science ratgeber lifestyle reise travel meinung opinion lokales regional rätsel spiele games "
    "horoskop tv epaper e-paper rss app apps download android ios mediathek live ticker archiv shop",
    "promo": "jetzt now free gratis kostenlos exclusive exklusiv unlimited unbegrenzt discover entdecken click "
    "klicken hier "
    "here join download app get support donate spenden unterstützen weekly wöchentlich daily täglich every sign "
    "your you ihre ihr sie dein deine votre vos suscripción read lesen enjoy trial cancel erhalten receive "
    "tips tipps gewinnspiel angebot follow followers channel kanal whatsapp-kanal prefer preferred",
}
ORDER: Final = tuple(KINDS)
_BIT: Final = {kind: 1 << at for at, kind in enumerate(ORDER)}


def _bits() -> dict[str, int]:
    bits: dict[str, int] = {}
    for kind, words in KINDS.items():
        for word in words.split():
            for part in word.casefold().replace("-", " ").split():
                bits[part] = bits.get(part, 0) | _BIT[kind]
    return bits


BITS: Final = _bits()

# Labels that stand alone on a line above what they announce.
TAG_LABELS: Final = frozenset(KINDS["tags"].split()) | {
    "mehr lesen über",
    "more on",
    "read more about",
    "mehr zum thema",
}
BY_WORDS: Final = frozenset(
    "by von vom par por di da door af av przez od autor autorin autore auteur author words text tekst texte texto "
    "автор oleh bởi yazan skrevet skriven written kirjoittaja".split()
)


def kinds_of_word(word: str) -> int:
    """Return the bits of the kinds that a casefolded word is of, 0 for an ordinary word."""
    return BITS.get(word, 0)


@lru_cache(maxsize=1024)
def flags(kinds: int, asked: tuple[int, ...]) -> tuple[bool, ...]:
    """Tell of each of the bits `asked` whether it is among `kinds`."""
    return tuple(kinds & one > 0 for one in asked)


def bit(kind: str) -> int:
    """Return the bit of one kind, as in KINDS."""
    return _BIT[kind]
