"""Sentences that lean on another one: by words of many languages, or as findings of a report.

English pointers ("he", "the rest") are the subject of :mod:`saturate.sentences`.
"""

from __future__ import annotations

import re

_LEANING = re.compile(
    r"^(?:er|sie|es|ihr|ihre|sein|seine|dies\w*|jen\w*|wenn|falls|il|elle|ils|elles|ce|cette|ces|si|"
    r"son|sa|ses|él|ella|ellos|ellas|su|sus|est[eao]s?|lui|lei|loro|quest[oaei]|se|ele|ela|eles|"
    r"elas|он|она|оно|они|его|её|этот|эта|это|если)\b|他|她|它|这|這|那|此|该|該|如果|假设|"
    r"彼|これ|それ|その|この|もし",
    re.IGNORECASE,
)
"""Openings, and in Chinese and Japanese any use, of words that lean on another sentence."""
_POINTING = re.compile(
    r"\b(?:dies(?:e[mnrs]?)?|jene[mnrs]?|solche[mnrs]?|dabei|dadurch|dafür|daher|damit|danach|dann|"
    r"darauf|daran|daraus|darin|darum|dazu|deshalb|deswegen|somit|folglich|außerdem|ebenfalls|"
    r"jedoch|hierbei|hieraus|cet|cette|ces|ce (?!qu|sont\b|est\b)|celui|celle|ceux|celles|cela|"
    r"ceci|alors|donc|ainsi|également|(?:d|n)?est[eao]s?|(?:d|n)?ess[eao]s?|es[oa]s?|aquel(?:l?[aeo]s?)?|"
    r"dich[oa]s?|ello|entonces|además|también|isto|isso|disto|disso|assim|então|também|portanto|"
    r"quest[oaei]|quell[oaei]|ciò|quindi|pertanto|inoltre|tego|tych|tej|dlatego|wtedy|więc|również|także|ova[jk]?|"
    r"ovog|ove|taj|zato|stoga|tada|također|эт(?:от|а|о|и|ого|ой|их|ому|ом)|поэтому|тогда|също|този|"
    r"тази|това|тези|затова|овој|оваа|ова|овие|bunun|böylece|này)\b",
    re.IGNORECASE,
)
"""Words that point at another sentence wherever they stand; none of them is English."""
_REPORTED = re.compile(
    r"\b(?:is|are|was|were) (?:\w+ly )?(?:noted|performed|obtained|ordered|administered|initiated|"
    r"appreciated|palpated|auscultated|elicited|prescribed|unremarkable|remarkable|significant|notable|"
    r"negative|positive|normal|elevated|absent|within normal limits)\b"
    r"|\b(?:heart|respiratory|pulse|breathing) rate\b|\bblood pressure\b|\bvital signs\b|\bpatient"
    r"|\b(?:urinalysis|auscultation|palpation|examination|echo\w*gra\w+|electro\w+gra\w+|radiogra\w+|"
    r"biopsy|ultraso\w+|laborator\w+|serum|h[ae]+moglobin|h[ae]+matocrit|leukocytes?|gravida|variables|"
    r"participants|respondents|medications?|EKG|ECG|MRI|CT|(?:family|medical) history)\b",
    re.IGNORECASE,
)
"""What reports say of a patient or a study that another sentence names."""

_BARE_PASSIVE = re.compile(
    r"^(?!(?:An?|All|Most|Every|Some|Many)\b)[A-Z][\w-]+(?: [\w-]+){0,4} (?:is|are|was|were) "
    r"(?:\w+ly )?(?:\w+ed|seen|given|done|found|shown|made|taken|up-to-date)\b(?! by)"
)
"""A passive with neither an article before its subject nor somebody who acts, as in reports."""
_DEFINITE = re.compile(
    r"(?:^(?:[LD]['’]|(?:Le|La|Les|Du|Des|Au|Aux|El|Los|Las|Al|Il|Gli|Lo|Nel|Der|Die|Das|Den|Dem|Im|Zum|Zur|Beim|Vom|Ins)\b)"
    r"|\b(?:[ld]|dell|nell|all|dall|sull|qu)['’](?=\w)"
    r"|\b(?:le|la|les|du|aux|el|los|las|del|al|il|gli|del|dell[aeo]|dei|degli|nell[aeo]|nei|negli|"
    r"all[aeo]|dall[aeo]|sull[aeo]|os|dos|das|da|nas|pel[ao]s?|ao|aos|à|às|"
    r"der|die|das|den|dem|im|zum|zur|beim|vom|ins|"
    r"su|sus|suo|sua|suoi|suas|seus?|leurs?|ses|nous|wir|unser\w*|sein|seine[mnrs]?|ihre?[mnrs]?)\b)"
)
"""Definite articles, possessives and "we" of languages other than English.

What these take as known cannot be told from words alone, so any of them counts.
"""
_GOING_ON = re.compile(
    r"\b(?:respond|repl[yi]|react|retaliat|counter(?:s|ed)\b|continu|resum|agree|refus|declin)\w*"
    r"|\ba (?:[\w-]+ ){1,2}one\b"
    r"|\bin (?:each|every) (?!day|week|month|year|hour|minute|morning|evening|night|season)\w+",
    re.IGNORECASE,
)
"""What goes on from something that was told before, or says "each" of what was."""

_UNCHECKED = re.compile("[ąćęłńśźżčďěňřťůđšžőűğşıėįųūāēģīķļņșțăơưạ-ỹ]")
"""Letters of languages whose questions, orders and pointers are not known here."""


def is_unchecked(text: str) -> bool:
    """Whether a text is in a Latin script's language of which :func:`leans` knows too little."""
    return _UNCHECKED.search(text.lower()) is not None


def leans(sentence: str) -> bool:
    """Whether a sentence is understood from another one, as far as these words show."""
    patterns = (_LEANING, _POINTING, _REPORTED, _BARE_PASSIVE, _DEFINITE, _GOING_ON)
    return any(pattern.search(sentence) for pattern in patterns)
