import json

import pytest
from support.hard_tasks import path, sums, write

from saturate.harden.operators.distract import names_in, stands_alone
from saturate.harden.rungs import open_operator
from saturate.harden.tasks.configs import find_task
from saturate.harden.tasks.source import Source, Unsound

NAMES = frozenset(("Ana", "Maria", "Jordan", "Lena", "Omar"))


def test_a_language_that_is_not_known_is_refused(tmp_path):
    rows = [
        {"question": f"Jan ma {n} jabłek i {n} śliwek w koszyku. Ile?", "answer": "1"}
        for n in range(30)
    ]
    (tmp_path / "test.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tmp_path / "mine.yaml").write_text(
        "{task: mine, dataset_path: x, test_split: test, doc_to_text: question,"
        " doc_to_target: answer}"
    )
    with pytest.raises(Unsound, match="its language is not English"):
        open_operator(Source(find_task(str(tmp_path / "mine.yaml")), tmp_path), "distract", 2)


@pytest.mark.parametrize(
    "sentence",
    [
        "He bought five apples at the shop.",
        "How many apples are in the box.",
        "If a train leaves at noon it is late.",
        "Find the number of red balls here.",
        "Short one here.",
        "The answer is five in this case.",
        "Maria gave them two old books yesterday.",
        "A. is the first option of all.",
        "the box holds five apples now.",
        "Ana's original price of an apple is $5.",
        "Cats and dogs cost $5, and other animals cost $9.",
        "Maria kept 3 and passed five to Tom.",
        "Maria sold as many apples as Tom.",
        "A baker sells the bread to two shops.",
        "Maria bought apples. Tom bought pears too.",
        "Aus diesem Grund steigt heißes Wasser im Kessel nach oben.",
        "Pour cette raison, un ballon monte dans une salle froide.",
        "Un globo sube en una sala fría por este motivo.",
        "Un enfant regarde un arc-en-ciel depuis la fenêtre.",
        "Al mediodía sacamos una foto con una cámara vieja.",
        "Eine Spule hängt an der Decke und dreht sich.",
        "Current medications include two kinds of drops.",
        "Weak reflexes of both knees are noted.",
        "A small incision near one knee is performed.",
        "Resting heart rate is 64 on a Tuesday.",
        "Urinalysis shows a few red cells.",
        "All variables were measured on a Tuesday.",
        "A tall green one is two meters high.",
        "Overall Lena keeps four brown hens.",
        "Acute tonsil swelling is suspected.",
        "Tests of both eyes are up-to-date.",
        "Im Kasten liegt eine rote Kugel aus Blei.",
        "Lena replies with a 12-word poem.",
        "Omar planted 14 tulips in each bed.",
        "Omar charges 14 coins.",
        "Lena returned 14 books to a library.",
        "Lena ate 40% in a week.",
        "Lena has 5 red, 4 blue and 2 green.",
        "Lena's older brother has 14 hens.",
        "Baking bread takes 14 hours at home.",
        "Two elder doctors run a clinic in Oslo.",
        "Eine Frau wirft einen roten Ball senkrecht nach oben.",
        "Deux trains partent de Lyon et de Lille vers midi.",
    ],
)
def test_what_does_not_stand_alone(sentence):
    assert not stands_alone(sentence, NAMES)


def test_what_stands_alone():
    assert stands_alone("Jordan read 120 French novels on holiday.", NAMES)
    assert stands_alone("Lena and Omar run a clinic in Oslo.", NAMES)
    assert stands_alone("Omar's farm has 14 brown hens.", NAMES)


def test_names_have_a_capital_within_a_sentence_and_nowhere_none():
    texts = ["Baking takes 3 hours. How long does Lena wait?", "Is baking hard on Monday for Lena?"]
    assert names_in(texts) == {"Lena"}


def test_items_that_are_not_worked_out_from_numbers_are_left_out(tmp_path):
    rows = sums(40)
    rows[0]["question"] = "Which number of moons is said to be that of Mars by all of the books?"
    rows[1]["question"] += " It is a long story of the town and its people." * 15
    write(tmp_path, "test", rows[:20])
    write(tmp_path, "train", rows[20:])
    made = open_operator(Source(find_task(path("sums")), tmp_path), "distract", 2)
    assert made.left_out == {
        "it is not worked out from numbers, so a true statement may bear on it": 1,
        "it holds a passage, of which a statement may speak": 1,
    }
