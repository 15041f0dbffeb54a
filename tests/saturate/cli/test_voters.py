"""``saturate voters`` as a user types it."""

import json
import random

import pytest
from support.runs import run_cli

from saturate.errors import SaturateError
from saturate.models.naming import seed_folder
from saturate.storage.files import read_rows, write_json, write_rows


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nowhere"], "holds no run"),
        (["--rung", "99"], "out of range"),
        (["--arm", "voted"], "--arm is about a run's ballots"),
        (["--voters", "views:1"], "at least two"),
        (["--precision", "98"], "between 0 and 1"),
        (["-n", "1"], "--count '1': Input should be greater than or equal to 8."),
        (["--view-source", "model"], "cannot rewrite"),
        (["--view-source", "texts"], "--view-source"),
        (["--model", f"seed,{seed_folder()}", "--voters", "models:2"], "are the same"),
    ],
)
def test_mistakes_get_a_sentence(monkeypatch, capsys, words, sentence):
    assert run_cli(monkeypatch, "voters", *words) == 2
    assert sentence in capsys.readouterr().err


def test_a_model_is_asked_and_its_ballots_are_a_run_too(monkeypatch, capsys, tmp_path):
    """Asks the embedded model, then stores the like of its ballots and reads them back."""
    file = tmp_path / "all.json"
    words = ["--ladder", "addition", "--rung", "6", "--voters", "views:3", "-n", "16"]
    assert run_cli(monkeypatch, "voters", *words, "--json", str(file)) == 0
    assert "Sequential voting" in capsys.readouterr().out
    (found,) = json.loads(file.read_text())
    assert found["problems"] == 16
    assert found["independence"]["accuracy"][0] > 0.8


def stored(folder, ladder, rows, **settings):
    from saturate.config.held_settings import folder_settings
    from saturate.config.run_config import RunConfig
    from saturate.storage.stages import RunFolder

    config = RunConfig(ladder=ladder, start_rung=6, score_rungs=(1, 2), **settings)
    RunFolder(folder).claim(folder_settings(config))
    place = folder / "voted" / "01" / "label"
    place.mkdir(parents=True)
    write_rows(place / "labels.jsonl", rows)
    write_json(place / "cost.json", {"seconds": 2.0, "tokens": 100})


def a_row(ladder, index, answers):
    from saturate.voting.labelled import LabelledProposal, Reason
    from saturate.voting.majority import Ballot, vote
    from saturate.voting.proposals import Proposal

    problem = ladder.problem(4, "vote", index)
    answers = [problem.answer if a == "right" else a for a in answers]
    ballots = [Ballot("p", "c", a, 5, -1.0, True, seat) for seat, a in enumerate(answers)]
    proposal = Proposal(4, index, problem.key, problem.question)
    return LabelledProposal(proposal, ballots, vote(answers), Reason.KEPT, []).to_row()


def test_a_runs_ballots(monkeypatch, capsys, tmp_path):
    from saturate.analysis.voters.gather import from_run
    from saturate.config.voters import Voters
    from saturate.registry import load_ladder

    ladder = load_ladder("addition")
    rows = [a_row(ladder, i, ["right", "right", "1" if i % 2 else None]) for i in range(20)]
    stored(tmp_path, "addition", rows, voters=Voters(views=3), agreement=0.5)
    gathered = from_run(tmp_path, "voted")
    assert [panel.name for panel in gathered.panels] == ["round 1, rung 4"]
    assert gathered.needed == 2
    assert gathered.panels[0].seconds_per_token == 0.02
    assert gathered.panels[0].right().mean() == pytest.approx(2 / 3)
    assert run_cli(monkeypatch, "voters", str(tmp_path)) == 0
    assert "round 1, rung 4" in capsys.readouterr().out
    assert run_cli(monkeypatch, "voters", str(tmp_path), "--arm", "unfiltered") == 2
    assert "no ballots" in capsys.readouterr().err
    for flag, value in (("--rung", 8), ("--count", 500), ("--model", "seed"), ("--seed", 0)):
        assert run_cli(monkeypatch, "voters", tmp_path, flag, value) == 2
        assert f"{flag} is about asking now" in capsys.readouterr().err


def test_a_run_on_a_data_folder_has_its_panels_too(tmp_path):
    from saturate.analysis.voters.gather import from_run, settings_of_run
    from saturate.config.voters import Voters
    from saturate.registry import load_ladder

    data = tmp_path / "data"
    data.mkdir()
    (data / "train.jsonl").write_text('{"question": "1+1?", "answer": "2"}\n')
    rows = [a_row(load_ladder("addition"), i, ["right"] * 3) for i in range(20)]
    stored(tmp_path / "run", "addition", rows, voters=Voters(views=3), benchmark_data=data)
    assert "content of benchmark_data" in (tmp_path / "run" / "run.json").read_text()
    assert from_run(tmp_path / "run", "voted").panels[0].right().all()
    (chosen,) = (one for one in settings_of_run(tmp_path / "run", "voted", last=1) if one.chosen)
    assert chosen.labels == 20


@pytest.mark.parametrize("every_view", [False, True])
def test_the_setting_that_a_run_chose_gives_the_labels_of_the_run(tmp_path, every_view):
    """Some problems have two views of three, and some ballots no answer."""
    from saturate.analysis.voters.gather import settings_of_run
    from saturate.config.run_config import RunConfig
    from saturate.config.voters import Voters
    from saturate.registry import load_ladder
    from saturate.voting.label import label
    from saturate.voting.majority import Ballot
    from saturate.voting.proposals import propose

    settings = {
        "voters": Voters(views=3, samples=3), "every_view": every_view, "agreement": 0.5,
        "filters": ("vote",),
    }  # fmt: skip
    rng, proposals = random.Random(0), propose(load_ladder("addition"), 4, 0, 60)
    seats = [[s for s in range(9) if i % 4 or s % 3 < 2] for i in range(len(proposals))]
    rows = [
        [
            Ballot("p", "c", rng.choice("777778") if rng.random() < 0.9 else None, 5, -1.0, True, s)
            for s in taken
        ]
        for taken in seats
    ]
    rows = [[b._replace(open_seats=len(row) if len(row) < 9 else 0) for b in row] for row in rows]
    config = RunConfig(ladder="addition", start_rung=6, score_rungs=(1, 2), **settings)
    found = label(4, proposals, rows, config).labelled
    stored(tmp_path, "addition", [one.to_row() for one in found], **settings)
    (chosen,) = (one for one in settings_of_run(tmp_path, "voted", last=1) if one.chosen)
    assert chosen.labels == sum(one.kept for one in found)
    assert 0 < chosen.labels < len(found)


def test_of_votes_that_stopped_only_the_first_voters_count(tmp_path):
    from saturate.analysis.voters.gather import from_run, settings_of_run
    from saturate.config.voters import Voters
    from saturate.registry import load_ladder

    ladder = load_ladder("addition")
    rows = [a_row(ladder, i, ["right"] * 5) for i in range(8)]
    stored(tmp_path, "addition", rows, voters=Voters(views=7), stop_voting="certain")
    assert from_run(tmp_path, "voted").panels[0].seats == 4
    assert not any(one.chosen for one in settings_of_run(tmp_path, "voted", last=1))


def test_a_ladder_that_has_changed_is_refused(monkeypatch, capsys, tmp_path):
    from saturate.analysis.voters.gather import settings_of_run
    from saturate.registry import load_ladder

    row = a_row(load_ladder("addition"), 0, ["right"] * 7)
    stored(tmp_path, "addition", [{**row, "key": "0" * 16}])
    assert run_cli(monkeypatch, "voters", str(tmp_path)) == 2
    assert "no longer draws" in capsys.readouterr().err
    with pytest.raises(SaturateError, match="no longer draws"):
        settings_of_run(tmp_path, "voted", last=1)
    assert settings_of_run(tmp_path, "unfiltered", last=1) is None
    assert read_rows(tmp_path / "voted/01/label/labels.jsonl")
