"""Canonical forms of answers, by rules that know nothing of the gold. No text is run."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Literal

Form = Literal["text", "antiderivative"]

_FACTOR = r"(?:[0-9]{1,30}|[A-Za-z](?:\*\*[0-9]{1,3})?)"
_TERM = re.compile(rf"{_FACTOR}(?:[*/]{_FACTOR})*")
_PART = re.compile(rf"([*/]?)({_FACTOR})")
_CONSTANT = "C"
_RATIONAL = re.compile(r"(?<!/)(?<!\*\*)\(([0-9]+(?:/[0-9]+)?)\)")
"""A number in brackets that can be left out; not behind a division, which they would turn."""


def plain(text: str) -> str:
    """A text without blanks at the edges and at the ends of its lines."""
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


def antiderivative(text: str) -> str:
    """A polynomial in falling powers, each once, and ``C`` for any constant; else the plain text.

    It is a sum of products of whole numbers, fractions and powers of one variable, as
    reasoning-gym asks for: ``x**3/3 - 2*x + C``. Nothing else is multiplied out.
    """
    whole = _RATIONAL.sub(r"\1", re.sub(r"\s", "", text))
    terms: defaultdict[tuple[str, int], Fraction] = defaultdict(Fraction)
    if not re.fullmatch(r"[+-]?[^+-]+(?:[+-][^+-]+)*", whole):
        return plain(text)
    for sign, written in re.findall(r"([+-]?)([^+-]+)", whole):
        term = _term(written)
        if term is None:
            return plain(text)
        variable, power, value = term
        if variable not in ("", _CONSTANT):
            terms[variable, power] += -value if sign == "-" else value
    told = sorted(((k, v) for k, v in terms.items() if v), key=lambda one: (one[0][0], -one[0][1]))
    shown = "".join(
        f" {'-' if value < 0 else '+'} {abs(value)}*{variable}**{power}"
        for (variable, power), value in told
    )
    return f"{shown} + {_CONSTANT}".removeprefix(" + ").strip()


def _term(written: str) -> tuple[str, int, Fraction] | None:
    """A term's variable, its power and what stands before it; ``None`` where it is none."""
    if not _TERM.fullmatch(written):
        return None
    variable, power, value = "", 0, Fraction(1)
    for operator, factor in _PART.findall(written):
        if factor[0].isdigit():
            number = int(factor)
            if operator == "/" and not number:
                return None
            value = value / number if operator == "/" else value * number
        elif operator == "/" or variable not in ("", factor[0]):
            return None
        else:
            variable, power = factor[0], power + int(factor.partition("**")[2] or 1)
    return (variable if power else ""), power, value


FORMS: Mapping[Form, Callable[[str], str]] = {"text": plain, "antiderivative": antiderivative}
"""By name."""
