"""Words by which an option speaks of the other options, by language.

``BEGINS`` holds what counts at an option's beginning only, ``HOLDS`` what counts anywhere. Both are
regular expressions over lower-case text. They err towards yes, which costs an item: "all matter
..." begins like "all of the above". A language that is not here is judged by the labels that an
option names, see :mod:`.references`.
"""

BEGINS: dict[str, str] = {
    "en": r"both|neither|either|all|none|not (?:all|given|stated|known|enough|sure)|same|no change"
    r"|true|false|yes|no|unknown|uncertain|it depends|more than one|(?:any|each|some|nothing"
    r"|everything|others?|another|undetermined|indeterminate|something else)(?=\W*$)",
    "es": r"tod[ao]s?|ningun[ao]?|ningún|amb[ao]s|cualquiera|ni"
    r"|l[ao]s (?:dos|tres|cuatro)(?:(?=\W*$)| (?:anterior|opcion|respuest|primer|últim))",
    "pt": r"tod[ao]s?|nenhum[ao]?|amb[ao]s|qualquer|nem\b.*\bnem|n\.?d\.?a"
    r"|as (?:duas|três|quatro)(?:(?=\W*$)| (?:anterior|opç|respost|primeir|últim))",
    "gl": r"ningunha|ambas|todas",
    "ca": r"tot(?:es|s)|cap d|ambdós|ambdues|les dues",
    "fr": r"aucune?|tou(?:te)?s|l['’]une? (?:et|ou)|ni|plusieurs"
    r"|les (?:deux|trois|quatre)(?:(?=\W*$)| (?:réponse|proposition|premi|derni))",
    "it": r"tutt[eoi]|nessun[ao]?|entramb[ei]|né|qualsiasi|ambedue|l['’]un[ao] e",
    "ro": r"toate|toți|nici|niciun[aul]?|ambele|amândou[aă]|oricare",
    "de": r"alle|keine[rs]?|beide[sn]?|weder|jede[rs]?|sowohl|sämtliche|nichts",
    "nl": r"geen|elk van|zowel",
    "sv, da, no": r"alla (?:ovan|alternativ|svar|dessa)|ing(?:en|et|a)|båda|både|begge"
    r"|samtlig[ae]|varken|verken",
    "fi": r"kaikki|ei mikään|molemmat|kumpikaan|mikään",
    "pl": r"wszystki[ei]|żadn[aey]|ob(?:a|ie|ydwa|ydwie)|oboje|ani",
    "cs, sk": r"všechny|všetky|žádn[áéýo]|žiadn[aey]|ob[aě]|obe",
    "hr, sr": r"svi|sve|sva|niti|ništa|obje|nijed\w+|сви|све|сва|нити|ништа|оба|обе|ниј\w+",
    "ru, uk": r"все|всі|усі|ни|жодн\w+|обидв\w+|любой из",
    "bg, mk": r"всичк\w+|сите|ниту|нито|ниедн\w+|никое|двете|двата|двајцата",
    "hu": r"egyik|mindkett\w+|mindegyik\w*|mindhárom|mindnégy|mindkét|mind a|valamennyi",
    "tr, az": r"hepsi|hiçbir\w*|her (?:iki|üç|dört)\w*|tümü|ikisi de|hamısı|heç biri",
    "el": r"όλ[αεο]\w*|κανένας?|καμία|και (?:τα|οι) (?:δύο|δυο|τρία)|ούτε",
    "sq": r"të gjith[aë]|asnjë\w*|të dy\w*",
    "lt, lv, et": r"visi|visos|visa tai|nė vien\w*|ab[iu]|neviens?|kõik|mitte ükski|mõlemad",
    "eu": r"denak|guztiak|bat ere ez|biak",
    "id, ms": r"semua\w*|kedua\w*|tidak ada|salah satu|tiada",
    "sw": r"zote|yote|vyote|hakuna",
    "vi": r"cả (?:hai|ba|bốn|\d|[a-d]\b)|không có|hai (?:câu|ý|đáp)",
    "ar, fa, ur": r"جميع|كل ما|كل من|لا شيء|كلا|كلتا|همه|هیچ|هر دو|تمام|دونوں|أ و",
}
"""Quantifiers and verdicts."""

HOLDS: dict[str, str] = {
    "en": r"\b(?:all|none|both|neither|any|either|(?:one|two|three|some|more|each|combination)\b.*"
    r"\bof)\b.*\b(?:above|them|following|mentioned|listed|options?|answers?|choices?|alternatives?"
    r"|preceding|previous|aforementioned|given)\b"
    r"|\b(?:these|those|this)\b|\bthe above(?=\W*$|,| are\b| is\b)"
    r"|\bother (?:options?|answers?|choices?)\b"
    r"|\b(?:options?|answers?|choices?|alternatives?|statements?)\W{1,2}(?:[a-j]|[1-9]|[ivx]+)"
    r"(?=\W*(?:$|[.,;)&]|(?:and|or|only|is|are)\b))"
    r"|\bno (?:correct |right |single |such )?(?:option|answer)\b"
    r"|\b(?:option|answer|choice)s? (?:is|are) (?:correct|right|true|wrong|incorrect|given)\b"
    r"|\b(?:can ?not|can['’]?t|not (?:enough|possible)|insufficient|inadequate|impossible)\b.*"
    r"(?:determin|information|known|answer|\bsa(?:y|id)\b|\btell\b|\bdata\b)"
    r"|\bdata (?:is |are )?inadequate|\bnone of\b",
    "es": r"\b(?:anteriores|precedentes)\b|\btodas? (?:las|los)\b|\bmás de una\b"
    r"|\bl[ao]s dos (?:primer|últim)|\b(?:opci[oó]n(?:es)?|respuestas?|alternativas?)\b.*"
    r"\b(?:correct|verdader|fals|[a-e]\b)",
    "pt": r"\banteriores\b|\bmais de uma\b|\btod[ao]s [ao]s\b|\bacima\b"
    r"|\b(?:opç(?:ão|ões)|respostas?|alternativas?)\b.*\b(?:corret|verdadeir|fals|[a-e]\b)",
    "ca": r"\banteriors\b|\brespostes\b",
    "fr": r"\b(?:réponses?|propositions?|affirmations?|options?|items?|choix)\b.*"
    r"\b(?:exact|correct|juste|vrai|fauss|bonne)|\bci-dessus\b|\bprécédent"
    r"|\bl['’]une? ou l['’]autre|\bplus d['’]une\b|\bn['’]importe lequel|\baucune? de",
    "it": r"\b(?:precedenti|suddett\w+)\b|\brispost[ae]\b.*\b(?:corrett|giust|esatt)",
    "ro": r"\bde mai sus\b|\brăspuns\w* (?:corect|de mai)",
    "de": r"\boben\b|\bobige|\bgenannte|\bantwort(?:en|möglichkeit)|\baussagen\b|\bmehr als eine\b"
    r"|\bdie (?:ersten|letzten) (?:beiden|zwei)\b|\bkeine (?:der|von)\b|\balle drei\b",
    "nl": r"\bbovenstaande|\bgenoemde|\bantwoord(?:en)?\b|\bgeen van\b",
    "sv, da, no": r"\bovan(?:stående)?\b|\boven(?:for|stående)\b|\bsvar(?:en|ene|alternativ)\b"
    r"|\bingen a[vf]\b",
    "fi": r"\bedell(?:ä|is)|\bvaihtoeh|\bmikään näistä",
    "pl": r"\bpowyższ|\bwymienion|\bodpowied(?:zi|ź)\b|\bżadn[aey] z\b",
    "cs, sk": r"\bvýše uveden|\bvyššie uveden|\bodpov[eě][dď][eěií]?\b|\bz uveden",
    "hr, sr": r"\bnaveden|\bodgovor[ai]?\b|\bнаведен|\bодговор[аи]?\b|\bod toga\b|\bод тога\b",
    "ru, uk": r"перечислен|вышеуказан|перелічен|нет (?:правильн|верн)\w+ ответ|\bответы\b"
    r"|\bвідповід[іь]\b",
    "bg, mk": r"посочен|изброен|\bгорните\b|горенаведен|\bотговор(?:а|и|ите)?\b",
    "hu": r"\bfenti|\bválasz(?:ok|a|ai)?\b|\bnem lehet eldönteni|\bállítások\b|\begyik sem\b",
    "tr, az": r"\byukarıda|\bhiçbiri\b|\bhepsi\b|\bseçenek|\byuxarıda|\bşıklar",
    "el": r"παραπάνω|απάντησ|ανωτέρω|προηγούμεν",
    "sq, lt, lv, et": r"\bmësipërm|\bpërgjigj|\bišvardyt|\batsakym"
    r"|\bminētaj|\bülaltoodu|\batbild[eē]",
    "eu": r"\baurreko|\berantzun|\bgoiko guzti",
    "id, ms": r"\bdi ?atas\b|\bjawaban|\bjawapan|\bpilihan\b",
    "sw": r"\bhapo juu\b|\bjibu\b|\bmajibu\b",
    "vi": r"tất cả|đáp án|phương án|\bđều (?:đúng|sai)|\b(?:ý|câu|nêu|kể) trên\b|\bcả [a-d]\b",
    "zh": r"^以上|(?:以上|上述)(?:都|均|皆|全|各|选项|選項|答案|说法|[两兩三四])"
    r"|^[两兩二三前后後]者|(?:(?<![首古京故])都|均|皆|全部|全(?=[是对對错錯]))(?:[不没无]?(?:是|对|對|正确|正確|错|錯|可以?|有|成立))?\W*$"
    r"|选项|選項|^前[两兩二三]|^后[两兩二三]|[无無没沒]有?(?:正确|正確|答案)|不确定|不確定"
    r"|[无無]法(?:确定|確定|判断|判斷|比较|得知)|其他答案",
    "ja": r"すべて|全て|いずれ|どれも|どちら|両方|上記|ともに|該当|選択肢",
    "ko": r"모두|없음|위의|둘 다|전부|해당 ?없",
    "ar, fa, ur": r"ما سبق|ما ذكر|المذكور|أعلاه|الإجابات|الخيارات|موارد (?:فوق|بالا)|گزینه"
    r"|مندرجہ|مذکورہ|ان میں سے|غير ذلك",
    "he": r"כל התשובות|תשובה|לעיל|אף אחת|שתי התשובות",
    "hi, mr, ne": r"उपरोक्त|उपर्युक्त|सभी|दोनों|कोई नहीं|इनमें|इनमे|विकल्प|वरील|दोन्ही|माथि",
    "bn, as": r"উপরের|সবগুলো|সবকটি|কোনোটি|কোনটি|উভয়|সবই|ওপৰৰ",
    "pa, gu": r"ਉਪਰੋਕਤ|ਸਾਰੇ|ਦੋਵੇਂ|ਕੋਈ ਨਹੀਂ|ઉપરોક્ત|બધા|બંને|કોઈ નહીં",
    "ta, te": r"மேற்கூறிய|மேலே|அனைத்தும்|இரண்டும்|எதுவும்|పైన|పైవన్నీ|అన్నీ|రెండూ|ఏదీ",
    "kn, ml": r"ಮೇಲಿನ|ಎಲ್ಲವೂ|ಯಾವುದೂ|ಎರಡೂ|മുകളിൽ|എല്ലാം|ഇവയൊന്നും|രണ്ടും",
    "th": r"ถูกทุกข้อ|ทุกข้อ|ทั้งหมด|ทั้งสอง|ไม่มีข้อ|ถูกต้องทั้ง|ข้อ\s*[กขคงa-e1-5]",
}
"""Phrases that name options, answers, or all that stands above."""

JOINING = frozenset(
    """and or nor but not et ou ni und oder noch y e o u i și si sau en of og och eller ja tai lub
    oraz a ani nebo alebo ili и или та або și hoặc và dan atau na au ve veya ile və ir ar arba un
    vai dhe ose eta edo és vagy و أو او یا اور और या एवं ও এবং বা மற்றும் และ หรือ 和 或 与 與 及
    と または や 와 과 및 και ή to through""".split()
)
"""Words between labels."""

ABOUT = frozenset(
    """above below only just both either neither all none of the is are it true false correct right
    wrong incorrect option options answer answers choice choices statement statements
    alternative alternatives respectively except same as also together alone nor combined
    sólo solo solamente únicamente ambos ambas son es correcta correctas correctos verdadera
    verdaderas verdaderos falsa falsas falsos opción opciones respuesta respuestas las los la el
    apenas somente são é corretas corretos incorreto incorretos verdadeiras verdadeira verdadeiros
    opção opções os seulement uniquement sont est les vraies vrai exactes exacte justes réponse
    réponses nur beide sind ist richtig falsch antwort antworten die alleen zijn juist
    soltanto sono vere vera corrette risposta risposte le
    tylko są prawdziwe pouze jsou samo само только верны верно оба точни вярно вярна вярни
    csak is igaz hamis sadece yalnız doğru vetëm tik doar adevărat
    chỉ đúng sai cả hanya saja benar salah 只 仅 僅 只有 正确 正確 错误 对 錯誤 のみ だけ 만
    فقط صحيح صحیح केवल सही दोनों শুধু কেবল เท่านั้น ข้อ""".split()
)
"""Words that may stand beside labels in an option that says nothing else."""
