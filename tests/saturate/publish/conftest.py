"""A run to publish, and what is written of it."""

import pytest
from support.fakes import make_results, write_run
from support.published_runs import TO, TOKEN, fill

from saturate.publish import write_folders


@pytest.fixture
def run(tmp_path):
    """A run on a machine with a tell-tale home, user and token in its settings."""
    results = make_results(model="/home/alice/secret lab/base-model")
    command = (
        f"saturate --model '/home/alice/secret lab/base-model' --out=/mnt/alice/runs/x "
        f"--benchmark-data /data/alice/gsm8k --token {TOKEN}"
    )
    results = results.model_copy(
        update={"command": command, "original_skipped": "cannot read /home/alice/gsm8k/test.jsonl"}
    )
    results.config["benchmark_data"] = "/data/alice/gsm8k"
    return fill(write_run(tmp_path / "run", results), results)


@pytest.fixture
def made(run, tmp_path):
    return write_folders(run, TO, tmp_path / "out")
