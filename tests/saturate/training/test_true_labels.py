"""True labels are trained on only where the task's own filter reads them."""

import pytest
from support import hard_tasks
from support.tiny_models import write_tiny_model

from saturate.cli.teach import LessonSettings, teach
from saturate.config.run_config import build_config
from saturate.errors import SaturateError
from saturate.run.defaults import resolve_config

TASK = """
task: said
dataset_path: nowhere/said
training_split: train
test_split: test
num_fewshot: 2
doc_to_text: "Q: {{question}}\\nA:"
doc_to_target: "TARGET"
metric_list: [{metric: exact_match, aggregation: mean, higher_is_better: true,
  regexes_to_ignore: ["The answer is ", "[.]$"]}]
filter_list:
  - name: strict-match
    filter: [{function: regex, regex_pattern: "The answer is (.*)[.]"}, {function: take_first}]
"""
"""As gsm8k_cot, whose targets are bare numbers."""
BARE, SAID = "{{answer.split('#### ')[1]}}", "The answer is {{answer.split('#### ')[1]}}."


@pytest.fixture
def said(tmp_path):
    hard_tasks.write(tmp_path, "test", hard_tasks.sums(60))
    hard_tasks.write(tmp_path, "train", hard_tasks.sums(120, start=100))
    model = write_tiny_model(tmp_path / "model")

    def settings(target):
        file = tmp_path / f"{len(target)}.yaml"
        file.write_text(TASK.replace("TARGET", target))
        return {"ladder": f"shots:{file}", "benchmark_data": tmp_path, "model": str(model)}

    return settings


@pytest.mark.parametrize("arm", ["gold", "noise:0.1", "random-label", "format"])
def test_arms_made_from_labels_that_no_filter_reads_are_refused(said, arm):
    arms = {"arms": f"voted,{arm}", "start_rung": 2}
    with pytest.raises(SaturateError, match=r"\(0 of 10 read back, such as '1\d\d'\)"):
        resolve_config(build_config(**said(BARE), **arms))
    assert resolve_config(build_config(**said(SAID), **arms)).arms
    assert resolve_config(build_config(**said(BARE), arms="voted,unfiltered")).arms


def test_labels_that_no_filter_reads_are_not_taught(said, tmp_path):
    with pytest.raises(SaturateError, match="would teach a form that scores nothing"):
        teach(tmp_path / "out", settings=LessonSettings(**said(BARE), rungs=1))
