"""One reader of numbers: a table of spellings, beside what lm-eval's own gsm8k task reads.

A line of the table: the answer; what the ladders read strictly and the last number; what lm-eval's
strict-match and flexible-extract read; the kind of difference, as docs/tasks.md explains it.
"""

import json
import re
import time
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import lm_eval
import pytest
from lm_eval.api.instance import Instance
from lm_eval.api.metrics import exact_match_hf_evaluate
from lm_eval.filters import build_filter_ensemble
from lm_eval.tasks._yaml_loader import load_yaml

from saturate.generators.gsm8k import Gsm8k
from saturate.generators.gsm8k_items.redraw import Redraw
from saturate.harden.text.words import number
from saturate.numbers import (
    NO_ANSWER,
    find,
    integer,
    integers,
    last,
    last_digits,
    marked,
    read,
    spelled,
)
from saturate.publish import BenchmarkRequest, freeze
from saturate.task_yamls import folder

TESTS = Path(__file__).parents[1]
THEIRS = load_yaml(Path(lm_eval.__file__).parent / "tasks/gsm8k/gsm8k.yaml", resolve_func=True)


class Spelling(NamedTuple):
    text: str
    strict: str
    flexible: str
    lm_strict: str
    lm_flexible: str
    kind: str


TABLE = [
    Spelling(*json.loads(line))
    for line in (TESTS / "data" / "numbers.jsonl").read_text("utf-8").splitlines()
]


def filtered(config, texts, doc):
    """Run a task's filters over answers, as lm-eval does: by filter, what each reads."""
    asked = [Instance("generate_until", dict(doc), ("", {}), i) for i in range(len(texts))]
    for instance, text in zip(asked, texts):
        instance.resps = [text]
    for one in config["filter_list"]:
        steps = [dict(step) for step in one["filter"]]
        chain = [[step.pop("function"), step or None] for step in steps]
        build_filter_ensemble(one["name"], chain).apply(asked)
    names = [one["name"] for one in config["filter_list"]]
    return {name: [instance.filtered_resps[name] for instance in asked] for name in names}


def whole(text):
    """A reading that some whole number as gold would be scored right by, else nothing."""
    return text if re.fullmatch(r"0|-?[1-9][0-9]*", text) else None


def test_the_table_is_long_and_names_each_difference_and_nothing_else():
    assert len({row.text for row in TABLE}) == len(TABLE) >= 200
    for row in TABLE:
        ours, theirs = (row.strict, row.flexible), (row.lm_strict, row.lm_flexible)
        differs = [whole(text) for text in ours] != [whole(text) for text in theirs]
        assert bool(row.kind) == differs, row


def test_every_kind_of_difference_is_explained_in_the_docs():
    page = (TESTS.parent / "docs" / "tasks.md").read_text("utf-8")
    section = page.partition("## How numbers are read")[2].partition("\n## ")[0]
    told = re.findall(r"^\| ([a-z ]+) \|", section, re.MULTILINE)
    assert sorted(told) == sorted({row.kind for row in TABLE} - {""} | {"kind"})


@pytest.mark.parametrize("ladder", [Gsm8k(), Redraw()])
def test_ladders_read_the_table_strictly(ladder):
    for row in TABLE:
        assert (ladder.extract(row.text) or NO_ANSWER) == row.strict, row


def test_patterns_read_the_table_as_ladders_do():
    from lm_eval.filters.extraction import RegexFilter

    for ladder in (Gsm8k(), Redraw()):
        pattern = ladder.pattern()
        regex = RegexFilter(pattern.regex, pattern.match, NO_ANSWER)
        texts = [[f"so 3. {row.text}"] for row in TABLE]
        told = integers(regex.apply(texts, []), [])
        assert [one for (one,) in told] == [row.strict for row in TABLE]
        assert re.compile(pattern.regex).groups == 1


def test_shipped_and_exported_tasks_read_the_table_as_the_code_does(tmp_path):
    done = freeze(BenchmarkRequest("gsm8k", 2, 2, 1), tmp_path / "bench")
    doc = {"ladder": "gsm8k"}
    texts = [row.text for row in TABLE]
    for path in (folder(), done.path):
        read_by = filtered(load_yaml(path / "_base_yaml", resolve_func=True), texts, doc)
        assert read_by["strict"] == [row.strict for row in TABLE]
        assert read_by["flexible"] == [row.flexible for row in TABLE]


def test_lm_evals_own_task_reads_what_the_table_says():
    theirs = filtered(THEIRS, [row.text for row in TABLE], {})
    metric = {k: v for k, v in THEIRS["metric_list"][0].items() if "ignore" in k}

    def right(reading, gold):
        found = exact_match_hf_evaluate([reading], [f"It is.\n#### {gold}"], **metric)
        return bool(found["exact_match"] == 1)

    for place, row in enumerate(TABLE):
        for name, told in (
            ("strict-match", row.lm_strict),
            ("flexible-extract", row.lm_flexible),
        ):
            reading = theirs[name][place]
            plain = reading
            for ignored in metric["regexes_to_ignore"]:
                plain = re.sub(ignored, "", plain)
            assert plain == told, (row, name)
            for gold in ("12", "125", "1200", "7", "-12"):
                assert right(reading, gold) == (told == gold), (row, name, gold)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("12.5", Fraction(25, 2), ""),
        ("$1,200.50", Fraction(2401, 2), ""),
        ("-3 1/2 cups.", Fraction(-7, 2), "cups"),
        ("\\frac{1}{3}", Fraction(1, 3), ""),
        ("$50\\%$", 50, "%"),
        ("50 per cent", 50, "%"),
        ("12^{\\circ}", 12, "°"),
        ("5\\text{ cm}", 5, "cm"),
        ("1.2 million dollars", 1_200_000, "dollars"),
        ("60 km/h", 60, "km/h"),
        ("£12/hour", 12, "/hour"),
        ("3 m²", 3, "m²"),
    ],
)
def test_a_text_is_read_with_its_exact_value_and_unit(text, value, unit):
    assert read(text)[::2] == (value, unit)


@pytest.mark.parametrize(
    "text", ["", "3 boys and 4 girls", "12 + 3", "x = 12", "12 x 3", "A12", "12²", "5 - x", "1/0"]
)
def test_a_text_that_is_not_one_number_is_none(text):
    assert read(text) is None


def test_all_numbers_of_a_running_text():
    text = "In 3-day trips of 2 1/2 hours, -4 and $1,200.50 at 10:30: 12/25/2024, 1,2,3."
    found = list(find(text))
    assert [one.number and spelled(one.number.value) for one in found] == [
        "3", "2.5", "-4", "1200.5", None, None, None
    ]  # fmt: skip
    assert [text[one.start : one.end] for one in found] == [one.text for one in found]


def test_the_first_mark_that_a_number_follows_decides():
    assert integer(marked("#### twelve\n#### 12 #### 13")) == "12"
    assert integer(marked("#### 12.5 #### 13")) is None
    assert integer(marked("#### 12.5 #### 13", -1)) == "13"


def test_values_are_spelled_exactly():
    values = [Fraction(-1, 8), Fraction(1, 3), Fraction(0), Fraction(1, 10**60), Fraction(-1200)]
    assert [spelled(value) for value in values] == [
        "-0.125", "1/3", "0", "0." + "0" * 59 + "1", "-1200"
    ]  # fmt: skip


def test_a_unit_is_no_part_of_a_gold_number():
    assert number("1,200") == number("$1200.00") == 1200
    assert number("12 apples") is None


def test_digits_keep_the_zeros_in_front():
    assert last_digits([["so 021"], ["1/2"], ["-1,200.50"]], None) == [
        ["021"],
        ["0.5"],
        ["-1200.5"],
    ]


@pytest.mark.parametrize(
    "piece",
    [
        *("1", "1,", "1 ", "1/", "1e1", "#", "#### ", "####$", "-", "$", "\\frac{1", "\\boxed{"),
        *("1 and 1", "1 million ", "10^", " 111", "-$", ".1", "{,}", "1\\,"),
    ],
)
def test_megabytes_are_read_in_linear_time(piece):
    """Four times the text may take some eight times as long, on a busy machine, and no more."""

    def seconds(size):
        text = "#### 1" + piece * (size // len(piece))
        start = time.process_time()
        marked(text)
        marked(text, -1)
        read(text)
        last(text)
        sum(1 for _ in find(text[: size // 8]))
        return time.process_time() - start

    small, large = (min(seconds(size) for _ in range(2)) for size in (250_000, 1_000_000))
    assert large < 8 * small + 0.2
