"""Of the forty tasks of tests/benchmarks/plans.py: one of each ladder, and of each output."""

import pytest
from support.planned import write_data
from support.tiny_models import write_tiny_model

from saturate.config.run_config import build_config
from saturate.models.loading import load
from saturate.registry import load_ladder
from saturate.run import plan as plans
from saturate.run.defaults import resolve_config
from saturate.run.plan import make_plan, plan_lines
from saturate.run.unit_costs import UnitCosts

COSTS = UnitCosts(answers={1: 0.1}, steps={1: 1.0}, tokens_a_second=1e3)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return write_tiny_model(tmp_path_factory.mktemp("tiny") / "model", positions=8192)


def resolved(task, data, model):
    return resolve_config(
        build_config(benchmark=task, benchmark_data=data, model=str(model), rounds=1)
    )


@pytest.mark.parametrize(
    ("task", "operator"),
    [
        ("wmdp_cyber", "options"),
        ("gsm8k_cot_zeroshot", "compose"),
        ("mlqa_es_es", "shots"),
        ("winogrande", "shots"),
    ],
)
def test_a_task_is_planned_from_its_name_and_data_alone(
    task, operator, tiny, tmp_path, monkeypatch
):
    monkeypatch.setattr(plans, "measure_costs", lambda *_: COSTS)
    config = resolved(task, write_data(task, tmp_path), tiny)
    assert config.ladder == f"{operator}:{task}"
    ladder, loaded = load_ladder(config.ladder, config.benchmark_data), load(str(tiny))
    plan = make_plan(config, ladder, loaded)
    lines = plan_lines(config, ladder, loaded, plan)
    assert any(line.startswith(f"Time       about {plan.seconds / 60:.0f} min") for line in lines)
