"""What is told of a run beside its rounds."""

import pytest
from support.made_up import make_results

from saturate.run.collect import usual_items
from saturate.stats.intervals import Count


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
