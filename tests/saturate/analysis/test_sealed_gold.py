"""Gold is opened by a proposal's place, and is its own."""

import pytest
from support import hard_tasks

from saturate.analysis.sealed_gold import open_gold
from saturate.errors import SaturateError
from saturate.registry import load_ladder
from saturate.run.audit import audit, design_effects
from saturate.voting.labelled import LabelledProposal, Reason
from saturate.voting.majority import Ballot, Outcome
from saturate.voting.proposals import propose


def folder(path, start):
    """Data with other training items."""
    hard_tasks.write(path, "test", hard_tasks.sums(40))
    hard_tasks.write(path, "train", hard_tasks.sums(40, start))
    return path


def test_gold_of_another_problem_than_was_asked_is_refused(tmp_path):
    """As where lines of the data changed between two calls of a run."""
    before, after = (
        load_ladder(f"shots:{hard_tasks.path('sums')}", folder(tmp_path / str(start), start))
        for start in (100, 200)
    )
    asked = propose(before, 2, 0, 3)
    assert [open_gold(before, one).key for one in asked] == [one.key for one in asked]
    rows = [
        LabelledProposal(one, [Ballot("", "4", "4", 1, -1.0, True)], Outcome("4", 1, 1),
                         Reason.KEPT, [0])
        for one in asked
    ]  # fmt: skip
    with pytest.raises(SaturateError, match=r"no longer draws the problems of this run \(rung 2, "):
        audit(after, rows, True)


def test_labels_are_told_apart_by_the_published_item_behind_them(tmp_path):
    """Two rungs hold the same items; all ballots on a problem are labels where nothing filters."""
    ladder = load_ladder(f"shots:{hard_tasks.path('sums')}", folder(tmp_path, 100))
    asked = [one for rung in (2, 3) for one in propose(ladder, rung, 0, 8)]
    ballots = [Ballot("", "4", "4", 1, -1.0, True, seat) for seat in range(3)]
    rows = [LabelledProposal(one, ballots, Outcome("4", 3, 3), Reason.KEPT, [0, 1, 2])
            for one in asked]  # fmt: skip
    every, voted = audit(ladder, rows, False), audit(ladder, rows, True)
    for rung in (2, 3):
        assert every[rung].labels.count.total == 3 * voted[rung].labels.count.total
        assert every[rung].labels.clusters == voted[rung].labels.clusters
        assert design_effects([voted[rung]]).labels == 1
        assert design_effects([every[rung]]).labels == pytest.approx(3, rel=0.1)
    sources = {open_gold(ladder, one).first_source for one in asked}
    assert "" not in sources and len(sources) < len(asked)
    assert design_effects([*voted.values()]).labels > 1.5
