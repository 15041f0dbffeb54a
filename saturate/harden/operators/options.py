"""``options``: rung k adds k wrong options, drawn from right answers to other items.

A drawn answer is taken only where nothing suggests that it could be right here as well:

- same subject (where the documents name one), same kind (number, word, phrase, sentence), similar
  length and same capitalisation as the item's own options, so that it does not stand out;
- it has no content word in common with the question or any option, and is not equivalent to one
  (equal or nested as words, half the words shared, or one value, rounded or in another unit);
- its own question shares no content word with this one, so the two don't ask of the same thing;
- it is an option of one item alone: what many items offer ("the kitchen") fits many questions.

For an answer that is a number, another value is enough, unless the question asks for a rough one.

Items are left out whose options name each other ("all of the above", "A and C") or statements of
the question, or have one value (1/2 and 0.5); whose question is negated (an answer to another
question would then be right) or asks for any member of a class ("which of the following ...", where
many answers are right). Labels inside the options' texts are taken off and written anew.

Positions are ordered by a hash of item and option. So the right one is anywhere, and a rung adds
its option among those of the rung below without moving them past each other.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations
from typing import Any, NamedTuple

from saturate.harden.operators.base import HardItem, Operator
from saturate.harden.tasks.facts import CHOICE_METRICS, names_options
from saturate.harden.tasks.source import Item, most_common
from saturate.harden.text.labels import Block, labels_of, read_block
from saturate.harden.text.languages import is_read
from saturate.harden.text.own_labels import OwnLabels, without_labels
from saturate.harden.text.references import is_meta, names_labels, references
from saturate.harden.text.stems import doubt, is_negated, stem_of
from saturate.harden.text.values import may_be_same, same
from saturate.harden.text.words import Kind, equivalent, form, kind_of, mentions, number, words
from saturate.ladder import stable_hash

_PRONOUN = re.compile(r"\W*(?:it|its|they|their|he|his|she|her|this|these|that)\b", re.IGNORECASE)
"""How an answer begins that does not name what it speaks of, so that it may speak of anything."""


class _Shown(NamedTuple):
    """An item's options as texts, wherever the task shows them."""

    question: str
    options: tuple[str, ...]
    """Without labels of their own."""
    gold: int
    block: Block | None
    """The options in the prompt, where the scored options are letters."""
    own: OwnLabels | None
    """The labels that the options' texts begin with."""

    @property
    def answer(self) -> str:
        return self.options[self.gold]

    @property
    def numbered(self) -> bool | None:
        """Whether labels are numbers; ``None`` where there are none."""
        labels = self.own or (self.block and self.block.labels)
        return labels.alphabet[0].isdigit() if labels else None


class _Candidate(NamedTuple):
    text: str
    source: str
    content: frozenset[str]
    question: frozenset[str]
    """Content words of the question that it answers."""
    begins: str
    """How it begins, see :func:`.text.form`."""


class Options(Operator):
    """More and more wrong options."""

    name = "options"
    axis = "wrong options added"

    def prepare(self) -> None:
        self._shown: dict[str, _Shown | str] = {}
        self._tail = ""
        blocks = [block for item in self.source.items[:200] if (block := _block(item)) is not None]
        if blocks:
            self._tail = most_common(block.tail for block in blocks)
        items = [*self.source.items, *self.source.training]
        self._offers = Counter(option for item in items for option in self._texts(item))
        self._pool: dict[tuple[str, Kind], list[_Candidate]] = {}
        for item in items:
            self._offer(item)
        self._found: dict[str, list[_Candidate]] = {}

    def objection(self, item: Item) -> str:
        shown = self._show(item)
        if isinstance(shown, str):
            return shown
        if why := doubt(shown.question, number(shown.answer) is not None, self._asked(shown)):
            return why
        if named := references(shown.options, shown.question, shown.numbered):
            return named
        for labels in (shown.block and shown.block.labels, shown.own):
            if labels and len(shown.options) + self.top > len(labels.alphabet):
                return "its labels run out"
        if len(self._drawn(item, shown)) < self.top:
            return "too few answers of other items are like its own and surely wrong"
        return ""

    def harden(self, item: Item, rung: int) -> HardItem:
        shown = self._show(item)
        if isinstance(shown, str):
            raise ValueError(shown)
        drawn = self._drawn(item, shown)[:rung]
        options = [*shown.options, *(one.text for one in drawn)]
        options.sort(key=lambda option: stable_hash("position", item.key, option))
        gold = options.index(shown.answer)
        sources = (item.key, *(one.source for one in drawn))
        added = tuple(one.text for one in drawn)
        if shown.own is not None:
            options = [shown.own.written(place, option) for place, option in enumerate(options)]
        if shown.block is None:
            changed = item._replace(choices=tuple(options), gold=gold, target=gold)
        else:
            changed = item._replace(
                text=shown.block.rebuilt(options),
                choices=tuple(_respelled(item, len(options))),
                gold=gold,
                target=gold,
            )
        return HardItem(changed, sources, added)

    def asked_in(self, question: str) -> Item | None:
        """The item that a question asks last, by its own words; ``None`` where it asks others."""
        found = [
            (question.rfind(shown.question) + len(shown.question), item)
            for item in self.items
            if not isinstance(shown := self._show(item), str) and shown.question in question
        ]
        return max(found, key=lambda one: one[0], default=(0, None))[1]

    def examples(self, rung: int) -> list[Item]:
        """The examples with as many options, where that is sound; the others as they are."""
        return [
            self.harden(item, rung).item if not self.objection(item) else item
            for item in self.shots
        ]

    def overrides(self, rung: int) -> dict[str, Any]:
        metrics = self.source.file.config.get("metric_list")
        if not metrics:
            return {}
        return {"metric_list": [m for m in metrics if m.get("metric") in CHOICE_METRICS]}

    def _show(self, item: Item) -> _Shown | str:
        """The item's options, or why they cannot be read."""
        if item.key not in self._shown:
            self._shown[item.key] = self._read(item)
        return self._shown[item.key]

    def _read(self, item: Item) -> _Shown | str:
        if item.choices is None or item.gold is None:
            return "it has not exactly one right option"
        if not item.text:
            return "each of its options is a prompt of its own"
        block = _block(item)
        if labels_of(item.choices) is not None:
            if block is None:
                return "its prompt does not show a text for each letter"
            if block.tail != self._tail or names_options(block.head + block.tail):
                return "its prompt says more about the options"
        labelled = without_labels(block.options if block else item.choices)
        if labelled is None:
            return "its options' texts hold labels out of order"
        texts = labelled.texts
        if block is None and all(mentions(item.text, option) for option in texts):
            return "its prompt names the options"
        if any(not option.strip() for option in texts):
            return "one of its options is empty"
        if any(same(one, other) for one, other in combinations(texts, 2)):
            return "two of its options are the same"
        return _Shown(block.head if block else item.text, texts, item.gold, block, labelled.labels)

    def _asked(self, shown: _Shown) -> str:
        """A question without the words that all prompts of the task begin and end with."""
        head, tail = self.source.frame
        return shown.question.removeprefix(head).removesuffix(tail)

    def _texts(self, item: Item) -> set[str]:
        shown = self._show(item)
        return set() if isinstance(shown, str) else {_bare(option) for option in shown.options}

    def _offer(self, item: Item) -> None:
        shown = self._show(item)
        if isinstance(shown, str) or is_negated(shown.question):
            return
        if not is_read(stem_of(self._asked(shown))):  # whether it asks the same shows in no word
            return
        answer = shown.answer
        if is_meta(answer) or names_labels(answer) or _PRONOUN.match(answer):
            return
        if number(answer) is None and self._offers[_bare(answer)] > 1:
            return
        content = self.source.vocabulary.content
        candidate = _Candidate(
            answer,
            item.key,
            frozenset(content(answer)),
            frozenset(content(shown.question)),
            form(answer),
        )
        self._pool.setdefault((item.subject, kind_of(answer)), []).append(candidate)

    def _drawn(self, item: Item, shown: _Shown) -> list[_Candidate]:
        """The added options of an item's top rung, in the order in which rungs add them."""
        if item.key not in self._found:
            self._found[item.key] = self._draw(item, shown)
        return self._found[item.key]

    def _draw(self, item: Item, shown: _Shown) -> list[_Candidate]:
        pool = self._pool.get((item.subject, kind_of(shown.answer)), [])
        content = self.source.vocabulary.content
        question = frozenset(content(shown.question))
        unwanted = content(item.whole)
        lengths = [len(option) for option in shown.options]
        shortest, longest = 0.5 * min(lengths), 1.5 * max(lengths)
        start = stable_hash("options", item.key) % max(1, len(pool))
        taken = list(shown.options)
        drawn: list[_Candidate] = []
        turned = pool[start:] + pool[:start]
        exact = number(shown.answer) is not None  # then another number is wrong, whoever asks
        begins = form(shown.answer)  # those that read like the right one come first
        for candidate in sorted(turned, key=lambda candidate: candidate.begins != begins):
            if candidate.source == item.key or not shortest <= len(candidate.text) <= longest:
                continue
            if not exact and (candidate.question & question or candidate.content & unwanted):
                continue
            if not exact and mentions(shown.question, candidate.text):
                continue
            if any(equivalent(candidate.text, o) or may_be_same(candidate.text, o) for o in taken):
                continue
            drawn.append(candidate)
            taken.append(candidate.text)
            if len(drawn) == self.top:
                break
        return drawn


def option_texts(item: Item) -> tuple[str, ...]:
    """What each option of an item says, without labels, where letters stand for texts too.

    Where each is a prompt of its own, what the others do not share.
    """
    if item.blank is not None:
        return item.blank.options
    choices = item.choices or ()
    block = _block(item) if labels_of(choices) is not None else None
    labelled = without_labels(block.options if block else choices)
    return tuple(choices) if labelled is None else tuple(labelled.texts)


def _bare(option: str) -> str:
    return " ".join(words(option))


def _block(item: Item) -> Block | None:
    return read_block(item.text, item.choices) if item.choices and item.text else None


def _respelled(item: Item, count: int) -> list[str]:
    labels = labels_of(item.choices or ())
    if labels is None:
        raise ValueError("the options are no labels")
    return labels.spelled(count)
