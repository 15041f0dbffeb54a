"""What a comparison computes."""

import pytest
from support.fakes import make_results, outcomes, write_run

from saturate.analysis.comparison import compare, read_subjects
from saturate.analysis.comparison.statistics import paired, unpaired
from saturate.errors import SaturateError
from saturate.stats.frontier import Frontier
from saturate.stats.intervals import Interval, over_seeds, wilson


def test_an_unpaired_difference_is_newcombes():
    """His tables: 56/70 against 48/80 gives 0.0524 to 0.3339 (Newcombe 1998, method 10)."""
    found = unpaired(wilson(48, 80), wilson(56, 70))
    assert found == pytest.approx((0.2, 0.0524, 0.3339), abs=1e-4)
    assert unpaired(wilson(48, 80), wilson(56, 70), looks=5).low < found.low


def items(skill, seed):
    return {rung: dict(map(tuple, rows)) for rung, rows in outcomes(skill, seed).items()}


def test_a_pair_of_equals_differs_by_nothing():
    found = paired(items(3.0, 1), items(3.0, 1))
    assert found.items == 200
    assert found.frontier.value == found.accuracy.value == 0
    assert found.frontier.low < 0 < found.frontier.high


def test_pairing_narrows_the_interval_and_looks_widen_it():
    first, second = items(3.0, 1), items(3.4, 2)
    found = paired(first, second)
    assert found.frontier.low > 0.1
    other = {r: {f"x{k}": v for k, v in row.items()} for r, row in second.items()}
    assert paired(first, other) is None
    turned = {r: dict(zip(row, reversed(list(row.values())))) for r, row in second.items()}
    shuffled = paired(first, turned)
    width = found.frontier.high - found.frontier.low
    assert width < shuffled.frontier.high - shuffled.frontier.low
    wide = paired(first, second, looks=10).frontier
    assert wide.high - wide.low > width


def test_only_shared_items_count():
    first, second = items(3.0, 1), items(3.0, 2)
    del second[5]
    second[4] = {key: right for key, right in list(second[4].items())[:10]}
    assert paired(first, second).items == 130


def test_what_several_rungs_were_made_from_counts_once():
    """The same forty published items on four rungs, where each does alike on all of them."""
    one = {r: {f"{r}/{i}": i < 20 for i in range(40)} for r in (1, 2, 3, 4)}
    other = {r: {f"{r}/{i}": i < 20 + 4 * (i % 2) for i in range(40)} for r in (1, 2, 3, 4)}
    one[5] = other[5] = {f"5/{i}": False for i in range(40)}
    sources = {key: key.split("/")[1] for rung in one.values() for key in rung}
    alone, shared = paired(one, other), paired(one, other, sources=sources)
    assert alone.accuracy.value == shared.accuracy.value
    assert alone.frontier.value == shared.frontier.value
    for name in ("accuracy", "frontier"):
        own, joint = getattr(alone, name), getattr(shared, name)
        assert joint.high - joint.low > 1.4 * (own.high - own.low)
    assert alone.by_rung == shared.by_rung


def test_a_frontier_off_the_scale_gives_no_false_certainty():
    found = paired(items(2.0, 1), items(9.0, 1))
    assert found.frontier is None
    assert found.accuracy.low > 0


def test_seeds_are_taken_together(tmp_path):
    for seed, top in enumerate((3.2, 3.6, 3.0)):
        write_run(tmp_path / f"s{seed}", make_results((2.0, top), seed=seed, arms=("voted",)))
    write_run(tmp_path / "other", make_results((2.0, 2.4), arms=("voted",), voters=["views", 3]))
    found = compare(read_subjects([tmp_path / n for n in ("s0", "s1", "s2", "other")]))
    (group,) = found.groups
    assert [one.run for one in group.subjects] == ["s0", "s1", "s2"]
    assert group.gain.value == pytest.approx(4 / 3 - 0.0667, abs=1e-3)
    assert found.settings == {
        "seed": ["0", "1", "2", "0"],
        "voters": ["views, 7"] * 3 + ["views, 3"],
    }
    assert found.looks == 3
    assert any("one seed" in doubt for doubt in found.caveats)
    with pytest.raises(ValueError, match="no spread"):
        over_seeds([1.0])


def test_a_seed_counts_once_and_complete_runs_alone(tmp_path):
    made = [make_results((2.0, top), seed=seed, arms=("voted",))
            for seed, top in ((0, 3.2), (0, 3.9), (1, 3.6), (2, 2.1))]  # fmt: skip
    made[3] = made[3].model_copy(update={"complete": False})
    runs = [write_run(tmp_path / f"r{i}", one) for i, one in enumerate(made)]
    (group,) = compare(read_subjects(runs)).groups
    assert [one.run for one in group.subjects] == ["r0", "r2"]
    assert group.gain == pytest.approx(over_seeds([1.2, 1.6]))
    assert len(group.verdict.runs) == 2
    assert group.notes == ["r1 is left out: it has the seed of r0.",
                           "r3 is left out: it is not complete."]  # fmt: skip
    assert not compare(read_subjects(runs[:2])).groups


def test_runs_of_other_items_are_no_repeats(tmp_path):
    runs = [
        write_run(tmp_path / f"r{i}", make_results((2.0, 3.2), seed=i, arms=("voted",)))
        for i in range(3)
    ]
    for file in runs[1].glob("**/summary.json"):
        file.write_text(file.read_text().replace('["', '["other-'))
    (group,) = compare(read_subjects(runs)).groups
    assert [one.run for one in group.subjects] == ["r0", "r2"]
    assert group.notes == ["r1 is left out: it was scored on other items than r0."]


def test_why_runs_are_not_judged_together_is_said(tmp_path):
    runs = [
        write_run(tmp_path / f"r{i}", make_results((2.0, 3.2), seed=i, arms=("voted",)))
        for i in range(2)
    ]
    base = runs[1] / "base/score/summary.json"
    base.write_text(base.read_text().replace('["', '["other-'))
    (group,) = compare(read_subjects(runs)).groups
    (note,) = group.notes
    assert group.verdict is None
    assert note.startswith("Not judged together: r1 was scored on other items than r0: they share")


def test_arms_meet_the_same_arm_of_the_reference(tmp_path):
    write_run(tmp_path / "a", make_results())
    write_run(tmp_path / "b", make_results(seed=1))
    found = compare(read_subjects([tmp_path / "a", tmp_path / "b"]))
    assert [(d.subject.name, d.reference.name) for d in found.differences] == [
        ("a / unfiltered", "a / voted"),
        ("b / voted", "a / voted"),
        ("b / unfiltered", "a / unfiltered"),
    ]
    assert found.differences[0].gain == pytest.approx(
        unpaired(Interval(1.2, 0.9, 1.5), Interval(0.0, -0.3, 0.3), 3)
    )
    assert all(d.paired.items == 200 for d in found.differences)


def test_other_ladders_are_not_subtracted(tmp_path):
    write_run(tmp_path / "a", make_results(arms=("voted",)))
    write_run(tmp_path / "b", make_results(arms=("voted",), ladder="addition"))
    found = compare(read_subjects([tmp_path / "a", tmp_path / "b"]))
    (one,) = found.differences
    assert one.gain is None and one.paired is None
    assert (one.frontier, one.no_frontier) == (None, "the ladders differ")
    assert any("ladders differ" in doubt for doubt in found.caveats)


def test_without_the_folder_nothing_is_paired(tmp_path):
    write_run(tmp_path / "a", make_results(arms=("voted",)))
    write_run(tmp_path / "b" / "run", make_results(arms=("voted",), seed=1))
    alone = tmp_path / "c" / "results.json"
    alone.parent.mkdir()
    alone.write_bytes((tmp_path / "b/run/results.json").read_bytes())
    found = compare(read_subjects([tmp_path / "a", alone]))
    assert [one.run for one in found.subjects] == ["a", "c"]
    assert found.differences[0].paired is None and found.differences[0].gain is not None
    ends = Interval(3.2, 3.0, 3.4)
    assert found.differences[0].frontier == pytest.approx(unpaired(ends, ends))
    assert any("not paired" in doubt for doubt in found.caveats)


def test_the_difference_of_last_frontiers_is_none_of_gains(tmp_path):
    """The second run began lower and gained more, and yet ends behind."""
    write_run(tmp_path / "a", make_results((3.0, 3.6), arms=("voted",)))
    write_run(tmp_path / "b", make_results((1.0, 3.0), arms=("voted",)))
    for run in ("a", "b"):
        (tmp_path / run / "voted/01/score/summary.json").unlink()
    (one,) = compare(read_subjects([tmp_path / "a", tmp_path / "b"])).differences
    assert one.gain.value == pytest.approx(1.4)
    assert one.frontier.value == pytest.approx(-0.6)


def test_a_bound_is_not_subtracted(tmp_path):
    made = make_results((3.0, 3.6), arms=("voted",))
    (arm,) = made.arms
    beyond = arm.rounds[-1].model_copy(
        update={"frontier": Frontier(5.5, 5.2, 5.5, "above the last rung")}
    )
    arm = arm.model_copy(update={"rounds": [arm.rounds[0], beyond]})
    write_run(tmp_path / "a", make_results((3.0, 3.2), arms=("voted",)))
    write_run(tmp_path / "b", made.model_copy(update={"arms": [arm]}))
    (tmp_path / "b/voted/01/score/summary.json").unlink()
    (one,) = compare(read_subjects([tmp_path / "a", tmp_path / "b"])).differences
    assert (one.frontier, one.no_frontier) == (None, "beyond the scored rungs: b / voted")


def test_names_tell_runs_apart_and_twice_is_refused(tmp_path):
    for place in ("x/run", "y/run"):
        write_run(tmp_path / place, make_results(arms=("voted",)))
    runs = [tmp_path / "x/run", tmp_path / "y/run"]
    assert [one.run for one in read_subjects(runs)] == ["x/run", "y/run"]
    with pytest.raises(SaturateError, match="named twice"):
        read_subjects([runs[0], runs[0]])
