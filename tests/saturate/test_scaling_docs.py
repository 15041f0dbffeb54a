"""docs/scaling: its files are read as far as that needs no cluster, and its table is true."""

import re
import runpy
import shlex
import subprocess
from pathlib import Path

import pytest
import yaml

from saturate.config.run_config import build_config

DOCS = Path(__file__).parents[2] / "docs"
FILES = DOCS / "scaling"
EIGHT_NODES = {
    "$((8 * SLURM_JOB_NUM_NODES))": "64",
    "$((64 * SLURM_JOB_NUM_NODES))": "512",
    "$((SKYPILOT_NUM_GPUS_PER_NODE * SKYPILOT_NUM_NODES))": "64",
    "$((8 * SKYPILOT_NUM_GPUS_PER_NODE * SKYPILOT_NUM_NODES))": "512",
    '"$head:$port"': "10.0.0.1:20001",
    '"$head:6399"': "10.0.0.1:6399",
    '"$MODEL"': "Qwen/Qwen2.5-7B-Instruct",
}


def test_the_table_is_what_the_calculation_prints():
    plan = runpy.run_path(str(FILES / "plan.py"))
    assert plan["table"](plan["Costs"]()) in (DOCS / "scaling.md").read_text()


def test_a_round_is_reckoned_as_the_formula_says():
    plan = runpy.run_path(str(FILES / "plan.py"))
    costs = plan["Costs"](
        proposals=10, ballots=2, prompt_tokens=100, answer_tokens=50, prefill=1000, train=200,
        kept=0.5, passes=2, scored=40, run_seconds=0.1, weights=80, network=10, disk=20, start=3,
        gpus_a_node=4,
    )  # fmt: skip
    assert plan["stages"](costs, 8, 100.0) == pytest.approx(
        {
            "label: GPUs": 20 * (0.1 + 0.5) / 8,
            "label: the run's process": 2.0,
            "train": 10 * 0.5 * 4 * 150 / 200 / 8,
            "hand-over": 2 * 8 + 4 + 3,
            "score": 40 * 0.6 / 8,
        }
    )


def test_the_slurm_script_is_bash_and_its_options_come_first():
    script = FILES / "slurm.sh"
    subprocess.run(["bash", "-n", script], check=True)
    lines = script.read_text().splitlines()
    first = next(i for i, line in enumerate(lines) if line and not line.startswith("#"))
    options = [i for i, line in enumerate(lines) if line.startswith("#SBATCH --")]
    assert options and max(options) < first


def kuberay() -> str:
    job = yaml.safe_load((FILES / "kuberay.yaml").read_text())
    cluster = job["spec"]["rayClusterSpec"]
    (workers,) = cluster["workerGroupSpecs"]
    for group in (cluster["headGroupSpec"], workers):
        pod = group["template"]["spec"]
        named = {volume["name"] for volume in pod["volumes"]}
        (container,) = pod["containers"]
        assert {mount["name"] for mount in container["volumeMounts"]} == named
        assert container["resources"]["limits"] == container["resources"]["requests"]
    return job["spec"]["entrypoint"]


def skypilot() -> str:
    return yaml.safe_load((FILES / "skypilot.yaml").read_text())["run"]


def slurm() -> str:
    return (FILES / "slurm.sh").read_text()


@pytest.mark.parametrize("command", [kuberay, skypilot, slurm])
def test_the_commands_are_runs_that_settings_allow(command):
    text = command().replace("\\\n", " ")
    for variable, value in EIGHT_NODES.items():
        text = text.replace(variable, value)
    words = shlex.split(re.search(r"saturate (--.*?)(?:&\s*\nwait|$)", text, re.DOTALL)[1])
    flags = {word.removeprefix("--").replace("-", "_"): i for i, word in enumerate(words)
             if word.startswith("--")}  # fmt: skip
    given = {
        name: True if i + 1 == len(words) or words[i + 1].startswith("--") else words[i + 1]
        for name, i in flags.items()
    }
    given.pop("out")
    config = build_config(**given)
    assert (config.engine, config.worker_engine, config.lora) == ("ray", "vllm", True)
    assert (config.train_workers, config.batch_size) == (64, 512)
