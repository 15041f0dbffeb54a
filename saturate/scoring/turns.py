"""Scores a model turn by turn: what came of each of its turns is told before the next.

lm-eval asks once for each document, so this is a scorer of its own, for ladders that are played in
turns (``Ladder.dialogue``). All problems are played side by side, a turn of each in one batch. The
model reads the problem and all turns so far in one message, which needs no template of tool calls.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from saturate.errors import SaturateError
from saturate.ladder import Dialogue, Ladder, Problem
from saturate.models import Decoding, Progress, Sampler

TURN_TOKENS = 128
"""Room for a turn: some words and a call."""
_NEXT = "Next call:"


class Episode(NamedTuple):
    """One problem as a model played it."""

    problem: Problem
    said: list[str]
    """What the model wrote, turn by turn."""
    results: tuple[str, ...]
    """What came of each turn with a call."""
    answer: str | None
    finished: bool
    """Whether the model ended it, and was not stopped or cut off."""

    @property
    def right(self) -> bool:
        """Whether all is carried out."""
        return self.problem.is_right(self.answer)

    def to_row(self) -> dict[str, Any]:
        """It as JSON, as samples are kept."""
        return {
            "rung": self.problem.rung,
            "key": self.problem.key,
            "question": self.problem.question,
            "said": self.said,
            "results": self.results,
            "answer": self.answer,
            "target": self.problem.answer,
            "right": self.right,
            "finished": self.finished,
        }


def play(
    sampler: Sampler,
    ladder: Ladder,
    problems: Sequence[Problem],
    bare: bool,
    progress: Progress | None = None,
) -> list[Episode]:
    """Let a model play problems to their ends, greedily.

    Args:
        sampler: The model.
        ladder: Whose problems they are.
        problems: What to play.
        bare: Whether the model reads bare questions and takes no instruction.
        progress: Told of every problem that is over.

    Raises:
        SaturateError: The ladder is not played turn by turn.
    """
    info = ladder.describe()
    if not info.turns:
        raise SaturateError(
            f"Ladder {info.name} is answered at once, not turn by turn; tools-json is one that is "
            "played."
        )
    said: list[list[str]] = [[] for _ in problems]
    stands = [_dialogue(ladder, problem, []) for problem in problems]
    whole = [True] * len(problems)
    decoding = Decoding(max_new_tokens=TURN_TOKENS, stop=info.stop)
    while at := [i for i, stand in enumerate(stands) if not stand.over]:
        prompts = [_prompt(sampler, stands[i], "" if bare else info.turns) for i in at]
        for i, (completion,) in zip(at, sampler.complete(prompts, decoding), strict=True):
            said[i].append(completion.text)
            whole[i] = completion.finished
            stands[i] = _dialogue(ladder, problems[i], said[i])
            if progress is not None and stands[i].over:
                progress(1)
    return [
        Episode(
            problem, turns, stand.results, stand.answer, end and len(stand.results) < len(turns)
        )
        for problem, turns, stand, end in zip(problems, said, stands, whole, strict=True)
    ]


def _dialogue(ladder: Ladder, problem: Problem, said: Sequence[str]) -> Dialogue:
    found = ladder.dialogue(problem.question, said)
    if found is None:
        raise TypeError(f"{ladder.describe().name} has rules of turns and no dialogue")
    return found


def _prompt(sampler: Sampler, stand: Dialogue, rules: str) -> str:
    message = "\n\n".join([*([rules] if rules else []), f"{stand.message}\n{_NEXT}"])
    return sampler.chat(message) if sampler.has_chat_template else f"{message}\n"
