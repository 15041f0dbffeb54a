"""Where a benchmark's published items come from: a folder, the environment, or the hub.

A folder holds ``train`` and ``test`` as ``.jsonl`` or ``.json``, in one of three shapes: GSM8K's
(question, answer), SVAMP's (Body, Question, Equation, Answer) or MAWPS's (sQuestion, lEquations,
lSolutions). Whatever the shape, rows come out as GSM8K's: the equation becomes a worked solution of
one annotated step.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from saturate.errors import SaturateError, first_line

SPLITS = ("train", "test")
_SUFFIXES = (".jsonl", ".json")
_HUB = {"gsm8k": ("openai/gsm8k", "main")}
_HUB_SECONDS = 5.0
_UNKNOWN = re.compile(r"\s*[a-zA-Z]\s*=\s*|\s*=\s*[a-zA-Z]\s*$")
_WHOLE = re.compile(r"(?<=[0-9])\.0+(?![0-9])")


class HubError(Exception):
    """The hub has no such data set, or does not answer; the message says why."""


def variable(benchmark: str) -> str:
    """The environment variable that names a benchmark's data folder."""
    return f"SATURATE_{benchmark.upper()}"


def data_folder(benchmark: str, named: Path | None) -> Path | None:
    """The folder that the user named, by argument or by environment."""
    if named is not None:
        return named
    held = os.environ.get(variable(benchmark))
    return Path(held).expanduser() if held else None


def can_be_had(benchmark: str, named: Path | None) -> bool:
    """Whether a benchmark's items are at hand: a folder is named, or the hub answers."""
    if data_folder(benchmark, named) is not None:
        return True
    try:
        ask_hub(benchmark)
    except HubError:
        return False
    return True


def published(benchmark: str, named: Path | None) -> dict[str, list[dict[str, str]]]:
    """A benchmark's items by split, each with ``question`` and ``answer``.

    Raises:
        SaturateError: Neither a folder nor the hub has them, or they cannot be read.
    """
    folder = data_folder(benchmark, named)
    if folder is not None:
        return {split: read_split(folder, split) for split in SPLITS}
    hint = f"name a folder by --benchmark-data or the variable {variable(benchmark)}"
    try:
        ask_hub(benchmark)
        from datasets import load_dataset

        held = load_dataset(*_HUB[benchmark])
        return {split: [_columns(row) for row in held[split]] for split in SPLITS}
    except HubError as reason:
        raise SaturateError(f"No items of {benchmark!r}: {reason}; {hint}.") from None
    except Exception as error:  # whatever the hub, its cache or the reader raised
        raise SaturateError(f"No items of {benchmark!r}: {first_line(error)}; {hint}.") from error


def ask_hub(benchmark: str) -> None:
    """Find out soon whether the hub answers, as loading from it would retry for long.

    Raises:
        HubError: It doesn't, or it has no such data set.
    """
    from huggingface_hub import HfApi

    name = _HUB.get(benchmark, (f"openai/{benchmark}",))[0]
    try:
        HfApi().dataset_info(name, timeout=_HUB_SECONDS)
    except Exception as error:  # no network, no such name, a proxy's refusal: all mean no
        raise HubError(f"the hub does not answer ({first_line(error)})") from error


def read_split(folder: Path, split: str) -> list[dict[str, str]]:
    """Read one file of a folder.

    Raises:
        SaturateError: It is missing, empty, not UTF-8, or an item lacks a column, is empty, comes
            twice, or has a broken annotation; the sentence names the line.
    """
    file = next((f for s in _SUFFIXES if (f := folder / f"{split}{s}").is_file()), None)
    if file is None:
        raise SaturateError(f"Data folder {str(folder)!r} has no {split}.jsonl.")
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SaturateError(f"{file} cannot be read as UTF-8: {first_line(error)}.") from error
    rows: list[dict[str, str]] = []
    seen: dict[str, int] = {}
    for number, held in _items(file, text):
        where = f"{file}, {'item' if file.suffix == '.json' else 'line'} {number}"
        row = _row(held, where)
        fault = _fault(row)
        if fault:
            raise SaturateError(f"{where}: {fault}.")
        if (first := seen.setdefault(row["question"], number)) != number:
            raise SaturateError(f"{where}: repeats the question of {first}; keep one of them.")
        rows.append(row)
    if not rows:
        raise SaturateError(f"{file} holds no items.")
    return rows


def _items(file: Path, text: str) -> Iterable[tuple[int, Any]]:
    """Numbered items: lines of JSON, or one JSON list."""
    if file.suffix == ".json":
        try:
            held = json.loads(text or "[]")
        except ValueError:
            raise SaturateError(f"{file} is not JSON.") from None
        if not isinstance(held, list):
            raise SaturateError(f"{file} is not a JSON list of items.")
        yield from enumerate(held, 1)
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except ValueError:
                yield number, None


def _row(held: Any, where: str) -> dict[str, str]:
    try:
        return _columns(held)
    except (KeyError, TypeError, IndexError, AttributeError):
        raise SaturateError(
            f"{where}: not a JSON object with question and answer (or SVAMP's Body, Question, "
            "Equation, Answer; or MAWPS's sQuestion, lEquations, lSolutions)."
        ) from None


def _columns(held: Mapping[str, Any]) -> dict[str, str]:
    """A row as GSM8K has it, from any of the known shapes."""
    if "lEquations" in held:
        return _worked(held["sQuestion"], held["lEquations"][0], held["lSolutions"][0])
    if "Equation" in held:
        body = str(held.get("Body", "")).strip()
        if body and body[-1] not in ".?!,":
            body += "."
        asked = f"{body} {str(held['Question']).strip()}".strip()
        return _worked(asked, held["Equation"], held["Answer"])
    if "equation" in held:
        return _worked(held["question"], held["equation"], held["answer"])
    return {"question": str(held["question"]), "answer": str(held["answer"])}


def _worked(question: object, equation: object, answer: object) -> dict[str, str]:
    """An equation such as ``x = ( 8.0 - 2.0 )`` as a worked solution of one step."""
    expression = _WHOLE.sub("", _UNKNOWN.sub("", str(equation), count=1)).strip()
    final = _WHOLE.sub("", str(answer).strip())
    return {
        "question": str(question).strip(),
        "answer": f"{expression} = <<{expression}={final}>>{final}\n#### {final}",
    }


def _fault(row: Mapping[str, str]) -> str | None:
    """What is wrong with an item, in words."""
    for column, text in row.items():
        if not text.strip():
            return f"the {column} is empty"
    marks = re.findall(r"<<|>>", row["answer"])
    if marks != ["<<", ">>"] * (len(marks) // 2):
        return "an annotation is broken (<< and >> do not pair)"
    return None
