"""A hardened task as a ladder that the loop can climb, whatever the operator.

A problem's question is all that the model reads before it answers, as lm-eval renders it: the
task's description, few-shot examples, prompt and prefix. So what is trained on is what is scored,
by the task's own stop texts, filters and metric. Everything is random access: the index says which
item is asked, and how often all have come before.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from saturate.harden.choice_views import choice_views
from saturate.harden.forms import Forms
from saturate.harden.opening import OpenedTask, open_task
from saturate.harden.operators.base import HardItem, Operator
from saturate.harden.operators.options import option_texts
from saturate.harden.operators.together import answers_wanted
from saturate.harden.original import original_task, shuffled_task
from saturate.harden.own_scorer import check_no_program
from saturate.harden.reading import Reading
from saturate.harden.rungs import Rung
from saturate.harden.solving import solve
from saturate.harden.tasks.configs import find_task
from saturate.harden.tasks.data import origin_of
from saturate.harden.tasks.facts import OperatorName
from saturate.harden.tasks.source import Source, resolved
from saturate.harden.text.frame import shared_ends
from saturate.harden.wordings import Wordings
from saturate.harden.worked import Worked
from saturate.ladder import (
    FEW,
    LIMITS,
    Draft,
    Ladder,
    LadderInfo,
    OriginalTask,
    OwnTask,
    Problem,
    SeededRandom,
    Split,
    View,
    stable_hash,
    tokens_asked,
)

_SYMMETRY = (
    "neither the order of the options nor the choice of few-shot examples changes what is right"
)
_EXCHANGED = "; two people told by their names can be exchanged"
_LENT = "; voters read other training items with their published answers before each question"
_UNDECIDED = "items without exactly one right option"


class HardenedLadder(Ladder):
    """One operator on one task; its documents are read when anything of them is wanted."""

    def __init__(self, operator: OperatorName, task: str, data: Path | None = None) -> None:
        """Name the task.

        Args:
            operator: What makes the rungs.
            task: Its name in lm-eval, or the path of its YAML.
            data: Folder with its splits; ``None``: the hub.
        """
        self._operator = operator
        self._task = task
        self._data = data
        self._places: dict[str, tuple[int, Split, int]] = {}
        """Where each question that was given stands, so that its views can be made."""

    def describe(self) -> LadderInfo:
        return self._info

    @property
    def is_chained(self) -> bool:
        """Whether a problem of a rung uses the answers of others before it."""
        return self._worked.chained

    @cached_property
    def _info(self) -> LadderInfo:
        task = self._source.file
        form = self._forms.form(1).task.config
        until = (form.generation_kwargs or {}).get("until") or []
        origin = origin_of(task.config)
        return LadderInfo(
            name=f"{self._operator}:{self._task}",
            benchmark=task.name,
            axis=self._opened.operators["score"].axis,
            first=1,
            last=self._opened.top,
            answer=f"as task {task.name} reads them",
            template="{question}",
            delimiter=form.target_delimiter,
            instruction="",
            symmetry=self._symmetry,
            licence=f"that of {origin}",
            source=f"lm-eval task {task.name}, data set {origin}",
            stop=(until,) if isinstance(until, str) else tuple(until),
            choices=self._chosen,
        )

    def problem(self, rung: int, split: Split, index: int) -> Problem:
        info = self._info
        if not 1 <= rung <= self._opened.top:
            raise ValueError(f"rung {rung} is not on ladder {info.name} (1 to {self._opened.top})")
        hard = self._hard(rung, split, index)
        question, contexts = self._forms.shown(rung, hard)
        self._places[question] = (rung, split, index)
        golds = self._golds(hard)
        answers = self._answers(hard, golds)
        key = f"{stable_hash(info.name, rung, hard.item.told):016x}"
        return Problem(
            ladder=info.name,
            rung=rung,
            split=split,
            index=index,
            question=question,
            answer=answers[0],
            solution=self._worked.solution(rung, hard),
            key=key,
            source="+".join(hard.sources),
            choices=option_texts(hard.item) if self._chosen else (),
            accepted=answers[1:],
            context=contexts[hard.item.gold or 0] if contexts else "",
            accepted_lines=self._reading.accepted_lines(golds),
        )

    def draw(self, rung: int, rng: SeededRandom) -> Draft:
        one = self.problem(rung, "train", rng.amount(10**9))
        return Draft(one.question, one.answer, one.solution, one.key, one.source)

    def extract(self, text: str) -> str | None:
        if self._chosen:  # as the task renders it; only the question tells what its letter means
            return text.strip() or None
        return self._reading.extract(text)

    def answer_to(self, question: str, text: str, lenient: bool = False) -> str | None:
        """What ``extract`` finds; of a list, what the scorer reads, whatever else is listed."""
        if self._chosen:
            return self.extract(text)
        return self._reading.extract(text, answers_wanted(question))

    def solve(self, question: str) -> str:
        """The published answer, found again by the text of its item.

        Raises:
            ValueError: The question holds no published item.
        """
        for operator in self._opened.operators.values():
            golds = solve(operator, question)
            if golds is not None:
                return self._reading.accepted(golds)[0]
        raise ValueError("the question holds no published item")

    def views(self, question: str, count: int) -> list[View]:
        """Rewrites of a multiple-choice question (see :mod:`saturate.harden.choice_views`)."""
        if not self._chosen or question not in self._places:
            return [View(question)]
        rung, split, index = self._places[question]
        lends = bool(self._opened.lent)
        return choice_views(
            self._hard(rung, split, index),
            count,
            self._source.frame,
            lends,
            lambda hard, turn: self._forms.shown(rung, hard, turn, lends and turn > 0),
        )

    def wording(self, problem: Problem) -> str:
        return self._wordings.of(problem)

    def worded(self, rung: int, wording: str) -> str:
        place = stable_hash("worded", wording) % len(self._opened.orders["train"])
        return self._wordings.asked(rung, wording, place)

    def published(self) -> list[str]:
        bodies = [self._source.frame.body(text) for text in self._opened.parts.prompts()]
        ends = shared_ends(bodies)
        return [ends.stripped(body) for body in bodies]

    def notes(self) -> list[str]:
        parts = self._opened.parts
        held = {split: len(order) for split, order in self._opened.orders.items()}
        found = [
            f"{held['score']} items are scored; {held['train']} to train on and {held['vote']} to "
            f"vote on come from {parts.origin}"
        ]
        if parts.near:
            found.append(f"{parts.near} items left out of them, as they nearly repeat scored ones")
        if self._opened.undecided:
            found.append(f"{self._opened.undecided} {_UNDECIDED} left out")
        if lent := self._opened.lent:
            found.append(
                f"voters but the first read some of {len(lent)} training items, with their "
                "published answers, before each question, as its prompts show no options: labels "
                "lean on true ones"
            )
        return found

    def left_out(self) -> dict[str, int]:
        found = {"near-duplicates of scored items": self._opened.parts.near}
        if self._opened.undecided:
            found[_UNDECIDED] = self._opened.undecided
        return found

    def held(self, split: Split) -> int:
        return len({item.told for item in self._opened.orders[split]})

    def own_task(self, rung: int, problems: Sequence[Problem]) -> OwnTask:
        frozen = self.frozen_rung(rung, problems)
        return OwnTask(resolved(frozen.config), frozen.documents, self._reading.own)

    def frozen_rung(self, rung: int, problems: Sequence[Problem]) -> Rung:
        """A rung that asks these problems, each with all that is read before its answer.

        Where the task does not say how long an answer may be, a chain's does not either: the run's
        limit is the only one.
        """
        asked = [(one, self._hard(rung, one.split, one.index)) for one in problems]
        frozen = self._forms.frozen(rung, asked)
        own = tokens_asked(self._source.file.config.get("generation_kwargs"))
        if not self.is_chained or own is not None:
            return frozen
        settings = frozen.config["generation_kwargs"]
        kept = {name: one for name, one in settings.items() if name not in LIMITS}
        return frozen._replace(config=frozen.config | {"generation_kwargs": kept})

    @property
    def operator(self) -> Operator:
        """What makes the rungs of the items that are scored."""
        return self._opened.operators["score"]

    def original(self) -> OriginalTask:
        shots = find_task(self._task).config.get("num_fewshot")
        return original_task(self._source, self._opened.parts, shots)

    def redrawn(self, items: int | None) -> OriginalTask | None:
        original = self.original()
        if not self._chosen:
            return None
        docs = range(len(original.task.eval_docs))
        places = (original.asked or docs)[:items]
        shots = original.task.config.num_fewshot
        task = shuffled_task(self._opened.operators["score"], places, shots)
        return None if task is None else OriginalTask(task, original.reading, None)

    def _hard(self, rung: int, split: Split, index: int) -> HardItem:
        order = self._opened.orders[split]
        turn, place = divmod(index, len(order))
        return self._opened.operators[split].variant(order[place], rung, turn)

    def _golds(self, hard: HardItem) -> list[list[str]]:
        """The published answers to each thing that is asked."""
        if hard.extra:
            return list(hard.extra["golds"])
        return [[str(gold) for gold in hard.item.golds]]

    def _answers(self, hard: HardItem, golds: list[list[str]]) -> tuple[str, ...]:
        item = hard.item
        if self._chosen and item.choices is not None and item.gold is not None:
            return (option_texts(item)[item.gold], item.choices[item.gold].strip())
        return self._reading.accepted(golds)

    @property
    def _chosen(self) -> bool:
        return self._source.facts.output == "multiple_choice"

    @property
    def _symmetry(self) -> str:
        if not self._chosen:
            return ""
        exchanged = _EXCHANGED if self._source.task.multiple_input else ""
        return _SYMMETRY + exchanged + (_LENT if self._opened.lent else "")

    @cached_property
    def _worked(self) -> Worked:
        return Worked(self._opened)

    @cached_property
    def _wordings(self) -> Wordings:
        return Wordings(self._hard, lambda rung, hard: self._forms.shown(rung, hard).question)

    @cached_property
    def _reading(self) -> Reading:
        form = self._forms.form(1)
        listed = self._opened.operators["score"].asks_in_order
        return Reading(form.task, self._source.file.config, listed)

    @cached_property
    def _forms(self) -> Forms:
        return Forms(self._opened.operators["score"], self._opened.lent)

    @cached_property
    def _source(self) -> Source:
        task = find_task(self._task)
        if self._operator == "shots" and not task.config.get("num_fewshot"):
            task = task._replace(config=task.config | {"num_fewshot": FEW})
        check_no_program(task)
        return Source(task, self._data)

    @cached_property
    def _opened(self) -> OpenedTask:
        return open_task(self._source, self._operator)


def compose(task: str, data: Path | None) -> HardenedLadder:
    """Chains of a task's problems, or lists of its questions."""
    return HardenedLadder("compose", task, data)


def distract(task: str, data: Path | None) -> HardenedLadder:
    """A task's items among irrelevant statements."""
    return HardenedLadder("distract", task, data)


def options(task: str, data: Path | None) -> HardenedLadder:
    """A multiple-choice task with more and more wrong options."""
    return HardenedLadder("options", task, data)


def shots(task: str, data: Path | None) -> HardenedLadder:
    """A task with fewer and fewer few-shot examples."""
    return HardenedLadder("shots", task, data)
