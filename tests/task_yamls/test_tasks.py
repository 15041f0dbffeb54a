"""The tasks as stock lm-eval finds and builds them."""

import sys

import pytest
from support import hard_tasks
from support.runs import procedural_ladders

from saturate.errors import SaturateError
from saturate.generators.addition import Addition
from saturate.ladder import NoProblem
from saturate.models.naming import seed_folder
from saturate.publish import frozen
from saturate.registry import ladder_names, load_ladder
from saturate.task_yamls import folder
from saturate.task_yamls.documents import (
    NO_ANSWER,
    build,
    distinct_problems,
    extract,
    independent_problems,
    last_number,
)
from saturate.task_yamls.generate import (
    PINS,
    Pins,
    documents_hash,
    group_rungs,
    ladder_folder,
    main,
    pin,
    read_pins,
    task_name,
    task_rungs,
    write,
)

PROCEDURAL = procedural_ladders()


def load(task, **metadata):
    from lm_eval.tasks import TaskManager

    manager = TaskManager(include_path=str(folder()), include_defaults=False, metadata=metadata)
    return manager.load([task])


@pytest.mark.parametrize("ladder", PROCEDURAL)
def test_lm_eval_builds_a_group_offline(ladder):
    found, family = load(f"saturate_{ladder}", size=3), load_ladder(ladder)
    rungs = group_rungs(family.describe())
    assert found["group_map"] == {f"saturate_{ladder}": [task_name(ladder, r) for r in rungs]}
    for rung in rungs:
        task = found["tasks"][task_name(ladder, rung)]
        docs = list(task.test_docs())
        different = {family.problem(rung, "score", index).key for index in range(100)}
        assert {doc["rung"] for doc in docs} == {rung} and len(docs) == min(3, len(different))
        assert task.doc_to_text(docs[0]) == docs[0]["message"]


def test_every_ladder_of_ours_ships_tasks():
    assert ladder_names() == sorted(read_pins(folder()))
    for ladder in ladder_names():
        assert (ladder_folder(ladder, folder()) / "group.yaml").is_file()


@pytest.mark.parametrize("ladder", PROCEDURAL)
def test_documents_change_only_with_the_version(ladder):
    """Where this fails, ``python -m saturate.task_yamls.generate`` moves version and pins."""
    from lm_eval.tasks import TaskManager

    pins = read_pins(folder())[ladder]
    index = TaskManager(include_path=str(folder()), include_defaults=False).task_index
    names = [task_name(ladder, rung) for rung in task_rungs(load_ladder(ladder).describe())]
    assert sorted(pins.documents) == sorted(names)
    for name in names:
        metadata = index[name].cfg["metadata"]
        assert metadata["version"] == pins.version
        assert metadata.keys() == {"version", "ladder", "rung", "seed", "size"}
    for name in names[::4]:  # a quarter of them is quick, and a changed word shows on any rung
        assert documents_hash(index[name].cfg["metadata"]) == pins.documents[name]


def test_changed_documents_raise_the_version():
    now = pin("addition", None)
    assert now.version == 1
    assert pin("addition", now) == now
    changed = now.documents | {task_name("addition", 3): "another"}
    assert pin("addition", Pins(4, changed)) == Pins(5, now.documents)


def test_writing_again_changes_nothing(tmp_path):
    write(tmp_path, ["addition"])
    for file in ladder_folder("addition", tmp_path).iterdir():
        assert file.read_text() == (ladder_folder("addition", folder()) / file.name).read_text()
    before = (tmp_path / PINS).read_bytes()
    write(tmp_path, ["addition"])
    assert (tmp_path / PINS).read_bytes() == before


def test_metadata_moves_rung_size_and_seed():
    def keys(**metadata):
        docs = load("saturate_gsm8k_rung", **metadata)["tasks"]["saturate_gsm8k_rung"].test_docs()
        assert {doc["rung"] for doc in docs} == {9}
        return list(docs["key"])

    first, second = keys(rung=9, size=5), keys(rung=9, size=5, seed=1)
    assert len(first) == 5 and not set(first) & set(second)
    assert keys(rung=9, size=3, skip=2) == first[2:]


def test_a_named_rung_is_not_moved_to_another():
    with pytest.raises(SaturateError, match="saturate_gsm8k_rung can"):
        load("saturate_gsm8k_rung_5", rung=9)


def test_rung_out_of_range_is_a_sentence():
    with pytest.raises(SaturateError, match="goes from 1 to 40"):
        load("saturate_gsm8k_rung", rung=99)


@pytest.mark.parametrize(
    ("metadata", "sentence"),
    [
        ({"rung": "nine"}, "'rung' is 'nine'; it must be a whole number of 1 or more"),
        ({"rung": 0}, "'rung' is 0; it must be a whole number of 1 or more"),
        ({"rung": 2.5}, "'rung' is 2.5; it must be"),
        ({"rung": True}, "'rung' is True; it must be"),
        ({"rung": None}, "'rung' is None; it must be"),
        ({"rung": [3]}, r"'rung' is \[3\]; it must be"),
        ({"size": 0}, "'size' is 0; it must be a whole number of 1 or more"),
        ({"size": "-1"}, "'size' is -1; it must be"),
        ({"size": "all"}, "'size' is 'all'; it must be"),
        ({"skip": -1}, "'skip' is -1; it must be a whole number of 0 or more"),
        ({"seed": "x"}, "'seed' is 'x'; it must be a whole number of 0 or more"),
        ({"split": "test"}, "'split' is 'test'; it must be one of train, vote, score"),
        ({"split": 3}, "'split' is 3; it must be one of train, vote, score"),
        ({"instructed": "maybe"}, "'instructed' is 'maybe'; it must be true or false"),
        ({"instructed": 0}, "'instructed' is 0; it must be true or false"),
        ({"data": 3}, "'data' is 3; it must be a text"),
        ({"ladder": 3}, "'ladder' is 3; it must be a text"),
    ],
)
def test_metadata_of_another_type_is_a_sentence_that_names_the_key(metadata, sentence):
    with pytest.raises(SaturateError, match=f"Metadata {sentence}"):
        build(**{"ladder": "gsm8k", "rung": 2, "size": 1, **metadata})


def test_metadata_may_come_as_text():
    def rows(**metadata):
        return list(build("gsm8k", **metadata)["test"])

    for said, meant in (("false", False), ("False", False), ("true", True)):
        wanted = rows(rung=9, size=3, seed=1, skip=1, instructed=meant)
        assert rows(rung="9", size="3", seed="1", skip=" 1", instructed=said) == wanted
    assert rows(rung=9, size=1, instructed="false") != rows(rung=9, size=1, instructed="true")


def test_a_frozen_benchmark_reads_the_same_words(tmp_path, monkeypatch):
    (tmp_path / "rows.jsonl").write_text('{"prompt": "asked"}\n')
    monkeypatch.setattr(frozen, "__file__", str(tmp_path / "frozen.py"))
    for said, lead in ((False, ""), ("false", ""), ("true", "told\n\n"), (True, "told\n\n")):
        (row,) = frozen.build("rows.jsonl", "told", said)["test"]
        assert row["message"] == lead + "asked"
    with pytest.raises(ValueError, match="'instructed' is 'no way'; it must be true or false"):
        frozen.build("rows.jsonl", "told", "no way")


def test_documents_are_distinct_and_a_small_rung_gives_fewer():
    docs = build("addition", rung=1, size=50)["test"]
    assert len(set(docs["key"])) == len(docs) < 50


def test_chains_end_in_different_published_items():
    ladder = hard_tasks.open_ladder("compose:sums")
    held = len(distinct_problems(ladder, 1, "score", 500))
    for seed in (0, 1):
        chains = independent_problems(ladder, 3, "score", 500, seed)
        assert len({one.source.partition("+")[0] for one in chains}) == len(chains) == held
        assert independent_problems(ladder, 3, "score", 7, seed) == chains[:7]
    assert len(distinct_problems(ladder, 3, "score", 500)) == 500  # as a run may ask them


def test_documents_say_the_answer_format_unless_the_model_takes_bare_prompts():
    told, bare = (
        build("gsm8k", 2, 1, pretrained=model)["test"][0]["message"]
        for model in ("someone/model", str(seed_folder()))
    )
    assert told.endswith(bare)
    assert "####" in told and "####" not in bare
    assert build("gsm8k", 2, 1, instructed=False)["test"][0]["message"] == bare


def test_another_seed_than_the_published_one_is_logged(caplog):
    build("gsm8k", 2, 1, seed=3, pretrained="someone/model")
    assert "seed 3" in caplog.text


def test_filters_read_strictly_and_flexibly():
    texts = ["so 12", "7 + 5 = 12. #### 12", "", "9" * 100_000]
    docs = [{"ladder": "gsm8k"}] * len(texts)
    strict = [row[0] for row in extract([[text] for text in texts], docs)]
    flexible = [row[0] for row in last_number([[text] for text in texts], docs)]
    assert strict == [NO_ANSWER, "12", NO_ANSWER, NO_ANSWER]
    assert flexible[:3] == ["12", "12", NO_ANSWER]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("it is 1,200 dollars", "1200"),
        ("$12.50", "12.5"),
        ("$12.50 each, so $25.00.", "25"),
        ("1,234,567.80", "1234567.8"),
        ("between 3 and -4.", "-4"),
        ("in 3,45", "3.45"),
        ("none", NO_ANSWER),
    ],
)
def test_the_last_number_is_read_whole(text, number):
    (here,) = last_number([[text]], [{"ladder": "gsm8k"}])
    assert here == [number]


def test_a_ladder_of_digits_keeps_the_zeros_in_front():
    texts = [["so 021"], ["021.0"], ["12"]]
    assert list(last_number(texts, [{"ladder": "addition"}] * 3)) == [["021"], ["021"], ["12"]]
    assert list(last_number(texts, [{"ladder": "gsm8k"}] * 3)) == [["21"], ["21"], ["12"]]


@pytest.mark.parametrize("name", PROCEDURAL)
def test_the_flexible_reading_of_a_worked_solution_is_right(name):
    problem = load_ladder(name).problem(3, "score", 0)
    doc = {"ladder": name, "question": problem.question}
    assert list(last_number([[problem.solution, ""]], [doc])) == [[problem.answer, NO_ANSWER]]


@pytest.mark.parametrize("name", ["tools", "tools-json"])
def test_plans_are_carried_out_in_the_store_of_their_document(name):
    docs = list(build(name, rung=4, size=3)["test"])
    ladder = load_ladder(name)
    solved = [ladder.problem(4, "score", i) for i in range(3)]
    assert [doc["question"] for doc in docs] == [problem.question for problem in solved]
    wall = '{"name": "fly", "arguments": {}}' if name == "tools-json" else "open up"
    texts = [
        [solved[0].solution, solved[1].solution],
        ["\n".join([wall, *solved[1].solution.splitlines()[-4:]]), ""],
        [docs[2]["answer"], "go barn\n" * 10_000],
    ]
    golds = [doc["answer"] for doc in docs]
    none = [NO_ANSWER, NO_ANSWER]
    strict = list(extract(texts, docs))
    assert strict[0][0] == golds[0] != strict[0][1]
    assert strict[1:] == [none, none]
    assert list(last_number(texts, docs))[1:] == [[golds[1], NO_ANSWER], none]


def test_lm_eval_scores_plans_by_their_end():
    import lm_eval
    from lm_eval.api.model import LM

    class Canned(LM):
        def generate_until(self, requests):
            ladder = load_ladder("tools-json")
            solved = [ladder.problem(5, "score", i).solution for i in range(4)]
            return [solved[0], solved[1] + "\n{}", solved[3], "go barn"]

        def loglikelihood(self, requests): ...

        def loglikelihood_rolling(self, requests): ...

    found = load("saturate_tools-json_rung", rung=5, size=4, instructed=True)
    scores = lm_eval.evaluate(Canned(), found, bootstrap_iters=1)["results"]
    (one,) = scores.values()
    assert (one["exact_match,strict"], one["exact_match,flexible"]) == (0.25, 0.5)


def test_the_generator_tells_a_wrong_name_in_a_sentence(monkeypatch, capsys, tmp_path):
    words = ["generate", "--ladders", "adition", "--out", str(tmp_path)]
    monkeypatch.setattr(sys, "argv", words)
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 2
    assert "There is no ladder 'adition'; did you mean 'addition'?" in capsys.readouterr().err


def test_a_rung_without_problems_is_not_taken_for_data_that_are_away(monkeypatch):
    monkeypatch.setattr(Addition, "owner", lambda self, reading: "train")
    held = Pins(3, {"saturate_addition_rung_1": "0"})
    with pytest.raises(NoProblem, match="Rung 1 of ladder addition has no problem in split score"):
        pin("addition", held)
