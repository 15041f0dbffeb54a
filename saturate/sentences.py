"""Where sentences end, and whether one leans on what stands before it.

A stop that may belong to an abbreviation, an initial or a number ends a sentence only where the
next word shows it. So a doubtful text stays in one piece, and nothing is cut in the middle. The
tests for leaning know English; for other languages they know the words that open such sentences.
"""

from __future__ import annotations

import re

_END = re.compile(r"[.!?।؟][\"”’»)\]]*(\s+)|[。！？][」』”]*(\s*)|(\s*\n\s*)")
_ALWAYS = frozenset(
    """mr mrs ms mx messrs mme mlle dr prof rev hon gen col capt lt sgt maj cpl pvt cmdr adm gov sen
    rep pres supt st ste mt fr sr sra srta dra hr nr vs v cf viz ca approx resp incl excl esp i.e
    e.g ie eg d.h z.b bzw u.a c.p s.p l.c.m h.c.f g.c.d aprox núm pág""".split()
)
"""Abbreviations that something follows."""
_NUMBERED = frozenset("no nos fig eq sec ch vol p pp pg pgs q".split())
"""Words with a stop, where a number follows."""
_MEASURES = frozenset(
    """oz fl lb lbs ft in cm mm m km kg g mg hr hrs h min mins sec secs s yd yds gal qt pt sq cu mi
    mph kmph kph a.m p.m am pm p.a rs inr""".split()
)
"""Units, where a number stands before them, and times of day: a capital opens a sentence there."""
_OTHERS = frozenset(
    """u.s u.k u.n u.s.a e.u d.c b.c a.d b.c.e c.e ph.d m.d b.a m.a p.e p.t inc ltd co corp bros jr
    llc ave blvd rd dept univ jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu
    thur thurs fri sat sun etc al est""".split()
)
"""Abbreviations that end a sentence or don't."""
_BEFORE = frozenset(("rs", "inr", "ft"))
"""Those of them that may stand before what they belong to (Rs. 50, Ft. Lauderdale)."""
_AFTER_TIMES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december mondays tuesdays wednesdays thursdays
    fridays saturdays sundays est edt pst pdt cst gmt utc et pt""".split()
)
"""What goes on a time of day."""
_MONTHS = frozenset(
    """januar februar märz april mai juni juli august september oktober november dezember""".split()
)
_STARTERS = frozenset(
    """the a an he she it they we you i this that these those his her its their my your our in on at
    if when while after before how what which who where why there then each every all both some one
    two three for from with by as but and so however find calculate suppose""".split()
)
"""Words that open a sentence and don't follow an abbreviation within one."""
_MAX_TOKEN = 40
_DOTTED = re.compile(r"(?:[a-z]\.)+[a-z]")
_TOKEN = re.compile(r"(\d\)? ?(?=[A-Za-z]))?([^\s(\[\"“‘«]*)$")
_NEXT = re.compile(r"[(\[\"“‘«'¿¡]*([^\W_]+(?:['’]\w+)?|[$€£¥₹])?")

_POINTERS = re.compile(
    r"\b(?:he|she|it|they|him|her|hers|his|its|them|their|theirs|himself|herself|itself|themselves|"
    r"this|that|these|those|ones|there|then|so|such|same|both|neither|either|"
    r"others?|another|else|also|too|again|still|instead|however|likewise|similarly|anymore|"
    r"rest|remaining|remainder|remains?|remained|leftover|left|former|latter|aforementioned|"
    r"original|originally|initial|initially|altogether|everyone|everybody|previous|previously|earlier|later|afterwards?|"
    r"meanwhile|next|now|already|additional|additionally|extra|further|more|fewer|less|than|twice|"
    r"thrice|times as|as (?:well|many|much|\w+ as)|the two|(?:half|double|triple) (?:of|the|that)|"
    r"(?:the|each|every|no|which) one|one of|each of|of which)\b"
    r"|^(?:half|most|many|few|several|all|none|some)(?= (?:of|had|has|have|were|was|are|is|do|did)"
    r"\b)"
    r"|\beach(?= (?:had|has|have|gets?|got|were|was|is)\b)|\bone(?=[.,;]|$)",
    re.IGNORECASE,
)
"""Words that are understood from another sentence, or compare with something outside."""
_NUMBER = re.compile(
    r"(?<![\w$€£¥.,/:%-])(?:\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten)"
    r"(?=[.,;]?$|[.,;] |,? (?:and|but|to|from|of|on|in|at|for|with|by|a|each|every|yesterday|"
    r"today|while|when)\b)",
    re.IGNORECASE,
)
"""A number without a noun behind it, as in "He kept 3 and passed five to Tom"."""
_NAMED_BY_NUMBER = frozenset(
    """in at by of to and or is are was were be age aged page line grade since until after before
    chapter number room route bus level year scored score from about around exactly
    january february march april may june july august september october november december""".split()
)
"""Words before a number that needs no noun."""
_AUXILIARY_END = re.compile(r"\b(?:do|does|did|has|had|is|was|are|were|will|can|could)[.]?$")
_DEFINITE = re.compile(r"\b[Tt]he ([\w'’-]+)(?: ([\w'’-]+))?")
_OF_SOMETHING = re.compile(r"[Tt]he (?:[\w'’-]+ ){1,2}of (?:[A-Z]|an? )")
_KNOWN = frozenset(
    """morning mornings afternoon afternoons evening evenings night nights weekend weekends day sun
    moon sky earth world ocean sea internet radio phone beach park zoo store shop market
    supermarket mall gym library museum movies cinema theater hospital dentist doctor office
    airport station bank pool city country countryside mountains woods forest river lake bus
    train subway piano guitar violin drums summer winter fall autumn spring past future army
    navy government president mail post news ground air water floor wall kitchen garden yard
    backyard fair farm carnival circus playground""".split()
)
"""What "the" may stand before where nothing was said of it: everybody's places and times."""


def sentences(text: str) -> list[str]:
    """Split a text into sentences; line breaks end one too."""
    found, start = [], 0
    for match in _END.finditer(text):
        if match[3] is None and not _ends(text, match):
            continue
        found.append(text[start : match.start(match.lastindex or 0)].strip())
        start = match.end()
    return [one for one in [*found, text[start:].strip()] if one]


def _ends(text: str, match: re.Match[str]) -> bool:
    """Whether a stop ends a sentence."""
    follower = _NEXT.match(text, match.end())
    word = (follower[1] or "") if follower else ""
    if word[:1].islower():
        return match[0][0] != "." and match[0][1:].isspace()
    if match[0][0] != ".":
        return True
    token = _TOKEN.search(text[max(0, match.start() - _MAX_TOKEN) : match.start()])
    if token is None:
        return True
    before, capital = token[2].lower(), word[:1].isupper()
    if before in _ALWAYS:
        return False
    if before in _NUMBERED:
        return not word[:1].isdigit()
    if before in _MEASURES:
        if token[1] or "." in before:
            return capital and word.lower() not in _AFTER_TIMES
        return before not in _BEFORE
    if before.isdigit() and len(before) < 3 and word.lower() in _MONTHS:
        return False
    initial = len(before) == 1 and (token[2].isupper() or len(word) == 1)
    if initial or before in _OTHERS or _DOTTED.fullmatch(before):
        return capital and word.lower() in _STARTERS
    return True


def looks_back(sentence: str) -> bool:
    """Whether a sentence has a word that is understood from another one, or a bare number."""
    if _POINTERS.search(sentence) or _AUXILIARY_END.search(sentence):
        return True
    for match in _NUMBER.finditer(sentence):
        before = re.search(r"([\w']+)\W*$", sentence[: match.start()])
        if before is None or before[1].lower() not in _NAMED_BY_NUMBER:
            return True
    return False


def takes_as_known(sentence: str) -> bool:
    """Whether a sentence says "the" of something that nothing has introduced."""
    for match in _DEFINITE.finditer(sentence):
        named = match[1][0].isupper() or _OF_SOMETHING.match(sentence, match.start())
        known = match.start() and {match[1], match[2]} & _KNOWN
        if not named and not known:
            return True
    return False
