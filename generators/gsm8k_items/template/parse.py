"""Reads the ``<<48/2=24>>`` annotations of a GSM8K solution as arithmetic over exact fractions.

The expression is a handful of operators and literals; it is tokenised and turned into postfix by
hand, so that no text of a data set is ever executed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from saturate import numbers

# Expressions have a tokenizer of their own: in them a sign is an operator, a slash divides, and
# where a literal stands matters. Final answers are read by the project's reader.
_ANNOTATION = re.compile(r"<<([^<>]*)>>")
_TOKEN = re.compile(r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)|(?P<sign>[-+*/()]))")
_PLAIN = re.compile(
    r"(?P<left>(?:\(?[-$]?[0-9][0-9,.]*%?\)?)(?:[ a-z/]{0,40}?\s*(?:[-+*/x\u00d7÷\u2013]|"
    r"times|plus|minus)\s*"
    r"\(?\$?[0-9][0-9,.]*%?\)?)+)[ a-z/]{0,40}?\s*=\s*\$?(?P<right>[0-9][0-9,]*(?:\.[0-9]+)?)"
    r"(?P<percent>%?)(?![0-9]|\s*[-+*/x=#])"
)
_TIMES = re.compile(r"(?<![a-z])x(?![a-z])|\u00d7|\btimes\b")
_UNIT = re.compile(r"/?[a-z]+(?:/[a-z]+)*|\$")
_STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2, "neg": 3}
_LONGEST = 200
"""Characters of one annotation that are read."""


class Refused(Exception):
    """An item gives no template; the message is a short reason that can be counted."""


class Literal(NamedTuple):
    """A number in an expression."""

    start: int
    end: int
    value: Fraction


class Step(NamedTuple):
    """One annotation: an expression with its result."""

    text: str
    """The expression as written, without its result."""
    literals: tuple[Literal, ...]
    postfix: tuple[int | str, ...]
    """Operators, and places in ``literals``."""
    result: Fraction
    span: tuple[int, int]
    """Where the annotation stands in the solution."""

    def value(self, numbers: Sequence[Fraction]) -> Fraction:
        """The expression with other numbers in place of its literals.

        Raises:
            ZeroDivisionError: They divide by zero.
        """
        stack: list[Fraction] = []
        for part in self.postfix:
            if isinstance(part, int):
                stack.append(numbers[part])
            elif part == "neg":
                stack.append(-stack.pop())
            else:
                right, left = stack.pop(), stack.pop()
                stack.append(_apply(part, left, right))
        return stack[0]


def number(text: str) -> Fraction:
    """The value of a written number: ``1,250``, ``.5``, ``100.``."""
    return Fraction(text.replace(",", "").rstrip("."))


def parse_step(text: str, span: tuple[int, int] = (0, 0)) -> Step:
    """Read the inside of one annotation, ``48/2=24``.

    Raises:
        Refused: It is no arithmetic, or its result is not what its expression gives.
    """
    left, sign, right = re.sub(r"\s", " ", text[:_LONGEST]).rpartition("=")
    if not sign:
        raise Refused("annotation without a result")
    literals, postfix = _postfix(left)
    given, sides = _postfix(right)
    step = Step(left, literals, postfix, Fraction(0), span)
    try:
        result = step.value([one.value for one in literals])
        stated = step._replace(postfix=sides).value([one.value for one in given])
    except (ZeroDivisionError, IndexError):
        raise Refused("broken annotation") from None
    if result != stated:
        raise Refused("annotation does not hold exactly")
    return step._replace(result=result)


def parse_solution(answer: str) -> tuple[list[Step], int]:
    """The steps of a published solution and its final answer.

    Raises:
        Refused: It has no annotation, no final integer, or an annotation is broken.
    """
    final = numbers.read(answer.rpartition("####")[2]) if "####" in answer else None
    whole = numbers.integer(final)
    if whole is None:
        raise Refused("no integer after ####")
    steps = [parse_step(m[1], m.span()) for m in _ANNOTATION.finditer(answer)]
    steps += _plain_steps(answer)
    if not steps:
        raise Refused("no equations")
    return sorted(steps, key=lambda step: step.span), int(whole)


def _plain_steps(answer: str) -> list[Step]:
    """Equations that the author left without an annotation, as "$80 + $20 apples = $100".

    Units and signs of money are dropped; what is left has to be arithmetic that holds exactly.
    """
    found = []
    for match in _PLAIN.finditer(_ANNOTATION.sub(lambda m: "#" * len(m[0]), answer)):
        left, percent = _TIMES.sub("*", match["left"]), bool(match["percent"])
        if percent and "100%" in left:  # "7 / 20 * 100% = 35%": the sign stands for no division
            left, percent = left.replace("100%", "100"), False
        left = _UNIT.sub("", left.replace("÷", "/").replace("\u2013", "-").replace("%", "/100"))
        right = match["right"].replace(",", "") + ("/100" if percent else "")
        if not re.search(r"[-+*/]", left.strip("-")):
            continue
        try:
            at = match.start("right")
            step = parse_step(f"{left.replace(',', '').strip()}={right}", (at, at))
        except Refused:
            continue
        if step.result:
            found.append(step)
    return found


def _apply(sign: str, left: Fraction, right: Fraction) -> Fraction:
    if sign == "+":
        return left + right
    if sign == "-":
        return left - right
    return left * right if sign == "*" else left / right


def _postfix(text: str) -> tuple[tuple[Literal, ...], tuple[int | str, ...]]:
    """Dijkstra's shunting yard; a sign where an operand is due negates."""
    literals: list[Literal] = []
    out: list[int | str] = []
    held: list[str] = []
    place, operand_due = 0, True
    text = text.rstrip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise Refused("annotation is not arithmetic")
        place = match.end()
        if match["number"]:
            if not operand_due:
                raise Refused("broken annotation")
            out.append(len(literals))
            literals.append(Literal(*match.span("number"), number(match["number"])))
            operand_due = False
            continue
        sign = match["sign"]
        if sign == "(":
            if not operand_due:
                raise Refused("broken annotation")
            held.append(sign)
        elif sign == ")":
            while held and held[-1] != "(":
                out.append(held.pop())
            if not held or operand_due:
                raise Refused("broken annotation")
            held.pop()
        elif operand_due:
            if sign not in "+-":
                raise Refused("broken annotation")
            if sign == "-":
                held.append("neg")
        else:
            while held and held[-1] != "(" and _STRENGTH[held[-1]] >= _STRENGTH[sign]:
                out.append(held.pop())
            held.append(sign)
            operand_due = True
    if operand_due or "(" in held:
        raise Refused("broken annotation")
    return tuple(literals), (*out, *reversed(held))
