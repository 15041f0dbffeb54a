"""Words and numbers, in any language and without a model.

Common words are those of a short English list and those that many items share, so that the tests
for "nothing in common" need no dictionary. Scripts without spaces are compared by character pairs.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from saturate.ladder.overlap import MARKS
from saturate.numbers import find, read

_ENGLISH = frozenset(
    """a about above after again all also although always am an and any are around as at away back
    be because been before being below between both but by can cannot could did do does doing done
    down during each either else ever every few for from further get gets give given go goes had has
    have having he her here hers him his how however i if in into is it its just less like made make
    makes many may me might more most much must my never no nor not now of off often on once one
    only or other others our out over own per put same several shall she should since so some still
    such take takes than that the their them then there these they this those through thus to too
    two under until up upon us use used uses using very was we well went were what when where which
    while who whom whose why will with within without would yet you your""".split()
)
_PIECE = rf"[^\W_](?:[^\W_]|[{MARKS}])*"
_WORD = re.compile(rf"{_PIECE}(?:['’]{_PIECE})?")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+")
_SIGNS = ("", "%", "$", "€", "£")
_ENDING = re.compile(r"(?<=\w{3})(?:ings?|edly|ed|ers?|ly|ness|es|s)$")
_AROUND_WORDS = ".,;:!?\"'“”„‘’«»()[]{}…。、，；：！？।؟*_`"
_STEM = 5
_COMMON_SHARE = 0.2
_LEAST_SHARING = 5
"""Items that have to share a word before it counts as common."""

Kind = tuple[str | int | bool, ...]
"""What an answer looks like, see :func:`kind_of`."""


def words(text: str) -> list[str]:
    """Words in lower case; pairs of characters where a script has no spaces."""
    pieces = []
    for word in _WORD.findall(unicodedata.normalize("NFKC", text)):
        for piece in re.split(f"({_UNSPACED.pattern})", word):
            if _UNSPACED.fullmatch(piece):
                pieces += [piece[i : i + 2] for i in range(max(1, len(piece) - 1))]
            elif piece:
                pieces.append(piece.lower().replace("’", "'").removesuffix("'s"))
    return pieces


def stem(word: str) -> str:
    """A word's beginning without its ending, so that *gain* and *gaining* count as the same."""
    if word.endswith("ies") and len(word) > 4:
        word = f"{word[:-3]}y"
    if word.isdigit() or len(word) < _STEM:
        return word.removesuffix("s") if len(word) > 3 else word
    bare = _ENDING.sub("", word, count=1)
    if len(bare) > 3 and bare[-1] == bare[-2]:
        bare = bare[:-1]  # running, run
    return bare[:_STEM].rstrip("e")


class Vocabulary:
    """Which words say nothing of an item, as they are common."""

    def __init__(self, texts: Sequence[str]) -> None:
        counts = Counter(word for text in texts for word in set(words(text)))
        least = max(_LEAST_SHARING, _COMMON_SHARE * len(texts))
        self._common = _ENGLISH | {word for word, count in counts.items() if count >= least}

    def content(self, text: str) -> set[str]:
        """Stems of the words that are not common."""
        return {stem(word) for word in words(text) if word not in self._common}


def form(text: str) -> str:
    """How a phrase begins: its first word if that is common, else the ending of that word."""
    first = (words(text) or [""])[0]
    return first if first in _ENGLISH else "".join(_ENDING.findall(first))


def number(text: str) -> Fraction | None:
    """The value of a text that is one number and nothing else but a unit sign."""
    reading = read(text)
    return reading.value if reading is not None and reading.unit in _SIGNS else None


def numbers(text: str) -> set[Fraction]:
    """The values of all numbers in a text; where one cannot be read, of the digits in it."""
    values: set[Fraction] = set()
    for reading in find(text):
        digits = [] if reading.number else re.findall(r"\d{1,1000}", reading.text)
        values |= {reading.number.value} if reading.number else {Fraction(one) for one in digits}
    return values


def kind_of(option: str) -> Kind:
    """What an option looks like: number or words, how long, how it begins and ends."""
    if number(option) is not None:
        return ("number", "." in option, option.strip()[-1] == "%", option.strip()[:1] in "$€£")
    count = len(words(option))
    size = 1 if count == 1 else 2 if count <= 4 else 3 if count <= 12 else 4
    digits = any(character.isdigit() for character in option)
    return ("words", size, digits, option.strip()[:1].isupper(), option.strip()[-1:] == ".")


def equivalent(one: str, other: str) -> bool:
    """Whether two answers may say the same: equal or nested words, equal numbers, mostly the same.

    Errs towards yes, as a wrong yes costs one candidate and a wrong no spoils an item.
    """
    first, second = number(one), number(other)
    if first is not None and second is not None:
        return first == second
    a, b = _plain(one), _plain(other)
    if not a or not b or _within(a, b) or _within(b, a):
        return True
    shared = len(set(a) & set(b))
    return shared / min(len(set(a)), len(set(b))) > 0.5


def _plain(text: str) -> list[str]:
    stems = [stem(word) for word in words(text) if word not in ("a", "an", "the")]
    bare = text.strip()
    return stems or ([bare] if bare else [])


def _within(part: Sequence[str], whole: Sequence[str]) -> bool:
    size = len(part)
    return any(list(whole[i : i + size]) == list(part) for i in range(len(whole) - size + 1))


def mentions(text: str, answer: str) -> bool:
    """Whether a text holds an answer, as words or as a number."""
    value = number(answer)
    if value is not None:
        return value in numbers(text)
    return _within(_plain(answer), [stem(word) for word in words(text)])


def bare(text: str) -> str:
    """A text without what a copy may change: case, blanks, quotes, and punctuation around words.

    Signs of formulas stay, so that 3 + 4 and 3 - 4 differ.
    """
    tokens = unicodedata.normalize("NFKC", text).casefold().split()
    stripped = (one.rstrip(_AROUND_WORDS).lstrip(_AROUND_WORDS.lstrip(".")) for one in tokens)
    return " ".join(token for token in stripped if token)
