"""The loop: base scores, then every arm through its rounds. Resumes by itself.

All state between rounds is read back from stages; a run that was killed anywhere goes on as if
nothing had happened.
"""

from __future__ import annotations

from collections.abc import Sequence

from saturate.arms import VOTED, Arm, ArmKind
from saturate.bench import Bench
from saturate.curriculum import Pace
from saturate.examining import BASE, Examining
from saturate.learning import Learning
from saturate.lineage import Lineage, Trained
from saturate.stages import (
    LABELS,
    SUMMARY,
    pairs_by_rung,
)
from saturate.store import must_read_json, read_rows
from saturate.watch import STRIKES


class Loop:
    """One run, arm by arm."""

    def __init__(self, bench: Bench, learning: Learning, examining: Examining) -> None:
        self.config = bench.config
        self.display = bench.display
        self._bench = bench
        self._learning = learning
        self._examining = examining

    def run(self) -> None:
        """Do every stage that is not there yet, and show each round as it ends."""
        base = self._bench.base_models()
        self._examining.score(f"{BASE}/score", base[0], ends=True)
        self._examining.sampled(BASE, base[0])
        if self.config.score_original != "never":
            self._examining.original(BASE, base[0])
        if Arm(ArmKind.MAJORITY) in self.config.arms:
            self._examining.majority(base)
        self.display.round_done(BASE, 0)
        for arm in self.config.training_arms:
            self._run_arm(arm, base)

    def _run_arm(self, arm: Arm, base: Sequence[Trained]) -> None:
        kept = Lineage(list(base), Pace(self.config.start_rung - 1, 1.0), [], [])
        strikes = 0
        for number in range(1, self.config.rounds + 1):
            tried = self._learn(arm, number, kept, narrow=strikes > 0)
            if self._alarmed(arm, number, kept, tried):
                strikes += 1
            else:
                kept, strikes = tried, 0
            stopped = strikes == STRIKES
            last = stopped or number == self.config.rounds
            place = f"{arm}/{number:02d}"
            self._examining.score(f"{place}/score", kept.models[0], ends=last)
            if last:
                self._examining.sampled(place, kept.models[0])
            every = self.config.score_original == "every"
            if every or (last and self.config.score_original == "ends"):
                self._examining.original(place, kept.models[0])
            self.display.round_done(str(arm), number)
            if stopped:
                self.display.note(f"{arm} stops after round {number}: {STRIKES} alarms in a row")
                break

    def _learn(self, arm: Arm, number: int, before: Lineage, narrow: bool) -> Lineage:
        """Label and train: what an arm is after one more round."""
        place = f"{arm}/{number:02d}"
        labels = self._learning.labels(place, arm, number, before, narrow)
        upstream = [*before.upstream, labels.digest]
        pace = Pace(**must_read_json(labels.path / SUMMARY)["pace"])
        newest = pairs_by_rung(read_rows(labels.path / LABELS))
        if not newest:
            self.display.note(f"{arm}, round {number}: no rung could be labelled; no training")
            return before._replace(pace=pace, upstream=upstream)
        models = [
            self._learning.train(place, number, member, model, newest, before.earlier, upstream)
            for member, model in enumerate(before.models)
        ]
        return Lineage(models, pace, [*before.earlier, newest], upstream)

    def _alarmed(self, arm: Arm, number: int, before: Lineage, after: Lineage) -> bool:
        """Whether the round made the models answer otherwise than they were taught."""
        if arm != VOTED or not self.config.rollback or after.models == before.models:
            return False
        watched = self._learning.watch(f"{arm}/{number:02d}", number, before, after)
        if watched.alarm:
            self.display.note(
                f"{arm}, round {number}: {watched.lost} of {watched.asked} answers are no longer "
                f"as taught ({watched.won} are again); back to what it was before this round"
            )
        return watched.alarm
