"""How much of the installed lm-eval the operators reach, from configurations alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from rich.console import Console
from rich.markup import escape

from saturate.errors import SaturateError
from saturate.harden.tasks.configs import all_tasks
from saturate.harden.tasks.facts import (
    OPERATORS,
    Facts,
    Fit,
    Judgement,
    OperatorName,
    facts_of,
    judge,
)

COUNTED = ("generate_until", "multiple_choice")
"""The output types that the coverage is a share of."""
_MARK = {Fit.PROVEN: "yes", Fit.CHECKED: "checked", Fit.REFUSED: "no"}


class Row(NamedTuple):
    """One task and its verdicts."""

    name: str
    output: str
    fits: dict[OperatorName, Judgement]

    @property
    def fitting(self) -> int:
        """How many operators are not ruled out."""
        return sum(judgement.fit is not Fit.REFUSED for judgement in self.fits.values())


class Coverage(NamedTuple):
    """Counts over tasks of one output type."""

    tasks: int
    any: int
    """Tasks with one operator or more."""
    beyond_distract: int
    """Tasks with one operator or more besides ``distract``, the most permissive one."""
    operators: dict[OperatorName, int]


def operator_fits(facts: Facts) -> Row:
    """All verdicts on a task."""
    return Row(facts.name, facts.output, {name: judge(facts, name) for name in OPERATORS})


def coverage(rows: Iterable[Row]) -> dict[str, Coverage]:
    """Coverage by output type, and of all that count under ``all``."""
    groups: dict[str, list[Row]] = {"all": []}
    for row in rows:
        if row.output in COUNTED:
            groups.setdefault(row.output, []).append(row)
            groups["all"].append(row)
    return {name: _counts(group) for name, group in groups.items()}


def _counts(rows: list[Row]) -> Coverage:
    def fits(row: Row, name: OperatorName) -> bool:
        return row.fits[name].fit is not Fit.REFUSED

    others = [name for name in OPERATORS if name != "distract"]
    return Coverage(
        len(rows),
        sum(row.fitting > 0 for row in rows),
        sum(any(fits(row, name) for name in others) for row in rows),
        {name: sum(fits(row, name) for row in rows) for name in OPERATORS},
    )


def print_coverage(console: Console, match: str) -> None:
    """Print every task's verdicts, the reasons, and the coverage.

    Raises:
        SaturateError: No task's name holds the word.
    """
    rows = [operator_fits(facts_of(task)) for task in all_tasks(match)]
    if not rows:
        raise SaturateError(f"No task of the installed lm-eval has {match!r} in its name.")
    for row in sorted(rows):
        marks = "  ".join(f"{name} {_MARK[row.fits[name].fit]}" for name in OPERATORS)
        why = {judgement.reason: None for judgement in row.fits.values() if judgement.reason}
        reasons = f"  ({'; '.join(why)})" if why else ""
        console.print(escape(f"{row.name}  {marks}{reasons}"))
    for name in OPERATORS:
        reasons_of = Counter(
            row.fits[name].reason for row in rows if row.output in COUNTED and row.fits[name].reason
        )
        if reasons_of:
            console.print(f"\nWhy not {name}:")
        for reason, count in reasons_of.most_common(8):
            console.print(f"  {count:6}  {escape(reason)}")
    console.print("\nTasks with one operator or more (yes: proven by the configuration; checked:")
    console.print(
        "nothing in the configuration is against it, its documents are checked when made):"
    )
    for output, counts in coverage(rows).items():
        parts = ", ".join(f"{op} {count}" for op, count in counts.operators.items())
        share = counts.any / counts.tasks if counts.tasks else 0.0
        console.print(
            f"  {output}: {counts.any} of {counts.tasks} ({share:.1%}); without distract "
            f"{counts.beyond_distract}; {parts}"
        )
