from itertools import permutations

import pytest
from support.hard_tasks import choices, made_up, path, source, sums, write

from saturate.harden.portable import in_order, numbered
from saturate.harden.rungs import build, make_rung, open_operator
from saturate.harden.tasks.configs import find_task
from saturate.harden.tasks.source import Source, Unsound
from saturate.harden.text.values import may_be_same
from saturate.harden.text.words import equivalent


@pytest.fixture(scope="module")
def chained():
    return open_operator(source("sums"), "compose", 4)


def test_a_chain_keeps_gold_and_reads_back_word_for_word(chained):
    for item in chained.items:
        for rung in (1, 2, 4):
            hard = chained.harden(item, rung)
            assert hard.item.target == item.target
            body = source("sums").frame.body(hard.item.text)
            assert chained.chains.restored(body)[-1] == item.key
            assert len(hard.sources) == rung


def test_a_longer_chain_ends_in_the_shorter_one(chained):
    item = chained.items[0]
    assert chained.harden(item, 3).sources == chained.harden(item, 4).sources[:3]
    assert "(A3 " in chained.harden(item, 4).item.text or "A3 " in chained.harden(item, 4).item.text


def test_a_changed_chain_is_not_restored(chained):
    text = source("sums").frame.body(chained.harden(chained.items[0], 2).item.text)
    with pytest.raises(ValueError, match="published"):
        chained.chains.restored(text.replace("finds", "loses"))


@pytest.fixture(scope="module")
def together():
    return open_operator(source("trivia"), "compose", 3)


def test_short_answers_are_asked_for_in_order(together):
    rung = make_rung(together, 3)
    row = rung.documents[0]
    assert row["hard_text"].count("station") == 3
    assert row["hard_target"].startswith("1. ")
    right = in_order(row, ["Sure:\n" + row["hard_target"].upper().replace("1. ", "1. the ")])
    assert right == {"exact_match": 1.0, "share_right": 1.0}
    assert in_order(row, [row["hard_target"].split("\n")[0]])["share_right"] == pytest.approx(1 / 3)
    swapped = "\n".join(f"{n}. {a}" for n, a in zip((2, 1, 3), numbered(row["hard_target"], 3)))
    assert in_order(row, [swapped])["exact_match"] == 0.0


def test_examples_have_as_many_questions(together):
    for row in make_rung(together, 2).shots:
        assert row["hard_text"].count("station") == 2


@pytest.mark.parametrize("text", ["", "\x00", "1" * 100_000, "1. " * 50_000, "no numbers"])
def test_hostile_answers_are_wrong_and_fast(together, text):
    row = make_rung(together, 3).documents[0]
    assert in_order(row, [text])["exact_match"] == 0.0


@pytest.mark.parametrize("name", ["letters", "endings"])
def test_added_options_are_new_and_positions_are_hashed(name):
    made = open_operator(source(name), "options", 5)
    places = set()
    for item in made.items:
        low, high = made.harden(item, 2), made.harden(item, 5)
        assert set(low.added) < set(high.added)
        gold = f"{item.doc['options'][item.doc['answer']]}"
        assert not any(equivalent(one, gold) for one in high.added)
        assert len(high.item.choices) == 8
        shown = high.item.text if name == "letters" else high.item.choices[high.item.gold]
        assert gold in shown
        places.add(high.item.gold)
    assert len(places) > 4


def test_letters_follow_the_options():
    made = open_operator(source("letters"), "options", 7)
    item = made.items[0]
    hard = made.harden(item, 7).item
    assert hard.choices == tuple("ABCDEFGHIJ")
    gold = item.doc["options"][item.doc["answer"]]
    assert f"\n{'ABCDEFGHIJ'[hard.gold]}. {gold}\n" in hard.text


def test_questions_with_several_truths_are_left_out(tmp_path):
    rows = choices(30)
    rows[0]["question"] = "Which of the following is a tool?"
    rows[1]["question"] = "Which tool did the tribe of xaxaxa not carry?"
    rows[2]["options"][2] = "none of the above"
    rows[3]["options"][2] = "(A) and (B)"
    rows[4]["options"][1] = "I and II only"
    rows[5]["options"][0] = f"The {rows[5]['options'][1].capitalize()}."
    rows[6]["options"][:2] = ["B) oak", "A) elm"]
    write(tmp_path, "validation", rows)
    made = open_operator(Source(find_task(path("endings")), tmp_path), "options", 2)
    assert made.left_out == {
        "its options name each other": 2,
        "its options name statements of its question": 1,
        "its options' texts hold labels out of order": 1,
        "its question asks for any member of a class": 1,
        "its question is negated": 1,
        "two of its options are the same": 1,
    }


def test_labels_in_the_options_are_written_anew(tmp_path):
    rows = choices(30)
    for row in rows:
        row["options"] = [f"{'ABC'[i]}) {text}" for i, text in enumerate(row["options"])]
    write(tmp_path, "validation", rows)
    made = open_operator(Source(find_task(path("endings")), tmp_path), "options", 4)
    assert len(made.items) == 30
    for item in made.items:
        hard = made.harden(item, 4).item
        assert [option[:3] for option in hard.choices] == [f"{letter}) " for letter in "ABCDEFG"]
        texts = [option[3:] for option in hard.choices]
        assert texts[hard.gold] == item.doc["options"][item.doc["answer"]][3:]
        assert {option[3:] for option in item.doc["options"]} < set(texts)


def test_no_added_option_has_the_value_of_a_present_one(tmp_path):
    values = ["0.5", "1/2", "50%", "3.14", "3.1416", "1,000", "1e3", "2 1/2", "2.5", "7", "7.0"]
    rows = choices(len(values) * 3)
    for n, row in enumerate(rows):
        row["options"] = [values[n % len(values)], str(1000 + 7 * n), str(5000 + 3 * n)]
        row["answer"] = 0
    write(tmp_path, "validation", rows)
    made = open_operator(Source(find_task(path("endings")), tmp_path), "options", 2)
    for item in made.items:
        hard = made.harden(item, 2)
        assert len(hard.item.choices) == 5
        pairs = permutations(hard.item.choices, 2)
        assert not any(may_be_same(one, other) for one, other in pairs if one in hard.added)


def test_options_need_items_that_differ(tmp_path):
    rows = [row | {"options": ["oak", "elm", "ash"], "answer": 0} for row in choices(30)]
    write(tmp_path, "validation", rows)
    with pytest.raises(Unsound, match="options is not sound for task 'endings'"):
        open_operator(Source(find_task(path("endings")), tmp_path), "options", 2)


def test_statements_have_nothing_in_common_with_the_item():
    made = open_operator(source("sums"), "distract", 2)
    vocabulary = source("sums").vocabulary
    for item in made.items[:20]:
        hard = made.harden(item, 2)
        assert hard.item.text.endswith(item.text)
        assert hard.item.target == item.target
        for statement in hard.added:
            assert not vocabulary.content(statement) & vocabulary.content(item.whole)


def test_no_statements_no_distraction():
    with pytest.raises(Unsound, match="statements that can stand alone"):
        open_operator(source("trivia"), "distract", 2)


def test_fewer_and_fewer_examples():
    made = open_operator(source("sums"), "shots", None)
    assert [make_rung(made, k).config["num_fewshot"] for k in (1, 2, 3)] == [2, 1, 0]
    with pytest.raises(Unsound, match="3 few-shot examples"):
        open_operator(source("sums"), "shots", 4)


@pytest.mark.parametrize(
    ("name", "operator"),
    [("sums", "compose"), ("trivia", "compose"), ("letters", "options"), ("endings", "options"),
     ("sums", "distract"), ("sums", "shots")],
)  # fmt: skip
def test_rungs_are_lm_eval_tasks_and_the_same_every_time(name, operator):
    made = open_operator(source(name), operator, 2)
    rung = make_rung(made, 2)
    assert rung.documents == make_rung(open_operator(source(name), operator, 2), 2).documents
    task = build(rung)
    task.set_fewshot_seed(0)
    text = task.fewshot_context(task.eval_docs[0], rung.config["num_fewshot"])
    assert text.endswith(rung.documents[0]["hard_text"])


def test_options_need_a_language_whose_negations_are_known(tmp_path):
    rows = [
        row | {"question": f"Quina eina duien a {made_up(4 * n)}?"}
        for n, row in enumerate(choices(40))
    ]
    write(tmp_path, "validation", [*rows[:35], *choices(5, 90)])
    with pytest.raises(Unsound, match=r"of 40 items 0 allow it: its language is one .* \(35\)"):
        open_operator(Source(find_task(path("endings")), tmp_path), "options", 2)


def test_a_target_that_looks_like_a_list_stays_a_text_among_texts(tmp_path):
    rows = sums(40)
    for row in rows:
        row["answer"] = row["answer"].split("#### ")[1]
    rows[5]["answer"] = "[2, 5]"
    write(tmp_path, "test", rows)
    write(tmp_path, "train", sums(40, start=100))
    made = open_operator(Source(find_task(path("sums")), tmp_path), "shots", 2)
    task = build(make_rung(made, 1))
    targets = [task.doc_to_target(doc) for doc in task.eval_docs]
    raw = [doc["hard_target"] for doc in task.eval_docs]
    assert "[2, 5]" in raw and all(isinstance(one, str) for one in raw)
    assert targets == raw
