"""Views by the model itself: the question in other words, every number kept.

A rewrite is refused unless it holds the same numbers as often as the question does, written in
digits or words, still asks where the question asked, and is of like length. That a rewrite means
the same is not checked, and cannot be from the text alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from saturate.ladder import View, stable_hash
from saturate.models import Completion, Decoding, Sampler
from saturate.numbers import find, spelled

_TEMPERATURE = 0.8
_TRIES = 2
_ROOM = 2
"""A rewrite may be this many times as long as its question, or as many times shorter."""
_MESSAGE = (
    "Put this problem in other words. Keep every number, every name and what is asked, and do "
    "not solve it. Reply with the new wording alone.\n\n{question}"
)
_WORDS = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
}
_QUANTITIES = (
    "once twice thrice half halves third thirds quarter quarters double doubles doubled triple "
    "triples tripled dozen dozens hundred thousand million percent thirty forty fifty sixty "
    "seventy eighty ninety"
).split()


def rewrites(
    sampler: Sampler, views: Sequence[Sequence[View]], count: int, seed: int
) -> list[list[View]]:
    """Fill each row of views up to ``count`` with rewrites of its first.

    All tokens that the rewriting took are charged to the rewrites that came of it, or, where none
    did, to the question itself.
    """
    rows = [list(row) for row in views]
    for attempt in range(_TRIES):
        short = [row for row in rows if len(row) < count]
        if not short:
            break
        messages = [_MESSAGE.format(question=_wording(row[0])) for row in short]
        if sampler.has_chat_template:
            messages = [sampler.chat(message) for message in messages]
        longest = max(len(_wording(row[0])) for row in short)
        decoding = Decoding(
            n=max(count - len(row) for row in short),
            temperature=_TEMPERATURE,
            seed=stable_hash("rewrite", seed, attempt, *messages) % 2**31,
            max_new_tokens=longest // _ROOM + 32,
        )
        for row, written in zip(short, sampler.complete(messages, decoding), strict=True):
            _add(row, written, count)
    return rows


def _add(row: list[View], written: Sequence[Completion], count: int) -> None:
    """Add the rewrites that hold what they must, and charge what all of them cost."""
    spent = sum(one.tokens for one in written)
    before = len(row)
    for one in written:
        text, wording = " ".join(one.text.split()), _wording(row[0])
        before_it, _, behind_it = row[0].question.rpartition(wording)
        rewrite = f"{before_it}{text}{behind_it}"
        is_new = rewrite not in {view.question for view in row}
        if len(row) < count and one.finished and is_new and keeps(wording, text):
            row.append(row[0]._replace(question=rewrite, kind="model", cost=0))
    charged = range(before, len(row)) if len(row) > before else range(1)
    for place in charged:
        row[place] = row[place]._replace(cost=row[place].cost + spent // len(charged))


def _wording(view: View) -> str:
    return view.wording or view.question


def keeps(question: str, rewrite: str) -> bool:
    """Whether a rewrite holds every number of the question as often, and still asks."""
    return (
        numbers(question) == numbers(rewrite)
        and question.rstrip().endswith("?") == rewrite.endswith("?")
        and len(question) <= _ROOM * len(rewrite) <= _ROOM * _ROOM * len(question)
    )


def numbers(text: str) -> Counter[str]:
    """The numbers of a text, in digits or words, with how often each occurs."""
    found = Counter(
        spelled(one.number.value) if one.number else one.text.strip() for one in find(text)
    )
    for word in re.findall(r"[a-z]+", text.lower()):
        if word in _WORDS:
            found[_WORDS[word]] += 1
        elif word in _QUANTITIES:
            found[word] += 1
    return found
