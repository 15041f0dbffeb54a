"""Several questions at once, all answers wanted in order: ``compose`` for short text answers.

The items come numbered, and so do the answers, a line each. An answer is right if it equals one of
the accepted ones, compared as the task's own ``exact_match`` does (case, punctuation, articles).
A prompt is right if all its answers are; the share of right answers is reported too. Examples are
composed in the same way, so the format is shown as often as the task shows its own.
"""

from __future__ import annotations

import re
from typing import Any

from saturate.harden.operators.base import HardItem, Operator
from saturate.harden.tasks.source import Item
from saturate.harden.text.frame import MOST_LABEL_WORDS, shared_ends
from saturate.harden.text.words import words
from saturate.ladder import stable_hash

_INSTRUCTS = re.compile(
    r"\b(?:answer|respon[ds]|repl(?:y|ies)|output|format|final|last|only|single|conclud|finish|step)",
    re.IGNORECASE,
)
"""What tells how to answer; other descriptions name the task, other ends are the questions'."""
_TOKENS_PER_ANSWER = 32
_INTRODUCTION = (
    "Answer these {count} questions in order, one line each, in the form 'number. answer'."
)
_ALONE = "Answer this question on one line, in the form 'number. answer'."
_WANTED = re.compile(r"Answer (?:these (\d+) questions in order|this question on one line),")
_DELIMITER = "\n\n"
"""Between few-shot examples."""
_STOPS = [_DELIMITER + " ".join(said.split()[:2]) for said in (_INTRODUCTION, _ALONE)]
"""How another example begins, where a model goes on with one. A line's end parts the answers, and
an empty line may follow words that lead to them, so neither ends them."""


def answers_wanted(prompt: str) -> int | None:
    """How many answers a prompt asks for, examples aside; ``None`` where it asks for no list."""
    match = None
    for match in _WANTED.finditer(prompt):  # noqa: B007
        pass
    return None if match is None else int(match[1] or 1)


class Together:
    """Composes questions with short answers."""

    def __init__(self, operator: Operator) -> None:
        """Take what the operator asks, and its examples.

        Raises:
            Unsound: The task's scoring or prompt doesn't suit several questions.
        """
        self.source = operator.source
        self.golds = operator.golds
        self.top = operator.top
        if self.source.facts.own_scoring:
            raise operator.refusal("a function of its own scores the answers, one item at a time")
        frame = self.source.frame
        ends = shared_ends([frame.body(item.text) for item in self.source.items])
        told = {item.description for item in operator.pool} | {" ".join(ends)}
        if len(words(frame.head + frame.tail)) > MOST_LABEL_WORDS or any(map(_instructs, told)):
            raise operator.refusal(
                "its prompt gives instructions of its own, which may not suit several"
            )
        self._pool = self._ordered(operator.pool)
        self._shots = operator.shots

    def objection(self, item: Item) -> str:
        if not self.golds.accepted(item):
            return "its answer is long"
        if len(self._others(item, self._pool)) < self.top - 1:
            return "there are too few others"
        return ""

    def harden(self, item: Item, rung: int) -> HardItem:
        """An item with the questions that go before it."""
        return self._composed(item, rung, self._pool)

    def examples(self, rung: int) -> list[Item]:
        """Few-shot examples, each of as many questions."""
        pool = self._ordered(self._shots)
        return [self._composed(item, rung, pool).item for item in self._shots]

    def overrides(self, rung: int) -> dict[str, Any]:
        """Metrics of answers in order (see :mod:`saturate.harden.portable`), and room for them."""
        return {
            "filter_list": None,
            "metric_list": [
                {"metric": metric, "aggregation": "mean", "higher_is_better": True}
                for metric in ("exact_match", "share_right")
            ],
            "generation_kwargs": {
                "until": _STOPS,
                "do_sample": False,
                "max_gen_toks": _TOKENS_PER_ANSWER * (rung + 1),
            },
            "fewshot_delimiter": _DELIMITER,
            "target_delimiter": "\n",
            "repeats": 1,
        }

    def _ordered(self, items: list[Item]) -> list[Item]:
        usable = [item for item in items if self.golds.accepted(item)]
        return sorted(usable, key=lambda item: stable_hash("together", item.key))

    def _others(self, item: Item, pool: list[Item]) -> list[Item]:
        """The questions that go before an item on its top rung, the nearest last."""
        start = stable_hash("others", item.key) % max(1, len(pool))
        turned = pool[start:] + pool[:start]
        return [other for other in turned[: self.top] if other.key != item.key][: self.top - 1]

    def _composed(self, item: Item, rung: int, pool: list[Item]) -> HardItem:
        others = self._others(item, pool)[: rung - 1]
        asked = [*others[::-1], item]
        bodies = [self._body(one) for one in asked]
        gap = "\n\n" if any("\n" in body for body in bodies) else "\n"
        listed = gap.join(f"{number}. {body}" for number, body in enumerate(bodies, 1))
        introduction = _INTRODUCTION.format(count=rung) if rung > 1 else _ALONE
        text = f"{introduction}\n\n{listed}\n\nAnswers:"
        golds = [list(self.golds.accepted(one)) for one in asked]
        target = "\n".join(f"{number}. {gold[0]}" for number, gold in enumerate(golds, 1))
        changed = item._replace(text=text, target=target, gold=None, choices=None, prefix="")
        extra = {"golds": golds, "comparison": self.golds.comparison}
        sources = (item.key, *(one.key for one in others))
        return HardItem(changed, sources, tuple(gold[0] for gold in golds[:-1]), extra)

    def _body(self, item: Item) -> str:
        """A question without the task's labels.

        Few-shot examples may be framed otherwise; what is not framed is used as it is.
        """
        return self.source.frame.stripped(item.text).strip()


def _instructs(description: str) -> bool:
    """Whether what all prompts say tells how to answer."""
    return len(words(description)) > MOST_LABEL_WORDS and bool(_INSTRUCTS.search(description))
