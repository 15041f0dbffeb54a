"""Published items from folders of three shapes; every fault of a file gets its sentence."""

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest
from support.worked import check

from saturate.benchmark_data import data_folder, is_available, load_items
from saturate.cli.show import show
from saturate.errors import SaturateError
from saturate.generators.gsm8k_items.template.template import make_template
from saturate.ladder import PublishedItem, SeededRandom
from saturate.registry import load_ladder
from saturate.storage.hub_check import HubError

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


OTHER = {"question": "Tom has 2 pens. He buys 6.", "answer": "<<2+6=8>>8\n#### 8"}


def read(folder):
    """The published items of a folder whose other file is sound."""
    for name, item in (("train", ITEM), ("test", {**ITEM, "question": "Tom has 5 hats."})):
        if not any(folder.glob(f"{name}.json*")):
            write(folder, [item], f"{name}.jsonl")
    return load_items("gsm8k", folder)


def write(folder: Path, items, name="train.json"):
    text = json.dumps(items) if name.endswith(".json") else "\n".join(json.dumps(i) for i in items)
    (folder / name).write_text(text)


@pytest.mark.parametrize("name", ["train.json", "train.jsonl"])
def test_svamp_shaped_items_become_templates(tmp_path, name):
    write(tmp_path, [SVAMP], name)
    (item,) = read(tmp_path).train
    assert item.answer == "( 76 - 25 ) = <<( 76 - 25 )=51>>51\n#### 51"
    assert "each pack. How much" in item.question
    template = make_template("train-0", *item)
    for seed in range(20):
        told = template.tell(template.draw(SeededRandom(seed)))
        assert check(told.solution) == told.answer != 51


def test_mawps_shaped_items_are_read(tmp_path):
    write(tmp_path, [MAWPS])
    (item,) = read(tmp_path).train
    assert item.answer.endswith("<<(31+24)=55>>55\n#### 55")


@pytest.mark.parametrize(
    ("item", "question"),
    [
        ({**SVAMP, "Body": None, "Question": "What is left?"}, "What is left?"),
        ({**SVAMP, "Body": "  ", "Question": "What is left?"}, "What is left?"),
        ({**SVAMP, "Body": "Tom has 5 pens", "Question": " He?"}, "Tom has 5 pens. He?"),
        ({**MAWPS, "sQuestion": " How many? "}, "How many?"),
        (ITEM, ITEM["question"]),
    ],
)
def test_an_empty_part_is_no_word(tmp_path, item, question):
    write(tmp_path, [item])
    assert read(tmp_path).train[0].question == question


@pytest.mark.parametrize(
    "several",
    [
        {**MAWPS, "lEquations": ["x=8+2", "y=8+x"], "lSolutions": [10.0, 18.0]},
        {**MAWPS, "lSolutions": [10.0, 18.0]},
        {**MAWPS, "lEquations": ["x=8+2", "y=8+x"]},
        {**SVAMP, "Answer": [51.0, 25.0]},
        {**ITEM, "answer": "<<5+6=11>>11\n#### 11\nor <<6-5=1>>1\n#### 1"},
    ],
)
def test_an_item_with_several_answers_is_left_out_and_counted(tmp_path, several):
    write(tmp_path, [several, OTHER])
    found = read(tmp_path)
    assert found.train == [PublishedItem(**OTHER)]
    assert found.note() == "items left out: 1 with more than one answer"


def test_values_outside_a_list_are_read_whole(tmp_path):
    write(tmp_path, [{**MAWPS, "lEquations": "X=(31.0+24.0)", "lSolutions": 55}])
    assert read(tmp_path).train[0].answer == "(31+24) = <<(31+24)=55>>55\n#### 55"


def test_one_question_with_two_answers_is_left_out_wherever_it_stands(tmp_path):
    shouted = {"question": ITEM["question"].upper() + " ", "answer": "<<5*6=30>>30\n#### 30"}
    write(tmp_path, [ITEM, OTHER, {**OTHER, "answer": "<<2+6=8>>8\n#### $8"}])
    write(tmp_path, [shouted, {**ITEM, "question": "Tom has 5 hats."}], "test.json")
    found = read(tmp_path)
    assert found.train == [PublishedItem(**OTHER)]
    assert [item.question for item in found.test] == ["Tom has 5 hats."]
    assert found.left_out == Counter(
        {"of which one question has different answers": 2, "that repeat another": 1}
    )


def test_users_see_what_was_left_out(tmp_path, capsys, monkeypatch):
    for name in ("train", "test"):
        item = {
            "question": f"A {name} has 48 pens. It sold 24 pens in May. How many are left?",
            "answer": "It has 48-24 = <<48-24=24>>24 pens.\n#### 24",
        }
        write(tmp_path, [item, {**MAWPS, "lSolutions": [1.0, 2.0]}], f"{name}.json")
    monkeypatch.setenv("SATURATE_GSM8K", str(tmp_path))
    load_ladder.cache_clear()
    show("gsm8k-redraw", rung=1, items=1)
    assert "Note: items left out: 2 with more than one answer." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ({**ITEM, "question": " "}, "line 2: the question is empty"),
        ({**ITEM, "question": None}, "line 2: the question is empty"),
        ({**ITEM, "answer": ""}, "line 2: the answer is empty"),
        ({**ITEM, "question": 5}, "line 2: question is a number where text is expected"),
        ({**ITEM, "answer": 11}, "line 2: answer is a number where text is expected"),
        ({**ITEM, "answer": ["#### 11"]}, "line 2: answer is a list where text is expected"),
        ({**SVAMP, "Body": {"a": 1}}, "line 2: Body is an object where text is expected"),
        ({**SVAMP, "Answer": True}, "line 2: Answer is true or false, not a text or a number"),
        ({**SVAMP, "Answer": None}, "line 2: Answer is empty"),
        ({**SVAMP, "Equation": None}, "line 2: Equation is empty"),
        ({**MAWPS, "lEquations": []}, "line 2: lEquations is empty"),
        ({**ITEM, "answer": "<<5+6=11 11\n#### 11"}, "line 2: an annotation is broken"),
        ({**ITEM, "answer": "5+6=11>>11\n#### 11"}, "line 2: an annotation is broken"),
        ({**ITEM, "question": "Mia \ud83d has 5"}, r"line 2: the question .*surrogate, .ud83d"),
        ({**ITEM, "answer": "\udc00 #### 11"}, r"line 2: the answer .*surrogate, .udc00"),
        ({"prompt": "x", "answer": "y"}, "line 2: not a JSON object with question and answer"),
        ({"question": "x"}, "line 2: not a JSON object with question and answer"),
        ({"lEquations": ["1+1"]}, "line 2: not a JSON object with question and answer"),
        ([1], "line 2: not a JSON object with question and answer"),
        ('{"question": "x", "answer": "<<1', "line 2: not JSON; is it cut off"),
        ('{"question": "x", "question": "y"}', "line 2: the key 'question' stands there twice"),
        ('{"sQuestion": "x", "lSolutions": [NaN]}', "line 2: NaN is no number"),
        ('{"Question": "x", "Equation": "1+1", "Answer": 1e999}', "Answer is no finite number"),
        ("[" * 100_000, "line 2: not JSON"),
    ],
)
def test_faulty_items_get_a_sentence_with_their_line(tmp_path, line, sentence):
    text = line if isinstance(line, str) else json.dumps(line)
    (tmp_path / "train.jsonl").write_text(f"{json.dumps(OTHER)}\n{text}\n")
    with pytest.raises(SaturateError, match=rf"train.jsonl, .*{sentence}"):
        read(tmp_path)


def test_line_ends_blank_lines_and_a_byte_order_mark_are_fine(tmp_path):
    lines = [json.dumps(ITEM), "", "  ", json.dumps(OTHER), ""]
    (tmp_path / "train.jsonl").write_bytes("\r\n".join(lines).encode("utf-8-sig"))
    assert read(tmp_path).train == [PublishedItem(**ITEM), PublishedItem(**OTHER)]


@pytest.mark.parametrize("name", ["train.jsonl.gz", "train.json.gz"])
def test_gzipped_files_are_read_and_a_cut_one_is_named(tmp_path, name):
    text = json.dumps([ITEM]) if name == "train.json.gz" else json.dumps(ITEM)
    data = gzip.compress(text.encode())
    (tmp_path / name).write_bytes(data)
    assert read(tmp_path).train == [PublishedItem(**ITEM)]
    for broken in (data[:-12], data[:20] + b"\0" * 20 + data[40:], b"no gzip"):
        (tmp_path / name).write_bytes(broken)
        with pytest.raises(SaturateError, match=f"{name} cannot be read"):
            read(tmp_path)


def test_other_encodings_are_named(tmp_path):
    (tmp_path / "train.jsonl").write_bytes(json.dumps(ITEM).encode("utf-16"))
    with pytest.raises(SaturateError, match=r"cannot be read as UTF-8 \(line 1\)"):
        read(tmp_path)
    (tmp_path / "train.jsonl").write_bytes(json.dumps(ITEM).encode() + b"\n\xff")
    with pytest.raises(SaturateError, match=r"cannot be read as UTF-8 \(line 2\)"):
        read(tmp_path)


def test_a_json_file_must_hold_a_list(tmp_path):
    for text, sentence in (("{", "not JSON"), ("{}", "not a JSON list"), ("[]", "no items")):
        (tmp_path / "train.json").write_text(text)
        with pytest.raises(SaturateError, match=sentence):
            read(tmp_path)


def test_a_folder_without_a_file_is_named(tmp_path):
    write(tmp_path, [ITEM])
    with pytest.raises(SaturateError, match=r"has no test\.jsonl"):
        load_items("gsm8k", tmp_path)


def test_a_split_of_which_nothing_is_left_is_refused(tmp_path):
    write(tmp_path, [{**MAWPS, "lSolutions": [1.0, 2.0]}])
    with pytest.raises(SaturateError, match=r"train of .* nothing of use .*1 with more than one"):
        read(tmp_path)


def test_the_environment_names_a_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("SATURATE_GSM8K", str(tmp_path))
    assert data_folder("gsm8k", None) == tmp_path
    assert data_folder("gsm8k", tmp_path / "named") == tmp_path / "named"
    assert is_available("gsm8k", None)


def test_without_folder_and_hub_a_sentence_says_what_to_do(monkeypatch):
    def silent(benchmark):
        raise HubError("the hub does not answer")

    monkeypatch.delenv("SATURATE_GSM8K", raising=False)
    monkeypatch.setattr("saturate.benchmark_data.ask_hub", silent)
    assert not is_available("gsm8k", None)
    with pytest.raises(SaturateError, match="--benchmark-data or the variable SATURATE_GSM8K"):
        load_items("gsm8k", None)


def test_data_without_any_template_are_refused(tmp_path):
    for name in ("train.jsonl", "test.jsonl"):
        write(tmp_path, [{**ITEM, "answer": "eleven\n#### 11"}], name)
    with pytest.raises(SaturateError, match=r"no template for split 'score'.*no equations"):
        load_ladder("gsm8k-redraw", tmp_path).problem(1, "score", 0)
