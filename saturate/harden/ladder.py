"""A hardened task as a ladder that the loop can climb: ``compose`` over whole-number answers.

``score`` problems end in items that the task scores, ``train`` and ``vote`` problems are made of
training items alone, so no scored item is ever trained on. Where a task has no training split, its
items are divided by hash. Everything is random access: the index says which item comes last, and
how often all have come before.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from saturate.harden.operators.chain import Chains
from saturate.harden.tasks.configs import find_task
from saturate.harden.tasks.conflicts import contradicted
from saturate.harden.tasks.golds import Golds, without_mark
from saturate.harden.tasks.source import Item, Source, Unsound
from saturate.ladder import (
    Draft,
    LadderInfo,
    MarkedNumberLadder,
    Problem,
    SeededRandom,
    Split,
    split_of,
    stable_hash,
)

_LAST = 12
_TRIES = 2_000


class _Pool(NamedTuple):
    chains: Chains
    order: list[str]
    """Keys, in the order in which indices reach them."""


class ChainLadder(MarkedNumberLadder):
    """Chains of a task's own problems."""

    mark = -1

    def __init__(self, task: str, data: Path | None = None) -> None:
        """Name the task; its documents are read when the first problem is wanted.

        Args:
            task: Its name in lm-eval, or the path of its YAML.
            data: Folder with its splits; ``None``: the hub.
        """
        self._task = task
        self._data = data

    def describe(self) -> LadderInfo:
        return self._info

    @cached_property
    def _info(self) -> LadderInfo:
        task = find_task(self._task)
        return LadderInfo(
            name=f"compose:{self._task}",
            benchmark=task.name,
            axis="problems in a chain",
            first=1,
            last=_LAST,
            answer="integer",
            template="{question}",
            delimiter="\n",
            instruction="Work step by step. End with a line '#### ' and the answer, a number.",
            symmetry="",
            licence=f"that of {task.config.get('dataset_path')}",
            source=f"lm-eval task {task.name}, data set {task.config.get('dataset_path')}",
        )

    def problem(self, rung: int, split: Split, index: int) -> Problem:
        if not 1 <= rung <= _LAST:
            raise ValueError(f"rung {rung} is not on ladder compose:{self._task} (1 to {_LAST})")
        draft = self._at(rung, split, index)
        name = f"compose:{self._task}"
        key = f"{stable_hash(name, rung, draft.canonical):016x}"
        return Problem(name, rung, split, index, draft.question, draft.answer, draft.solution, key)

    def draw(self, rung: int, rng: SeededRandom) -> Draft:
        return self._at(rung, "train", rng.amount(10**9))

    def solve(self, question: str) -> str:
        """The published answer of the last problem, found again in the text of the chain."""
        for pool in self._pools.values():
            try:
                return str(pool.chains.answers[pool.chains.restored(question)[-1]])
            except ValueError:
                continue
        raise ValueError("the question is not a chain of published problems")

    def _at(self, rung: int, split: Split, index: int) -> Draft:
        pool = self._pools[split]
        for step in range(_TRIES):
            turn, place = divmod(index + step * 7919, len(pool.order))
            links = pool.chains.before(pool.order[place], rung, turn)
            if len(links) == rung:
                break
        else:
            raise ValueError(f"rung {rung} of compose:{self._task} has no problem in {split}")
        answer = str(pool.chains.answers[links[-1].key])
        steps = [self._worked(link.key, number) for number, link in enumerate(links[:-1], 1)]
        last = without_mark(self._solutions[links[-1].key])
        solution = "\n".join(part for part in [*steps, last, f"#### {answer}"] if part)
        canonical = "+".join(link.key for link in links)
        return Draft(pool.chains.spelled(links), answer, solution, canonical)

    def _worked(self, key: str, number: int) -> str:
        worked = without_mark(self._solutions[key])
        answer = next(
            p.chains.answers[key] for p in self._pools.values() if key in p.chains.answers
        )
        return f"{worked}\nA{number} = {answer}" if worked else f"A{number} = {answer}"

    @cached_property
    def _source(self) -> Source:
        return Source(find_task(self._task), self._data)

    @cached_property
    def _solutions(self) -> dict[str, str]:
        """Worked solutions by key, where a task's gold is one and not the answer alone."""
        items = [*self._source.items, *self._source.training]
        golds = Golds(self._source)
        plain = {item.key: str(golds.whole_number(item)) for item in items}
        return {
            item.key: "" if str(item.target).strip() == plain[item.key] else str(item.target)
            for item in items
        }

    @cached_property
    def _pools(self) -> dict[Split, _Pool]:
        source = self._source
        golds = Golds(source)
        divided: dict[Split, list[Item]] = {"train": [], "vote": [], "score": []}
        asked = {item.key for item in source.items}
        doubted = contradicted([*source.items, *source.training], golds)
        first: dict[str, str] = {}
        for item in [*source.items, *source.training]:
            if item.key in doubted:
                continue
            key = first.setdefault(item.question.unordered, item.key)  # copies stay in one split
            split = split_of(source.name, 0, key)
            if source.training:
                scored = item.key in asked
                split = "score" if scored else "vote" if split == "score" else split
            divided[split].append(item)
        return {split: self._pool(items, golds) for split, items in divided.items()}

    def _pool(self, items: list[Item], golds: Golds) -> _Pool:
        head, tail = self._source.frame
        bodies: dict[str, str] = {}
        answers: dict[str, int] = {}
        for item in items:
            answer = golds.whole_number(item)
            if answer is not None and item.text.startswith(head) and item.text.endswith(tail):
                bodies[item.key] = self._source.frame.body(item.text).strip()
                answers[item.key] = answer
        chains = Chains(bodies, answers)
        order = sorted(
            (key for key in bodies if chains.fits(key)),
            key=lambda key: stable_hash("order", key),
        )
        if len(order) < 2:
            raise Unsound(
                f"compose makes no ladder of task {self._source.name!r}: {len(order)} of "
                f"{len(items)} items of a split have a whole number for an answer."
            )
        return _Pool(chains, order)
