"""What a round's labels give to its trainer, by arm."""

from types import SimpleNamespace

import pytest
from support.runs import execute_small, small_config
from support.stand_ins import StandIn

from saturate.config.arms import UNFILTERED, VOTED
from saturate.config.voters import Voters
from saturate.models.prompting import Prompter
from saturate.registry import load_ladder
from saturate.rounds import controls
from saturate.rounds import label as rounds
from saturate.rounds.arm_order import OneAfterTheOther
from saturate.rounds.curriculum import Position
from saturate.rounds.label import label_round
from saturate.rounds.state import ArmState, ModelRef
from saturate.storage.files import must_read_json, write_json, write_rows
from saturate.storage.layout import LABELS, SUMMARY, Place
from saturate.training.replay import Pair
from saturate.voting.ballots import VoterModel
from saturate.voting.label import label
from saturate.voting.labelled import contrasted_pairs
from saturate.voting.majority import Ballot
from saturate.voting.proposals import Proposal

BASE = ArmState([ModelRef("base", "digest")], Position(5, 1.0), [], [])
ANSWERS = [["3", "5", "5", "5", "5"], ["3", "3", "5", "5", "4"]]


def pairs(tmp_path, arm, **settings):
    """What is trained on of two proposals that five samples answered."""
    config = small_config(
        ladder="addition", voters=Voters(samples=5), agreement=0.5, trainer="dpo", **settings
    )
    proposals = [Proposal(6, i, f"key {i}", f"question {i}") for i in range(2)]
    rows = [
        [Ballot(f"{n}", f"{answer} by {i}", answer, 4, -1.0, True, i) for i, answer in enumerate(r)]
        for n, r in enumerate(ANSWERS)
    ]
    found = label(6, proposals, rows, config, filtered=arm.votes)
    write_rows(tmp_path / LABELS, (one.to_row() for one in found.labelled))
    write_json(tmp_path / SUMMARY, {"pace": {"top": 6, "coverage": 1.0}})
    done = SimpleNamespace(path=tmp_path, digest="")
    context = SimpleNamespace(config=config, stage=lambda *_: done)
    held = label_round(context, arm, Place(str(arm), 1), BASE, cautious=False).pairs
    return list(held[6])


def test_by_preferences_a_vote_trains_on_its_winner_against_the_least_agreed(tmp_path):
    assert pairs(tmp_path, VOTED) == [Pair("0", f"5 by {i}", "3 by 0") for i in (1, 2, 3)]


@pytest.mark.parametrize(("traces", "count"), [("all", 5), ("shortest", 1)])
def test_views_that_are_sampled_give_a_pair_for_each_vote_of_the_margin(traces, count):
    """Seats 1, 4 and 7 answer the second view, 2, 5 and 8 the third; nobody errs on the first."""
    config = small_config(
        ladder="addition", voters=Voters(views=3, samples=3), trainer="dpo", traces=traces
    )
    row = [
        Ballot(f"{i % 3}", f"{answer} by {i}", answer, 4 + i, -1.0, True, i)
        for i, answer in enumerate("555577555")
    ]
    (one,) = label(6, [Proposal(6, 0, "key", "question")], [row], config).labelled
    held = contrasted_pairs(one)
    assert len(held) == count
    rejecting = [pair for pair in held if pair.rejected]
    against = [(1, "7 by 4"), (2, "7 by 5"), (7, "7 by 4"), (8, "7 by 5")]
    wanted = [Pair(f"{i % 3}", f"5 by {i}", other) for i, other in against]
    assert rejecting == (wanted if traces == "all" else [])


@pytest.mark.parametrize(("arm", "settings"), [(UNFILTERED, {}), (VOTED, {"filters": ("length",)})])
def test_where_nothing_is_voted_on_every_answer_is_a_pair_by_preferences_too(
    tmp_path, arm, settings
):
    assert pairs(tmp_path, arm, **settings) == [
        Pair(str(n), f"{answer} by {i}") for n, row in enumerate(ANSWERS)
        for i, answer in enumerate(row)
    ]  # fmt: skip


@pytest.mark.parametrize("filters", [("vote",), ("length",), ()])
def test_controls_count_the_pairs_that_the_voted_arm_trains_on(tmp_path, filters):
    out = tmp_path / "voted/01/label"
    out.mkdir(parents=True)
    trained = pairs(out, VOTED, filters=filters)
    config = small_config(ladder="addition", trainer="dpo", arms="voted,gold", filters=filters)
    folder = SimpleNamespace(path=tmp_path)
    context = SimpleNamespace(config=config, folder=folder, order=OneAfterTheOther())
    assert controls._voted_answers(context, Place("gold", 1)) == {6: len(trained)}


def test_unfiltered_a_rung_on_which_all_was_cut_off_is_not_trained_on(tmp_path):
    results, _ = execute_small(
        tmp_path / "run", benchmark="addition", arms="unfiltered", rounds=1, max_new_tokens=1,
        score_rungs=(11, 11),
    )  # fmt: skip
    (_, one), (label,) = results.arms[0].rounds, results.arms[0].rounds[1].labelling
    assert (label.rung, label.kept, label.pairs, label.trained) == (11, 0, 0, False)
    assert label.held_back == "no answer in the form of scored ones was written to its end"
    assert not one.training and not one.taught


@pytest.mark.parametrize(("inside", "told"), [(0, "0, too few"), (5, "5, too few"), (100, "")])
def test_few_labels_in_the_band_hold_up_no_climb_and_are_not_trained_on(
    monkeypatch, tmp_path, inside, told
):
    """Of 200 problems of rung 11 ten get no label, and the rest all votes or all but one."""
    config = small_config(
        benchmark="addition", proposals=200, rungs_per_round=2, band=".3:.9", precision_floor=0.95
    )
    ladder, voted = load_ladder("addition"), iter(range(10**6))

    def answers(rung):
        number = next(voted)
        if rung > 11 or number < 10:
            return [str(i) for i in range(7)]
        odd = number % 7 if number < 10 + inside else None
        return [str(number) if seat == odd else "right" for seat in range(7)]

    def ask(_, proposals, *__, **___):
        return [
            [Ballot(f"p{i}", a, a, 4, -1.0, True, i) for i, a in enumerate(answers(one.rung))]
            for one in proposals
        ]

    def stage(place, name, inputs, work):
        clock = SimpleNamespace(add=lambda *_: None)
        progress = SimpleNamespace(expect=lambda _: None, done=lambda *_: None)
        work(SimpleNamespace(out=tmp_path, progress=progress, clock=clock, pieces=tmp_path / "p"))
        return SimpleNamespace(path=tmp_path, digest="")

    monkeypatch.setattr(rounds, "ask", ask)
    model = VoterModel(StandIn(), Prompter(ladder, StandIn(), bare=True))
    context = SimpleNamespace(
        config=config, ladder=ladder, stage=stage, seed_data=dict, voter=lambda _: model,
        opened=lambda _: None, folder=SimpleNamespace(path=tmp_path),
    )  # fmt: skip
    state = BASE._replace(position=Position(10, 1.0))
    found = label_round(context, VOTED, Place("voted", 1), state, cautious=False)
    learned, beyond = must_read_json(tmp_path / SUMMARY)["rungs"]
    assert (learned["kept"], learned["rung"], beyond["rung"]) == (inside, 11, 12)
    assert learned["estimated_precision"] > 0.95 and told in learned["held_back"]
    assert found.position.top == 11 and found.position.coverage > 0.9
    assert learned["trained"] == bool(found.pairs) == (inside == 100)
