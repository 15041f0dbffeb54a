"""Another way of answering: the model writes arithmetic, and the evaluator here works it out.

A model that gets the steps right and a sum wrong is right here, and its mistakes in arithmetic are
no longer shared between ballots (Chen et al. 2022, arXiv 2211.12588; Gao et al. 2022, 2211.10435).
What it writes is never executed: Python's parser gives the tree, a few kinds of nodes are walked
with exact fractions, and everything else is no answer.
"""

from __future__ import annotations

import ast
import re
from fractions import Fraction

from saturate.ladder import View
from saturate.numbers import spelled

TASK = "Write one arithmetic expression that gives the answer."
"""What the model is asked instead of an answer in its usual form."""
_LONGEST = 600
"""Characters; a longer text is no program."""
_MOST_BITS = 256
_MOST_POWER = 16
_FAR = re.compile(r"[eE][-+]?\d{3}")
_FENCED = re.compile(r"```(?:python|py)?[ \t]*\n(.*?)```", re.DOTALL)
_SIGNS = str.maketrans(
    {"\u00d7": "*", "\u00f7": "/", "\u2212": "-", "\u2013": "-", "$": " ", "`": " "}
)
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_LEADING_ZEROS = re.compile(r"(?<![\w.])0+(?=\d)")
_NAMED = re.compile(r"([A-Za-z_]\w*)\s*=(?!=)(.*)")


def program_view(view: View) -> View:
    """A view that is to be answered by an expression; what it took to make is charged elsewhere."""
    kind = "program" if view.kind in ("", "original") else f"{view.kind}+program"
    return View(f"{view.question}\n{TASK}", view.restore, kind, read=read_program)


def read_program(text: str) -> str | None:
    """What a written program comes to, canonical; ``None`` where it is no arithmetic."""
    value = evaluated(text)
    return None if value is None else spelled(value)


def evaluated(text: str) -> Fraction | None:
    """The value of one expression, or of the last of some lines that may name their values.

    A line may say its own result (``76 - 25 = 51``), which is not looked at.
    """
    fenced = _FENCED.search(text)
    bare = (fenced[1] if fenced else text).translate(_SIGNS).strip()
    if not bare or len(bare) > _LONGEST:
        return None
    known: dict[str, Fraction] = {}
    value = None
    for line in filter(None, map(str.strip, re.split(r"[\n;]", bare))):
        named = _NAMED.fullmatch(line)
        name, written = (named[1], named[2]) if named else ("", line.partition("=")[0])
        value = _of_expression(written, known)
        if value is None:
            return None
        if name:
            known[name] = value
    return value


def _of_expression(text: str, known: dict[str, Fraction]) -> Fraction | None:
    text = _THOUSANDS.sub(lambda match: match[0].replace(",", ""), text.strip())
    text = _LEADING_ZEROS.sub("", text)
    try:
        return _value(ast.parse(text, mode="eval").body, text, known)
    except (SyntaxError, ValueError, ZeroDivisionError, RecursionError, MemoryError):
        return None


def _value(node: ast.expr, text: str, known: dict[str, Fraction]) -> Fraction:
    """The value of a node.

    Raises:
        ValueError: It is no arithmetic, or gets too large.
    """
    match node:
        case ast.Constant(value=int() | float()) if not isinstance(node.value, bool):
            written = ast.get_source_segment(text, node) or ""
            value = Fraction("none" if _FAR.search(written) else written)
        case ast.Name(id=name) if name in known:
            value = known[name]
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=inner):
            value = _value(inner, text, known)
            value = -value if isinstance(node.op, ast.USub) else value
        case ast.BinOp(left=left, op=operation, right=right):
            value = _combined(operation, _value(left, text, known), _value(right, text, known))
        case _:
            raise ValueError(f"{type(node).__name__} is no arithmetic")
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > _MOST_BITS:
        raise ValueError("too large")
    return value


def _combined(operation: ast.operator, left: Fraction, right: Fraction) -> Fraction:
    match operation:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
        case ast.Div():
            return left / right
        case ast.FloorDiv():
            return Fraction(left // right)
        case ast.Mod():
            return left % right
        case ast.Pow() if right.denominator == 1 and abs(right) <= _MOST_POWER:
            return left**right.numerator
    raise ValueError(f"{type(operation).__name__} is no arithmetic")
