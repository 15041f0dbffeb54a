"""How each rung of a hardened task is shown: by lm-eval, as it will be scored."""

from __future__ import annotations

from typing import Any, NamedTuple

from saturate.harden.lent import with_lent
from saturate.harden.operators.base import HardItem, Operator
from saturate.harden.rungs import Rung, build, make_rung
from saturate.harden.tasks.source import Item
from saturate.ladder import stable_hash


class Form(NamedTuple):
    """How a rung is shown and scored."""

    rung: Rung
    task: Any
    """It as lm-eval's object."""


class Forms:
    """The forms of all rungs, each made when it is first wanted."""

    def __init__(self, operator: Operator, lent: list[Item]) -> None:
        """Take what makes the rungs.

        Args:
            operator: The one whose items are scored.
            lent: Training items that voters are shown as examples.
        """
        self._operator, self._lent = operator, lent
        self._made: dict[tuple[int, bool], Form] = {}

    def form(self, rung: int, lends: bool = False) -> Form:
        """A rung's form.

        Args:
            rung: The rung.
            lends: Whether its examples are lent items.
        """
        if (rung, lends) not in self._made:
            made = make_rung(self._operator, rung)
            self._made[rung, lends] = Form(
                *(with_lent(made, self._lent) if lends else (made, build(made)))
            )
        return self._made[rung, lends]

    def context(self, rung: int, hard: HardItem, turn: int = 0, lends: bool = False) -> str:
        """All that a model reads before it answers.

        Args:
            rung: The rung.
            hard: The problem.
            turn: Which examples are drawn by chance; 0 for those that it is scored with.
            lends: Whether examples are lent items.
        """
        made, task = self.form(rung, lends)
        row = made.row(hard)
        task.sampler.set_rnd(stable_hash("examples", hard.item.key, *([turn] if turn else [])))
        shots = made.config.get("num_fewshot") or 0
        return str(task.fewshot_context(row, shots, gen_prefix=task.doc_to_prefix(row)))
