"""Reads answers as this benchmark's lm-eval tasks do. Needs the standard library alone.

It was copied here when the benchmark was frozen, and so was the module of numbers.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

NO_ANSWER = "[no answer]"


class Reading:
    """How answers of one benchmark are read.

    Args:
        facts: Its manifest, ``benchmark.json``.
        numbers: Its module of numbers.
    """

    def __init__(self, facts: Mapping[str, Any], numbers: ModuleType) -> None:
        self._facts: Mapping[str, Any] = facts["reading"]
        self._numbers = numbers

    @property
    def has_format(self) -> bool:
        """Whether an answer has a format of its own; else the last number counts."""
        return self._facts["regex"] is not None

    def strict(self, text: str) -> str:
        """The answer in the format that the instruction asks for."""
        found = re.findall(self._facts["regex"], text)
        if not found:
            return NO_ANSWER
        one = found[self._facts["match"]]
        if isinstance(one, tuple):
            one = next(filter(None, one), NO_ANSWER)
        one = one.strip()
        return str(self._numbers.integers([[one]], None)[0][0]) if self._facts["integer"] else one

    def flexible(self, text: str) -> str:
        """The last number of the text, whatever the format; the strict answer if it is none."""
        if self._facts["last"] is None:
            return self.strict(text)
        return str(getattr(self._numbers, self._facts["last"])([[text]], None)[0][0])


def rows(file: Path) -> list[dict[str, Any]]:
    """The problems of a data file."""
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def message(row: Mapping[str, Any], facts: Mapping[str, Any], instructed: bool) -> str:
    """A problem as it is asked, behind the instruction that says the answer's format."""
    return f"{facts['instruction']}\n\n{row['prompt']}" if instructed else str(row["prompt"])
