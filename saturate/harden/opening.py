"""An operator opened on the splits of a task, as far up as its items reach."""

from __future__ import annotations

from typing import NamedTuple

from saturate.harden.lent import lent_items
from saturate.harden.operators.base import Operator
from saturate.harden.own_scorer import check_climb, check_marks
from saturate.harden.parts import Part, Parts, divide, examples
from saturate.harden.rungs import open_operator
from saturate.harden.tasks.facts import OperatorName
from saturate.harden.tasks.source import Item, Source, Unsound
from saturate.ladder import SPLITS, Split, stable_hash

_TOPS = (12, 6, 3)
"""Last rungs that are tried, the highest first."""


class OpenedTask(NamedTuple):
    """What a hardened ladder draws from."""

    operators: dict[Split, Operator]
    orders: dict[Split, list[Item]]
    """Items in the order in which indices reach them."""
    top: int
    """The last rung."""
    parts: Parts
    undecided: int
    """Multiple-choice items that are in no split, as not exactly one option is right."""
    lent: list[Item]
    """Training items that voters are shown as examples; they are in no split."""


def open_task(source: Source, operator: OperatorName) -> OpenedTask:
    """Open an operator on each split, up to the highest rung that half of the items reach.

    Raises:
        Unsound: It does not suit the task, or too few of its items.
    """
    parts, undecided = divide(source), 0
    if source.facts.output == "multiple_choice":
        parts, undecided = _decided(parts)
    lent = lent_items(source, parts, operator == "shots")
    shown = {item.key for item in lent}
    kept = [item for item in parts.items["train"] if item.key not in shown]
    parts = parts._replace(items=parts.items | {"train": kept})
    opened: OpenedTask | None = None
    tops = (source.facts.shots or 1,) if operator == "shots" else _TOPS
    for top in tops:
        try:
            operators = _operators(source, operator, parts, top)
        except Unsound:
            if opened is None and top == tops[-1]:
                raise
            continue
        orders = {split: _order(one) for split, one in operators.items()}
        opened = OpenedTask(operators, orders, top, parts, undecided, lent)
        if len(orders["score"]) >= len(parts.items["score"]) / 2:
            break
    assert opened is not None  # the last top raised otherwise
    check_marks(source)
    if not opened.operators["score"].asks_in_order:  # lists are scored by saturate
        check_climb(source)
    return opened


def _decided(parts: Parts) -> tuple[Parts, int]:
    """Without the items of multiple choice of which none or several options are right."""
    items = {
        split: [item for item in held if item.gold is not None and _parts(item)]
        for split, held in parts.items.items()
    }
    lost = sum(len(parts.items[split]) - len(items[split]) for split in items)
    return parts._replace(items=items), lost


def _parts(item: Item) -> bool:
    """Whether prompts of its own, if it has such, differ, and something follows them."""
    blank = item.blank
    if blank is None:
        return True
    options = set(blank.options)
    return len(options) == len(blank.options) and all(options) and bool(str(item.target).strip())


def _operators(
    source: Source, operator: OperatorName, parts: Parts, top: int
) -> dict[Split, Operator]:
    learned = [*parts.items["train"], *parts.items["vote"]]
    shots = source.facts.shots or 0
    needed = max(shots, top) if shots and operator == "compose" else shots
    candidates = examples(source, parts, needed) if needed else []
    score = _open(
        Part(source, parts.items["score"], learned, candidates), operator, top, "score", 0
    )
    shown = {item.question.unordered for item in score.shots}
    operators: dict[Split, Operator] = {"score": score}
    free = {
        split: [item for item in parts.items[split] if item.question.unordered not in shown]
        for split in SPLITS[:2]
    }
    for split, items in free.items():
        others = [item for other in free if other != split for item in free[other]]
        part = Part(source, items, others, list(score.shots))
        operators[split] = _open(part, operator, top, split, parts.near)
    return operators


def _open(part: Part, operator: OperatorName, top: int, split: Split, near: int) -> Operator:
    """The operator on one split.

    Raises:
        Unsound: It does not suit the task, or too few of the split's items.
    """
    if not part.items:
        raise Unsound(
            f"{operator} makes no ladder of task {part.name!r}: no item is left to {split}"
            + (f", as {near} nearly repeat scored ones." if near else ".")
        )
    return open_operator(part, operator, top)


def _order(operator: Operator) -> list[Item]:
    return sorted(operator.items, key=lambda item: stable_hash("order", item.key))
