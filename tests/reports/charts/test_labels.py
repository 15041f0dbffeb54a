"""Labels by round and by rung."""

from support.made_up import make_results, relabelled

from saturate.reports.charts.labels import labels_by_rung


def test_coverage_counts_labels_outside_the_band_as_the_table_of_labels_does():
    results = relabelled(
        make_results(rounds=1, arms=1), proposals=200, kept=5, outside_band=185, coverage=0.95
    )
    (chart,) = labels_by_rung(results)
    assert [row[2] for row in chart.table.rows if row[0] == "coverage"] == [95.0]
