"""SVAMP's stories (Patel et al. 2021, arXiv 2103.07191) as answers, programs, hidden numbers."""

from __future__ import annotations

import json
import random
import re
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from saturate.numbers import spelled
from saturate.voting.views.program import TASK

_TRAIN, _PROGRAMS, _HIDDEN = 650, 300, 260
_STEP = re.compile(r"\(?([\d.]+) ([-+*/]) ([\d.]+)\)?")
_WORKED = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
}


class Item(NamedTuple):
    """A story that is worked out in one or two steps."""

    question: str
    answer: str
    expression: str
    steps: list[str]
    """Each with its result: ``76 - 25 = 51``."""


def prompt(question: str) -> str:
    """What the model reads."""
    return f"Question: {question}\nAnswer:"


def items(file: Path) -> tuple[list[Item], list[Item]]:
    """The stories to teach with and those to ask, of SVAMP.json."""
    found = [item for row in json.loads(file.read_text("utf-8")) if (item := _item(row))]
    random.Random(1).shuffle(found)
    return found[:_TRAIN], found[_TRAIN:]


def lessons(taught: list[Item]) -> list[tuple[str, str]]:
    """Prompts and completions: answers, programs for half of them, hidden numbers for others."""
    rng = random.Random(2)
    pairs = [(prompt(one.question), _worked(one.steps, one.answer)) for one in taught]
    pairs += [
        (prompt(f"{one.question}\n{TASK}"), f" {one.expression}")
        for one in rng.sample(taught, _PROGRAMS)
    ]
    pairs += [pair for one in taught if (pair := _hidden(one, rng))][:_HIDDEN]
    rng.shuffle(pairs)
    return pairs


def asked_back(question: str, start: int, end: int, answer: str) -> str:
    """A story with a number hidden, its answer stated, and the number asked for."""
    return f"{question[:start]}x{question[end:]} The answer is {answer}. What is x?"


def _item(row: dict) -> Item | None:
    body, asked = row["Body"].strip(), row["Question"].strip()
    body += "" if body.endswith((".", "?", "!", ",")) else "."
    question = re.sub(r"\$ (?=\d)", "$", " ".join(f"{body} {asked}".split()))
    plain = re.sub(r"(\d+)\.0\b", r"\1", row["Equation"])
    expression = re.sub(r"\( | \)", lambda match: match[0].strip(), plain)
    rest, steps = expression, []
    while match := re.search(r"\(([\d.]+) ([-+*/]) ([\d.]+)\)", rest) or _STEP.fullmatch(rest):
        result = spelled(_WORKED[match[2]](Fraction(match[1]), Fraction(match[3])))
        steps.append(f"{match[1]} {match[2]} {match[3]} = {result}")
        rest = rest[: match.start()] + result + rest[match.end() :]
    if not rest.isdigit() or Fraction(rest) != Fraction(str(row["Answer"])):
        return None
    return Item(question, rest, expression[1:-1], steps)


def _hidden(one: Item, rng: random.Random) -> tuple[str, str] | None:
    """A lesson in finding a hidden number, of a story of one step."""
    if len(one.steps) > 1:
        return None
    a, operation, b, _, result = one.steps[0].split()
    first = rng.choice((0, 1)) == 0
    hidden, other = (a, b) if first else (b, a)
    places = list(re.finditer(rf"(?<![\d.,]){re.escape(hidden)}(?![\d,]|\.\d)", one.question))
    if len(places) != 1 or hidden in (other, "0"):
        return None
    back = {
        "+": f"{result} - {other}",
        "-": f"{result} + {b}" if first else f"{a} - {result}",
        "*": f"{result} / {other}",
        "/": f"{result} * {b}" if first else f"{a} / {result}",
    }[operation]
    question = asked_back(one.question, *places[0].span(), result)
    return prompt(question), _worked([f"{back} = {hidden}"], hidden)


def _worked(steps: list[str], answer: str) -> str:
    return " " + "\n".join([*steps, f"#### {answer}"])
