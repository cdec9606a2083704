"""Names of months in the languages of the press, casefolded, from CLDR; those that two months share are left out."""

from typing import Final

# "listopad" is October in Croatian and November in Polish and Czech: the more widely read wins.
_NAMES: Final = (
    "ean eanáir ene enero gen gener gennaio ian ianuarie ion ionawr jaan jaanuar jan janar janeiro jannar januar "
    "januari januarie january januwari január januára janv janvier janvāris janyuwari janúar jänner led leden ledna "
    "oca ocak saus sausio sausis sij siječanj siječnja sty styczeń stycznia tammi tammikuu tammikuuta urt urtarrila "
    "xan xaneiro yan yanvar ιαν ιανουάριοσ ιανουαρίου сту студзень студзеня січ січень січня янв январь января яну "
    "януари јан јануар јануари қаң қаңтар հնվ հունվար հունվարի ינואר ינו׳ جنوری يناير ژانویه ژانویهٔ जनवरी जन॰ জানু "
    "জানুয়ারী ஜன ஜனவரி జన జనవరి ม.ค มกราคม იან იანვარი ጃን ጃንዋሪ",
    "chw chwef chwefror feabh feabhra feb febbraio feber febr febreiro febrer febrero februar februari februarie "
    "february februwari február februára februāris febrúar fev fevereiro fevral fra frar févr février helmi helmikuu "
    "helmikuuta lut lutego luty ots otsaila peb pebrero shk shkurt vas vasario vasaris veebr veebruar velj veljača "
    "veljače úno únor února şub şubat φεβ φεβρουάριοσ φεβρουαρίου ақп ақпан лют лютага лютий лютого люты феб фебруар "
    "фев февр февраль февраля февруари փետրվար փետրվարի փտվ פברואר פבר׳ فبراير فروری فوریه فوریهٔ फ़रवरी फ़र॰ ফেব "
    "ফেব্রুয়ারী பிப் பிப்ரவரி ఫిబ్ర ఫిబ్రవరి ก.พ กุมภาพันธ์ თებ თებერვალი ፌብ ፌብሩዋሪ",
    "bře březen března kov kovas kovo maalis maaliskuu maaliskuuta maart mac machi maerz mar marca march marec maret "
    "mars marso mart martie marts martxoa marzec marzo marzu març março mas mashi mat matshi maw mawrth mrt mrz márc "
    "március márta mär märts märz ožu ožujak ožujka μάρ μάρτιοσ μαρ μαρτίου бер березень березня мар март марта нау "
    "наурыз сак сакавік сакавіка մարտ մարտի մրտ מרץ مارس مارچ मार्च মার্চ மார் மார்ச் మార్చి มี.ค มีนาคม მარ მარტი "
    "ማርች",
    "abr abril aib aibreán api apirila apr aprel april aprile aprili aprilie aprill apríl apríla aprīlis avr avril "
    "bal balandis balandžio dub duben dubna d’abr d’abril ebr ebrill eph ephreli epr epreli huhti huhtikuu huhtikuuta "
    "kwi kwiecień kwietnia nis nisan pri prill tra travanj travnja ápr április απρ απρίλιοσ απριλίου апр апрель "
    "апреля април квіт квітень квітня кра красавік красавіка сәу сәуір ապր ապրիլ ապրիլի אפריל אפר׳ آوریل أبريل اپریل "
    "अप्रैल এপ্রি এপ্রিল ஏப் ஏப்ரல் ఏప్రి ఏప్రిల్ เม.ย เมษายน აპრ აპრილი ኤፕሪ ኤፕሪል",
    "beal bealtaine geg gegužė gegužės kvě květen května mag maggio mai maiatza maig maijs maio maj maja may mayo "
    "mayıs maí mei mej mejju mey meyi máj mája május svi svibanj svibnja touko toukokuu toukokuuta μάι μάιοσ μαΐ "
    "μαΐου май мам мамыр мая мај трав травень травня մայիս մայիսի մյս מאי مئی مايو مه مهٔ मई মে மே మే พ.ค พฤษภาคม "
    "მაი მაისი ሜይ",
    "birž birželio birželis cze czerwca czerwiec eka ekaina giu giugno haz haziran hun hunyo iun iunie iyn iyun juin "
    "jun june junho juni junie junij junio juny juuni jún júna június júní jūn jūnijs kesä kesäkuu kesäkuuta lipanj "
    "lipnja meh mehefin meith meitheamh qer qershor xuño červen června čvn ġun ġunju ιουν ιουνίου ιούν ιούνιοσ июн "
    "июнь июня мау маусым черв червень червня чэр чэрвень чэрвеня юни јун јуни հնս հունիս հունիսի יוני جون يونيو ژوئن "
    "जून জুন ஜூன் జూన్ มิ.ย มิถุนายน ივნ ივნისი ጁን",
    "gor gorff gorffennaf heinä heinäkuu heinäkuuta hul hulyo iul iulie iyl iyul iúil juil juillet jul julai julayi "
    "julho juli julie julij julio juliol july juuli júl júla július júlí jūl jūlijs korr korrik liep liepa liepos "
    "lipca lipiec lug luglio lul lulju srpanj srpnja tem temmuz uzt uztaila xul xullo července červenec čvc ιουλ "
    "ιουλίου ιούλ ιούλιοσ июл июль июля лип липень липня ліп ліпень ліпеня шіл шілде юли јул јули հլս հուլիս հուլիսի "
    "יולי جولائی يوليو ژوئیه ژوئیهٔ जुलाई जुल॰ জুল জুলাই ஜூலை జులై ก.ค กรกฎาคม ივლ ივლისი ጁላይ",
    "abu abuztua ag aga agasti ago agost agosti agosto agu agustus août aug august augusta augusti augusts augustus "
    "augusztus avg avgust avq avqust awst aww awwissu ağu ağustos d’ag d’agost elo elokuu elokuuta gush gusht kol "
    "kolovoz kolovoza lún lúnasa ogo ogos rugp rugpjūtis rugpjūčio sie sierpień sierpnia srpen srpna ágú ágúst αυγ "
    "αυγούστου αύγ αύγουστοσ авг август августа жні жнівень жніўня серп серпень серпня там тамыз օգոստոս օգոստոսի օգս "
    "אוגוסט אוג׳ أغسطس اوت اگست अगस्त अग॰ আগ আগস্ট ஆக ஆகஸ்ட் ఆగ ఆగస్టు ส.ค สิงหาคม აგვ აგვისტო ኦገስ ኦገስት",
    "eyl eylül ira iraila medi mfómh rugs rugsėjis rugsėjo ruj rujan rujna sen sentabr sentyabr sep sept septemba "
    "septembar september septembra septembre septembrie septembris septhemba septiembre set setembre setembro "
    "settembre settembru setyembre sht shtator syys syyskuu syyskuuta szept szeptember wrz wrzesień września zář září "
    "σεπ σεπτέμβριοσ σεπτεμβρίου вер верасень верасня вересень вересня сент сентябрь сентября сеп септембар септември "
    "қыр қыркүйек սեպ սեպտեմբեր սեպտեմբերի ספטמבר ספט׳ سبتمبر ستمبر سپتامبر सितंबर सित॰ সেপ সেপ্টেম্বর செப் "
    "செப்டம்பர் సెప్టెం సెప్టెంబర్ ก.ย กันยายน სექ სექტემბერი ሴፕቴ ሴፕቴምበር",
    "dfómh d’oct d’octubre eki ekim hyd hydref loka lokakuu lokakuuta oct october octobre octombrie octubre okt "
    "oktabr okthoba okthobha oktoba oktobar oktober oktobris oktoober oktubre oktyabr október októbra ott ottobre "
    "ottubru out outubro paź październik października spal spalio spalis tet tetor urr urria říj říjen října οκτ "
    "οκτωβρίου οκτώβριοσ жовт жовтень жовтня кас кастрычнік кастрычніка окт октобар октомври октябрь октября қаз "
    "қазан հոկ հոկտեմբեր հոկտեմբերի אוקטובר אוק׳ أكتوبر اکتبر اکتوبر अक्टूबर अक्टू॰ অক্টো অক্টোবর அக் அக்டோபர் అక్టో "
    "అక్టోబర్ ต.ค ตุลาคม ოქტ ოქტომბერი ኦክቶ ኦክቶበር",
    "aza azaroa kas kasım lapkr lapkritis lapkričio listopad listopada listopadu marras marraskuu marraskuuta nob "
    "nobyembre noiembrie nov novemba novembar november novembra novembre novembris novembro novembru noviembre noy "
    "noyabr nën nëntor nóv nóvember samh samhain stu studeni studenoga tach tachwedd νοέ νοέμβριοσ νοε νοεμβρίου лист "
    "листопад листопада ліс лістапад лістапада нов новембар ное ноември нояб ноябрь ноября қар қараша նոյ նոյեմբեր "
    "նոյեմբերի נובמבר נוב׳ نوامبر نوفمبر نومبر नवंबर नव॰ নভে নভেম্বর நவ நவம்பர் నవం నవంబర్ พ.ย พฤศจิกายน ნოე ნოემბერი "
    "ኖቬም ኖቬምበር",
    "abe abendua ara aralık dec decembar december decembra decembrie decembris decembro dek dekabr des desemba "
    "desember desembre dets detsember dez dezember dezembro dhj dhjetor dic dicembre diciembre dis disemba disember "
    "disyembre diċ diċembru déc décembre gru grudnia grudzień gruod gruodis gruodžio joulu joulukuu joulukuuta noll "
    "nollaig pro prosinac prosinca prosince prosinec rhag rhagfyr δεκ δεκέμβριοσ δεκεμβρίου груд грудень грудня дек "
    "декабрь декабря декември дец децембар жел желтоқсан сне снежань снежня դեկ դեկտեմբեր դեկտեմբերի דצמבר דצמ׳ "
    "دسامبر دسمبر ديسمبر दिसंबर दिस॰ ডিসে ডিসেম্বর டிச டிசம்பர் డిసెం డిసెంబర్ ธ.ค ธันวาคม დეკ დეკემბერი ዲሴም ዲሴምበር",
)
MONTHS: Final = {name: month for month, names in enumerate(_NAMES, start=1) for name in names.split()}
