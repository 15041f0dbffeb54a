"""Published answers, found again in the text of a hardened question alone."""

from __future__ import annotations

import re

from saturate.harden.operators.base import Operator
from saturate.harden.operators.compose import Compose
from saturate.harden.operators.options import Options, option_texts
from saturate.harden.tasks.source import Item

_NUMBERED = re.compile(r"^\d+\. ", re.MULTILINE)
_LISTED = re.compile(r"(?s).*Answers?:? .*?in the form 'number\. answer'\.\n\n|\n\nAnswers:.*")
_CHAINED = re.compile(r"(?s).*(?=Solve these \d+ problems in order)")


def solve(operator: Operator, question: str) -> list[list[str]] | None:
    """The accepted answers to each thing that a question asks; ``None`` where it asks others."""
    if isinstance(operator, Compose):
        if operator.asks_in_order:
            return _list(operator, question)
        if (chain := _CHAINED.match(question)) is not None:
            return _chain(operator, question[chain.end() :])
    last = operator.asked_in(question) if isinstance(operator, Options) else None
    last = last or max(
        (item for item in operator.items if _asked(question, item).endswith(item.told.rstrip())),
        key=lambda item: len(item.told),
        default=None,
    )
    if last is None:
        return None
    if operator.source.facts.output == "multiple_choice" and last.gold is not None:
        return [[option_texts(last)[last.gold]]]
    return [_golds(last)]


def _chain(operator: Compose, text: str) -> list[list[str]] | None:
    tail = operator.source.frame.tail.rstrip()
    prefixes = {item.prefix for item in operator.pool}
    for prefix in sorted(prefixes, key=len, reverse=True):
        bare = text.removesuffix(prefix).rstrip().removesuffix(tail).strip()
        try:
            keys = operator.chains.restored(bare)
            break
        except ValueError:
            continue
    else:
        return None
    by_key = {item.key: item for item in operator.pool}
    return [_golds(by_key[keys[-1]])]


def _list(operator: Compose, question: str) -> list[list[str]] | None:
    body = operator.source.frame.body
    by_body = {body(item.text).strip(): item for item in operator.pool}
    asked = [one.strip() for one in _NUMBERED.split(_LISTED.sub("", question))[1:]]
    if not all(one in by_body for one in asked):
        return None
    return [list(operator.golds.accepted(by_body[one])) for one in asked]


def _asked(question: str, item: Item) -> str:
    """A question without what begins the answer to an item, which lm-eval may part by a blank."""
    return question.removesuffix(item.prefix).rstrip()


def _golds(item: Item) -> list[str]:
    return [str(gold) for gold in item.golds]
