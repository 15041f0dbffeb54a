"""Recomputes a redraw by another way than the one that made it.

Nothing of the graph is used: a worked solution is read from its text alone, and every equation in
it is evaluated anew with exact fractions (Python's parser gives the tree, a few node types are
walked, nothing is executed).
"""

from __future__ import annotations

import ast
import re
from fractions import Fraction

EQUATION = re.compile(r"<<([^<>=]{1,400})=([^<>=]{1,80})>>")
"""An annotated equation of a worked solution: its two sides."""


class Mismatch(Exception):
    """A worked solution cannot be recomputed; the message says where."""


def evaluate(text: str) -> Fraction:
    """The value of an arithmetic expression.

    Raises:
        Mismatch: It is no arithmetic, or divides by zero.
    """
    text = re.sub(r"(?<![0-9.])0+(?=[0-9])", "", text.strip())
    try:
        return _value(ast.parse(text, mode="eval").body, text)
    except (SyntaxError, ZeroDivisionError, RecursionError, MemoryError):
        raise Mismatch(f"{text!r} cannot be evaluated") from None


def replay(published: str, numbers: dict[Fraction, Fraction]) -> Fraction:
    """The answer that a published solution gives when its numbers are exchanged by value.

    Goes from annotation to annotation with a table of what each published value has become. This
    binds by value alone, where the generator binds by place.

    Args:
        published: The solution, every equation annotated.
        numbers: By published number of the question, the new one.

    Raises:
        Mismatch: A published equation cannot be read.
    """
    table = dict(numbers)
    result: Fraction | None = None
    for left, right in EQUATION.findall(published):

        def exchange(match: re.Match[str]) -> str:
            new = table.get(Fraction(match[0].rstrip(".")))
            return match[0] if new is None else f"({new})"

        result = evaluate(re.sub(r"[0-9]*\.[0-9]+|[0-9]+\.?", exchange, left))
        table[evaluate(right)] = result
    if result is None:
        raise Mismatch("no equation")
    return result


def _value(node: ast.expr, text: str) -> Fraction:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return Fraction((ast.get_source_segment(text, node) or "x").rstrip("."))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        value = _value(node.operand, text)
        return -value if isinstance(node.op, ast.USub) else value
    if isinstance(node, ast.BinOp):
        left, right = _value(node.left, text), _value(node.right, text)
        if isinstance(node.op, ast.Add):
            return left + right
        if isinstance(node.op, ast.Sub):
            return left - right
        if isinstance(node.op, ast.Mult):
            return left * right
        if isinstance(node.op, ast.Div):
            return left / right
    raise Mismatch(f"{text!r} is not arithmetic")
