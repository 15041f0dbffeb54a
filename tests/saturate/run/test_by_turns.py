"""A run that votes, trains and scores turn by turn, from its plan to its results."""

import json

import pytest
from support.players import Player
from support.runs import execute_small
from support.tiny_models import write_tiny_model

from saturate.config.run_config import build_config
from saturate.errors import SaturateError
from saturate.models.engines import Opened
from saturate.publish.run_folders import _corpus
from saturate.registry import load_ladder
from saturate.run.defaults import resolve_config
from saturate.storage.model_facts import ModelFacts

SETTINGS = {
    "ladder": "tools",
    "play": "turns",
    "rounds": 1,
    "score_rungs": (1, 3),
    "voters": "views:3",
    "batch_size": 4,
    "steps": 2,
}


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return str(write_tiny_model(tmp_path_factory.mktemp("model") / "tiny"))


def test_voted_plays_are_trained_on_turn_by_turn(tiny, tmp_path, monkeypatch):
    """The voters are scripted players; what is trained on their turns is a real model."""
    monkeypatch.setattr(
        "saturate.models.open_models.open_model",
        lambda *_: Opened(ModelFacts(True, {}), Player()),
    )
    out = tmp_path / "run"
    results, text = execute_small(out, model=tiny, arms="voted", **SETTINGS)
    assert "Play       turn by turn, in voting, training and scoring" in text
    (arm,) = results.arms
    labelled = [json.loads(line) for line in (out / "voted/01/label/labels.jsonl").open()]
    turns = [len(row["ballots"][i]["turns"]) for row in labelled for i in row["trained"]]
    assert turns and set(turns) == {2}  # on rung 1: a call, and the word that all is done
    assert arm.rounds[1].training[0].steps == 2
    audited = arm.rounds[1].labelling[0].audit
    assert audited.right == audited.total > 0
    assert [score.strict.right for score in arm.rounds[1].scores] == [8, 8, 8]
    base = [json.loads(line) for line in (out / "base/score/samples.jsonl").open()]
    assert len(base) == 24 and all(row["right"] and row["said"] for row in base)
    assert base[0]["doc"]["key"] == load_ladder("tools").problem(1, "score", 0).key
    corpus = list(_corpus(out, arm))
    assert len(corpus) == sum(turns)
    assert [row["completion"] for row in corpus][1::2] == ["done"] * (len(corpus) // 2)


def test_a_model_that_knows_nothing_goes_through_a_round_with_true_labels(tiny, tmp_path):
    out = tmp_path / "run"
    results, _ = execute_small(
        out, model=tiny, arms="gold", max_new_tokens=4, **SETTINGS | {"score_rungs": (1, 1)}
    )
    (gold,) = results.arms
    assert len(gold.rounds[1].training) == 1
    assert [score.strict.right for score in gold.rounds[1].scores] == [0]
    labels = [json.loads(line) for line in (out / "gold/01/label/labels.jsonl").open()]
    assert all(row["ballots"][0]["turns"][-1][1] == "done" for row in labels)


def resolved(tiny, **settings):
    return resolve_config(build_config(model=tiny, **settings))


def test_what_goes_by_turns_votes_without_the_length_filter(tiny):
    config = resolved(tiny, ladder="tools-json", play="turns")
    assert config.filters == ("vote",) and config.max_new_tokens == 128
    at_once = resolved(tiny, ladder="tools-json")
    assert config.steps == 2 * at_once.steps  # a call and the word that all is done
    with pytest.raises(SaturateError, match="length filter compares whole answers"):
        resolved(tiny, ladder="tools-json", play="turns", filters="vote,length")
    with pytest.raises(SaturateError, match="gsm8k is answered at once"):
        resolved(tiny, ladder="gsm8k", play="turns")
