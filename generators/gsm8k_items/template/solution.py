"""Writes the worked solution of a redraw: the published sentences with recomputed numbers.

Every equation carries its annotation, so that the solution can be checked from its text alone. A
line whose numbers cannot all be told apart is replaced by its bare equations.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from .graph import SolutionGraph, resolve
from .numbers import WORDS, show
from .parse import Step, number

_TOKEN = re.compile(
    r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]*\.[0-9]+|[0-9]+"
    rf"|\b(?:{'|'.join(w for w, n in WORDS.items() if n > 1)})\b",
    re.IGNORECASE,
)
_KEPT_WORDS = frozenset(("two", "one", "zero"))


def write_solution(
    graph: SolutionGraph, numbers: Sequence[Fraction], results: Sequence[Fraction]
) -> str:
    """The worked solution with these numbers; its last line is ``#### answer``."""
    lines, start = [], 0
    everywhere = _renamed(graph, range(len(graph.steps)), numbers, results)
    for line in graph.solution.rsplit("####", 1)[0].splitlines(keepends=True):
        end = start + len(line)
        here = [i for i, step in enumerate(graph.steps) if start <= step.span[0] < end]
        told = _line(graph, here, line, start, numbers, results, everywhere)
        if told is None and here:
            told = " ".join(f"{_equation(graph, i, numbers, results)}." for i in here)
        if told:
            lines.append(told)
        start = end
    return "\n".join([*lines, f"#### {results[-1]}"])


def _renamed(
    graph: SolutionGraph,
    steps: Sequence[int],
    numbers: Sequence[Fraction],
    results: Sequence[Fraction],
) -> dict[Fraction, set[Fraction]]:
    """What became of every number of some steps; of all classes too if these are all steps."""
    found: dict[Fraction, set[Fraction]] = {}
    for i in steps:
        found.setdefault(graph.steps[i].result, set()).add(results[i])
        for bound in graph.bounds[i]:
            new = resolve(bound, numbers, results)
            found.setdefault(bound.value, set()).add(new)
            if bound.source == "share":
                found.setdefault(bound.value * 100, set()).add(new * 100)
    if len(steps) == len(graph.steps):
        for one, new in zip(graph.classes, numbers, strict=True):
            found.setdefault(one.value, set()).add(new)
    return found


def _line(
    graph: SolutionGraph,
    here: Sequence[int],
    line: str,
    start: int,
    numbers: Sequence[Fraction],
    results: Sequence[Fraction],
    everywhere: dict[Fraction, set[Fraction]],
) -> str | None:
    local = _renamed(graph, here, numbers, results) if here else {}
    pieces: list[str] = []
    place = 0
    for i in here:
        first, last = (at - start for at in graph.steps[i].span)
        prose = _prose(line[place:first], local, everywhere)
        if prose is None:
            return None
        pieces += [prose, _annotation(graph, i, numbers, results)]
        place = last
    prose = _prose(line[place:].rstrip(), local, everywhere)
    return None if prose is None else "".join([*pieces, prose])


def _prose(
    text: str, local: dict[Fraction, set[Fraction]], everywhere: dict[Fraction, set[Fraction]]
) -> str | None:
    """Text with its numbers replaced; ``None`` where one has several successors or none."""
    pieces: list[str] = []
    place = 0
    for match in _TOKEN.finditer(text):
        word = match[0].lower() in WORDS
        old = Fraction(WORDS[match[0].lower()]) if word else number(match[0])
        new = local.get(old) or everywhere.get(old)
        if new is None and (old == 1 or match[0].lower() in _KEPT_WORDS):
            new = {old}
        if new is None or len(new) > 1:
            return None
        (value,) = new
        if value != old:
            told = show(value, match[0], "word" if word else "plain")
            if told is None:
                return None
            pieces += [text[place : match.start()], told]
            place = match.end()
    return "".join([*pieces, text[place:]])


def _annotation(
    graph: SolutionGraph, i: int, numbers: Sequence[Fraction], results: Sequence[Fraction]
) -> str:
    return f"<<{_expression(graph, i, numbers, results)}={plain(results[i])}>>"


def _equation(
    graph: SolutionGraph, i: int, numbers: Sequence[Fraction], results: Sequence[Fraction]
) -> str:
    expression = _expression(graph, i, numbers, results)
    return f"{expression} = <<{expression}={plain(results[i])}>>{plain(results[i])}"


def _expression(
    graph: SolutionGraph, i: int, numbers: Sequence[Fraction], results: Sequence[Fraction]
) -> str:
    step: Step = graph.steps[i]
    pieces, place = [], 0
    for literal, bound in zip(step.literals, graph.bounds[i], strict=True):
        new = resolve(bound, numbers, results)
        pieces.append(step.text[place : literal.start])
        written = step.text[literal.start : literal.end]
        pieces.append(written if new == literal.value else plain(new))
        place = literal.end
    return "".join([*pieces, step.text[place:]])


def plain(value: Fraction) -> str:
    """A number as a decimal without separators; as a fraction where it has no short one."""
    if value.denominator == 1:
        return str(value.numerator)
    places = next((n for n in range(1, 7) if (value * 10**n).denominator == 1), None)
    if places is None:
        return f"{value.numerator}/{value.denominator}"
    return f"{float(value):.{places}f}"
