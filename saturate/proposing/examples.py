"""Shows a model some problems of a ladder's train split, no answers, and asks for one more.

A chat model gets them as a message, with its reply begun: otherwise a small one talks about the
problems instead (``docs/proposer.md``). Any other model goes on with the list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from saturate.ladder import Ladder, SeededRandom
from saturate.models import Completion, Decoding, Progress, Sampler
from saturate.models.thoughts import opens_thought

_BELOW = (2, 1, 0, 0)
"""Rungs below the wanted one that the examples are of, in their order."""
_POOL = 100
"""Problems of a rung that examples are drawn from."""
_ROOM = 32
"""Tokens that a text may take beyond those of the longest example."""
_HEAD = "Problems by level. What grows from level to level: {axis}."
_ASK = (
    "Write another problem of level {rung}, with other names and numbers. Reply with the problem "
    "alone."
)
_LEVEL = re.compile(r"\A(?:Level \d+:\s*)+")


class Examples:
    """Problems of one ladder, shown by level."""

    def __init__(self, ladder: Ladder) -> None:
        """Take the ladder whose train split is shown."""
        self._ladder = ladder
        self.pool = cache(self._pool_of)
        """The wordings that may be shown of a rung."""

    def _pool_of(self, rung: int) -> tuple[str, ...]:
        problems = (self._ladder.problem(rung, "train", index) for index in range(_POOL))
        return tuple(dict.fromkeys(self._ladder.wording(problem) for problem in problems))

    def write(
        self,
        sampler: Sampler,
        rung: int,
        count: int,
        temperature: float,
        seed: int,
        progress: Progress | None = None,
    ) -> list[Completion]:
        """Texts that should each be one new problem, every one after other examples."""
        rng = SeededRandom("examples", seed, rung)
        pool = self.pool(rung)
        decoding = Decoding(
            temperature=temperature,
            seed=seed,
            max_new_tokens=max(map(_tokens, pool)) + _ROOM,
            stop=("\nLevel", *_breaks(pool)),
        )
        prompts = [self._prompt(sampler, rung, rng) for _ in range(count)]
        answers = sampler.complete(prompts, decoding, progress)
        return [one._replace(text=_LEVEL.sub("", one.text.strip())) for (one,) in answers]

    def shown(self, rung: int) -> list[str]:
        """Everything that may be shown where a problem of this rung is wanted."""
        return [
            wording for level in sorted(set(self._levels(rung))) for wording in self.pool(level)
        ]

    def _levels(self, rung: int) -> list[int]:
        first = self._ladder.describe().first
        return [max(first, rung - below) for below in _BELOW]

    def _prompt(self, sampler: Sampler, rung: int, rng: SeededRandom) -> str:
        told = [f"Level {level}: {rng.pick(self.pool(level))}" for level in self._levels(rung)]
        begun = f"Level {rung}:"
        listed = "\n\n".join([_HEAD.format(axis=self._ladder.describe().axis), *told])
        if not sampler.has_chat_template:
            return f"{listed}\n\n{begun}"
        prompt = sampler.chat(f"{listed}\n\n{_ASK.format(rung=rung)}")
        return prompt if opens_thought(prompt) else prompt + begun


def _tokens(wording: str) -> int:
    """About the most tokens of a text: half its letters, and every other character."""
    letters = sum(character.isalpha() for character in wording)
    return len(wording) - letters // 2


def _breaks(pool: Sequence[str]) -> tuple[str, ...]:
    """What ends a problem: a line, or a blank one, unless problems hold it themselves."""
    return tuple(mark for mark in ("\n", "\n\n") if not any(mark in one for one in pool))[:1]
