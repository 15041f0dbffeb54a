"""The order of independent sentences, where the text alone shows that it is free.

Sentences that stand together move if each states one thing about a subject of its own (``Ann has 5
apples``, ``Bo scored 3 more points than Ann``, ``A pear costs $2``), by a closed grammar. Such
facts hold at once, and refer to each other by name, so they commute. Pronouns and whatever else is
understood from the sentence before (``twice as many.``, ``also``, ``the rest``) keep a sentence
out, and nothing moves where the text behind could point to one of them by its place (``she``,
``it``, ``the last``). Narration (``gives``, ``bought``, ``ate half of the``) never moves.
"""

from __future__ import annotations

import re

from saturate.ladder import SeededRandom
from saturate.sentences import sentences

_FACT = re.compile(
    r"(?P<subject>[A-Z][a-z]+|(?P<article>An?|Each|Every|The) (?P<noun>[a-z]+(?: [a-z]+)?))"
    r" (?:has|have|had|owns|owned|holds|contains|costs|cost|weighs|weighed|measures|is|are|was|were"
    r"|earns|earned|scored|collected|caught|picked|saved|charges)\b "
    r"[^.?!]*(?:\d|twice|half|double|triple)[^.?!]*[.]"
)
_NO_SUBJECT = frozenset(
    """there it he she they we you i this that these those if when then each every all both some
    one two three four five six seven eight nine ten half today yesterday tomorrow monday tuesday
    wednesday thursday friday saturday sunday what who how later now everyone nobody somebody
    january february march april may june july august september october november
    december""".split()
)
_LEANS = re.compile(
    r"\b(?:he|she|it|they|we|you|i|him|her|hers|his|its|them|their|theirs|my|our|your|this|that|"
    r"these|those|ones?|then|next|after|afterwards?|before|later|earlier|finally|now|already|again|"
    r"still|also|too|first|second|third|last|former|latter|previous\w*|following|above|below|"
    r"respectively|others?|another|rest|remain\w*|left|same|such|so|therefore|instead|but|however|"
    r"when|while|until|since|once|if|half of the|of the|each|both|all|to|from|gave|given|which|who|"
    r"together|total|combined|altogether|extra|additional)\b",
    re.IGNORECASE,
)
"""Words that keep a sentence from being a fact of its own."""
_BARE_NUMBER = re.compile(r" (?!is|are|was|were)[a-z]+ \$?(?<!\$)[\d,]+[.]$")
"""A number without a noun, as in ``Bo has 12.``"""
_COMPARES = re.compile(r"\b(?:more|less|fewer|\w+er than|as|than|times|twice|double|triple|half)\b")
_WITH_WHAT = re.compile(r"\b(?:than|as) (?:[A-Z][a-z]+(?:['\u2019]s)?\b(?! and\b)|an? [a-z]+)")
_POINTS_BACK = re.compile(
    r"\b(?:he|she|it|him|her|hers|his|its|this|that|these|those|such|first|second|third|fourth|"
    r"last|former|latter|respectively|order|above|below|previous|preceding|mentioned|others?|"
    r"another|same|so|ones?)\b",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"\b(?:they|them|their|theirs|both|each|all)\b", re.IGNORECASE)


def permuted_sentences(question: str, rng: SeededRandom) -> str | None:
    """The question with its independent sentences in a random order.

    ``None`` where the text does not show that at least two are independent.
    """
    told = sentences(question)
    if " ".join(told) != " ".join(question.split()):
        return None
    start, end = _block(told)
    if end - start < 2 or not _free(told[start:end], " ".join(told[end:])):
        return None
    moved = rng.sample(told[start:end], end - start)
    return " ".join([*told[:start], *moved, *told[end:]])


def _block(told: list[str]) -> tuple[int, int]:
    """The first sentences in a row that are facts about different subjects."""
    start, seen = 0, set[str]()
    for place, one in enumerate(told):
        fact = _fact(one)
        if fact is not None and fact["subject"].lower() not in seen:
            start = place if not seen else start
            seen.add(fact["subject"].lower())
        elif len(seen) > 1:
            return start, place
        else:
            seen = set[str]() if fact is None else {fact["subject"].lower()}
            start = place
    return start, start + len(seen)


def _fact(sentence: str) -> re.Match[str] | None:
    match = _FACT.fullmatch(sentence)
    if match is None or match["subject"].lower() in _NO_SUBJECT:
        return None
    said = sentence[match.end("subject") :]
    if (
        _LEANS.search(said)
        or _BARE_NUMBER.search(said)
        or (_COMPARES.search(said) and not _WITH_WHAT.search(said))
    ):
        return None
    return match


def _free(facts: list[str], behind: str) -> bool:
    """Whether no word behind some facts, and none within them, shows which came first."""
    found = [match for match in map(_fact, facts) if match is not None]
    if _POINTS_BACK.search(behind):
        return False
    things = [match["noun"] for match in found if match["noun"]]
    if things and _PLURAL.search(behind):
        return False
    return not any(
        re.search(rf"\b{match['noun']}", other, re.IGNORECASE)
        for match in found
        if match["article"] in ("The", "Each", "Every")
        for other in facts
        if other != match[0]
    )
