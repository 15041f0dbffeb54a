"""Small tasks in folders of their own, so that nothing needs a hub."""

import json
import tempfile
from functools import cache
from pathlib import Path

from saturate.harden.tasks.configs import find_task
from saturate.harden.tasks.source import Source
from saturate.ladder import Ladder
from saturate.registry import load_ladder

_HELD = tempfile.TemporaryDirectory(prefix="hard_tasks_")
SUMS = """
task: sums
dataset_path: nowhere/sums
training_split: train
test_split: test
fewshot_split: train
num_fewshot: 3
doc_to_text: "Question: {{question}}\\nAnswer:"
doc_to_target: "{{answer}}"
generation_kwargs: {until: ["\\n\\n"], do_sample: false, max_gen_toks: 64}
metric_list: [{metric: exact_match, aggregation: mean, higher_is_better: true,
  regexes_to_ignore: ["(?s).*#### "]}]
filter_list:
  - name: strict
    filter: [{function: regex, regex_pattern: "#### (-?[0-9]+)"}, {function: take_first}]
metadata: {version: 2.0}
"""
TRIVIA = """
task: trivia
dataset_path: nowhere/trivia
training_split: train
validation_split: validation
num_fewshot: 2
doc_to_text: "Q: {{question}}?\\nA:"
doc_to_target: "{{answers}}"
generation_kwargs: {until: ["\\n"], do_sample: false}
metric_list: [{metric: exact_match, aggregation: mean, higher_is_better: true, ignore_case: true,
  ignore_punctuation: true}]
"""
LETTERS = """
task: letters
dataset_path: nowhere/letters
test_split: test
fewshot_split: dev
num_fewshot: 2
fewshot_config: {sampler: first_n}
output_type: multiple_choice
doc_to_text: "{{question}}\\nA. {{options[0]}}\\nB. {{options[1]}}\\nC. {{options[2]}}\\nAnswer:"
doc_to_choice: [A, B, C]
doc_to_target: answer
metric_list: [{metric: acc, aggregation: mean, higher_is_better: true}]
"""
ENDINGS = """
task: endings
dataset_path: nowhere/endings
validation_split: validation
output_type: multiple_choice
process_docs: !function helpers.process
doc_to_text: "Question: {{question}}\\nAnswer:"
doc_to_choice: options
doc_to_target: answer
metric_list: [{metric: acc, aggregation: mean, higher_is_better: true},
  {metric: acc_norm, aggregation: mean, higher_is_better: true}]
"""
SCHEMAS = """
task: schemas
dataset_path: nowhere/schemas
training_split: train
validation_split: validation
output_type: multiple_choice
doc_to_text: !function helpers.place
doc_to_choice: !function helpers.begun
doc_to_target: !function helpers.ended
metric_list: [{metric: acc, aggregation: mean, higher_is_better: true}]
"""
HELPERS = """
def place(doc):
    return int(doc["answer"]) - 1

def begun(doc):
    return [doc["sentence"].split("_")[0] + doc[key] for key in ("option1", "option2")]

def ended(doc):
    return doc["sentence"].split("_")[1].strip()

def process(documents):
    return documents.map(lambda doc: {"question": doc["question"].strip()})
"""

NAMES = "Ana Bela Carl Dora Emil Fred Gina Hans Ivan Jane Karl Lena Mary Nils Olga Paul".split()
THINGS = "pears coins books cards ships shells stamps boxes plums keys".split()
SYLLABLES = "ba ke mi po tu da re fi lo nu ga se vi zo ju ha we ci ro mu".split()


def made_up(number: int) -> str:
    """A word that shares its beginning with no other one."""
    first, second = divmod(number, len(SYLLABLES))
    return f"{SYLLABLES[second]}{SYLLABLES[first]}xa"


def sums(count: int, start: int = 0) -> list[dict]:
    rows = []
    for n in range(start, start + count):
        name, thing = NAMES[n % len(NAMES)], THINGS[n * 7 % len(THINGS)]
        a, b = 12 + n, 3 + n % 9
        rows.append(
            {
                "question": f"{name} has {a} {thing} and finds {b} shoes. How many {thing} "
                f"for {name}?",
                "answer": f"{a}+{b}=<<{a}+{b}={a + b}>>{a + b}\n#### {a + b}",
            }
        )
    return rows


def trivia(count: int, start: int = 0) -> list[dict]:
    return [
        {
            "question": f"what is the code word of station {n}",
            "answers": [made_up(n), f"the {made_up(n)}"],
        }
        for n in range(start, start + count)
    ]


def choices(count: int, start: int = 0) -> list[dict]:
    """Every item has words of its own."""
    rows = []
    for n in range(start, start + count):
        place, *options = (made_up(4 * n + i) for i in range(4))
        rows.append(
            {
                "question": f"Which tool did the tribe of {place} carry?",
                "options": options,
                "answer": n % 3,
            }
        )
    return rows


def schemas(count: int, start: int = 0) -> list[dict]:
    """Sentences with a blank for one of two things that they name, as in WinoGrande."""
    rows = []
    for n in range(start, start + count):
        one, other, third, verb = (made_up(4 * n + i) for i in range(4))
        rows.append(
            {
                "sentence": f"The {one} {verb} the {other} as the _ was {third}.",
                "option1": one,
                "option2": other,
                "answer": str(1 + n % 2),
            }
        )
    return rows


def write(folder: Path, split: str, rows: list[dict]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / f"{split}.jsonl").write_text(lines, "utf-8")


@cache
def tasks() -> Path:
    """A folder with five tasks and their data."""
    folder = Path(_HELD.name)
    for name, text in {
        "sums": SUMS, "trivia": TRIVIA, "letters": LETTERS, "endings": ENDINGS,
        "schemas": SCHEMAS,
    }.items():  # fmt: skip
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    (folder / "helpers.py").write_text(HELPERS, "utf-8")
    write(folder / "data/sums", "test", sums(60))
    write(folder / "data/sums", "train", sums(80, start=100))
    write(folder / "data/trivia", "validation", trivia(30))
    write(folder / "data/trivia", "train", trivia(20, start=30))
    write(folder / "data/letters", "test", choices(40))
    write(folder / "data/letters", "dev", choices(10, start=40))
    write(folder / "data/endings", "validation", choices(40))
    write(folder / "data/schemas", "validation", schemas(30))
    write(folder / "data/schemas", "train", schemas(60, start=30))
    return folder


def path(name: str) -> str:
    return str(tasks() / f"{name}.yaml")


def data(name: str) -> Path:
    return tasks() / "data" / name


@cache
def source(name: str) -> Source:
    return Source(find_task(path(name)), data(name))


def open_ladder(name: str) -> Ladder:
    """The ladder ``OPERATOR:TASK`` over one of the tasks made here."""
    operator, _, task = name.partition(":")
    return load_ladder(f"{operator}:{path(task)}", data(task))
