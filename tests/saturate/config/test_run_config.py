"""What a run is: its fields make flags, checks, ``run.json`` and the hash of every stage."""

import json
from typing import get_args

import pytest

from saturate.config.arms import GOLD, UNFILTERED, VOTED, Arm, ArmKind
from saturate.config.base import Settings
from saturate.config.fields import Filter
from saturate.config.held_settings import folder_settings
from saturate.config.run_config import RunConfig, build_config, config_of
from saturate.config.settings import ChanceSettings, ModelSettings
from saturate.config.voters import Voters
from saturate.errors import SaturateError
from saturate.storage.stages import RunFolder


def test_text_and_what_it_stands_for_are_the_same_setting():
    read = build_config(
        arms="voted, gold,noise:0.1", voters="views:3,samples:2", filters="length,vote",
        score_rungs="3:12", report_to="wandb,,mlflow,wandb", ladder="addition", start_rung=4,
    )  # fmt: skip
    assert read.arms == (VOTED, GOLD, Arm(ArmKind.NOISE, 0.1))
    assert read.voters == Voters(views=3, samples=2)
    assert read.filters == get_args(Filter)
    assert read.score_rungs == (3, 12)
    assert read.report_to == ("wandb", "mlflow")
    assert build_config(**{name: getattr(read, name) for name in read.model_fields_set}) == read
    assert build_config(**json.loads(read.model_dump_json())) == read


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"rounds": 0}, "--rounds 0: Input should be greater than or equal to 1."),
        ({"coverage_floor": "3"}, "--coverage-floor '3': Input should be less than or equal to 1."),
        (
            {"score_items": 7},
            "--score-items 7: Input should be greater than or equal to 8, or: Input should be "
            "'adaptive'.",
        ),
        (
            {"engine": "vlm"},
            "--engine 'vlm': Input should be 'transformers', 'vllm', 'openai' or 'ray'.",
        ),
        ({"patience": 3}, "--patience 3: Extra inputs are not permitted."),
        (
            {"arms": "voted,format", "start_rung": 1},
            "Arm format trains on rungs below the first one to label; give a higher --start-rung.",
        ),
        (
            {"voters": "models:2", "model": "a"},
            "voters models:2 need 2 different models, comma-separated in --model; 1 named.",
        ),
        ({"arms": "voted,voted-ladder"},
         "Arm voted-ladder would be voted again; it goes with --proposer model."),
        ({"band": ".3:.9", "stop_voting": "likely"},
         "A vote that stops once it is likely does not tell how many agree; leave out "
         "--stop-voting, or give --band none."),
        ({"arms": ()}, "No arm that trains is named. Valid: voted, voted-ladder, rounds-only, "
         "unfiltered, random-label, format, gold, noise, maj."),
    ],
)  # fmt: skip
def test_a_setting_out_of_its_range_is_refused_by_its_flag(settings, sentence):
    with pytest.raises(SaturateError) as refused:
        build_config(**settings)
    assert str(refused.value) == sentence


def test_only_what_was_given_counts_as_given():
    assert RunConfig().given() == {}
    assert build_config(rounds=8, seed=0).given() == {"rounds": 8, "seed": 0}


def test_a_stage_depends_on_all_settings_but_defaults_and_those_that_may_grow():
    config = build_config(
        ladder="addition", start_rung=4, score_rungs=(1, 9), rounds=3, arms="voted", steps=7,
        report_to="wandb", ladder_reason="named", seed=0,
    )  # fmt: skip
    assert config.stage_settings() == {
        "ladder": "addition", "start_rung": 4, "score_rungs": [1, 9], "steps": 7,
    }  # fmt: skip


def test_a_folder_without_a_newer_setting_is_the_run_of_its_default(tmp_path):
    config = build_config(ladder="addition", start_rung=4, score_rungs=(1, 9))
    RunFolder(tmp_path / "run").claim(folder_settings(config))
    file = tmp_path / "run" / "run.json"
    old = json.loads(file.read_text())
    del old["rollback"]
    file.write_text(json.dumps(old))
    RunFolder(tmp_path / "run").check(folder_settings(config))
    RunFolder(tmp_path / "run").check(folder_settings(config.model_copy(update={"rounds": 9})))
    other = config.model_copy(update={"rollback": False})
    with pytest.raises(SaturateError, match="rollback = True, not False"):
        RunFolder(tmp_path / "run").check(folder_settings(other))


def test_other_data_under_the_same_name_are_another_run(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    (data / "train.jsonl").write_text('{"question": "1+1?", "answer": "2"}\n')
    config = build_config(ladder="addition", benchmark_data=data)
    folder = RunFolder(tmp_path / "run")
    folder.claim(folder_settings(config))
    (data / "README.md").write_text("Not an item.")
    folder.check(folder_settings(config))
    (data / "train.jsonl").write_text('{"question": "1+1?", "answer": "3"}\n')
    with pytest.raises(SaturateError, match=r"content of benchmark_data = '\w{16}', not"):
        folder.check(folder_settings(config))
    held = json.loads((tmp_path / "run" / "run.json").read_text())
    del held["content of benchmark_data"]
    (tmp_path / "run" / "run.json").write_text(json.dumps(held))
    folder.check(folder_settings(config))


def test_another_commands_settings_make_a_runs_configuration():
    class Asked(ChanceSettings, ModelSettings):
        rung: int = 3
        """No setting of a run."""

    config = config_of(Asked(seed=5, rung=4), rounds=2)
    assert config.given() == {"seed": 5, "rounds": 2}
    assert config.arms == (VOTED, UNFILTERED)


def test_every_setting_says_what_it_is():
    import saturate.cli.app  # noqa: F401 - whose commands have settings of their own

    def below(model):
        return [model, *(one for child in model.__subclasses__() for one in below(child))]

    for model in below(Settings):
        for name, field in model.model_fields.items():
            if model.__module__.startswith("saturate"):
                assert field.description, f"{model.__name__}.{name}"
