"""Tasks whose own functions draw at random hold the same items whenever they are read."""

import json
import random
import subprocess
import sys

import numpy as np
import pytest
from support import hard_tasks

from saturate.registry import load_ladder

TASK = """
task: drawn
dataset_path: nowhere/drawn
test_split: test
output_type: multiple_choice
process_docs: !function helpers.process
doc_to_text: !function helpers.shown
doc_to_choice: [A, B, C]
doc_to_target: answer
metric_list: [{metric: acc, aggregation: mean, higher_is_better: true}]
"""
HELPERS = """
import random
import numpy

def process(documents):
    def changed(doc):
        options = list(doc["options"])
        random.shuffle(options)
        options = [options[place] for place in numpy.random.permutation(3)]
        return {"options": options, "answer": options.index(doc["options"][doc["answer"]])}
    return documents.map(changed)

def shown(doc):
    letters = "".join(f"\\n{one}. {option}" for one, option in zip("ABC", doc["options"]))
    return f"In part {random.randint(1, 10**9)}: {doc['question']}{letters}\\nAnswer:"
"""
READ = """
import json, pathlib, sys
from saturate.registry import load_ladder
ladder = load_ladder(sys.argv[1], pathlib.Path(sys.argv[2]))
print(json.dumps([ladder.problem(1, "train", index).question for index in range(5)]))
"""


@pytest.fixture
def drawn(tmp_path):
    (tmp_path / "helpers.py").write_text(HELPERS)
    (tmp_path / "drawn.yaml").write_text(TASK)
    hard_tasks.write(tmp_path, "test", hard_tasks.choices(90))
    return f"options:{tmp_path}/drawn.yaml", tmp_path


def test_items_are_the_same_in_every_process(drawn):
    name, data = drawn
    ladder = load_ladder(name, data)
    here = [ladder.problem(1, "train", index).question for index in range(5)]
    done = subprocess.run(
        [sys.executable, "-c", READ, name, str(data)], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout.splitlines()[-1]) == here


def test_the_original_is_scored_on_all_items_that_are_left(drawn):
    ladder = load_ladder(*drawn)
    parts = ladder._opened.parts
    assert len(ladder.original().asked) == len(parts.items["score"]) >= 10
    golds = [item.gold for item in parts.items["score"]]
    assert set(golds) == {0, 1, 2}


def test_generators_go_on_as_they_were(drawn):
    random.seed(7)
    np.random.seed(7)
    wanted = random.random(), float(np.random.random())
    random.seed(7)
    np.random.seed(7)
    load_ladder(*drawn).describe()
    assert (random.random(), float(np.random.random())) == wanted
