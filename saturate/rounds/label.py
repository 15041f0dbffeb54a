"""Labels the rungs of one round, as far as agreement lets it; gold stays sealed.

``voted`` climbs as far as agreement lets it (:func:`saturate.rounds.curriculum.climb`): of every
rung a probe is asked first, the rest where that promises enough. ``unfiltered`` takes the next
rung, whatever its voters say. The other arms are controls, made from gold
(:mod:`saturate.rounds.controls`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from saturate.config.arms import Arm
from saturate.config.run_config import RunConfig
from saturate.ladder import stable_hash
from saturate.proposing.proposers import Writer, open_proposer
from saturate.proposing.roomy import RoomyProposer
from saturate.proposing.written import keep_texts
from saturate.rounds.context import RunContext, StageWork
from saturate.rounds.controls import control_labels
from saturate.rounds.curriculum import (
    PROBE,
    Position,
    climb,
    one_up,
    passes_probe,
    proposals_wanted,
)
from saturate.rounds.state import ArmState
from saturate.storage.files import move_rows, must_read_json, row_writer, write_json
from saturate.storage.layout import HELD_BACK, LABELS, SUMMARY, Place, StageName
from saturate.training.replay import PairsByRung, merge
from saturate.voting.asked import AskedRung
from saturate.voting.ballots import VoterModel
from saturate.voting.floors import held_back, left_out
from saturate.voting.label import Rule, judge
from saturate.voting.labelled import Reason, RungLabels
from saturate.voting.length_filter import Trend, length_trend
from saturate.voting.majority import Ballot
from saturate.voting.poll import ask
from saturate.voting.precision import follow_symmetry
from saturate.voting.proposals import Proposal
from saturate.voting.stored_pairs import stored_pairs

_UNDECIDED = "undecided.jsonl"
"""Holds a rung's proposals until it is known whether they are trained on."""
_NOTHING_WHOLE = "no answer in the form of scored ones was written to its end"


class RoundLabels(NamedTuple):
    """What labelling a round gave."""

    position: Position
    """Where the arm stands now."""
    pairs: PairsByRung
    """Training pairs; none where no rung could be labelled."""
    digest: str
    """Of the label stage."""


class _TriedRung(NamedTuple):
    """A rung that was labelled."""

    labels: RungLabels
    held_back: str
    """Why it is not trained on; empty where it is."""


def label_round(
    context: RunContext, arm: Arm, place: Place, state: ArmState, cautious: bool
) -> RoundLabels:
    """Label one round: by the voters, or from gold for a control.

    Args:
        context: The run.
        arm: Whose round it is.
        place: The round.
        state: What the arm is before it.
        cautious: Take one rung at most, as the last round was undone.
    """
    if arm.asks_voters:
        stage = context.stage(
            place,
            StageName.LABEL,
            [cautious, state.position, [model.digest for model in state.models]],
            lambda work: _Labelling(context, arm, place, state, work, cautious).write(),
        )
    else:
        stage = control_labels(context, arm, place, state, first_index(context.config, place))
    return RoundLabels(
        Position(**must_read_json(stage.path / SUMMARY)["pace"]),
        stored_pairs(stage.path / LABELS, context.config.contrasts(arm)),
        stage.digest,
    )


class _Labelling:
    """Labels the rungs of one round, one after another."""

    def __init__(
        self,
        context: RunContext,
        arm: Arm,
        place: Place,
        state: ArmState,
        work: StageWork,
        cautious: bool,
    ) -> None:
        self._config = context.config
        self._ladder = context.ladder
        views = range(self._config.voters.views)
        self._declared = follow_symmetry(self._ladder.describe(), self._config.view_source, views)
        self._filtered = arm.votes
        self._before = state.position
        self._rungs = 1 if cautious else self._config.rungs_per_round
        self._work = work
        # Before the voters are opened: it may open the base model in their place.
        self._learned = [context.seed_data(), *state.earlier]
        self._voters: list[VoterModel] = [context.voter(model) for model in state.models]
        self._tried: list[_TriedRung] = []
        writer = Writer(context.opened(state.models[0]), context.folder.path, place, work.progress)
        start = first_index(self._config, place)
        source = open_proposer(arm, self._config, self._ladder, start, writer)
        self._source = RoomyProposer(source, self._ladder, self._voters, self._config)

    def write(self) -> None:
        """Label, and write proposals with their ballots, what was written, and the summary."""
        info = self._ladder.describe()
        if self._filtered:
            position = climb(self._before, self._rungs, info.first, info.last, self._read)
        else:
            position = Position(one_up(self._before.top, info.last), 1.0)
            self._read_unfiltered(position.top)
        self._work.clock.add("tokens", sum(labels.tokens for labels, _ in self._tried))
        out = self._work.out
        for file in (LABELS, HELD_BACK):
            (out / file).touch()
        write_json(
            out / SUMMARY,
            {
                "pace": position._asdict(),
                "rungs": [
                    labels.summary()
                    | {"trained": not reason, "held_back": reason}
                    | {"left_out": self._source.left_out[labels.rung]}
                    for labels, reason in self._tried
                ],
                "written": keep_texts(self._source.written, out, self._work.clock),
            },
        )

    def _read(self, rung: int) -> float | None:
        """Label a rung; the share with a label, ``None`` where a floor keeps it from training."""
        config, size = self._config, min(PROBE, self._config.proposals)
        asked, rule = self._asked(rung), Rule(True, self._trend(rung), self._declared)
        self._add(asked, self._source.propose(rung, size))
        labels = self._judge(rung, asked, rule)
        if passes_probe(labels.coverage, config):
            wanted = proposals_wanted(labels.coverage, config)
            self._add(asked, self._source.propose(rung, wanted - size))
            labels = self._judge(rung, asked, rule)
        reason = held_back(labels.stats, config)
        self._take(labels, reason or left_out(labels, config))
        return None if reason else labels.coverage

    def _read_unfiltered(self, rung: int) -> None:
        asked = self._asked(rung)
        self._add(asked, self._source.propose(rung, self._config.proposals))
        rule = Rule(filtered=False, declared=self._declared)
        labels = self._judge(rung, asked, rule)
        self._take(labels, "" if labels.fates.get(Reason.KEPT) else _NOTHING_WHOLE)

    def _asked(self, rung: int) -> AskedRung:
        return AskedRung(self._work.pieces / f"rung-{rung:06d}")

    def _add(self, asked: AskedRung, proposals: Iterable[Proposal]) -> None:
        """Ask about proposals; what an earlier call asked of them cost what it took then."""
        self._work.clock.add("seconds", asked.add(proposals, self._answers))

    def _trend(self, rung: int) -> Trend | None:
        """What was learned below a rung says of lengths; labels of this round are learned too."""
        kept = self._work.out / LABELS
        learned = merge([*self._learned, stored_pairs(kept) if kept.exists() else {}])
        return length_trend({r: pairs for r, pairs in learned.items() if r < rung})

    def _judge(self, rung: int, asked: AskedRung, rule: Rule) -> RungLabels:
        """Label what was asked so far, into a file of its own."""
        file = self._work.out / _UNDECIDED
        with row_writer(file) as write:
            return judge(rung, asked, self._config, rule, lambda one: write(one.to_row()))

    def _take(self, labels: RungLabels, reason: str) -> None:
        """Put a rung's proposals where they belong."""
        out = self._work.out
        move_rows(out / _UNDECIDED, out / (HELD_BACK if reason else LABELS))
        self._tried.append(_TriedRung(labels, reason))

    def _answers(self, proposals: Sequence[Proposal]) -> list[list[Ballot]]:
        progress = self._work.progress
        progress.expect(len(proposals) * self._config.voters.seats)
        return ask(
            self._ladder,
            proposals,
            self._voters,
            self._config,
            progress.done,
            everyone=not self._filtered,
        )


def first_index(config: RunConfig, place: Place) -> int:
    """Where a round's proposals start, so that rounds and run seeds draw different ones."""
    return stable_hash("proposals", config.seed, place.number) % 2**40
