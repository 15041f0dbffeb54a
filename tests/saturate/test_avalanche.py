import pytest
from conftest import run_cli
from fakes import make_results

from saturate.avalanche import sentence, tolerances
from saturate.errors import SaturateError
from saturate.results import Results

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
    first, second = tolerances(results)
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
    (only,) = tolerances(results)
    assert (only.tolerated, only.harmful) == (0.0, 0.05)
    assert "no smaller share was tried" in sentence([only])


def test_no_damage_is_said():
    results = made(gold=(2.0, 4.0), noise_05=(2.0, 4.0))
    assert "no share of wrong labels up to 5%" in sentence(tolerances(results))


@pytest.mark.parametrize("arms", [("gold",), ("voted", "noise:0.1")])
def test_a_run_without_the_arms_is_refused(arms):
    with pytest.raises(SaturateError, match="gold and at least one noise"):
        tolerances(make_results(arms=arms))


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


def test_no_shares_are_refused_before_anything_is_trained(tmp_path, monkeypatch, capsys):
    assert run_cli(monkeypatch, "avalanche", "--shares", ",", "--out", tmp_path / "run") == 2
    assert "--shares" in capsys.readouterr().err
    assert not (tmp_path / "run").exists()
