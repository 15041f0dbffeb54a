"""Reinforcement before the rounds: in the order of the loop, and in a whole run."""

import shutil
from types import SimpleNamespace

import pytest
from support.runs import execute_small, timeless

from saturate.config.arms import ROUNDS_ONLY, VOTED, Arm
from saturate.config.run_config import build_config
from saturate.reports.reinforcement_table import reinforcement
from saturate.results.watch import WatchedRung
from saturate.rounds import loop
from saturate.rounds.curriculum import Position
from saturate.rounds.state import ArmState, ModelRef
from saturate.storage.files import read_rows

SETTINGS = {
    "benchmark": "addition", "stages": "rl:2", "rounds": 1, "reward": "answer", "group": 8,
    "start_rung": 11, "score_rungs": (10, 12), "steps": 2, "arms": ("voted",),
}  # fmt: skip


def course(monkeypatch, arm: Arm, alarms: set[int]) -> list[str]:
    """What the loop does in each round, where checks raise an alarm after some of them."""
    done: list[str] = []

    def note(what):
        def work(context, *rest, **named):
            state = rest[1] if what == "rl" else rest[2]
            done.append(f"{what} {state.models[0].path}{' cautious' * named.get('cautious', 0)}")
            return state._replace(models=[ModelRef(f"m{len(done)}", "")])

        return work

    def trained(context, place, state, labels):
        return labels

    def alarm(context, arm, place, before, after):
        return place.number in alarms

    monkeypatch.setattr(loop, "reinforce_round", note("rl"))
    monkeypatch.setattr(loop, "label_round", note("label"))
    monkeypatch.setattr(loop, "train_round", trained)
    monkeypatch.setattr(loop, "check_collapse", alarm)
    monkeypatch.setattr(loop, "score_round", lambda *_, **__: None)
    monkeypatch.setattr(
        loop, "_base", lambda _: ArmState([ModelRef("base", "")], Position(5, 1.0), [], [])
    )
    display = SimpleNamespace(round_done=lambda _: None, note=done.append)
    config = build_config(stages="rl:100,rounds:2", arms="voted,rounds-only")
    context = SimpleNamespace(config=config, display=display, drop_others=lambda *_: None)
    loop.run_arm(context, arm)
    return done


def test_reinforcement_comes_first_and_each_round_goes_on_from_the_one_before(monkeypatch):
    assert course(monkeypatch, VOTED, set()) == ["rl base", "rl m1", "label m2", "label m3"]


def test_an_arm_without_it_has_as_many_rounds(monkeypatch):
    done = course(monkeypatch, ROUNDS_ONLY, set())
    assert done == ["label base", "label m1", "label m2", "label m3"]


def test_a_round_of_it_that_made_the_model_forget_is_undone_and_the_last(monkeypatch):
    done = course(monkeypatch, VOTED, {2})
    assert done == ["rl base", "rl m1", "label m1 cautious", "label m3"]
    done = course(monkeypatch, VOTED, {1, 2})
    assert done == [
        "rl base", "label base cautious", "voted stops after round 2: 2 alarms in a row"
    ]  # fmt: skip


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    out = tmp_path_factory.mktemp("runs") / "reinforced"
    results, text = execute_small(out, **SETTINGS)
    return out, results, text


def test_a_run_tells_what_reinforcement_rewarded(run):
    out, results, text = run
    (arm,) = results.arms
    assert [one.number for one in arm.rounds] == [0, 1, 2]
    assert results.complete
    held = arm.rounds[1].reinforcement
    rows = read_rows(out / "voted/01/reinforce-0/rewards.jsonl")
    assert (held.reward, held.steps, held.rungs, held.problems, held.drawn) == (
        "answer", 2, [11], 4, 32
    )  # fmt: skip
    # true answers were rewarded, so what was rewarded is what the gold calls right
    assert held.rewarded == held.right.right == sum(row["rewarded"] for row in rows) > 0
    assert held.right.total == 32
    assert held.taught == sum(0 < row["rewarded"] < 8 for row in rows)
    assert held.no_majority == sum(row["winner"] is None for row in rows)
    assert arm.rounds[1].taught == {11}
    assert arm.rounds[1].labelling == []
    assert arm.rounds[2].reinforcement is None
    assert "Before     2 steps on rung 11 (train split), each of 2 problems with 8 answers" in text


def test_the_report_tells_what_was_lost_of_what_was_taught_and_of_each_rung_read(run):
    _, results, _ = run
    told = results.model_copy(deep=True)
    watch = told.arms[0].rounds[1].watch
    assert watch.asked == 240
    watch.read.append(WatchedRung(rung=11, asked=40, lost=37, won=1))
    cell = f"taught: {watch.lost} / {watch.won}, rung 11: 37 / 1"
    assert cell in reinforcement(told).rows[0]


def test_each_stage_tells_what_it_added_and_cost(run):
    _, results, text = run
    rl, rounds = results.arms[0].parts
    assert (rl.stage, rl.rounds, rl.undone) == ("rl", 1, 0)
    assert (rounds.stage, rounds.rounds) == ("rounds", 1)
    states = [one.frontier.rung for one in results.arms[0].rounds]
    assert rl.frontier_gain.value == pytest.approx(states[1] - states[0])
    assert rounds.frontier_gain.value == pytest.approx(states[2] - states[1])
    cost = results.arms[0].rounds[1].cost
    assert rl.cost["seconds"] == pytest.approx(cost["reinforce_seconds"] + cost["watch_seconds"])
    assert "rl: " in text


def test_an_arm_that_saw_gold_is_named_so(run):
    out, results, _ = run
    verdict = results.verdict
    assert verdict.saw_gold == ["voted"]
    assert verdict.sentence.startswith("Supervised, by true answers as rewards: ")
    assert verdict.doubts[0].startswith("Arm voted was reinforced by true answers")
    assert "Reinforcement</a> before the rounds" in (out / "report.html").read_text()


def test_going_on_gives_the_same_bytes(run, tmp_path):
    out, _, _ = run
    copy = tmp_path / "copy"
    shutil.copytree(out, copy)
    shutil.rmtree(copy / "voted/01/reinforce-0")
    shutil.rmtree(copy / "voted/02/train-0")
    execute_small(copy, **SETTINGS)
    assert timeless(copy) == timeless(out)
    for name in ("01/reinforce-0", "02/train-0"):
        mine, theirs = (one / "voted" / name / "model/model.safetensors" for one in (copy, out))
        assert mine.read_bytes() == theirs.read_bytes()
