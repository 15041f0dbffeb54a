"""Options that speak of other options, or of statements that their question lists.

An option that speaks of the others (``A and C``, ``none of these``) is right or wrong by what
stands beside it, so neither its place nor its company may change. One that names statements of the
question (``I and III only``) may change its place; but answers to other questions, which name
none or others, are no company for it. Both leave an item out, for different reasons.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from saturate.harden.text.reference_words import ABOUT, BEGINS, HOLDS, JOINING

_BEGINS = re.compile(rf"^\W*(?:{'|'.join(BEGINS.values())})\b")
_HOLDS = re.compile("|".join(HOLDS.values()))
_PART = r"one|two|three|four|half|pair|[1-4]"
_ORDINAL = re.compile(
    rf"^\W*(?:only |just )?the (?:first|last|former|latter|previous|other|remaining)"
    rf"(?: (?:{_PART}))?(?: (?:options?|answers?|choices?))?(?: only| are \w+| is \w+)?\W*$"
    r"|^\W*(?:only )?the (?:first|second|third|fourth|last)(?:,? (?:and|or|but not) the "
    r"(?:first|second|third|fourth|fifth|last))+(?: only)?\W*$"
)
_PAIR = re.compile(r"\(([A-Ja-j])\)\W*(?:and|or|but|&|,|et|und|y|e|o)?\W*\(([A-Ja-j])\)")
_RANGE = re.compile(r"^\W*([A-J])\W?\s*(?:-|–|/|to|through)\s*\W?([A-J])\W*$")
_CIRCLED = re.compile(r"[①-⑳⑴-⑽➀-➉❶-❿㊀-㊉]")
_ROMAN = re.compile(r"(?=[ivx])x?(?:ix|iv|v?i{0,3})")
_LETTERS = (
    "abcdefghij",
    "абвгдежзий",
    "αβγδεζηθικ",
    "أبجدهوزحطي",
    "ᄀᄂᄃᄅᄆᄇᄉᄋ",
    "가나다라마바사아",
    "アイウエオカキクケコ",
    "กขคงจฉชซ",
)
_WORD = re.compile(r"[A-Za-zÀ-ɏ]+|[ᄀ-ᄒ]|[^\W\d_A-Za-zÀ-ɏᄀ-ᄒ]+|\d+")
_FORMULA = re.compile(r"[=<>*/^$\\{}%°·×√_|~]|[^\W\d]\d|\d[^\W\d]|[-−]\s?\d|\d\s?[-−]|\d[.]\d|['′]")
_QUOTED = re.compile(r"['‘’\"“”](\w)['‘’\"“”]")
_STEM = re.compile(r"\W*[甲乙丙丁戊]\W*")
_PLUS = re.compile(r"\+")
_BRACKETED = re.compile(r"\([ivx]+\)")
_NONE = 99
_MOST = 10
"""Labels that an option of an unknown item may name."""
_LISTED = 2
"""Marks of statements from which on a question lists some."""

OTHERS = "its options name each other"
STATEMENTS = "its options name statements of its question"


def is_meta(option: str) -> bool:
    """Whether words of an option speak of the other options, or of not knowing."""
    text = unicodedata.normalize("NFKC", option).lower()
    return any(pattern.search(text) for pattern in (_BEGINS, _HOLDS, _ORDINAL))


def references(options: Sequence[str], question: str, numbered: bool | None = None) -> str:
    """Why an item's options cannot get other company; empty where they can.

    Args:
        options: Texts of the options, without labels.
        question: What stands before them.
        numbered: Whether the options' labels are numbers; ``None`` where they show none.
    """
    if any(is_meta(option) for option in options):
        return OTHERS
    if all(_named(option, _MOST).in_a_row for option in options):
        return STATEMENTS
    for option in options:
        named = _named(option, len(options))
        listed = _lists(question, named)
        if named.kind == "roman" and (listed or len(named.labels) > 1):
            return STATEMENTS
        several = len(named.labels) > 1 or named.joined
        if named.kind in ("letters", "digits") and several and listed:
            return STATEMENTS
        others = several if named.kind == "letters" else named.joined and numbered is not False
        if named.kind in ("letters", "digits") and others:
            return OTHERS
    return ""


def names_labels(option: str) -> bool:
    """Whether an option is nothing but names of labels, statements or places in a drawing."""
    named = _named(option, _MOST)
    return named.joined or named.kind in ("letters", "roman") or _STEM.fullmatch(option) is not None


class _Named(NamedTuple):
    """The labels that an option names and says nothing else."""

    kind: str = ""
    """``letters``, ``digits``, ``roman`` (circled numbers too), or nothing."""
    labels: tuple[str, ...] = ()
    joined: bool = False
    """Whether words such as *and* or *only* stand beside them."""

    @property
    def in_a_row(self) -> bool:
        """Whether it is several numbers and nothing else."""
        return self.kind == "digits" and len(self.labels) > 1


def _named(option: str, count: int) -> _Named:
    if _CIRCLED.search(option):
        return _Named("roman", tuple(_CIRCLED.findall(option)))
    text = _QUOTED.sub(r"\1", unicodedata.normalize("NFKC", option))
    text = _BRACKETED.sub(lambda numeral: numeral[0].upper(), text)
    pair = _PAIR.search(text) or _RANGE.match(text)
    if pair and _within(pair.groups(), count):
        return _Named("letters", pair.groups(), True)
    tokens = _WORD.findall(text)
    if not tokens or _FORMULA.search(text) or (_PLUS.search(text) and not text.isupper()):
        return _Named()
    around = [token for token in tokens if token in JOINING or token.lower() in ABOUT]
    labels = [token for token in tokens if token not in around]
    if not labels and all(len(token) == 1 for token in tokens):
        labels, around = tokens, []  # a, e: labels, not words
    joined = bool(around) or "&" in text
    if labels and all(_ROMAN.fullmatch(label.lower()) for label in labels):
        single = len(labels) == 1 and "i" not in labels[0].lower()
        if not single and re.search("[IVX]", text):
            return _Named("roman", tuple(labels), joined)
    if labels and all(label.isdigit() for label in labels) and _within(labels, count):
        return _Named("digits", tuple(labels), joined)
    places = [_place(label.lower()) for label in labels]
    if labels and not any(label.isdigit() for label in labels) and max(places) < count:
        return _Named("letters", tuple(labels), joined)
    return _Named()


def _within(labels: Sequence[str], count: int) -> bool:
    return all(_place(label.lower()) < count for label in labels)


def _place(label: str) -> int:
    """Place of a label in its alphabet, from 0; a large number for what is none."""
    if label.isdigit():
        return int(label) - 1
    if len(label) > 1:
        return _NONE
    return next((letters.index(label) for letters in _LETTERS if label in letters), _NONE)


def _lists(question: str, named: _Named) -> bool:
    """Whether a question marks statements with such labels."""
    if named.labels and _CIRCLED.fullmatch(named.labels[0]):
        return len(set(_CIRCLED.findall(question))) >= _LISTED
    question = unicodedata.normalize("NFKC", question)
    labels = {*named.labels, *(("I", "II") if named.kind == "roman" else ())}
    marks = (
        re.compile(rf"(?:^|[\s(（\[]){re.escape(label)}\s?[).:：．、\]-]", re.IGNORECASE | re.M)
        for label in labels
    )
    return sum(mark.search(question) is not None for mark in marks) >= min(_LISTED, len(labels))
