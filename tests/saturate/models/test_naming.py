"""Which embedded model a name means, by what it is wanted for."""

import json
import shutil

import pytest

from saturate.errors import SaturateError
from saturate.models.naming import resolve, resolve_all, seed_folder


@pytest.fixture
def two_seeds(tmp_path, monkeypatch):
    """A package with a second embedded model, which was taught other ladders."""
    shutil.copytree(seed_folder(), tmp_path / "model-0")
    shutil.copytree(seed_folder(), tmp_path / "model-more-0")
    file = tmp_path / "model-more-0/config.json"
    config = json.loads(file.read_text()) | {"saturate_known_rungs": {"copy": 10, "maze-nodes": 3}}
    file.write_text(json.dumps(config))
    monkeypatch.setattr("saturate.models.naming.files", lambda package: tmp_path)
    return tmp_path


def test_of_several_embedded_models_the_one_that_knows_the_ladder_is_taken(two_seeds):
    first, other = str(two_seeds / "model-0"), str(two_seeds / "model-more-0")
    assert resolve("seed") == resolve("seed", ladder="gsm8k") == first
    assert resolve("seed", ladder="copy") == other
    assert resolve("seed", ladder="multiplication") == first  # nobody was taught it
    assert resolve_all(["seed", other], "copy") == [other, other]
    with pytest.raises(SaturateError, match="no embedded seed model number 1"):
        resolve_all(["seed", "seed"], "copy")


def test_a_run_starts_above_what_the_embedded_model_of_its_ladder_knows(two_seeds):
    from saturate.config.run_config import build_config
    from saturate.run.defaults import resolve_config

    assert resolve_config(build_config(benchmark="copy")).start_rung == 11
    assert resolve_config(build_config(benchmark="addition")).start_rung == 11
    assert resolve_config(build_config(benchmark="multiplication")).start_rung == 1
    maze = resolve_config(build_config(benchmark="maze"))
    assert (maze.ladder, maze.start_rung) == ("maze-nodes", 4)
