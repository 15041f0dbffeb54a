"""Brings items of three shapes to GSM8K's two columns, and finds what is wrong with one.

The shapes are GSM8K's (question, answer), SVAMP's (Body, Question, Equation, Answer) and MAWPS's
(sQuestion, lEquations, lSolutions). An equation becomes a worked solution of one annotated step.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from saturate.errors import SaturateError
from saturate.storage.item_files import PlacedItem

_UNKNOWN = re.compile(r"\s*[a-zA-Z]\s*=\s*|\s*=\s*[a-zA-Z]\s*$")
_WHOLE = re.compile(r"(?<=[0-9])\.0+(?![0-9])")
_FINAL = "####"


class SeveralAnswers(Exception):
    """An item has more than one equation or answer, so that no answer of it is the answer."""


def columns(item: PlacedItem) -> dict[str, str]:
    """An item's ``question`` and ``answer`` as GSM8K has them.

    Raises:
        SeveralAnswers: It has more than one.
        SaturateError: A column is missing, empty or of another type, or holds half a character;
            or an annotation is broken. The sentence names the line.
    """
    value, where = item.value, item.where
    if not isinstance(value, Mapping):
        raise _no_item(where)
    try:
        row = _of_shape(value, where)
    except KeyError:
        raise _no_item(where) from None
    for column, text in row.items():
        if fault := _fault(column, text):
            raise SaturateError(f"{where}: {fault}.")
    if len({final_answer(part) for part in row["answer"].split(_FINAL)[1:]}) > 1:
        raise SeveralAnswers
    return row


def final_answer(answer: str) -> str:
    """What stands behind the last ``####``, without blanks, separators and the sign of dollars."""
    return re.sub(r"[\s,$]", "", answer.rpartition(_FINAL)[2])


def _of_shape(item: Mapping[str, Any], where: str) -> dict[str, str]:
    if "lEquations" in item:
        return _worked(
            _text(item, "sQuestion", where),
            _only(item, "lEquations", where),
            _only(item, "lSolutions", where),
        )
    if "Equation" in item:
        body = _text(item, "Body", where) if "Body" in item else ""
        if body and body[-1] not in ".?!,":
            body += "."
        asked = f"{body} {_text(item, 'Question', where)}".strip()
        return _worked(asked, _only(item, "Equation", where), _only(item, "Answer", where))
    question = _text(item, "question", where, strip=False)
    if "equation" in item:
        return _worked(
            question.strip(), _only(item, "equation", where), _only(item, "answer", where)
        )
    return {"question": question, "answer": _text(item, "answer", where, strip=False)}


def _text(item: Mapping[str, Any], column: str, where: str, strip: bool = True) -> str:
    """A column's text; a JSON null is an empty one."""
    value = item[column]
    if value is not None and not isinstance(value, str):
        raise SaturateError(f"{where}: {column} is {_kind(value)} where text is expected.")
    return (value or "").strip() if strip else value or ""


def _only(item: Mapping[str, Any], column: str, where: str) -> str:
    """The one value of a column that holds a text, a number, or a list of one of these."""
    value = item[column]
    if isinstance(value, list):
        if len(value) > 1:
            raise SeveralAnswers
        value = value[0] if value else None
    if value is None or value == "":
        raise SaturateError(f"{where}: {column} is empty.")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise SaturateError(f"{where}: {column} is {_kind(value)}, not a text or a number.")
    if isinstance(value, float) and not math.isfinite(value):
        raise SaturateError(f"{where}: {column} is no finite number.")
    return str(value)


def _worked(question: str, equation: str, answer: str) -> dict[str, str]:
    """An equation such as ``x = ( 8.0 - 2.0 )`` as a worked solution of one step."""
    expression = _WHOLE.sub("", _UNKNOWN.sub("", equation, count=1)).strip()
    final = _WHOLE.sub("", answer.strip())
    return {
        "question": question,
        "answer": f"{expression} = <<{expression}={final}>>{final}\n{_FINAL} {final}",
    }


def _fault(column: str, text: str) -> str | None:
    """What is wrong with a column's text, in words."""
    if not text.strip():
        return f"the {column} is empty"
    try:
        text.encode()
    except UnicodeEncodeError as error:
        half = text[error.start]
        return f"the {column} holds half a character (a lone surrogate, \\u{ord(half):04x})"
    marks = re.findall(r"<<|>>", text) if column == "answer" else []
    if marks != ["<<", ">>"] * (len(marks) // 2):
        return "an annotation is broken (<< and >> do not pair)"
    return None


def _kind(value: object) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", list: "a list"}
    return names.get(type(value), "an object")


def _no_item(where: str) -> SaturateError:
    return SaturateError(
        f"{where}: not a JSON object with question and answer (or SVAMP's Body, Question, "
        "Equation, Answer; or MAWPS's sQuestion, lEquations, lSolutions)."
    )
