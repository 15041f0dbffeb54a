"""Items whose question was published twice with answers that contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

from saturate.harden.tasks.golds import Golds
from saturate.harden.tasks.source import Item
from saturate.harden.text.questions import Question
from saturate.harden.text.words import equivalent


def contradicted(items: Iterable[Item], golds: Golds) -> set[str]:
    """Keys of the items that another one with the same question and options contradicts.

    Long answers can say the same in other words, so only whole numbers, short answers and right
    options are compared.
    """
    same: defaultdict[Question, list[Item]] = defaultdict(list)
    for item in items:
        same[item.question].append(item)
    keys: set[str] = set()
    for group in same.values():
        for one, other in combinations(group, 2):
            if _differ(one, other, golds):
                keys |= {one.key, other.key}
    return keys


def _differ(one: Item, other: Item, golds: Golds) -> bool:
    first, second = golds.whole_number(one), golds.whole_number(other)
    if first is not None and second is not None:
        return first != second
    answers, others = _answers(one, golds), _answers(other, golds)
    if not answers or not others:
        return False
    return not any(equivalent(a, b) for a in answers for b in others)


def _answers(item: Item, golds: Golds) -> tuple[str, ...]:
    if item.choices is not None:
        return () if item.gold is None else (item.choices[item.gold],)
    return golds.accepted(item)
