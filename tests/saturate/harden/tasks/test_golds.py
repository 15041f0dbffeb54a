import json

import pytest

from saturate.harden.rungs import open_operator
from saturate.harden.tasks.configs import find_task
from saturate.harden.tasks.golds import Golds
from saturate.harden.tasks.source import Source
from saturate.harden.text.boxes import last_box

TASK = """
task: mine
dataset_path: nowhere/mine
test_split: test
doc_to_text: "Question: {{question}} Answer:"
doc_to_target: "{{answer}}"
generation_kwargs: {until: ["\\n\\n"]}
metric_list: [{metric: exact_match, aggregation: mean, higher_is_better: true}]
"""

LOOSE = ", ignore_punctuation: true"


@pytest.mark.parametrize(
    ("text", "held"),
    [
        (r"so \boxed{43}.", "43"),
        (r"First \boxed{5} then \boxed{\frac{43}{2}}.", r"\frac{43}{2}"),
        (r"\boxed{\text{12}}", "12"),
        (r"\boxed{\textbf{\text{12}}}", "12"),
        (r"\boxed{x^{2^{3}}}", "x^{2^{3}}"),
        (r"\fbox{7}", "7"),
        (r"\boxed {8}", "8"),
        (r"$\boxed 9$.", "9"),
        (r"\boxed 9.", "9"),
        (r"\boxed{\boxed{6}}", "6"),
        (r"\boxed{1{,}200}", "1,200"),
        (r"\boxed{1\,200}", "1200"),
        (r"\boxed{\$5}", "$5"),
        (r"\boxed{\{1, 2\}}", r"\{1, 2\}"),
        (r"\boxed{5} or \boxed{6", ""),
        (r"\boxed{5} or \boxed{}", ""),
    ],
)
def test_the_last_box_is_read_with_its_braces(text, held):
    box = last_box(text)
    assert box is not None
    assert box.content == held


@pytest.mark.parametrize("text", ["", "no box", r"\boxes{5}", r"\makebox{5}"])
def test_no_box(text):
    assert last_box(text) is None


def opened(folder, answers, task=TASK):
    rows = [
        {"question": f"Ann{n} has {n + 30} red coins. How many?", "answer": answer}
        for n, answer in enumerate(answers)
    ]
    (folder / "test.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    (folder / "mine.yaml").write_text(task, "utf-8")
    return Source(find_task(str(folder / "mine.yaml")), folder)


@pytest.mark.parametrize(
    ("answer", "whole", "accepted"),
    [
        ("43", 43, ("43",)),
        (r"First \boxed{5} then \boxed{43}.", 43, ("43",)),
        (r"First \boxed{5} then in the end \boxed{\frac{43}{2}}.", None, (r"\frac{43}{2}",)),
        ("\\boxed{5}\n#### 43", 43, ("43",)),
        ("#### 5\nso \\boxed{43}", 43, ("43",)),
        (r"First \boxed{5} then \boxed{", None, ()),
        ("It takes 3 steps.\n#### 12.5", None, ("12.5",)),
        ("3 1/2", None, ("3 1/2",)),
    ],
)
def test_the_marked_answer_is_the_gold(tmp_path, answer, whole, accepted):
    source = opened(tmp_path, [answer, "1"])
    golds = Golds(source)
    assert golds.whole_number(source.items[0]) == whole
    assert golds.accepted(source.items[0]) == accepted


FILTERED = (
    TASK
    + """
filter_list:
  - name: strict-match
    filter:
      - {function: regex, regex_pattern: "#### (\\\\-?[0-9\\\\.\\\\,]+)"}
      - {function: take_first}
  - name: flexible-extract
    filter:
      - {function: regex, group_select: -1, regex_pattern: "(-?[$0-9.,]{2,})|(-?[0-9]+)"}
      - {function: take_first}
"""
)


@pytest.mark.parametrize(
    ("answer", "whole"),
    [
        ("43", 43),
        ("43 coins", 43),
        ("It is 43.", 43),
        ("2 more: 41 + 2 = 43\n#### 43", 43),
        ("2 more: 41 + 2\n#### 43.5", None),
        ("1/2", None),
        ("3 1/2", None),
        ("10:30", None),
        ("July 4", None),
        ("5 or 7", None),
        (r"First \boxed{5} then \boxed{", None),
    ],
)
def test_a_filter_alone_reads_no_part_of_an_answer(tmp_path, answer, whole):
    """Of GSM8K's filters the second finds a number in any text."""
    source = opened(tmp_path, [answer, "1"], FILTERED)
    assert Golds(source).whole_number(source.items[0]) == whole


def test_a_mark_is_no_answer_where_marks_are_not_compared(tmp_path):
    answers = [")", ["(", "six"], "six"]
    rows = [answer if isinstance(answer, list) else [answer] for answer in answers]
    for marks, accepted in (("", [(")",), ("(", "six"), ("six",)]), (LOOSE, [(), ("six",)])):
        source = opened(tmp_path, rows, TASK.replace("true}", f"true{marks}}}"))
        golds = Golds(source)
        assert [golds.accepted(item) for item in source.items][: len(accepted)] == accepted


def test_a_label_on_the_items_line_stands_once(tmp_path):
    made = open_operator(opened(tmp_path, [str(40 + n) for n in range(20)]), "compose", 3)
    text = made.harden(made.items[0], 3).item.text
    assert text.startswith("Question: Solve these 3 problems in order.")
    assert text.endswith("is the one to problem 3. Answer:")
    assert text.count("Question:") == text.count("Answer:") == 1
