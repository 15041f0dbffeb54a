import pytest
from support.fakes import make_results, make_round
from support.runs import run_cli

from saturate.analysis.avalanche import Tolerance, sentence, tolerances
from saturate.cli.avalanche import _tables
from saturate.errors import SaturateError
from saturate.results.schema import Results, Round, RungScore
from saturate.stats.frontier import frontier
from saturate.stats.intervals import Count

SHARES = ("noise:0.05", "noise:0.2", "noise:0.5")


def made(**skills: tuple[float, ...]) -> Results:
    """Results with an arm of each name and those frontiers."""
    arms = [
        make_results(skills=found, arms=(name.replace("_", ":0."),)).arms[0]
        for name, found in skills.items()
    ]
    return make_results().model_copy(update={"arms": arms})


def test_the_smallest_share_with_damage_ends_what_is_tolerated():
    results = made(
        noise_5=(2.0, 2.1, 2.0), gold=(2.0, 3.0, 4.0), noise_05=(2.0, 3.0, 4.0),
        noise_2=(2.0, 3.0, 2.6),
    )  # fmt: skip
    first, second = tolerances([results])
    assert [d.share for d in first.damages] == [0.05, 0.2, 0.5]
    assert (first.tolerated, first.harmful) == (0.2, 0.5)
    assert (second.tolerated, second.harmful) == (0.05, 0.2)
    assert second.damages[2].distance.value < second.damages[1].distance.value < -0.8
    assert sentence([first, second]).startswith(
        "After 2 rounds 20% wrong labels lower the frontier; 5% do not. "
        "Round 2 tolerated least: 5%. The intervals cover the choice of items, not the luck"
    )


def test_a_share_that_did_no_harm_above_one_that_did_is_not_tolerated():
    results = made(gold=(2.0, 4.0), noise_05=(2.0, 2.0), noise_2=(2.0, 4.0))
    (only,) = tolerances([results])
    assert (only.tolerated, only.harmful) == (0.0, 0.05)
    assert "no smaller share was tried" in sentence([only])


def test_no_damage_is_said():
    results = made(gold=(2.0, 4.0), noise_05=(2.0, 4.0))
    assert "no share of wrong labels up to 5%" in sentence(tolerances([results]))


def test_a_frontier_that_was_never_seen_tolerates_nothing():
    """Both beyond the last rung were said to lie apart by 0.0 [0.0, 0.0]."""
    (only,) = tolerances([made(gold=(2.0, 30.0), noise_05=(2.0, 40.0), noise_2=(2.0, 30.0))])
    assert [one.distance for one in only.damages] == [None, None]
    assert (only.tolerated, only.harmful) == (0.0, None)
    assert "cannot be told; name others by --score-rungs" in sentence([only])
    (some,) = tolerances([made(gold=(2.0, 30.0), noise_05=(2.0, 30.0), noise_2=(2.0, 4.0))])
    assert (some.tolerated, some.harmful) == (0.0, 0.2)
    assert "Not known of 5%, beyond the scored rungs." in sentence([some])
    several = [made(gold=(2.0, 30.0), noise_2=(2.0, skill)) for skill in (30.0, 4.0, 4.0)]
    assert tolerances(several)[0].damages[0].distance is None


def scored(*counts: int) -> Round:
    """A round that read so many of 100 items on rungs 6 and up."""
    right = {rung: Count(count, 100) for rung, count in enumerate(counts, start=6)}
    scores = [RungScore(rung=rung, strict=one, flexible=one) for rung, one in right.items()]
    return make_round(1, 2.0, 0).model_copy(update={"scores": scores, "frontier": frontier(right)})


def read(**counts: tuple[int, ...]) -> Results:
    """Results of one round with an arm of each name that read so many."""
    results = made(**dict.fromkeys(counts, (2.0, 2.0)))
    arms = [
        arm.model_copy(update={"rounds": [arm.rounds[0], scored(*found)]})
        for arm, found in zip(results.arms, counts.values(), strict=True)
    ]
    return results.model_copy(update={"arms": arms})


def cells(found: list[Tolerance]) -> list[str]:
    """The first row of the table."""
    (table,) = _tables(found, None)
    return [next(column.cells) for column in table.columns]


ABOVE, RUINED = (90, 86, 82, 78, 74), (3, 0, 0, 0, 0)


def test_a_fall_from_beyond_the_scored_rungs_is_not_called_tolerated():
    """Its distance was told as -0.7 [-1.2, 0.0], cut off at both ends, and 40 % as harmless."""
    run = read(gold=ABOVE, noise_4=(88, 79, 69, 58, 50))
    (only,) = tolerances([run])
    assert (only.tolerated, only.harmful, only.known) == (0.0, None, False)
    assert "cannot be told; name others by --score-rungs" in sentence([only])
    assert cells([only])[2:] == ["at most +0.0", "-"]
    (clear,) = tolerances([read(gold=ABOVE, noise_4=(90, 70, 20, 5, 0))])
    assert clear.harmful == 0.4  # a bound can show harm


def test_a_frontier_below_the_first_rung_bounds_the_damage():
    """Of several seeds it was told with the interval of those with true labels alone."""
    gold = [(100, 97, 55, 5, 0), (100, 98, 50, 6, 1), (100, 97, 58, 4, 1)]
    runs = [read(gold=one, noise_5=RUINED) for one in gold]
    for some in (runs[:1], runs):
        (only,) = tolerances(some)
        assert (only.harmful, only.damages[0].bound) == (0.5, "at most")
        assert cells([only])[2:] == ["at most -2.5", "0%"]
    mixed = [runs[0], read(gold=(100, 97, 55, 5, 0), noise_5=(100, 95, 20, 2, 0))]
    assert tolerances(mixed)[0].damages[0].bound == "at most"


def test_a_frontier_that_is_ahead_beyond_the_last_rung_did_no_harm():
    run = read(gold=(88, 79, 69, 58, 50), noise_4=ABOVE)
    (only,) = tolerances([run])
    assert (only.tolerated, only.damages[0].bound) == (0.4, "at least")
    both = [run, read(gold=(88, 79, 69, 58, 50), noise_4=RUINED)]
    assert tolerances(both)[0].damages[0].distance is None  # bounds of both kinds


def test_a_smaller_share_that_is_not_known_was_tried_all_the_same():
    found = tolerances([read(gold=ABOVE, noise_05=ABOVE, noise_4=RUINED)])
    assert cells(found)[2:] == ["-", "at most -5.0", "-"]
    said = sentence(found)
    assert "40% wrong labels lower the frontier; no smaller share is known not to." in said
    assert "tolerated least" not in said


def test_several_seeds_say_whether_it_is_more_than_luck():
    """One seed lost a rung, the others gained as much: alone it is damage, together it is not."""
    lucky = [made(gold=(2.0, 3.0), noise_2=(2.0, skill)) for skill in (2.0, 3.6, 3.4)]
    harmed = [made(gold=(2.0, 4.0), noise_2=(2.0, skill)) for skill in (2.0, 2.1, 1.9)]
    assert tolerances(lucky[:1])[0].harmful == 0.2
    (luck,) = tolerances(lucky)
    assert luck.harmful is None
    (harm,) = tolerances(harmed)
    assert harm.harmful == 0.2
    assert harm.damages[0].distance.value == pytest.approx(-2.0, abs=0.3)
    assert "those of 3 trainings" in sentence([harm], seeds=3)


@pytest.mark.parametrize("arms", [("gold",), ("voted", "noise:0.1")])
def test_a_run_without_the_arms_is_refused(arms):
    with pytest.raises(SaturateError, match="gold and at least one noise"):
        tolerances([make_results(arms=arms)])


def test_the_command_trains_and_prints_a_row_a_round(tmp_path, monkeypatch, capsys):
    code = run_cli(
        monkeypatch, "avalanche", "--benchmark", "addition", "--rounds", 1, "--steps", 2,
        "--proposals", 8, "--score-items", 8, "--shares", "0.5", "--out", tmp_path / "run",
    )  # fmt: skip
    assert not code
    shown = capsys.readouterr().out
    assert "tolerated" in shown
    assert "50%" in shown
    assert (tmp_path / "run" / "noise:0.5" / "01").is_dir()


def test_each_seed_gets_a_folder_of_its_own(tmp_path, monkeypatch, capsys):
    code = run_cli(
        monkeypatch, "avalanche", "--benchmark", "addition", "--rounds", 1, "--steps", 1,
        "--proposals", 8, "--score-items", 8, "--shares", "0.5", "--seeds", 2, "--seed", 3,
        "--out", tmp_path,
    )  # fmt: skip
    assert not code
    assert "those of 2 trainings" in " ".join(capsys.readouterr().out.split())
    assert sorted(folder.name for folder in tmp_path.iterdir()) == ["seed-3", "seed-4"]


def test_no_shares_are_refused_before_anything_is_trained(tmp_path, monkeypatch, capsys):
    assert run_cli(monkeypatch, "avalanche", "--shares", ",", "--out", tmp_path / "run") == 2
    assert "--shares" in capsys.readouterr().err
    assert not (tmp_path / "run").exists()
