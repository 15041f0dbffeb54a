"""Lets a model play problems turn by turn: what came of each turn is told before the next.

All problems are played side by side, a turn of each in one batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from saturate.ladder import stable_hash
from saturate.models import Completion, Decoding, Progress, Sampler
from saturate.models.prompting import Prompter, Shown

TURN_TOKENS = 128
"""Room for a turn: some words and a call."""


class Play(NamedTuple):
    """One problem as a model played it."""

    prompts: list[str]
    """What the model read before each turn."""
    completions: list[Completion]
    """What it wrote, turn by turn."""
    results: tuple[str, ...]
    """What came of each turn that was a move."""
    answer: str | None
    """What the play came to."""
    finished: bool
    """Whether the model, or what it did, ended the play: it was not stopped or cut off."""

    @property
    def tokens(self) -> int:
        """Tokens generated in all turns."""
        return sum(completion.tokens for completion in self.completions)

    @property
    def logprob(self) -> float | None:
        """Log-probability of all turns, in nats; ``None`` where one of them is not known."""
        known = [one.logprob for one in self.completions if one.logprob is not None]
        return sum(known) if len(known) == len(self.completions) else None

    @property
    def said(self) -> list[str]:
        """What the model wrote, without thoughts."""
        return [completion.text for completion in self.completions]

    @property
    def whole_turns(self) -> Shown:
        """What the model read and wrote in every turn that was not cut off."""
        return self._whole(self.prompts)

    def turns_of(self, prompter: Prompter, question: str) -> Shown:
        """The same turns as another model would read them."""
        stands = (prompter.stand(question, self.said[:turn]) for turn in range(len(self.prompts)))
        return self._whole([prompter.turn(stand) for stand in stands])

    def _whole(self, prompts: Sequence[str]) -> Shown:
        return [
            (prompt, completion.written)
            for prompt, completion in zip(prompts, self.completions, strict=True)
            if completion.finished
        ]


def play(
    sampler: Sampler,
    prompter: Prompter,
    questions: Sequence[str],
    decoding: Decoding,
    progress: Progress | None = None,
) -> list[Play]:
    """Play problems to their ends, each once; the same question may be there several times.

    Args:
        sampler: The model.
        prompter: Makes its prompts, by turns.
        questions: What is played.
        decoding: How a turn is written; another seed follows from its own for every turn.
        progress: Told of every problem that is over.
    """
    prompts: list[list[str]] = [[] for _ in questions]
    written: list[list[Completion]] = [[] for _ in questions]
    stands = [prompter.stand(question, []) for question in questions]
    turn = 0
    while at := [i for i, stand in enumerate(stands) if not stand.over]:
        asked = [prompter.turn(stands[i]) for i in at]
        seeded = decoding._replace(seed=stable_hash(decoding.seed, turn) % 2**31)
        for i, prompt, (completion,) in zip(
            at, asked, sampler.complete(asked, seeded), strict=True
        ):
            prompts[i].append(prompt)
            written[i].append(completion)
            stands[i] = prompter.stand(questions[i], [one.text for one in written[i]])
            if progress is not None and stands[i].over:
                progress(1)
        turn += 1
    return [
        Play(read, wrote, stand.results, stand.answer, wrote[-1].finished and not stand.stopped)
        for read, wrote, stand in zip(prompts, written, stands, strict=True)
    ]
