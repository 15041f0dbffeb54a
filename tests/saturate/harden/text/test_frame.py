import pytest

from saturate.harden.text.frame import frame_of, shared_ends

BODIES = [
    "Ann has 3 pears. How many are there?",
    "Bob sees 12 ships. How many are there?",
    "Who wrote 'X: a life' then?",
    "Name a thing that is red.",
]


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        ("Question: ", " Answer:"),
        ("Q: ", " A:"),
        ("Q:", "A:"),
        ("Q: ", "\nA:"),
        ("Question: ", "\nAnswer: "),
        ("", " Answer:"),
        ("", "\nAnswer:"),
        ("", ""),
        ("### Input:\n", "\n\n### Response:\n"),
        ("**Question**: ", " **Final Answer**:"),
        ("**Question:** ", " **Answer:**"),
        ("Pregunta: ", " Respuesta:"),
        ("Frage: ", "\nAntwort:"),
        ("问题：", " 答案："),
        ("问题：", "答案："),
        ("질문: ", " 답변: "),
        ("سؤال : ", " إجابة :"),
        ("Soru: ", "Cevap:"),
        ("Solve it.\n\nQuestion: ", "\n\\Step-by-Step Answer: "),
        ("P: ", " \\nSummary: "),
        ("Domanda: ", " \\category: \n"),
        ("[INST] ", " [/INST]"),
        ("<q>", "</q>"),
        ("Q: ", " A: Let's think step by step."),
        ("Q: ", " Let's think step by step."),
        ("", " The answer is:"),
        ("", " ->"),
    ],
)
def test_labels_at_either_end_are_the_frame(head, tail):
    texts = [f"{head}{body}{tail}" for body in BODIES]
    frame = frame_of(texts)
    assert frame == (head, tail)
    assert [frame.body(text) for text in texts] == BODIES


@pytest.mark.parametrize(
    ("texts", "frame"),
    [
        (["What is a?", "What is b?"], ("", "")),
        (["Question: What is a?\nAnswer:", "Question: What is b?\nAnswer:"],
         ("Question: ", "\nAnswer:")),
        (["The capital of France is:", "The capital of Spain is:"], ("", "")),
        (["At 3:10 he left.", "At 3:20 he left."], ("", "")),
        (["Q: a thing?\nA:", "Q: b thing?\nA:"], ("Q: ", "\nA:")),
        (["Question: Name a man. How many? Answer:", "Question: Name a god. How many? Answer:"],
         ("Question: ", " Answer:")),
        (["Same", "Same"], ("", "")),
    ],
)  # fmt: skip
def test_what_is_shared_by_chance_belongs_to_the_items(texts, frame):
    assert frame_of(texts) == frame


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        ("", " Please reason step by step."),
        ("", " (Answer with one word alone, and no more.)"),
        ("Read this and choose what fits best: ", ""),
        ("Read this and choose what fits best. ", " Say A, B, C or D."),
        ("", " 请逐步推理，并给出最后的答案。"),
    ],
)
def test_instructions_at_either_end_are_shared(head, tail):
    questions = ["Is it a lamp?", "Are these lamps?", "Who lit the lamp?"]
    ends = shared_ends([f"{head}{question}{tail}" for question in questions])
    assert ends == (head, tail)
    assert [ends.stripped(f"{head}{one}{tail}") for one in questions] == questions
    assert ends.stripped("another text") == "another text"


@pytest.mark.parametrize(
    "texts",
    [
        ["What is a?", "What is b?"],
        ["How many are there in total?", "What was there in total?"],
        ["The name here is lamp", "The name here is lantern"],  # four words and a beginning
        ["Same words that are five or six", "Same words that are five or six"],
        ["one alone of them"],
    ],
)
def test_ends_no_longer_than_labels_belong_to_the_items(texts):
    assert shared_ends(texts) == ("", "")
