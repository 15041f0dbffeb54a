"""A run goes on with the models that it began with."""

import errno
import shutil

import pytest
from support.hub_caches import MAIN, OLDER, write_hub_cache
from support.runs import execute_small

from saturate.config.held_settings import folder_settings
from saturate.config.run_config import build_config
from saturate.errors import SaturateError
from saturate.models.naming import seed_folder
from saturate.run import execute as execute_module
from saturate.run import held_models
from saturate.run.held_models import keep_models, unchanged_models, with_commit
from saturate.storage.stages import RunFolder


def own_model(folder):
    """A copy of the embedded model, a place for a run of it, and the run's settings."""
    model, out = folder / "model", folder / "run"
    shutil.copytree(seed_folder(), model)
    settings = {
        "benchmark": "addition", "model": str(model), "rounds": 1, "arms": ("gold",), "steps": 1,
        "score_rungs": (6, 6),
    }  # fmt: skip
    return model, out, settings


def test_a_model_that_was_changed_is_refused_before_anything_is_done_again(tmp_path, monkeypatch):
    model, out, settings = own_model(tmp_path)
    execute_small(out, **settings)
    before = {file: file.stat().st_mtime_ns for file in out.rglob("*.json")}
    file = model / "tokenizer_config.json"
    file.write_text(file.read_text() + "\n")
    monkeypatch.setattr(execute_module, "load", None)
    with pytest.raises(SaturateError, match=f"Model '{model}' has changed since the run in {out}"):
        execute_small(out, **settings | {"rounds": 2})
    assert {file: file.stat().st_mtime_ns for file in out.rglob("*.json")} == before


def test_a_disk_that_is_full_as_a_run_begins_leaves_none_without_its_models(tmp_path, monkeypatch):
    model, out, settings = own_model(tmp_path)

    def full(path, value):
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as disk:
        disk.setattr(held_models, "write_json", full)
        with pytest.raises(SaturateError, match="No space left"):
            execute_small(out, **settings)
    assert not out.exists()
    execute_small(out, **settings)
    file = model / "tokenizer_config.json"
    file.write_text(file.read_text() + "\n")
    with pytest.raises(SaturateError, match="has changed since the run"):
        execute_small(out, **settings)


def test_models_that_a_kill_left_before_a_run_began_count_for_nothing(tmp_path):
    config = build_config(ladder="addition")
    (tmp_path / "models.json").write_text('["another"]')
    RunFolder(tmp_path).check(folder_settings(config))
    unchanged_models(config, tmp_path)
    (tmp_path / "run.json").write_text("{}")
    with pytest.raises(SaturateError, match="has changed since the run"):
        unchanged_models(config, tmp_path)


@pytest.mark.parametrize("damage", ['["ab', "", "[]", "7", "[7]"])
def test_a_damaged_list_of_models_is_not_taken_for_an_older_saturates(tmp_path, damage):
    (tmp_path / "run.json").write_text("{}")
    (tmp_path / "models.json").write_text(damage)
    with pytest.raises(SaturateError, match=r"models\.json is damaged; name another folder"):
        unchanged_models(build_config(ladder="addition"), tmp_path)


def test_a_folder_that_does_not_tell_its_models_takes_any(tmp_path):
    config = build_config(ladder="addition")
    (seed,) = unchanged_models(config, tmp_path)
    keep_models(tmp_path, [seed])
    (tmp_path / "run.json").touch()
    assert unchanged_models(config, tmp_path) == [seed]


def test_a_run_goes_on_with_the_commit_that_it_began_with(tmp_path, monkeypatch):
    main, run = write_hub_cache(tmp_path / "hub", monkeypatch), tmp_path / "run"
    run.mkdir()

    def revision(**settings):
        config = build_config(ladder="addition", **settings)
        return with_commit(config, run).model_args.revision

    config = with_commit(build_config(ladder="addition", model="owner/name"), run)
    keep_models(run, unchanged_models(config, run))
    (run / "run.json").touch()
    main.write_text(OLDER)
    assert revision(model="owner/name") == MAIN
    assert revision(model="owner/name", model_args="revision=main") == "main"
    assert revision(model="seed") is None
    assert revision(model=f"owner/name,{seed_folder()}", voters="models:2") == MAIN
    assert revision(model="owner/name,owner/other", voters="models:2") is None
    named = build_config(ladder="addition", model="owner/name", model_args="revision=main")
    with pytest.raises(SaturateError, match="Model 'owner/name' has changed"):
        unchanged_models(named, run)
    (run / "models.json").unlink()
    (run / "run.json").unlink()
    assert revision(model="owner/name") == OLDER
    (run / "run.json").touch()
    assert revision(model="owner/name") is None, "as the stages of an older saturate have it"
