from types import SimpleNamespace

import pytest
from scipy.stats import binomtest
from support.made_up import as_read
from support.runs import execute_small, small_config

from saturate.ladder import stable_hash
from saturate.models import Completion
from saturate.registry import load_ladder
from saturate.rounds.collapse import MAX_ALARMS, CollapseCheck, compare_models
from saturate.rounds.context import StageWork
from saturate.rounds.curriculum import Position
from saturate.rounds.display import StageProgress
from saturate.rounds.state import ArmState, ModelRef
from saturate.storage.files import read_json
from saturate.storage.layout import SUMMARY, Place
from saturate.storage.stages import Clock
from saturate.training.replay import Pair

LADDER = load_ladder("addition")


class Fickle:
    """Repeats what it was taught, but for a share of the prompts."""

    has_chat_template = False

    def __init__(self, taught: dict[str, str], share: float, finished: bool = True) -> None:
        self.taught, self.share, self.finished = taught, share, finished

    def complete(self, prompts, decoding, progress=None):
        progress(len(prompts))
        return [[self._answer(prompt)] for prompt in prompts]

    def _answer(self, prompt: str) -> Completion:
        flips = stable_hash(prompt) % 1000 < 1000 * self.share
        text = "0" if flips else self.taught[prompt]
        return Completion(text, len(text), -1.0, self.finished)


def watched(tmp_path, before: float, after: float, finished: bool = True) -> CollapseCheck:
    learned = {}
    for rung in range(3, 12):
        problems = [LADDER.problem(rung, "train", index) for index in range(60)]
        learned[rung] = [Pair(LADDER.prompt(p.question), p.solution) for p in problems]
    taught = {pair.prompt: pair.completion for pairs in learned.values() for pair in pairs}
    told: list[int] = []
    models = {"old": Fickle(taught, before), "new": Fickle(taught, after, finished)}
    context = SimpleNamespace(
        ladder=LADDER,
        config=small_config(benchmark="addition", score_rungs=(10, 12)),
        seed_data=lambda: {},
        opened=lambda model: SimpleNamespace(sampler=models[model.path]),
    )
    states = [ArmState([ModelRef(name, name)], Position(11, 1.0), [learned], []) for name in models]
    work = StageWork(tmp_path, StageProgress(told.append, told.append), Clock())
    compare_models(context, Place("voted", 3), *states, work)
    found = CollapseCheck(**read_json(tmp_path / SUMMARY))
    assert told == [2 * found.asked, found.asked, found.asked]
    return found


def test_a_model_that_answers_as_taught_raises_no_alarm(tmp_path):
    found = watched(tmp_path, 0.0, 0.0)
    assert found == (240, 0, 0)
    assert not found.alarm


def test_answers_that_were_lost_raise_it_and_those_never_had_do_not(tmp_path):
    lost = watched(tmp_path, 0.05, 0.2)
    assert 15 < lost.lost < 60
    assert lost.alarm
    assert not watched(tmp_path, 0.2, 0.2).alarm
    won = watched(tmp_path, 0.2, 0.05)
    assert won.won == lost.lost
    assert not won.alarm
    endless = watched(tmp_path, 0.0, 0.0, finished=False)
    assert endless.lost == endless.asked
    assert endless.alarm


@pytest.mark.parametrize(
    ("lost", "won", "alarm"),
    [(0, 0, False), (6, 0, False), (7, 0, True), (9, 2, False), (11, 2, False), (12, 1, True)],
)
def test_the_alarm_is_an_exact_sign_test(lost, won, alarm):
    assert CollapseCheck(240, lost, won).alarm == alarm
    if lost:
        exact = binomtest(lost, lost + won, alternative="greater").pvalue
        assert (exact < 0.01) == alarm


def test_rounds_with_alarms_are_undone_and_the_arm_stops(tmp_path, monkeypatch):
    monkeypatch.setattr("saturate.rounds.collapse._RISK", 2.0)
    results, shown = execute_small(
        tmp_path / "run", rounds=MAX_ALARMS + 2, arms=("voted", "format")
    )
    voted, control = results.arms
    assert voted.stopped
    assert not control.stopped
    assert results.complete
    assert len(voted.rounds) == MAX_ALARMS + 1
    assert len(control.rounds) == MAX_ALARMS + 3
    for one in voted.rounds[1:]:
        assert one.watch.undone
        assert one.scores == voted.rounds[0].scores
        assert one.training
        assert any(label.trained for label in one.labelling)
        assert one.taught == set()
    assert "back to what it was before" in shown
    assert f"stops after round {MAX_ALARMS}" in shown
    html = as_read((tmp_path / "run" / "report.html").read_text("utf-8"))
    assert "undid rounds 1 and 2" in html
    assert "undone, as it answered otherwise" in html


def test_an_undisturbed_arm_comes_out_the_same_watched_or_not(tmp_path, monkeypatch):
    monkeypatch.setattr(
        "saturate.rounds.collapse._RISK", 0.0
    )  # six steps may harm, and rightly alarm
    (watched,), (alone,) = (
        execute_small(tmp_path / str(rollback), arms=("voted",), rollback=rollback)[0].arms
        for rollback in (True, False)
    )
    assert [one.scores for one in watched.rounds] == [one.scores for one in alone.rounds]
    assert [bool(one.watch) for one in watched.rounds] == [bool(o.training) for o in alone.rounds]
    assert not any(one.watch for one in alone.rounds)
