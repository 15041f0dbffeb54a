"""A source of questions without those that leave a voter's answer no room in its context."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from saturate.config.run_config import RunConfig
from saturate.ladder import Ladder
from saturate.proposing.proposers import Proposer
from saturate.proposing.written import WrittenText
from saturate.voting.ballots import VoterModel
from saturate.voting.proposals import Proposal
from saturate.voting.room import as_asked, have_room

_AT_ONCE = 4_096
"""Questions that are looked at together."""


class RoomyProposer:
    """Passes on what fits into the context of every voter, and counts the rest."""

    def __init__(
        self, source: Proposer, ladder: Ladder, voters: Sequence[VoterModel], config: RunConfig
    ) -> None:
        """Take the source, and who is asked."""
        self.left_out: Counter[int] = Counter()
        self._source, self._ladder, self._voters = source, ladder, voters
        self._config = config

    @property
    def written(self) -> Sequence[WrittenText]:
        """All that a model wrote for it so far."""
        return self._source.written

    def propose(self, rung: int, count: int) -> Iterator[Proposal]:
        """About ``count`` more questions of a rung, without those that do not fit."""
        source = iter(self._source.propose(rung, count))
        while found := list(islice(source, _AT_ONCE)):
            kept = self._fitting(found)
            self.left_out[rung] += len(found) - len(kept)
            yield from kept

    def _fitting(self, found: Sequence[Proposal]) -> list[Proposal]:
        views = [as_asked(self._ladder, one.question) for one in found]
        room = [
            have_room(self._ladder, *voter, views, self._config.max_new_tokens)
            for voter in self._voters
        ]
        return [one for one, *fits in zip(found, *room, strict=True) if all(fits)]
