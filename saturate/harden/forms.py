"""How each rung of a hardened task is shown: by lm-eval, as it will be scored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from saturate.harden.lent import with_lent
from saturate.harden.operators.base import HardItem, Operator
from saturate.harden.rungs import CHOICES, Rung, build, make_rung
from saturate.harden.tasks.source import Item
from saturate.ladder import Problem, stable_hash

_BEFORE_ANSWERS = ("description", "gen_prefix", "fewshot_config")
"""What a configuration puts before an answer beside the prompt."""
_CONTEXT = "hard_context"


class Shown(NamedTuple):
    """What a model reads before it answers."""

    question: str
    """All of it; where each choice is a prompt of its own, all of them in one text."""
    contexts: tuple[str, ...]
    """What is read with each choice in it; empty where a prompt holds none."""


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

    def frozen(self, rung: int, asked: Sequence[tuple[Problem, HardItem]]) -> Rung:
        """A rung whose documents hold all that is read before an answer, examples included.

        Args:
            rung: The rung.
            asked: Problems of it, each with its item.
        """
        made, task = self.form(rung)
        config = {key: one for key, one in made.config.items() if key not in _BEFORE_ANSWERS}
        config |= {"num_fewshot": 0, "repeats": 1}
        if not task.multiple_input:
            config["doc_to_text"] = _CONTEXT
        documents = []
        for problem, hard in asked:
            shown = self.shown(rung, hard)
            read = {CHOICES: list(shown.contexts)} if shown.contexts else {_CONTEXT: shown.question}
            documents.append(made.row(hard) | read | {"key": problem.key, "source": problem.source})
        return made._replace(documents=documents, shots=[], config=config)

    def shown(self, rung: int, hard: HardItem, turn: int = 0, lends: bool = False) -> Shown:
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
        context = task.fewshot_context(row, shots, gen_prefix=task.doc_to_prefix(row))
        if not isinstance(context, list):
            return Shown(str(context), ())
        first = (hard.item.choices or ("",))[0]
        before = context[0][: context[0].rindex(first)]
        return Shown(f"{before}{hard.item.told}{hard.item.prefix}", tuple(context))
