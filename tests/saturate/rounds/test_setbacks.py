"""After a round that was undone an arm trains at half the rate."""

from types import SimpleNamespace

import pytest
from support.runs import small_config

from saturate.config.arms import VOTED
from saturate.registry import load_ladder
from saturate.rounds import loop, train
from saturate.rounds.curriculum import Position
from saturate.rounds.state import ArmState, ModelRef
from saturate.storage.layout import Place, StageName
from saturate.training.recipe import TrainingSummary

BASE = ArmState([ModelRef("base", "digest")], Position(5, 1.0), [], ["labels"])


def rates(monkeypatch, tmp_path, setbacks, **settings):
    """The learning rate that the trainer is given."""
    found = []

    def carry_out(learn, config, path, recipe, *_):
        found.append(recipe.learning_rate)
        return TrainingSummary(recipe.steps, 1, 0.1)

    def stage(place, name, key, work, member):
        clock = SimpleNamespace(add=lambda *_: None)
        progress = SimpleNamespace(expect=print, done=print)
        work(SimpleNamespace(out=tmp_path, clock=clock, progress=progress))
        return SimpleNamespace(path=tmp_path, digest="")

    monkeypatch.setattr(train, "carry_out", carry_out)
    context = SimpleNamespace(
        config=small_config(benchmark="addition", **settings), ladder=load_ladder("addition"),
        trackers=None, pool=None, display=SimpleNamespace(note=print), release=lambda: None,
        stage=stage,
    )  # fmt: skip
    state = BASE._replace(setbacks=setbacks)
    train.trained_models(context, Place("voted", 3), StageName.TRAIN, state, lambda *_: (2, None))
    return found


def test_every_setback_halves_the_rate(monkeypatch, tmp_path):
    told = [rates(monkeypatch, tmp_path, n, learning_rate=0.001) for n in range(4)]
    assert told == [[0.001], [0.0005], [0.00025], [0.000125]]


@pytest.mark.parametrize(
    ("stages", "alarms", "wanted"),
    [
        ("none", {2, 4}, [0, 0, 1, 1, 2]),
        ("rl:100,rounds:3", {1}, [0, 0, 0, 0]),  # rewards, which have a rate of their own
    ],
)
def test_a_round_that_is_undone_is_one_and_stays_one(monkeypatch, stages, alarms, wanted):
    found = []

    def train_round(context, place, state, labels):
        found.append(state.setbacks)
        return state._replace(models=[ModelRef(f"m{place.number}", "")])

    monkeypatch.setattr(loop, "train_round", train_round)
    monkeypatch.setattr(loop, "reinforce_round", lambda context, place, state, steps: state)
    monkeypatch.setattr(loop, "label_round", lambda *_, **__: None)
    monkeypatch.setattr(loop, "check_collapse", lambda c, a, place, *_: place.number in alarms)
    monkeypatch.setattr(loop, "score_round", lambda *_, **__: None)
    monkeypatch.setattr(loop, "_base", lambda _: BASE)
    rounds = 5 if stages == "none" else 3
    config = small_config(benchmark="addition", rounds=rounds, stages=stages)
    display = SimpleNamespace(round_done=lambda _: None, note=print)
    context = SimpleNamespace(config=config, display=display, drop_others=lambda *_: None)
    loop.run_arm(context, VOTED)
    assert found == wanted
