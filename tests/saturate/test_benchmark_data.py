"""Published items from folders of three shapes; every fault of a file gets its sentence."""

import json
from pathlib import Path

import pytest
from saturate.generators.gsm8k_items_check import check
from saturate.generators.gsm8k_items_redraw import make_template

from saturate.benchmark_data import HubError, can_be_had, data_folder, published, read_split
from saturate.errors import SaturateError
from saturate.ladder import Dice
from saturate.registry import load_ladder

SVAMP = {
    "ID": "chal-1",
    "Body": "Each pack of books costs 76 dollars. There is a discount of 25 dollars on each pack",
    "Question": "How much do you have to pay to buy each pack?",
    "Equation": "( 76.0 - 25.0 )",
    "Answer": 51.0,
    "Type": "Subtraction",
}
MAWPS = {
    "iIndex": 1,
    "sQuestion": "Sara has 31 red and 15 green balloons. Sandy has 24 red balloons. How many red "
    "balloons do they have in total?",
    "lEquations": ["X=(31.0+24.0)"],
    "lSolutions": [55.0],
}
ITEM = {"question": "Tom has 5 pens. He buys 6.", "answer": "<<5+6=11>>11\n#### 11"}


def write(folder: Path, items, name="train.json"):
    text = json.dumps(items) if name.endswith(".json") else "\n".join(json.dumps(i) for i in items)
    (folder / name).write_text(text)


@pytest.mark.parametrize("name", ["train.json", "train.jsonl"])
def test_svamp_shaped_items_become_templates(tmp_path, name):
    write(tmp_path, [SVAMP], name)
    (row,) = read_split(tmp_path, "train")
    assert row["answer"] == "( 76 - 25 ) = <<( 76 - 25 )=51>>51\n#### 51"
    assert "each pack. How much" in row["question"]
    template = make_template("train-0", **row)
    for seed in range(20):
        told = template.tell(template.draw(Dice(seed)))
        assert check(told.solution) == told.answer != 51


def test_mawps_shaped_items_are_read(tmp_path):
    write(tmp_path, [MAWPS])
    (row,) = read_split(tmp_path, "train")
    assert row["answer"].endswith("<<(31+24)=55>>55\n#### 55")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ([ITEM, ITEM], "line 2: repeats the question of 1"),
        ([{**ITEM, "question": " "}], "line 1: the question is empty"),
        ([{**ITEM, "answer": ""}], "the answer is empty"),
        ([{**ITEM, "answer": "<<5+6=11 11\n#### 11"}], "annotation is broken"),
        ([{**ITEM, "answer": "5+6=11>>11\n#### 11"}], "annotation is broken"),
        ([{"prompt": "x", "answer": "y"}], "line 1: not a JSON object with question and answer"),
        ([{**MAWPS, "lEquations": []}], "line 1: not a JSON object"),
    ],
)
def test_faulty_items_get_a_sentence_with_their_line(tmp_path, content, sentence):
    write(tmp_path, content, "train.jsonl")
    with pytest.raises(SaturateError, match=sentence):
        read_split(tmp_path, "train")


def test_other_encodings_are_named(tmp_path):
    (tmp_path / "train.jsonl").write_bytes(json.dumps(ITEM).encode("utf-16"))
    with pytest.raises(SaturateError, match="cannot be read as UTF-8"):
        read_split(tmp_path, "train")
    (tmp_path / "train.jsonl").write_bytes(json.dumps(ITEM).encode("utf-8-sig"))
    assert read_split(tmp_path, "train")[0] == ITEM


def test_a_json_file_must_hold_a_list(tmp_path):
    for text, sentence in (("{", "is not JSON"), ("{}", "not a JSON list"), ("[]", "no items")):
        (tmp_path / "train.json").write_text(text)
        with pytest.raises(SaturateError, match=sentence):
            read_split(tmp_path, "train")


def test_the_environment_names_a_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("SATURATE_GSM8K", str(tmp_path))
    assert data_folder("gsm8k", None) == tmp_path
    assert data_folder("gsm8k", tmp_path / "named") == tmp_path / "named"
    assert can_be_had("gsm8k", None)


def test_without_folder_and_hub_a_sentence_says_what_to_do(monkeypatch):
    def silent(benchmark):
        raise HubError("the hub does not answer")

    monkeypatch.delenv("SATURATE_GSM8K", raising=False)
    monkeypatch.setattr("saturate.benchmark_data.ask_hub", silent)
    assert not can_be_had("gsm8k", None)
    with pytest.raises(SaturateError, match="--benchmark-data or the variable SATURATE_GSM8K"):
        published("gsm8k", None)


def test_data_without_any_template_are_refused(tmp_path):
    for name in ("train.jsonl", "test.jsonl"):
        write(tmp_path, [{**ITEM, "answer": "eleven\n#### 11"}], name)
    with pytest.raises(SaturateError, match=r"no template for split 'score'.*no equations"):
        load_ladder("gsm8k-redraw", tmp_path).problem(1, "score", 0)
