"""Question stems under which an answer to another question may be right.

They are read from words alone and err towards yes, which costs an item. Languages that were not
read (:mod:`saturate.harden.text.languages`) are doubted as a whole; what is known of some of their
words stays here for questions whose language is taken for another one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from saturate.harden.text.languages import is_read
from saturate.sentences import sentences

_PASSAGE = 400
"""Prompts of more characters hold a passage besides the question."""


def _any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_NEGATED = _any_of(
    [
        r"\b(?:not|except|least|false|untrue|never|wrong|cannot|neither|none|without|unlikely)\b",
        r"n['’]t\b|\bincorrect|\binappropriate|\bexclud|\black|\bunrelated\b|\bodd one\b",
        r"\bcontraindicat",
        r"\bno\b(?!\.)|\bexcepto\b|\bsalvo\b|\bexcepci|\bnunca\b|\bjamás\b|\bning[uú]n|\bsin\b",
        r"\bfals[aoei]s?\b|\bfalse\b|\bincorret|\binexact|\berrad[ao]\b|\berrón|\berrat[aoie]\b",
        r"\bsauf\b|\bn(?:e |['’])(?:\w+['’ ])?\w+ (?:pas|jamais|plus)\b|\bfaux\b",
        r"\bfausses?\b|\berronée?s?\b|\bexcepté|\bhormis\b|\bà l['’]exception\b",
        r"\bn['’]|\baucune?\b|\bsans\b|\bjamais\b|\bexclu|\bintrus\b|\bmoins\b",
        r"\bnicht\b|\bkein|\bau(?:ß|ss)er\b|\bfalsch|\bunzutreffend|\bunrichtig|\bausnahme\b",
        r"\bausgenommen|\bohne\b|\bweder\b|\bnie(?:mals)?\b|\bunwahr|\bungeeignet|\bfehl(?:t|en)\b",
        r"\bniet\b|\bonjuist|\binte\b|\bikke\b|\bei\b|\bväärin|\bförutom\b",
        r"\bnão\b|\bexceto\b|\bexceç|\bnenhum|\bsem\b|\bmenos\b|\btranne\b|\bnon(?= )|\beccetto\b",
        r"\beccezion|\binesatt|\bscorrett|\bsbagliat|\bmai\b|\bnessun|\bsenza\b|\besclus|\bmeno\b",
        r"\bnu (?:este|sunt|se)\b|\bgreșit",
        r"\bне(?:т|льзя|правильн|корректн|свойствен|характерн|возможн|вярн|достоверн)|\bни\b|\bникогда",
        r"\bложн|\bошибочн|\bисключ|\bизключ|\bлишн|\bизлишн|\bбез\b|\bотсутств|\bняма|\bгрешн",
        r"\bневерн|\bкроме\b|\bне\b|\bnie\b|\bосвен\b|\bосим\b|\bније\b|\bнису\b|\bпогрешн",
        r"\bosim\b|\bnije\b|\bnisu\b|\bnetočn|\bpogrešn|\boprócz\b|\bwyjątk|\bbłędn|\bkromě\b",
        r"\bnem\b|\bhamis|\bkivéve\b|\bhelytelen|\bnuk\b|\bpërveç|\bgabuar|\bišskyrus\b",
        r"\bn(?:e|ė)(?:ra|buvo|turi|turėjo|priklaus\w*|būding\w*|teising\w*|tink\w*)?\b",
        r"\w{2}m(?:az|ez|ayan|eyen|adı|edi|amış|emiş)\b",
        r"不|错|錯|除|非|误|誤|没|沒|无|無|未|假|勿|莫|ない",
        r"않|아닌|없는|틀린|제외",
        r"ليس|عدا|غير|خطأ",
        r"नहीं|गलत|নয়",
        r"değil|yanlış|hariç|\bbukan\b|\btidak\b|\bkecuali\b|\bez da\b|\bδεν\b|\bόχι\b",
        r"không|ngoại trừ|ไม่|ยกเว้น",
    ]
)
_ANY_OF = _any_of(
    [
        r"\bfollowing\b|\bwhich (?:one )?of (?:these|those|the)\b|\bwhich (?:statement|are)\b",
        r"\bbest (?:describes|explains|illustrates|example)\b|\bexamples? of\b|\bsuch as\b",
        r"\b(?:is|are) (?:true|correct)\b|\btrue (?:about|of|regarding)\b|\bstatements?\b",
        r"(?:^|[.?!:;])\s*(?:which (?:is|was|were|best|would|will|should|can|shows?|represents?|"
        r"requires?|helps?|provides?|uses?|needs?)|wh(?:ich|at) (?:has|have|had|contains?|causes?|"
        r"makes?|produces?))\b",
        r"(?:^|[.?!:;,]\s*)(?:(?:in|of|for|at|on|to|by|from|with|under|during|and) )?which\b"
        r"(?! (?:\w+ ){1,2}(?:did|(?:is|was|are|were) (?:the|called|known|named))\b)",
        r"\bwh(?:at|o) (?:is|are|was|were) (?:an?|one)\b|\b(?:would|will|should)\b",
        r"\bwhat (?!is|was|does|has)[a-z]+s\b",
        r"\bwhy (?:is|are|was|were|does|do|did|has|have)\b|\bdescribe\w*\b|\ban example\b",
        r"\b(?:wh\w+|how) (?:can|do|does|did) (?:you|i|one|we|people|some\w+|any\w+)\b",
        r"\bwelche[mnrs]?\b|\bquel(?:le)?s?\b|\b(?:les?|la|du|des?|au|aux)quel(?:le)?s?\b|\bcuál(?:es)?\b",
        r"\bwas (?:ist|sind|war|waren) eine?\b|\bwas für\b|\bwarum\b|\bbeispiel|\bdiese[rn]\b",
        r"\bqu['’]est-ce qu(?:e l|['’]une?\b)|\bpourquoi\b|\bexemples?\b|\bparmi\b",
        r"\b(?:de|d['’]entre) ces\b|\bpor ?qu[eéê]\b|\bperché\b|\be[sj]emp[il]|\bexemplo|\bquais\b",
        r"(?:\bqué|(?:^|[.?!:;,]\s*)(?:\w+ )?(?:o )?(?:che|que)) (?!cosa\b)"
        r"(?!(?:es|era|fue|son|significa|é|foi|è|fu)\b (?!una?\b|uma?\b))\w",
        r"\b(?:cosa (?:è|era)|cos['’](?:è|era)|es|è|é) u(?:na?|ma?)\b",
        r"\b(?:de|entre) (?:est?[ao]s|los)\b|\b(?:d|n|entre )est[ea]s\b",
        r"\b(?:di|fra|tra) quest[ei]\b",
        r"\bкакъв|\bпочему|\bзащо\b|\bпример|\b(?:из|от) (?:этих|тези)\b|\bявля|\bможно\b",
        r"\b(?:что|кто) из\b|哪(?![里裡儿兒])|[什甚][么麼](?![时時]候|地方)\w",
        r"[为為]什|属于|屬於|何[种種]",
        r"\bquale?i?s?\b|\bкакв?[аоие]\w*\b|\bко(?:й|я|е|и|ј|ја|је)\b|\bкотор\w+|的是\W*$",
        r"\bwhat (?:is|are) (?:one|some)\b|\bcan be\b|\b(?:might|could|may|possible|likely)\b",
        r"\bwhich (?:numbers?|integer|is an?)\b|\bwhich\b.*\b(?:prime|multiple|divisor)s?\b",
        r"\ba (?:multiple|factor|divisor|solution|root) of\b",
        r"\baussagen?\b|\bafirmaci|\baffirmation|\bafirmaç|\baffermazion|\bbewering|\bpåstående",
        r"\bpeu(?:t|vent)\b|\bpuede|\bpod(?:e|em)\b|\bpuò\b|\bpossono\b|\bkann\b|\bkönnen\b",
        r"\blehet\b|\bmože|\bможе|\bмогут\b|\bmoże|\bmůže|\bolabilir|\bmund\b|\bgali\b|\bkan\b",
        r"\bpoate\b|\bμπορεί|\bdapat\b|\bcó thể\b|可能|可以|수 있|يمكن|सकत|\bpërmend",
        r"\bpropositions?\b|\bréponses? exactes?|\bnaveden|\bsljedeć|\bsledeć|\btvrdnj|\btvrzen",
        r"\bспоменат|\bпосочен|\bизброен|\bнаведен|\bследн|\bследећ|\bсљедећ|\bтврд(?:њ|ењ)|\bтвърд",
        r"\balábbi|\bállítás|\bfelsorol|\bwymienion|\bponižn|\bišvardyt|\bteigin|\bpohim|\bvijues",
        r"\bnásledujíc|\burmătoare|\bseuraav|\bçıkarım|\bhangileri",
        r"\bsiguientes?\b|\bsuivant|\bfolgende|\bseguent|\bseguint|\bvolgende",
        r"\bföljande|\bfølgende|\bponiżs|\bследующ|\bиз перечислен|\bиз них\b",
        r"(?:叙述|说法|描述|表述|理解|分析|判断)[^。]{0,4}正确的?是|正确的是|下列|以下|下面|哪項|哪项|哪个|哪個|次の|다음|보기",
        r"التالي|يلي|الآتي|निम्न|নিচের|নিম্ন",
        r"\başağıda|\bberikut\b|\bhonako\b|\bακόλουθ|\bπαρακάτω",
        r"sau đây|dưới đây|ต่อไปนี้|ข้อใด",
    ]
)
_ROUGH = _any_of(
    [
        r"\bapprox|\bclosest\b|\bnearest\b|\broughly\b|\bestimat|\babout (?:how|what|which)\b",
        r"\bat (?:most|least)\b|\bbetween\b|\brange\b|\bungefähr|\baproxim|\benviron\b",
        r"\bcirca\b|примерно|大约|大約|約|약",
    ]
)
_EQUATION = re.compile(r"=|\bequals?\b")
_BENT = _any_of(
    [
        r"(?:\b[a-z]|[)\]}])(?:\s?(?:\^|\*\*)|[\u00b2\u00b3\u2074-\u2079])",
        r"\)\s*\(|\b[a-z]\s?\(\s?[a-z]\s?[-+\u2212]",
        r"\|[^|\n]{1,40}\||\\l?vert\b|\babs\s?\(",
    ]
)
"""What gives an equation several roots: a power of an unknown, brackets multiplied, an absolute
value."""
_REPEATS = r"\b(?:sin|cos|tan|cot|sec|csc)(?:e|ine|gent|ant)?\b"
_SEVERAL = _any_of(
    [
        rf"{_REPEATS}[^.?]{{0,40}}(?:=|\bis\b|\bequals?\b)|=[^.?]{{0,20}}{_REPEATS}",
        r"\bmod(?:ulo|ulus)?\b|\\p?mod\b|\bcongruent\b|\bleaves? (?:an? |the )?remainder|≡",
        r"\s[<>]=?\s|\w[<>]=?\d|[≤≥≦≧]|\\(?:[lg]eq?q?|[lg]t)\b|\binequalit",
        r"\b(?:quadratic|cubic|quartic) (?:equation|polynomial|function)",
        r"\babsolute value of [a-z]\b|(?<!square )(?<!cube )\b(?:roots?|zeroe?s?|solutions?) of\b",
        r"\bnumber squared\b|\bsquare of (?:an?|the|which|what) number\b",
    ]
)
"""What several numbers may satisfy, with or without an equation."""
_ANSWER_MARK = re.compile(r"\n\W*[^\W\d_]+ ?[:：]\s*$")
"""The label that opens the answer."""
_ASKS = re.compile(r"[?？؟]\W*$")
_NAMED = r"(?:called|named|termed|known as|referred to as)"
_NAMES = re.compile(rf"\b{_NAMED}(?: (?:an?|the))?\W*(?:what\W*)?$", re.IGNORECASE)
"""A question or a sentence to complete that asks for a name, which is one."""
_BLANK = re.compile(r"\bwhat\W*$|_{2,}", re.IGNORECASE)
_ACTOR = re.compile(
    r"\b(?:i|you|your|he|she|his|her|him|they|their|them|we|our|someone|somebody|anyone|people|"
    r"persons?|man|men|woman|women|boys?|girls?|child(?:ren)?|kids?|friends?)\b",
    re.IGNORECASE,
)
"""Who acts in a story of everyday life."""


def stem_of(question: str) -> str:
    """The part of a prompt that asks: all of a short one, the last two sentences of a passage."""
    if len(question) <= _PASSAGE:
        return question
    return " ".join(sentences(question)[-2:])


def is_negated(question: str) -> bool:
    """Whether the question asks for what is not so, as far as its words show."""
    return _NEGATED.search(stem_of(question)) is not None


def asks_for_any(question: str) -> bool:
    """Whether many answers could be right, and the options alone decide which one is meant."""
    return _ANY_OF.search(stem_of(question)) is not None


def is_open(question: str) -> bool:
    """Whether words of many kinds could complete a prompt or tell what somebody does in it.

    A prompt that ends without a question mark or in a blank is open, unless it asks for a name.
    """
    asked = _ANSWER_MARK.sub("", question).strip()
    if _ACTOR.search(stem_of(asked)):
        return True
    if _NAMES.search(asked):
        return False
    return _ASKS.search(asked) is None or _BLANK.search(asked) is not None


def asks_roughly(question: str) -> bool:
    """Whether another number than the right one may do as well."""
    return _ROUGH.search(stem_of(question)) is not None


def has_several_roots(question: str) -> bool:
    """Whether another number may solve what a question states: it is left open which are wanted."""
    bent = _EQUATION.search(question) and _BENT.search(question)
    return bool(bent) or _SEVERAL.search(question) is not None


def doubt(question: str, numeric: bool, asked: str | None = None) -> str:
    """Why answers to other questions may be right here as well; empty where nothing shows it.

    Args:
        question: What stands before the options.
        numeric: Whether the answer is a number, so that any other value is wrong unless the
            question states what several numbers satisfy.
        asked: The part of it that shows its language, without what all of a task's prompts say; all
            of it by default.
    """
    if not is_read(stem_of(question if asked is None else asked)):
        return "its language is one whose negations and classes are not known"
    if is_negated(question):
        return "its question is negated"
    if asks_for_any(question):
        return "its question asks for any member of a class"
    if not numeric and is_open(question):
        return "its question leaves open of what kind an answer is"
    if numeric and asks_roughly(question):
        return "its question asks for a rough number"
    if numeric and has_several_roots(question):
        return "several numbers may satisfy its question"
    return ""
