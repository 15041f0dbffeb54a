"""What came of a run's questions, whoever made them: one reckoning for terminal and report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from saturate.config.arms import asks_voters
from saturate.results.labelling import RungLabelling, RungWriting
from saturate.results.schema import Results
from saturate.stats.intervals import Count


class Questions(NamedTuple):
    """Questions of one arm, on one rung of one round or over several."""

    writing: RungWriting | None
    """What the model wrote; ``None`` where the ladder drew them."""
    asked: int
    """Proposals that the voters got."""
    labelled: int
    """Those with a label, inside the band of agreement or outside."""
    kept: int
    """Those trained on."""
    right: Count
    """Right labels among those kept whose true answer is known."""
    unaudited: int
    """Labels trained on whose true answer is not known."""

    @property
    def on_rung(self) -> int | None:
        """Readable texts that are on the rung that was wanted; ``None`` where nothing tells."""
        if self.writing is None or (self.writing.readable and not self.writing.really):
            return None
        return self.writing.readable - self.writing.fates.get("other rung", 0)


def by_rung(results: Results) -> list[tuple[str, int, int, Questions]]:
    """Arm, round and rung with its questions; empty where the ladder drew all of a run's."""
    if not any(one.writing for arm in results.arms for one in arm.rounds):
        return []
    found = []
    for arm in results.arms:
        for one in arm.rounds if asks_voters(arm.arm) else ():
            writing = {held.rung: held for held in one.writing}
            labelled = {held.rung: held for held in one.labelling}
            for rung in sorted({*writing, *labelled}):
                questions = _questions(writing.get(rung), labelled.get(rung))
                found.append((arm.arm, one.number, rung, questions))
    return found


def of_arm(results: Results, arm: str) -> Questions | None:
    """All questions of an arm; ``None`` where the ladder drew all of a run's."""
    held = [questions for name, _, _, questions in by_rung(results) if name == arm]
    if not held:
        return None
    texts = [one.writing for one in held if one.writing is not None]
    return Questions(
        _sum(texts) if texts else None,
        asked=sum(one.asked for one in held),
        labelled=sum(one.labelled for one in held),
        kept=sum(one.kept for one in held),
        right=Count(sum(one.right.right for one in held), sum(one.right.total for one in held)),
        unaudited=sum(one.unaudited for one in held),
    )


def _questions(writing: RungWriting | None, held: RungLabelling | None) -> Questions:
    if held is None:
        return Questions(writing, 0, 0, 0, Count(0, 0), 0)
    labelled = held.kept + held.outside_band
    kept = held.kept if held.trained else 0
    return Questions(writing, held.proposals, labelled, kept, held.audit, held.unaudited)


def _sum(texts: Sequence[RungWriting]) -> RungWriting:
    fates: dict[str, int] = {}
    really: dict[int, int] = {}
    for one in texts:
        for fate, number in one.fates.items():
            fates[fate] = fates.get(fate, 0) + number
        for rung, number in one.really.items():
            really[rung] = really.get(rung, 0) + number
    return RungWriting(
        rung=0,
        written=sum(one.written for one in texts),
        fates=fates,
        really=really,
        tokens=sum(one.tokens for one in texts),
    )
