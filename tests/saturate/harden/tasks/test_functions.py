"""What a task's own functions need goes into the written folder, or the folder is refused."""

import json
import subprocess
import sys

import pytest
from support.hard_tasks import trivia, write

from saturate.errors import SaturateError
from saturate.harden.folder import write_folder
from saturate.harden.rungs import make_rung, open_operator
from saturate.harden.tasks.configs import FunctionRef, find_task
from saturate.harden.tasks.functions import copy_functions
from saturate.harden.tasks.source import Source

TASK = """
task: mine
test_split: test
fewshot_split: train
num_fewshot: 2
doc_to_text: "Question: {{question}}?\\nAnswer:"
doc_to_target: "{{answers[0]}}"
output_type: generate_until
generation_kwargs: {until: ["\\n"]}
metric_list: [{metric: exact_match, aggregation: mean, higher_is_better: true}]
"""
SCORE = "\ndef score(doc, results):\n    return {'exact_match': check(results[0])}\n"
BESIDE = "import os, sys\nsys.path.insert(0, os.path.dirname(__file__))\n"
ALL_WAYS = (
    BESIDE
    + """
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from helper_one import one
from helper_package import inner
PLACE = Path(__file__).parent
spec = spec_from_file_location("helper_by_path", Path(__file__).with_name("helper_by_path.py"))
by_path = module_from_spec(spec)
spec.loader.exec_module(by_path)

def check(text):
    import helper_late
    numbers = [one(), inner.number(), import_module("helper_named").FOUR, helper_late.FIVE]
    numbers += [len((PLACE / "data" / "words.txt").read_text().split()), by_path.SEVEN]
    numbers += [len(list(PLACE.glob("list-*.json")))]
    numbers += [len(Path(__file__).with_suffix(".csv").read_text())]
    assert numbers == [1, 2, 4, 5, 6, 7, 2, 3], numbers
    return 1.0
"""
    + SCORE
)
FILES = {
    "mine.py": ALL_WAYS,
    "mine.csv": "a,b",
    "helper_one.py": "from helper_two import zero\none = lambda: zero + 1\n",
    "helper_two.py": "zero = 0\n",
    "helper_package/__init__.py": "",
    "helper_package/inner.py": "from .deep import value\nfrom . import other\ndef number():\n"
    "    return value + other.ONE\n",
    "helper_package/deep.py": "value = 1\n",
    "helper_package/other.py": "ONE = 1\n",
    "helper_named.py": "FOUR = 4\n",
    "helper_late.py": "FIVE = 5\n",
    "helper_by_path.py": "SEVEN = 7\n",
    "data/words.txt": "a b c d e f",
    "list-1.json": "[]",
    "list-2.json": "[]",
    "unrelated.py": "1",
    "unrelated.txt": "1",
}
RUN = """
import json, sys
sys.modules["saturate"] = None
import lm_eval
from lm_eval.tasks import TaskManager
folder, name = sys.argv[1:]
manager = TaskManager(include_path=folder, include_defaults=False)
found = lm_eval.simple_evaluate(
    model="dummy", tasks=[name], task_manager=manager, bootstrap_iters=0, limit=2
)
print("\\n" + json.dumps(found["results"][name + "_2"]["exact_match,none"]))
"""


@pytest.fixture(autouse=True)
def clean_imports(monkeypatch):
    before = set(sys.modules)
    monkeypatch.setattr(sys, "path", list(sys.path))
    yield
    for name in set(sys.modules) - before:
        if "helper" in name or "/" in name:
            del sys.modules[name]


def lay(folder, files):
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def written(folder, files, task="task.yaml"):
    lay(folder, files)
    write(folder / "documents", "test", trivia(6))
    write(folder / "documents", "train", trivia(4, start=6))
    made = open_operator(Source(find_task(str(folder / task)), folder / "documents"), "shots", 2)
    out = folder / "hard"  # beside the task, as users have it
    return out, write_folder(out, made, [make_rung(made, rung, 4) for rung in (1, 2)])


def score_elsewhere(folder, names, tmp_path):
    """Move the folder, take its sources away, and run it by stock lm-eval in a fresh process."""
    moved = folder.rename(tmp_path / "moved")
    folder.parent.rename(tmp_path / "gone")
    done = subprocess.run(
        [sys.executable, "-I", "-c", RUN, str(moved), names[0]],
        cwd="/", capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


CHECK = TASK + "process_results: !function utils.score\n"
BASE = TASK.replace("task: mine\n", "") + "process_results: !function utils.score\n"
FILTER = """
filter_list:
  - name: none
    filter: [{function: custom, filter_fn: !function other.utils.score}, {function: take_first}]
"""
ONE = "def score(doc, results):\n    return {'exact_match': float(results[0] == 'b')}\n"
TWO = "def score(resps, docs):\n    return [['b'] for _ in resps]\n"


@pytest.mark.parametrize(
    ("files", "task", "right"),
    [
        (
            {"task.yaml": TASK + "process_results: !function mine.score\n", **FILES},
            "task.yaml",
            1.0,
        ),
        (
            {
                "task.yaml": TASK + "process_results: !function some.utils.score\n" + FILTER,
                "some/utils.py": ONE,
                "other/utils.py": TWO,
            },
            "task.yaml",
            1.0,
        ),
        (
            {
                "v1.5/base.yaml": BASE,
                "v1.5/utils.py": ONE,
                "sub/task.yaml": "include: ../v1.5/base.yaml\ntask: mine\n"
                "filter_list: [{name: none, filter: [{function: custom, filter_fn: !function "
                "utils.score}, {function: take_first}]}]",
                "sub/utils.py": TWO,
            },
            "sub/task.yaml",
            1.0,
        ),
    ],
    ids=["all ways to find a file", "two files of one name", "a function of an included YAML"],
)
def test_a_written_folder_runs_elsewhere_without_its_sources(tmp_path, files, task, right):
    (tmp_path / "source").mkdir()
    out, names = written(tmp_path / "source", files, task)
    # Own functions score by the text alone, so that dummy's answers are right where they ran.
    assert score_elsewhere(out, names, tmp_path) == right


def test_what_is_copied_and_what_is_not(tmp_path):
    lay(tmp_path / "source", FILES)
    names = copy_functions([FunctionRef("mine.score", tmp_path / "source")], tmp_path / "out")
    assert names == {("mine.score", tmp_path / "source"): "functions.mine.score"}
    copied = tmp_path / "out/functions"
    found = {file.relative_to(copied).as_posix() for file in copied.rglob("*") if file.is_file()}
    assert found == set(FILES) - {"unrelated.py", "unrelated.txt"}


@pytest.mark.parametrize(
    ("utils", "sentence"),
    [
        ("WORDS = open('{source}/words.txt').read()", "read .*words.txt, outside the folder"),
        ("def check(_):\n    return float(len(open('words.txt').read()))", "FileNotFoundError"),
        ("from helper_path import check", "No module named 'helper_path'"),
        ("import sys\nsys.path.insert(0, '{lib}')\nfrom helper_path import check", "outside"),
        ("from saturate.ladder import stable_hash", "saturate"),
    ],
)
def test_what_the_folder_cannot_hold_is_refused(tmp_path, monkeypatch, utils, sentence):
    source, lib = tmp_path / "source", tmp_path / "lib"
    lay(lib, {"helper_path.py": "def check(_):\n    return 1.0\n"})
    monkeypatch.syspath_prepend(lib)
    lay(source, {"words.txt": "a b"})
    monkeypatch.chdir(source)
    if "check" not in utils:
        utils += "\ndef check(_):\n    return 1.0\n"
    files = {"task.yaml": CHECK, "utils.py": utils.format(source=source, lib=lib) + SCORE}
    with pytest.raises(SaturateError, match=sentence) as error:
        written(source, files)
    assert "cannot be written so that lm-eval alone runs them" in str(error.value)
    assert not (source / "hard").exists()


def test_files_far_apart_are_refused(tmp_path):
    lay(tmp_path, {"a/b/c/d/e/utils.py": "1", "f/utils.py": "1"})
    refs = [FunctionRef("utils.score", tmp_path / place) for place in ("a/b/c/d/e", "f")]
    with pytest.raises(SaturateError, match="too far apart"):
        copy_functions(refs, tmp_path / "out")


def test_a_file_that_is_no_python_is_refused(tmp_path):
    lay(tmp_path, {"utils.py": "import helper\n", "helper.py": "def ("})
    with pytest.raises(SaturateError, match=r"helper.py cannot be read as Python"):
        copy_functions([FunctionRef("utils.score", tmp_path)], tmp_path / "out")
