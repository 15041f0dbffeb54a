"""The order of the options of a multiple choice.

Options stand one a line (``A. four``, ``B) five``, ``(C) six``) or in one line (``(A) four (B)
five``), lettered from A. Their texts change places, their letters stay, and a letter that is
answered maps back. Refused where an option or the stem speaks of other options (``both A and C``,
``none of the above``), as those depend on the order.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from saturate.ladder import SeededRandom

_LINE = re.compile(r"^[ \t]*(?:\(([A-Z])\)|([A-Z])[.):])[ \t]+(\S.*?)[ \t]*$", re.MULTILINE)
_INLINE = re.compile(r"\(([A-Z])\)()\s*(\S.*?)\s*(?=\([A-Z]\)|\n|$)")
_REFERS = re.compile(
    r"\b(above|below|preceding|previous|aforementioned|neither|both|others?|"
    r"(all|none|any|each|some|most|either|two|one) of (the|these|those|them)|all are|none are|"
    r"(options?|choices?|answers?|statements?) \(?[A-Z]\b|\(?[A-H]\)? (and|or|nor|&) \(?[A-H]\b)",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[A-Z]")


class _Option(NamedTuple):
    letter: str
    text: str
    start: int
    end: int


def permuted_options(question: str, rng: SeededRandom) -> tuple[str, Callable[[str], str]] | None:
    """The question with its options in a random order and the way back of an answer.

    ``None`` where there are no options or their order may matter.
    """
    options = _options(question)
    if options is None:
        return None
    order = rng.sample(range(len(options)), len(options))
    text, at = [], 0
    for place, chosen in zip(options, order, strict=True):
        text += [question[at : place.start], options[chosen].text]
        at = place.end
    back = {options[i].letter: options[chosen].letter for i, chosen in enumerate(order)}
    return "".join([*text, question[at:]]), lambda answer: _restore(answer, back)


def _options(question: str) -> list[_Option] | None:
    """The options, where there are at least two and none speaks of another."""
    for pattern in (_LINE, _INLINE):
        found = [
            _Option(match[1] or match[2], match[3], match.start(3), match.end(3))
            for match in pattern.finditer(question)
        ]
        letters = "".join(option.letter for option in found)
        if len(found) >= 2 and "ABCDEFGHIJKLMNOPQRSTUVWXYZ".startswith(letters):
            break
    else:
        return None
    stem = question[: found[0].start]
    spoken = [stem[: stem.rfind("A")], *(option.text for option in found)]
    if any(_REFERS.search(text) for text in spoken):
        return None
    return found if len({option.text for option in found}) == len(found) else None


def _restore(answer: str, back: dict[str, str]) -> str:
    """Map the letter of an answer such as ``B`` or ``(B)``; an answer in words stays."""
    bare = answer.strip(" ().:")
    if _LETTER.fullmatch(bare) is None or bare not in back:
        return answer
    return answer.replace(bare, back[bare])
