"""Labels by round and by rung."""

import pytest
from support.made_up import make_results, relabelled

from saturate.reports.charts.labels import label_precision, labels_by_rung
from saturate.results.labelling import DesignEffects
from saturate.stats.intervals import Count


def test_coverage_counts_labels_outside_the_band_as_the_table_of_labels_does():
    results = relabelled(
        make_results(rounds=1, arms=1), proposals=200, kept=5, outside_band=185, coverage=0.95
    )
    (chart,) = labels_by_rung(results)
    assert [row[2] for row in chart.table.rows if row[0] == "coverage"] == [95.0]


def test_intervals_are_of_as_many_labels_as_tell_something_by_themselves():
    results = relabelled(make_results(rounds=1, arms=1), audit=Count(30, 60))

    def widths(of):
        rows = [
            row for chart in (label_precision(of), *labels_by_rung(of)) for row in chart.table.rows
        ]
        return [row[4] - row[3] for row in rows if row[3] is not None]

    (arm,) = results.arms
    rounds = [one.model_copy(update={"labels_design_effect": 4.0}) for one in arm.rounds]
    effects = {4: DesignEffects(4.0, 9.0)}
    clustered = arm.model_copy(update={"rounds": rounds, "rung_design_effects": effects})
    before, after = (widths(results.model_copy(update={"arms": [one]})) for one in (arm, clustered))
    assert len(before) == 3
    assert [two / one for one, two in zip(before, after, strict=True)] == pytest.approx(
        [1.9, 1.9, 3], rel=0.15
    )
