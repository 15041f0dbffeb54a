"""The two sources of a round's questions."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from saturate.config.arms import VOTED_LADDER, Arm
from saturate.config.run_config import RunConfig
from saturate.ladder import Ladder, stable_hash
from saturate.models import Progress, Sampler
from saturate.models.engines import Opened
from saturate.proposing.examples import Examples
from saturate.proposing.sieve import Fate, Known, Sieve
from saturate.proposing.written import WrittenText, proposed_before
from saturate.storage.layout import Place
from saturate.task_yamls.documents import distinct_problems
from saturate.training.replay import SEED_PAIRS
from saturate.voting.proposals import Proposal, each_proposal

FEWEST = 8
"""With fewer new questions than this a rung is not labelled: they would say nothing of it."""
_MOST = 4
"""At most so many times as many texts are written as questions are wanted."""
_HOPELESS = 0.05
"""Where a smaller share of a rung's first texts can be asked, no more are written."""


class Proposer(Protocol):
    """Where questions come from."""

    @property
    def written(self) -> Sequence[WrittenText]:
        """All that a model wrote for it so far."""
        ...

    def propose(self, rung: int, count: int) -> Iterable[Proposal]:
        """About ``count`` more questions of a rung; fewer where there are no more."""
        ...


class LadderProposer:
    """Draws from the ladder's vote split."""

    def __init__(self, ladder: Ladder, start: int) -> None:
        """Take the ladder, and the index of the round's first problem on each rung."""
        self.written: Sequence[WrittenText] = ()
        self._ladder, self._start = ladder, start
        self._drawn: dict[int, int] = {}
        self._seen: dict[int, set[str]] = {}
        """By rung, keys of what was proposed, which a small rung gives again."""

    def propose(self, rung: int, count: int) -> Iterator[Proposal]:
        drawn = self._drawn.get(rung, 0)
        self._drawn[rung] = drawn + count
        seen = self._seen.setdefault(rung, set())
        return each_proposal(self._ladder, rung, self._start + drawn, count, seen)


class Telling(Protocol):
    """Hears what a proposer does."""

    @property
    def expect(self) -> Progress:
        """Adds to the work that is known to lie ahead."""
        ...

    @property
    def done(self) -> Progress:
        """Adds to the work that is done."""
        ...


class Writer(NamedTuple):
    """The model that may write, and where."""

    opened: Opened
    run: Path
    """The run's folder."""
    place: Place
    """The round."""
    telling: Telling


def open_proposer(
    arm: Arm, config: RunConfig, ladder: Ladder, start: int, writer: Writer
) -> Proposer:
    """The source of an arm's questions in one round.

    Args:
        arm: Whose questions.
        config: Who makes them, and what is scored.
        ladder: Whose problems they are.
        start: Index of the round's first problem; tells its texts from another round's as well.
        writer: Who writes them where the model does.
    """
    if config.proposer == "ladder" or arm == VOTED_LADDER:
        return LadderProposer(ladder, start)
    facts, sampler = writer.opened
    taught = facts.known_rungs.get(config.ladder, 0)
    known = [
        *known_wordings(ladder, config, taught),
        *proposed_before(writer.run, writer.place),
    ]
    return ModelProposer(ladder, sampler, config.temperature, start, known, writer.telling)


class ModelProposer:
    """Lets a model write them."""

    def __init__(
        self,
        ladder: Ladder,
        sampler: Sampler,
        temperature: float,
        seed: int,
        known: Iterable[str],
        telling: Telling,
    ) -> None:
        """Take who writes, and what must not be written again.

        Args:
            ladder: What it writes for; its train split gives the examples.
            sampler: The model.
            temperature: At which it draws.
            seed: Tells this round's texts from another's.
            known: Wordings that must not be repeated, beside the examples.
            telling: Hears of every text.
        """
        self.written: list[WrittenText] = []
        self._ladder, self._sampler, self._seed = ladder, sampler, seed
        self._temperature, self._telling = temperature, telling
        self._known = Known(ladder, known)
        self._examples = Examples(ladder)
        self._sieves: dict[int, Sieve] = {}
        self._proposed: dict[int, int] = {}

    def propose(self, rung: int, count: int) -> list[Proposal]:
        found: list[Proposal] = []
        written, most = 0, _MOST * count
        while len(found) < count and written < most:
            share = max(len(found) / written if written else 1.0, 1 / _MOST)
            more = min(math.ceil((count - len(found)) / share), most - written)
            found += self._write(rung, more)
            written += more
            if len(found) < _HOPELESS * written:
                break
        self._proposed[rung] = self._proposed.get(rung, 0) + len(found)
        return found if self._proposed[rung] >= FEWEST else []

    def _write(self, rung: int, count: int) -> list[Proposal]:
        self._telling.expect(count)
        seed = stable_hash("write", self._seed, rung, len(self.written)) % 2**31
        texts = self._examples.write(
            self._sampler, rung, count, self._temperature, seed, self._telling.done
        )
        sieve = self._sieve(rung)
        found = []
        for one in texts:
            fate, really, key = sieve.judge(one.text, one.finished)
            if fate is Fate.PROPOSED:
                question = self._ladder.worded(rung, one.text)
                found.append(Proposal(rung, len(self.written), key, question, by_model=True))
            self.written.append(WrittenText(rung, one.text, fate, really, one.tokens))
        return found

    def _sieve(self, rung: int) -> Sieve:
        if rung not in self._sieves:
            examples = self._examples
            self._sieves[rung] = Sieve(
                self._ladder, rung, examples.pool(rung), examples.shown(rung), self._known
            )
        return self._sieves[rung]


def known_wordings(ladder: Ladder, config: RunConfig, taught: int) -> Iterable[str]:
    """What a model must not write again: published items, what is scored and what was taught.

    Args:
        ladder: Whose problems.
        config: Which rungs are scored, and on how many items.
        taught: The last rung that the model was taught with true labels; 0 where there is none.
    """
    info = ladder.describe()
    yield info.instruction
    yield from ladder.published()
    low, high = config.score_rungs
    for rung in range(low, high + 1):
        for problem in distinct_problems(ladder, rung, "score", config.full_items):
            yield ladder.wording(problem)
    for rung in range(info.first, taught + 1):
        for index in range(SEED_PAIRS):
            yield ladder.wording(ladder.problem(rung, "train", index))
