"""The order of independent sentences, in the one case where the text alone shows that it is free.

Sentences move only if each states a lasting fact about a thing of its own: a subject that is
named, a verb of state in the present (``has``, ``costs``, ``weighs``), a number, a noun; all of it
by a closed grammar, and all of it at the start of the text, before anything happens. Facts that
hold at the same time commute. The whole text is refused where any word could point to another
sentence or to a time: pronouns, ``then``, ``first``, ``remaining``. Narration (``gives``,
``bought``) never moves.
"""

from __future__ import annotations

import re

from saturate.ladder import SeededRandom

_SENTENCE = re.compile(r"[^.?!]+[.?!]")
_FACT = re.compile(
    r"\s*(?P<subject>(?:[A-Z][a-z]+|(?:A|An|Each|Every|The|One) [a-z]+(?: [a-z]+)?))"
    r" (?:has|have|owns|holds|contains|costs|weighs|measures|is|are)"
    r" \$?[0-9][0-9,]*(?: [a-z]+){0,4}\.\s*"
)
_POINTS = re.compile(
    r"\b(he|she|it|they|we|him|her|his|hers|its|their|theirs|them|this|that|these|those|another|"
    r"then|next|after|afterwards|before|later|earlier|finally|now|already|again|still|also|too|"
    r"first|second|third|fourth|last|latter|former|previous|previously|following|above|below|"
    r"respectively|order|other|others|rest|remaining|left|same|such|so|therefore|instead|but|"
    r"however|when|while|until|since|once|if|more|less|fewer|as)\b",
    re.IGNORECASE,
)


def permuted_sentences(question: str, rng: SeededRandom) -> str | None:
    """The question with its independent sentences in a random order.

    ``None`` where the text does not show that at least two are independent.
    """
    if _POINTS.search(question):
        return None
    facts, subjects, end = [], set(), 0
    for sentence in _SENTENCE.finditer(question):
        fact = _FACT.fullmatch(sentence[0])
        if fact is None:
            break
        facts.append(sentence[0].strip())
        subjects.add(fact["subject"].lower())
        end = sentence.end()
    if len(facts) < 2 or len(subjects) < len(facts):
        return None
    return " ".join(rng.sample(facts, len(facts))) + question[end:]
