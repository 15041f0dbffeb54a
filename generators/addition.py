"""Addition of two numbers with their digits reversed; the axis is the number of digits.

The format is the one of Lee et al., "Self-Improving Transformers Overcome Easy-to-Hard and Length
Generalization Challenges" (arXiv 2502.01612, section on reverse addition): both operands and the
sum are written lowest digit first, so 73 + 52 = 125 reads ``37+25=521``.

Views move an amount from one operand to the other within a place, such that nothing carries: every
digit may change and the answer stays. Exchanging the digits of a place alone votes badly (of the
labels that 4 of 7 views agreed on, 8 % to 25 % were wrong one digit beyond what a model knew,
against 3 % to 4 %), as it asks for the same single-digit sums again.
"""

from __future__ import annotations

import re

from saturate.ladder import Dice, Draft, Ladder, LadderInfo, View, identity

_QUESTION = re.compile(r"([0-9]+)\+([0-9]+)=")
_RUN = re.compile(r"[0-9]+")
_LONGEST_ANSWER = 1_000


class Addition(Ladder):
    """Two operands of as many digits as the rung says."""

    def describe(self) -> LadderInfo:
        return LadderInfo(
            name="addition",
            benchmark="addition",
            axis="digits of each operand",
            first=1,
            last=None,
            answer="digits, lowest first",
            template="{question}",
            delimiter="",
            instruction=(
                "All numbers are written with their digits reversed, lowest digit first: "
                "37+25= means 73 + 52 = 125 and is answered 521. Reply with the digits alone."
            ),
            symmetry="an amount may move between the two operands, place by place, without carry",
            licence="Apache-2.0",
            source="procedural",
        )

    def draw(self, rung: int, dice: Dice) -> Draft:
        first, second = _operand(rung, dice), _operand(rung, dice)
        answer = str(int(first[::-1]) + int(second[::-1]))[::-1]
        canonical = " ".join(map(str, _place_sums(first, second)))
        return Draft(f"{first}+{second}=", answer, answer, canonical)

    def extract(self, text: str) -> str | None:
        runs = _RUN.findall(text[-2 * _LONGEST_ANSWER :])
        return runs[-1] if runs and len(runs[-1]) <= _LONGEST_ANSWER else None

    def solve(self, question: str) -> str:
        first, second = _operands(question)
        out, carry = [], 0
        for x, y in zip(first, second, strict=True):
            carry, digit = divmod(int(x) + int(y) + carry, 10)
            out.append(str(digit))
        return "".join(out) + ("1" if carry else "")

    def views(self, question: str, count: int) -> list[View]:
        sums = _place_sums(*_operands(question))
        dice = Dice("views", question)
        questions = [question]
        for _ in range(8 * count):
            if len(questions) >= count:
                break
            firsts = [
                _share(total, last=place == len(sums) > 1, dice=dice)
                for place, total in enumerate(sums, 1)
            ]
            a = "".join(map(str, firsts))
            b = "".join(str(total - digit) for total, digit in zip(sums, firsts, strict=True))
            if (rewrite := f"{a}+{b}=") not in questions:
                questions.append(rewrite)
        return [View(rewrite, identity) for rewrite in questions]


def _operand(digits: int, dice: Dice) -> str:
    """A number of that many digits, lowest first; only a single digit may be zero."""
    low = [str(dice.below(10)) for _ in range(digits - 1)]
    return "".join(low) + str(dice.between(1 if digits > 1 else 0, 9))


def _place_sums(first: str, second: str) -> list[int]:
    """What the two digits of each place come to; no carrying, so not yet the answer."""
    return [int(x) + int(y) for x, y in zip(first, second, strict=True)]


def _share(total: int, last: bool, dice: Dice) -> int:
    """The first operand's digit where both come to ``total``; neither number may end in zero."""
    least = 1 if last else 0
    return dice.between(max(least, total - 9), min(9, total - least))


def _operands(question: str) -> tuple[str, str]:
    match = _QUESTION.fullmatch(question.strip())
    if match is None or len(match[1]) != len(match[2]):
        raise ValueError(f"not an addition of two numbers of one length: {question[:80]!r}")
    return match[1], match[2]
