"""How long answers may be follows the benchmark's own task where nobody says otherwise."""

import contextlib
from pathlib import Path

import pytest
import yaml
from support import hard_tasks
from support.runs import small_config
from support.stand_ins import StandIn
from support.tiny_models import write_tiny_model

from saturate.analysis.asking import model_asker
from saturate.config.model_options import MOST_TOKENS
from saturate.config.settings import ModelSettings
from saturate.models import Completion
from saturate.models.prompting import Prompter
from saturate.publish import BenchmarkRequest, freeze
from saturate.registry import load_ladder
from saturate.run.room import cut_notes
from saturate.scoring.original import score_original
from saturate.scoring.own_room import own_room, room_by_default
from saturate.scoring.rungs import RungTask, score_rungs
from saturate.storage.model_facts import ModelFacts
from saturate.voting.ballots import VoterModel
from saturate.voting.poll import ask
from saturate.voting.proposals import propose


class Noting(StandIn):
    """Keeps how long its answers may be."""

    def __init__(self):
        self.rooms = []

    def complete(self, prompts, decoding, progress=None):
        self.rooms += [decoding.max_new_tokens] * len(prompts)
        return [[Completion("#### 1", 1, 0.0, True)] * decoding.n for _ in prompts]

    def close(self):
        pass


def named(folder: Path, limit: str, text: str = hard_tasks.SUMS) -> str:
    file = folder / f"own{len(list(folder.iterdir()))}.yaml"
    file.write_text(text.replace("max_gen_toks: 64", limit))
    return f"compose:{file}"


@pytest.fixture
def long(tmp_path):
    """The sums, whose answers may take 1,024 tokens."""
    return named(tmp_path, "max_gen_toks: 1024")


SUMS = hard_tasks.data("sums")


def test_the_longest_of_the_rungs_counts_and_the_run_has_no_less_than_its_own(tmp_path, long):
    ladder = load_ladder(long, SUMS)
    assert own_room(ladder, (1, 2, 3)) == room_by_default(ladder, (1, 2, 3)) == 3072
    short = hard_tasks.open_ladder("compose:sums")
    assert (own_room(short, (1, 3)), room_by_default(short, (1, 3))) == (192, 512)
    assert own_room(hard_tasks.open_ladder("options:letters"), (1,)) is None
    assert own_room(load_ladder("addition"), (1,)) is None
    most = load_ladder(named(tmp_path, "max_gen_toks: 32768"), SUMS)
    assert room_by_default(most, (3,)) == MOST_TOKENS


def test_the_original_counts_where_rungs_have_a_room_of_their_own(tmp_path):
    text = hard_tasks.TRIVIA.replace("do_sample: false", "do_sample: false, max_gen_toks: 900")
    ladder = load_ladder(named(tmp_path, "", text), hard_tasks.data("trivia"))
    assert ladder.own_task(2, []).config["generation_kwargs"]["max_gen_toks"] == 96
    assert room_by_default(ladder, (1, 2)) == 900


@pytest.mark.parametrize("name", ["max_new_tokens", "max_tokens", "max_completion_tokens"])
def test_every_name_that_lm_eval_has_for_it(tmp_path, name):
    ladder = load_ladder(named(tmp_path, f"{name}: 700"), SUMS)
    assert own_room(ladder, (1,)) == 700
    assert ladder.own_task(2, []).config["generation_kwargs"]["max_gen_toks"] == 1400
    assert name not in ladder.own_task(2, []).config["generation_kwargs"]
    model = Noting()
    score_rungs(model, [RungTask(ladder.describe().name, 1, 2, True, data=str(SUMS))], 4096)
    assert model.rooms == [700, 700]


def test_a_run_follows_the_task_in_scores_votes_and_the_original(tmp_path, long):
    """What is given holds; every rung has the room that plain lm-eval gives it."""
    folder = str(write_tiny_model(tmp_path / "tiny"))
    kept = {"ladder": long, "benchmark_data": SUMS, "model": folder, "score_rungs": (1, 2)}
    config = small_config(**kept, voters="samples:2")
    assert config.max_new_tokens == 2048
    assert small_config(**kept, max_new_tokens=300).max_new_tokens == 300
    assert small_config(ladder="addition", model=folder).max_new_tokens == 512

    ladder, model = load_ladder(long, SUMS), Noting()
    tasks = [RungTask(long, rung, 2, True, data=str(SUMS)) for rung in (1, 2)]
    score_rungs(model, tasks, config.max_new_tokens)
    assert sorted(model.rooms) == [1024] * 2 + [2048] * 2
    model.rooms.clear()
    score_original(model, config, lambda _: None, lambda _: None)
    assert set(model.rooms) == {1024}
    model.rooms.clear()
    proposals = [*propose(ladder, 1, 0, 2), *propose(ladder, 2, 0, 2)]
    ask(ladder, proposals, [VoterModel(model, Prompter(ladder, model, False))], config)
    assert sorted(set(model.rooms)) == [1024, 2048]


@pytest.mark.parametrize(("given", "rooms"), [({}, [1024, 2048]), ({"max_new_tokens": 600}, [600])])
def test_score_and_calibrate_follow_it_too(monkeypatch, long, given, rooms):
    model = Noting()
    monkeypatch.setattr(
        "saturate.models.engines.open_model", lambda *_: (ModelFacts(False, {}), model)
    )
    monkeypatch.setattr(
        "saturate.analysis.asking.kept_answers", lambda *_: contextlib.nullcontext()
    )
    settings = ModelSettings(model="org/any", **given)
    with model_asker("score", long, settings, 0, SUMS) as ask_rungs:
        ask_rungs({1: 3, 2: 3})
    assert sorted(set(model.rooms)) == rooms


def test_the_plan_says_where_answers_are_cut_shorter(tmp_path, long):
    ladder = load_ladder(long, SUMS)
    folder = str(write_tiny_model(tmp_path / "tiny"))
    kept = {"ladder": long, "benchmark_data": SUMS, "model": folder, "score_rungs": (1, 2)}
    (note,) = cut_notes(ladder, False, small_config(**kept, max_new_tokens=600))
    assert note.startswith("task sums lets an answer take 2,048 tokens on the rungs that are sc")
    assert "--max-new-tokens cuts it at 600:" in note
    assert cut_notes(ladder, False, small_config(**kept)) == []
    assert cut_notes(ladder, True, small_config(**kept, max_new_tokens=600)) == []


@pytest.mark.parametrize(
    ("limit", "rooms"), [("temperature: 0", [512, 512]), ("max_gen_toks: 64", [64, 128])]
)
def test_an_export_writes_what_a_run_uses(tmp_path, limit, rooms):
    request = BenchmarkRequest(named(tmp_path, limit), 1, 2, 4, data=SUMS)
    freeze(request, tmp_path / "out")
    files = sorted((tmp_path / "out").glob("hard_sums_compose_*.yaml"))
    settings = [yaml.safe_load(file.read_text().replace("!function", "")) for file in files]
    assert [one["generation_kwargs"]["max_gen_toks"] for one in settings] == rooms
