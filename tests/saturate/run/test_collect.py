"""What is told of a run beside its rounds."""

import pytest
from support.made_up import make_results

from saturate.config.arms import parse_arm
from saturate.run.audit import RungAudit
from saturate.run.collect import SoFar, _arm, usual_items
from saturate.stats.clusters import Clusters
from saturate.stats.intervals import Count, wilson
from saturate.storage.layout import BASE, Place


@pytest.mark.parametrize(
    ("totals", "usual"),
    [((50, 50, 50), 50), ((20, 100, 100), 100), ((40, 60, 80, 100), 60), ((0, 0, 30), 30)],
)
def test_half_of_the_rungs_or_more_hold_what_is_told_of(totals, usual):
    base = make_results(rungs=len(totals)).arms[0].rounds[0]
    scores = [
        one.model_copy(update={"strict": Count(0, total)})
        for one, total in zip(base.scores, totals, strict=True)
    ]
    assert usual_items(base.model_copy(update={"scores": scores})) == usual


def test_labels_of_one_published_item_count_as_one_in_every_figure():
    """Two rounds of two rungs hold the same 24 items, and a model does on each what it did before.

    Single ballots are three on each problem, all alike.
    """
    arm, *_ = make_results(rounds=2, arms=1).arms
    places = [BASE, Place("voted", 1), Place("voted", 2)]

    def audited(source):
        held = RungAudit(Clusters(), Clusters())
        for number in range(24):
            held.labels.add(Count(number % 2, 1), source.format(number))
            held.ballots.add(Count(3 * (number % 2), 3), source.format(number))
        return held

    def collected(source):
        audits = {place: {4: audited(source), 5: audited(source)} for place in places[1:]}
        rounds = dict(zip(places, arm.rounds, strict=True))
        return _arm(parse_arm("voted"), rounds[BASE], 2, SoFar(rounds, [], {BASE: {}, **audits}))

    shared, apart = collected("item {}"), collected("")
    assert apart.label_precision == wilson(48, 96)
    assert apart.labels_design_effect == 1
    assert shared.labels_design_effect == pytest.approx(4, rel=0.06)
    assert shared.label_precision.low == pytest.approx(wilson(12, 24).low, abs=0.01)
    assert set(shared.rung_design_effects) == {4, 5}
    assert shared.rung_design_effects[4] == pytest.approx((2, 6), rel=0.06)
    assert apart.rung_design_effects[4] == pytest.approx((1, 3), rel=0.06)
