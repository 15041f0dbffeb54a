"""English sentences that lean on another one, by what they report, compare or leave out.

Pointers ("he", "the rest") are the subject of :mod:`saturate.sentences`.
"""

from __future__ import annotations

import re

from saturate.harden.text.words import words

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
_GOING_ON = re.compile(
    r"\b(?:respond|repl[yi]|react|retaliat|counter(?:s|ed)\b|continu|resum|agree|refus|declin|"
    r"return|increas|decreas|reduc|chang|exchang|overall)\w*|\bback\b"
    r"|\b(?:start|begin|began|end|finish|complet|stop)\w*|\b(?:only|just|even|finally|usually)\b"
    r"|\ba (?:[\w-]+ ){1,2}one\b|\bhalf(?=[.,]| (?:for|to|in|on|at)\b)"
    r"|\b(?:all|both)\b"
    r"|\b(?:each|every|per) (?!day|week|month|year|hour|minute|second|morning|evening|night|season|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\w",
    re.IGNORECASE,
)
"""What goes on from something that was told before, or says "each" of what was."""
_COMPARED = re.compile(
    r"\b(?:old|young|tall|short|long|bigg|small|larg|cheap|fast|slow|few|heavi|light|high|low|"
    r"strong|wid|lat)(?:er|est)\b|\b(?:better|best|worse|worst|most|least|different|equal|last|"
    r"double|triple|doubled|tripled|doubles|triples)\b",
    re.IGNORECASE,
)
"""What is compared with something that another sentence names."""
_LEFT_OUT = re.compile(
    r"\d ?%(?! of (?!\d))|\bpercent(?! of)|\d/\d(?! of)"
    r"|\b(?:\d+|of) (?:red|blue|green|yellow|white|black|brown|big|small|large|new|old)"
    r"(?=[.,]| and\b)"
    r"|\b(?:pa(?:id|ys?)|charge[sd]?|spen[dt]s?|save[sd]?|owe[sd]?|earn(?:s|ed)?)\b"
    r"(?!.*\b(?:for|on|to|by|an hour|a (?:day|week|month|year))\b)",
    re.IGNORECASE,
)
"""Shares, kinds and sums without the thing that they are of."""

_UNCHECKED = re.compile("[ąćęłńśźżčďěňřťůđšžőűğşıėįųūāēģīķļņșțăơưạ-ỹ]")
"""Letters of languages whose questions, orders and pointers are not known here."""
_ENGLISH = frozenset(
    """the of to and is are were how many much for with has have had he she it they each if what
    which that a his her their from at on""".split()
)
_LEAST_ENGLISH = 0.2
"""Share of such words; other languages have under a tenth."""


def is_unchecked(text: str) -> bool:
    """Whether a text is in a Latin script's language whose negations and orders are not known."""
    return _UNCHECKED.search(text.lower()) is not None


def is_english(text: str) -> bool:
    """Whether a text is English, by its share of English function words."""
    found = [word for word in words(text) if word.isalpha()]
    known = sum(word in _ENGLISH for word in found)
    return not is_unchecked(text) and known >= _LEAST_ENGLISH * max(1, len(found))


def leans(sentence: str) -> bool:
    """Whether an English sentence is understood from another one, as far as these words show."""
    patterns = (_REPORTED, _BARE_PASSIVE, _GOING_ON, _COMPARED, _LEFT_OUT)
    return any(pattern.search(sentence) for pattern in patterns)
