"""Ten tasks of different shapes, each with small made data, for whole rounds."""

from pathlib import Path
from typing import Any, NamedTuple

from support.hard_tasks import choices, sums, trivia, write

WHOLE = "metric_list: [{metric: exact_match, aggregation: mean, higher_is_better: true}]\n"
ACC = "metric_list: [{metric: acc, aggregation: mean, higher_is_better: true}]\n"
STOP = 'generation_kwargs: {until: ["\\n"], do_sample: false, max_gen_toks: 8}\n'
HELPERS = """
import re

def asked(doc):
    return f"{doc['question']}\\nSay a number:"

def shown(doc):
    letters = zip("ABC", doc["options"])
    return doc["question"] + "".join(f"\\n{k}. {o}" for k, o in letters) + "\\nAnswer:"

def scored(doc, results):
    found = re.findall(r"\\d+", results[0])
    return {"f1": float(found[:1] == [doc["answer"].split("#### ")[1]])}
"""


class Shape(NamedTuple):
    """A task's form and what a round of it has to show."""

    text: str
    """Its YAML, but for name and place."""
    rows: Any
    """Makes its items."""
    splits: tuple[str, ...]
    ladder: str
    """The operator that it is climbed by."""
    origin: str
    """Where training items come from, as the notes say."""
    metrics: frozenset[str]
    """Of the original."""


_TRAIN = "training_split: train\ntest_split: test\n"
_LETTERS = '"{{question}}\\nA. {{options[0]}}\\nB. {{options[1]}}\\nC. {{options[2]}}\\nAnswer:"'
_CHOICE = "output_type: multiple_choice\ndoc_to_target: answer\n"


def _yes(count: int, start: int = 0) -> list[dict]:
    """Statements with yes or no as answers, scored as choices of the same two words."""
    return [
        row | {"right": row["answer"] % 2, "told": row["options"][row["answer"]]}
        for row in choices(count, start)
    ]


SHAPES = {
    "letters, zero-shot": Shape(
        _TRAIN + _CHOICE + ACC + f"doc_to_text: {_LETTERS}\ndoc_to_choice: [A, B, C]\n",
        choices, ("train", "test"), "options", "the training split", frozenset({"acc,none"}),
    ),
    "texts, zero-shot": Shape(
        _TRAIN + _CHOICE
        + 'doc_to_text: "Question: {{question}}\\nAnswer:"\ndoc_to_choice: options\n'
        + "metric_list: [{metric: acc}, {metric: acc_norm}]\n",
        choices, ("train", "test"), "options", "the training split",
        frozenset({"acc,none", "acc_norm,none"}),
    ),
    "letters, few-shot, by a function": Shape(
        "validation_split: validation\ntest_split: test\nfewshot_split: validation\n" + _CHOICE
        + ACC + "num_fewshot: 2\ndoc_to_text: !function helpers.shown\ndoc_to_choice: [A, B, C]\n",
        choices, ("validation", "test"), "options", "the validation split",
        frozenset({"acc,none"}),
    ),
    "cloze of one split": Shape(
        "test_split: test\n" + _CHOICE + ACC
        + 'doc_to_text: "{{question.replace(\'Which tool did\', \'It is known what\')}}"\n'
        + "doc_to_choice: options\n",
        choices, ("test",), "options", "the test split, divided by hash",
        frozenset({"acc,none"}),
    ),
    "yes or no, with examples to take away": Shape(
        _TRAIN + "output_type: multiple_choice\ndoc_to_target: right\n" + ACC
        + 'num_fewshot: 2\ndoc_to_text: "{{question}} {{told}}?"\ndoc_to_choice: ["no", "yes"]\n',
        _yes, ("train", "test"), "shots", "the training split", frozenset({"acc,none"}),
    ),
    "whole numbers, few-shot, with a filter": Shape(
        _TRAIN + "fewshot_split: train\nnum_fewshot: 2\n" + WHOLE + STOP
        + 'doc_to_text: "Question: {{question}}\\nAnswer:"\ndoc_to_target: "{{answer}}"\n'
        + 'filter_list: [{name: strict, filter: [{function: regex, regex_pattern: "(-?[0-9]+)"}, '
        + "{function: take_first}]}, {name: last, filter: [{function: regex, regex_pattern: "
        + '"(-?[0-9]+)", group_select: -1}, {function: take_first}]}]\n',
        sums, ("train", "test"), "compose", "the training split",
        frozenset({"exact_match,strict", "exact_match,last"}),
    ),
    "short texts": Shape(
        "training_split: train\nvalidation_split: validation\n" + WHOLE + STOP
        + 'doc_to_text: "Q: {{question}}?\\nA:"\ndoc_to_target: "{{answers}}"\n',
        trivia, ("train", "validation"), "compose", "the training split",
        frozenset({"exact_match,none"}),
    ),
    "only a validation split": Shape(
        "validation_split: validation\n" + WHOLE + STOP
        + 'doc_to_text: "Q: {{question}}?\\nA:"\ndoc_to_target: "{{answers[0]}}"\n',
        trivia, ("validation",), "compose", "the validation split, divided by hash",
        frozenset({"exact_match,none"}),
    ),
    "a prompt by a function, scored by one": Shape(
        _TRAIN + STOP + "doc_to_text: !function helpers.asked\n"
        + "doc_to_target: \"{{answer.split('#### ')[1]}}\"\n"
        + "process_results: !function helpers.scored\nmetric_list: [{metric: f1, "
        + "aggregation: mean, higher_is_better: true}]\n",
        sums, ("train", "test"), "compose", "the training split", frozenset({"f1,none"}),
    ),
    "instructed, with a prefix, among statements": Shape(
        _TRAIN + WHOLE + STOP + 'description: "Work it out.\\n\\n"\ngen_prefix: "It is"\n'
        + 'doc_to_text: "Story: {{question}}\\nHow many:"\n'
        + "doc_to_target: \"{{answer.split('#### ')[1]}}\"\n"
        + 'target_delimiter: " "\n',
        sums, ("train", "test"), "distract", "the training split",
        frozenset({"exact_match,none"}),
    ),
}  # fmt: skip


def write_shape(name: str, folder: Path) -> tuple[Path, Path]:
    """A shape's YAML, and the folder of its data."""
    shape = SHAPES[name]
    file = folder / "shape.yaml"
    file.write_text(f"task: shape\ndataset_path: nowhere/shape\n{shape.text}", "utf-8")
    (folder / "helpers.py").write_text(HELPERS, "utf-8")
    for place, split in enumerate(shape.splits):
        write(folder / "data", split, shape.rows(45, start=45 * place))
    return file, folder / "data"
