"""``distract``: rung k puts k irrelevant statements of other items before the question.

Made for arithmetic problems in English alone: elsewhere a true statement of another item may bear
on what is asked, and nothing in its words would show it. So an item has to tell two numbers or
more, be no longer than a problem, and have a whole number as its answer. Sound, because a statement

- shares no content word (stem, name or number) with the item's prompt or gold, so it can neither
  hold the answer nor speak of the same things;
- is about somebody or something that it names first, by a proper name that the item does not hold;
- says something on its own: a full sentence, not a question, an order or a supposition, with no
  word that would look elsewhere: a pronoun, "other", "remaining", "more than", a number without a
  noun, "the" of something that was never introduced (:mod:`saturate.sentences`);
- stands outside the item: before the label that opens every prompt of the task (``Question:``), or
  under a label of its own where the task has none.

Items that speak of the text around them ("the sentence above") are left out.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from fractions import Fraction
from typing import NamedTuple

from saturate.harden.operators.base import HardItem, Operator
from saturate.harden.tasks.source import Item
from saturate.harden.text.leaning import is_english, leans
from saturate.harden.text.words import numbers, words
from saturate.ladder import stable_hash
from saturate.sentences import looks_back, sentences, takes_as_known

_OWN_LABEL = "Unrelated: "
_LEAST_WORDS, _MOST_WORDS = 5, 30
_LEAST_POOL = 20
_LEAST_ENGLISH = 0.9
"""Share of prompts in English below which the task is refused."""
_LEAST_NUMBERS = 2
_MOST_PROMPT = 150
"""Words of a prompt, above which it is a passage."""
_TIMES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december""".split()
)
_CAPITAL = re.compile(r"(?<=[a-z] )[A-Z][a-z]+\b")
_LOWER = re.compile(r"\b[a-z]+\b")
_SUBJECT = re.compile(r"([A-Z][a-z]+)(?:(?:,? and|,)? [A-Z][a-z]+)*(?:['’]s)? [a-z]")
_STATEMENT = re.compile(r"[.。।]$")
_UNFIT = re.compile(
    r"[?？؟_\[\]{}<>|=\\:;\"“”«»]"
    r"|^\W*[A-Za-z0-9]{1,2}[.)]|\.\.\.|…|\b(?:[Qq]uestion|[Aa]nswer|[Oo]ptions?|[Cc]hoices?)\b"
    r"|\bif\b|\b(?:above|below|following)\b",
)
_OPENERS = frozenset(
    """he she they it its his her their him them this that these those there here then such so thus
    hence therefore however but and or if when while after before because since also another both
    each one others some let find calculate compute choose consider suppose assume select write
    given determine which what who how why where is are do does did can will would should imagine
    note use solve explain describe give evaluate simplify express round i we you my our your fill
    complete read identify name list decide state show prove sort today yesterday tomorrow next
    instead meanwhile later finally first second third on in at during for with from by as to of
    not read overall please say tell count add put make take his once until yet nor""".split()
)
_PERSONS = frozenset("i we you my our your us me theirs such".split())
_SPEAKS_OF_THE_TEXT = re.compile(
    r"\b(?:the|this) (?:sentences?|text|prompt|paragraph|statement)s? (?:above|before|preceding)\b"
    r"|\babove (?:text|sentence|paragraph|prompt)|\brepeat\b"
    r"|\bhow many (?:words|sentences|letters)\b"
    r"|\b(?:first|last) (?:word|sentence|letter)\b|\bentire (?:prompt|text)\b",
    re.IGNORECASE,
)


class _Statement(NamedTuple):
    text: str
    source: str
    """Key of the item that it comes from."""
    content: frozenset[str]
    values: frozenset[Fraction]


class Distract(Operator):
    """More and more irrelevant statements before the question."""

    name = "distract"
    axis = "irrelevant statements before the question"

    def prepare(self) -> None:
        frame = self.source.frame
        english = sum(is_english(item.text) for item in self.source.items)
        if english < _LEAST_ENGLISH * len(self.source.items):
            raise self.refusal(
                "its language is not English, the only one of which it is known how statements "
                "lean on others"
            )
        self._label = "" if any(c.isalpha() for c in frame.head) else _OWN_LABEL
        self._pool = self._statements([*self.source.items, *self.source.training])
        if len(self._pool) < max(_LEAST_POOL, self.top):
            raise self.refusal(
                f"its items hold {len(self._pool)} statements that can stand alone, too few to "
                "draw from"
            )
        self._found: dict[str, list[_Statement]] = {}

    def objection(self, item: Item) -> str:
        if _SPEAKS_OF_THE_TEXT.search(item.text):
            return "it speaks of the text around it"
        if self.golds.whole_number(item) is None or len(numbers(item.text)) < _LEAST_NUMBERS:
            return "it is not worked out from numbers, so a true statement may bear on it"
        if len(words(item.text)) > _MOST_PROMPT:
            return "it holds a passage, of which a statement may speak"
        if len(self._drawn(item)) < self.top:
            return "too few statements have nothing in common with it"
        return ""

    def harden(self, item: Item, rung: int) -> HardItem:
        drawn = self._drawn(item)[:rung]
        lead = f"{self._label}{' '.join(one.text for one in drawn)}\n\n"
        changed = item._replace(text=lead + item.text)
        sources = (item.key, *(one.source for one in drawn))
        return HardItem(changed, sources, tuple(one.text for one in drawn))

    def _drawn(self, item: Item) -> list[_Statement]:
        """The statements of an item's top rung, in the order in which rungs add them."""
        if item.key not in self._found:
            self._found[item.key] = self._draw(item)
        return self._found[item.key]

    def _draw(self, item: Item) -> list[_Statement]:
        taken = set(self.source.vocabulary.content(item.whole))
        values = numbers(item.whole)
        start = stable_hash("distract", item.key) % len(self._pool)
        drawn: list[_Statement] = []
        for step in range(len(self._pool)):
            statement = self._pool[(start + step) % len(self._pool)]
            if (
                statement.source == item.key
                or statement.content & taken
                or statement.values & values
            ):
                continue
            drawn.append(statement)
            taken |= statement.content  # statements don't speak of each other's things either
            if len(drawn) == self.top:
                break
        return drawn

    def _statements(self, items: list[Item]) -> list[_Statement]:
        frame, vocabulary = self.source.frame, self.source.vocabulary
        pool: dict[str, _Statement] = {}
        names = names_in(item.text for item in items)
        for item in items:
            if len(words(item.text)) > _MOST_PROMPT or not is_english(item.text):
                continue
            for sentence in sentences(frame.body(item.text)):
                if stands_alone(sentence, names):
                    content = frozenset(vocabulary.content(sentence))
                    values = frozenset(numbers(sentence))
                    if len(content) > 1:
                        pool.setdefault(sentence, _Statement(sentence, item.key, content, values))
        return sorted(pool.values(), key=lambda one: stable_hash("statement", one.text))


def names_in(texts: Iterable[str]) -> frozenset[str]:
    """Proper names: words with a capital within a sentence, and nowhere without."""
    capital: set[str] = set()
    lower: set[str] = set(_TIMES)
    for text in texts:
        capital.update(_CAPITAL.findall(text))
        lower.update(_LOWER.findall(text))
    return frozenset(name for name in capital if name.lower() not in lower)


def stands_alone(sentence: str, names: Container[str]) -> bool:
    """Whether a sentence is a statement about a named subject that needs no other sentence."""
    found_words = words(sentence)
    if not _LEAST_WORDS <= len(found_words) <= _MOST_WORDS or not _STATEMENT.search(sentence):
        return False
    subject = _SUBJECT.match(sentence)
    if subject is None or subject[1] not in names:
        return False
    if _UNFIT.search(sentence) or leans(sentence):
        return False
    if looks_back(sentence) or takes_as_known(sentence) or len(sentences(sentence)) > 1:
        return False
    return found_words[0] not in _OPENERS and not _PERSONS & set(found_words)
