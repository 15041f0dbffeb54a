"""What a round replays of rungs below the first to label counts as trained on."""

import json
import shutil

import pytest
from support.runs import small_config

from saturate.analysis.evidence import ItemSet
from saturate.analysis.read_evidence import read_evidence
from saturate.analysis.verdict.effects import effects
from saturate.registry import load_ladder
from saturate.run.read_round import read_round
from saturate.storage.layout import BASE, SUMMARY, Place, StageName

FIRST = Place("voted", 1)


@pytest.fixture(scope="module")
def replaying(small_run, tmp_path_factory):
    """The small run, as if its model had come from the hub and had read rung 6 by itself."""
    folder, results, _ = small_run
    copy = tmp_path_factory.mktemp("runs") / "replaying"
    shutil.copytree(folder, copy)
    stage = copy / BASE.stage(StageName.REPLAY)
    stage.mkdir()
    rungs = [{"rung": 5, "trained": False}, {"rung": 6, "trained": True}]
    (stage / SUMMARY).write_text(json.dumps({"rungs": rungs}))
    return copy, results


def read(folder, place):
    config = small_config(precision_floor=0.0)
    return read_round(folder, place, config, load_ladder(config.ladder)).result


def test_a_round_of_labels_was_trained_on_what_it_replayed(replaying, small_run):
    base, first = (read(replaying[0], place) for place in (BASE, FIRST))
    labelled = {one.rung for one in first.labelling if one.trained}
    assert labelled and 6 not in labelled
    assert (first.replayed, first.taught) == ([6], labelled | {6})
    assert (base.replayed, base.taught) == ([], set())
    assert read(small_run[0], FIRST).replayed == []


def test_a_replayed_rung_is_none_that_was_read_before_any_training_on_it(replaying):
    folder, results = replaying
    model = results.model.model_copy(update={"known_rungs": {}})

    def unseen(replayed):
        arms = [
            arm.model_copy(
                update={
                    "rounds": [
                        one.model_copy(update={"replayed": replayed if one.number else []})
                        for one in arm.rounds
                    ]
                }
            )
            for arm in results.arms
        ]
        made = results.model_copy(update={"arms": arms, "model": model})
        found = effects(read_evidence(folder, made), "voted", 1)
        sets = {one.name: one.sets for one in found}
        rung = ItemSet("rung", results.ladder.name, 6)
        return rung in sets["unseen"], rung in sets["trained"]

    assert unseen([]) == (True, False)
    assert unseen([6]) == (False, True)
