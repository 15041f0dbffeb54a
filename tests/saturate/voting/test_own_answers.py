"""What a model reads untaught: its own voted answers on rungs below the first to label."""

import json
import shutil

import pytest
from support.runs import execute_small
from support.stand_ins import StandIn

from saturate.config.arms import parse_arms
from saturate.config.fields import Band
from saturate.config.run_config import build_config
from saturate.ladder import stable_hash
from saturate.models import Completion
from saturate.models.naming import seed_folder
from saturate.models.prompting import Prompter
from saturate.registry import load_ladder
from saturate.storage.files import read_rows
from saturate.training import trainers as training
from saturate.voting import own_answers as replayed
from saturate.voting.ballots import VoterModel
from saturate.voting.labelled import pairs_by_rung
from saturate.voting.own_answers import own_answers, read_rungs

LADDER = load_ladder("addition")


class Reads(StandIn):
    """Adds numbers of up to so many digits, and guesses beyond."""

    def __init__(self, digits):
        self.digits = digits

    def complete(self, prompts, decoding, progress=None):
        return [[self.answer(prompt)] for prompt in prompts]

    def answer(self, prompt):
        short = max(map(len, prompt.strip("=").split("+"))) <= self.digits
        text = LADDER.solve(prompt) if short else str(stable_hash(prompt) % 10**6)
        return Completion(text, len(text), -1.0, True)


def asked(config, digits):
    model = Reads(digits)
    rungs = read_rungs(config, 1, 0)
    voters = [VoterModel(model, Prompter(LADDER, model, bare=True))]
    return own_answers(LADDER, rungs, voters, config, 0, lambda _: None)


@pytest.mark.parametrize(
    ("settings", "known", "rungs"),
    [
        ({"start_rung": 6}, 0, [3, 4, 5]),
        ({"start_rung": 3}, 0, [1, 2]),
        ({"start_rung": 1}, 0, []),
        ({"start_rung": 6}, 3, []),
        ({"start_rung": 6, "replay": 0}, 0, []),
        ({"start_rung": 6, "arms": "gold"}, 0, []),
        ({"start_rung": 6, "arms": "gold,voted"}, 0, [3, 4, 5]),
    ],
)
def test_rungs_that_a_model_is_taken_to_read(settings, known, rungs):
    assert read_rungs(build_config(ladder="addition", **settings), 1, known) == rungs


@pytest.mark.parametrize("band", [None, Band(0.3, 0.9)])
def test_what_voters_agree_on_is_replayed_and_what_a_floor_holds_back_is_not(band):
    config = build_config(
        ladder="addition", start_rung=6, voters="views:5", proposals=60, band=band,
        precision_floor=0, coverage_floor=0,
    )  # fmt: skip
    found = asked(config, digits=4)
    assert [one.labels.rung for one in found] == [3, 4, 5]
    assert [one.held_back for one in found] == ["", "", "0% kept, 50% wanted"]
    assert found[0].summary() | {"rung": 3, "proposals": 58, "kept": 58, "trained": True} == (
        found[0].summary()
    )
    for one in found[:2]:
        (pairs,) = pairs_by_rung(one.labels.labelled).values()
        assert {pair.completion for pair in pairs} == {LADDER.solve(pair.prompt) for pair in pairs}


@pytest.fixture
def stranger(tmp_path):
    """The embedded model, as if nobody had told what it was taught."""
    folder = tmp_path / "stranger"
    shutil.copytree(seed_folder(), folder)
    file = folder / "config.json"
    held = json.loads(file.read_text())
    file.write_text(json.dumps({k: v for k, v in held.items() if k != "saturate_known_rungs"}))
    return folder


def test_a_run_replays_them_in_every_arm(stranger, tmp_path, monkeypatch):
    mixtures = []
    drawn = training.Batches

    def keep(mixed, *others):
        mixtures.append({len(one.pairs[0].prompt.partition("+")[0]): one.weight for one in mixed})
        return drawn(mixed, *others)

    monkeypatch.setattr(training, "Batches", keep)
    monkeypatch.setattr(replayed, "held_back", lambda *_: "")  # of so few labels none is sure
    results, text = execute_small(
        tmp_path / "run", benchmark="addition", model=str(stranger), start_rung=4, rounds=1,
        voters="views:3", arms=parse_arms("voted,gold"), score_rungs=(3, 4), replay=0.2, steps=2,
        max_new_tokens=64, rollback=False,
    )  # fmt: skip
    third = 0.2 / 3
    assert mixtures == [pytest.approx({1: third, 2: third, 3: third, 4: 0.5})] * 2
    rows = list(read_rows(tmp_path / "run/base/replay/labels.jsonl"))
    assert {row["rung"] for row in rows} == {1, 2, 3}
    assert all(row["winner"] == LADDER.solve(row["question"]) for row in rows if row["trained"])
    told = "base: 12 of 12 problems of rung 2 got a label by the model's own vote; replayed"
    assert told in " ".join(text.split())
    assert results.config["replay"] == 0.2
