"""How a task reads answers: its filters, its metric, and when two answers are the same."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from saturate.harden.portable import numbered, plain
from saturate.harden.tasks.configs import Config
from saturate.harden.tasks.filters import filtered
from saturate.harden.tasks.golds import NOTHING, comparison_of
from saturate.ladder import OwnReading

_LEADING = ("exact_match", "acc", "acc_norm", "em", "f1")
"""Which metric leads where a task has several; the first of its list where it has none of these."""
_STRICT, _LENIENT = "strict", "flex"
"""What the names of a task's filters hold, where they say which is which."""
_MOST_LINES = 64
_LONGEST = 1_000
"""Characters; no longer text is an answer."""


class Reading:
    """Reads answers of one task from text."""

    def __init__(self, task: Any, config: Config, listed: bool) -> None:
        """Take the task.

        Args:
            task: A rung of it, as lm-eval's object.
            config: Its configuration.
            listed: Whether several numbered answers are wanted.
        """
        names = [chain.name for chain in task._filters]
        strict = _strict(names)
        self._chain = task._filters[names.index(strict)]
        self._listed = listed
        self._comparison = comparison_of(config)
        metrics = [*task._metric_fn_list]
        metric = next((name for name in _LEADING if name in metrics), (metrics or _LEADING)[0])
        self.own = OwnReading(strict, _flexible(names, strict), metric)

    def extract(self, text: str, wanted: int | None = None) -> str | None:
        """The answer in a completion, in the form in which the task's exact match compares.

        Args:
            text: The completion.
            wanted: How many numbered answers count, where several are wanted; all by default.
        """
        if self._listed:
            return self._lines(text, wanted or _MOST_LINES)
        left = filtered([self._chain], text)[self._chain.name]
        found = None if left is None else str(left)
        if found is None or found.strip() == NOTHING or len(found) > _LONGEST:
            return None
        return plain(found, self._comparison) or None

    def accepted(self, golds: list[list[str]]) -> tuple[str, ...]:
        """Every right answer, the preferred one first; of a list the preferred one alone.

        Args:
            golds: For each answer that is wanted, those that are accepted.
        """
        if self._listed:
            return ("\n".join(lines[0] for lines in self.accepted_lines(golds)),)
        return tuple(dict.fromkeys(plain(gold, self._comparison) for gold in golds[-1]))

    def accepted_lines(self, golds: list[list[str]]) -> tuple[tuple[str, ...], ...]:
        """Of a list, the right lines in each place, the preferred one first; else empty.

        Args:
            golds: For each answer that is wanted, those that are accepted.
        """
        if not self._listed:
            return ()
        return tuple(
            tuple(dict.fromkeys(self._line(number, gold) for gold in accepted))
            for number, accepted in enumerate(golds, 1)
        )

    def _line(self, number: int, gold: str) -> str:
        """An accepted answer as it is read again where a model writes it."""
        given = numbered(f"{number}. {gold}", number)[-1] or ""
        return f"{number}. {plain(given, self._comparison)}"

    def _lines(self, text: str, wanted: int = _MOST_LINES) -> str | None:
        given = takewhile(lambda one: one is not None, numbered(text, wanted))
        answers = [plain(str(one), self._comparison) for one in given]
        return "\n".join(f"{n}. {answer}" for n, answer in enumerate(answers, 1)) or None


def _strict(names: Sequence[str]) -> str:
    """The filter that counts: the one that says so, else the first that does not say otherwise."""
    others = [name for name in names if _LENIENT not in name]
    return next((name for name in names if _STRICT in name), [*others, *names][0])


def _flexible(names: Sequence[str], strict: str) -> str:
    """The most lenient filter: the one that says so, else the last one; ``strict`` where alone."""
    others = [name for name in names if name != strict]
    return next((name for name in others if _LENIENT in name), [strict, *others][-1])
