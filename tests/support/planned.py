"""Forty tasks of forty folders of lm-eval, with made documents in the columns of their YAML.

Folders and tasks are the first by a hash of their names among those that ``saturate harden --list``
admits (lm-eval 0.4.13), whatever their shape. What the documents say is
made up: what follows shows whether a task's form is understood.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from saturate.harden.tasks.configs import find_task
from support.hard_tasks import sums, write

_SPLITS = ("training_split", "validation_split", "test_split", "fewshot_split")
_ITEMS = 60
_SYLLABLES = [consonant + vowel for consonant in "bdfghjklmnprstvwz" for vowel in "aeiou"]


class Made(NamedTuple):
    """One made-up item, from which a task's columns are filled."""

    n: int
    question: str
    options: list[str]
    """Five different ones."""
    gold: int
    """Of the first four."""
    story: str
    """A problem in words with one number as its answer."""
    worked: str
    number: int

    @property
    def answer(self) -> str:
        return self.options[self.gold]


def made(n: int) -> Made:
    words = [_word(8 * n + i) for i in range(8)]
    (one,) = sums(1, start=n)
    return Made(
        n,
        f"Which tool did the tribe of {words[0]} carry?",
        words[1:6],
        n % 4,
        one["question"],
        one["answer"],
        int(one["answer"].split("#### ")[1]),
    )


def _word(number: int) -> str:
    """A word that shares its beginning with no other one."""
    first, second = divmod(number, len(_SYLLABLES))
    return f"{_SYLLABLES[second]}{_SYLLABLES[first]}xa"


def letter(m: Made) -> str:
    return "ABCDE"[m.gold]


def lettered(m: Made, *names: str, keys: str = "ABCDE") -> dict[str, Any]:
    """Question and options in columns of their own, the answer as a letter."""
    question, answer = names
    return {question: m.question, answer: letter(m)} | dict(zip(keys, m.options, strict=False))


def labelled(m: Made, count: int = 4) -> dict[str, Any]:
    return {
        "question": m.question,
        "choices": {"text": m.options[:count], "label": list("ABCDE"[:count])},
        "answerKey": letter(m),
    }


def two(m: Made) -> dict[str, Any]:
    return {
        "sentence": f"The {m.options[0]} beat the {m.options[1]} as the _ was quick in year {m.n}.",
        "option1": m.options[0],
        "option2": m.options[1],
        "answer": str(1 + m.n % 2),
    }


def ended(m: Made, label: Any, **columns: Any) -> dict[str, Any]:
    return {"activity_label": m.options[4], "endings": m.options[:4], "label": label} | columns


def read(m: Made) -> dict[str, Any]:
    """A passage with a question on it."""
    told = f"The tribe of {m.options[0]} carried a {m.answer} over the hills of {m.options[4]}."
    return {
        "context": told,
        "question": m.question,
        "answers": {"text": [m.answer], "answer_start": [0]},
    }


ROWS: dict[str, Callable[[Made], dict[str, Any]]] = {
    "coqa": lambda m: {
        "story": f"The tribe of {m.options[0]} carried a {m.answer}.",
        "questions": {"input_text": [m.question]},
        "answers": {"input_text": [m.answer]},
        "additional_answers": {"0": {"input_text": [m.answer.upper()]}},
    },
    "mathqa": lambda m: {
        "Problem": m.story,
        "options": " , ".join(f"{k} ) {m.number + i}" for i, k in enumerate("abcde")),
        "correct": "a",
    },
    "winogrande": two,
    "wmdp_cyber": lambda m: {
        "question": m.question,
        "choices": m.options[:4],
        "answer": m.gold,
    },
    "tmlu_AST_history": lambda m: lettered(m, "question", "answer", keys="ABCD"),
    "afrimgsm_translate_wol_prompt_3": lambda m: {
        "question": m.story,
        "answer": None,
        "answer_number": m.number,
    },
    "gsm8k_cot_zeroshot": lambda m: {"question": m.story, "answer": m.worked},
    "celep1": lambda m: {
        "instruction": "Choose.",
        "passage": f"Of {m.options[4]}.",
        **lettered(m, "question", "answer", keys="ABCD"),
    },
    "ru_entity_definition": lambda m: {
        "instruction": "Define {word}.",
        "context": f'{{"word": "{m.options[0]}"}}',
        "true_answer": f"a thing that {m.options[1]} and {m.options[2]} have in common",
    },
    "egyhellaswag": lambda m: ended(m, str(m.gold), ctx=m.question),
    "mlqa_es_es": read,
    "kormedmcqa_nurse": lambda m: lettered(m, "question", "letter") | {"answer": m.gold + 1},
    "jfinqa_temporal": lambda m: {
        "pre_text": [f"Accounts of {m.options[0]}."],
        "table_headers": ["year", "sold"],
        "table_rows": [["2020", str(m.number)], ["2021", str(m.n)]],
        "post_text": [],
        "question": "How many were sold in 2020?",
        "answer": str(m.number),
    },
    "click_cul_history": lambda m: {
        "id": f"KHB_{m.n}",
        "paragraph": "",
        "question": m.question,
        "choices": m.options[:4],
        "answer": m.answer,
    },
    "commonsense_qa": lambda m: labelled(m, 5),
    "turkishmmlu_history": lambda m: {
        "question": m.question,
        "choices": m.options,
        "answer": letter(m),
    },
    "xquad_th": read,
    "physics_gre_multiple_choice": lambda m: {
        "input": m.question
        + "".join(f"\n{k}. {o}" for k, o in zip("ABCDE", m.options, strict=True)),
        "target_scores": {k: int(k == letter(m)) for k in "ABCDE"},
        "has_image": False,
    },
    "headqa_es": lambda m: {
        "qtext": m.question,
        "answers": [{"aid": i, "atext": o} for i, o in enumerate(m.options[:4], 1)],
        "ra": m.gold + 1,
    },
    "afrimmlu_translate_twi_prompt_5": lambda m: {
        "subject": "history",
        "question": m.question,
        "choices": repr(m.options[:4]),
        "answer": letter(m),
    },
    "bigbench_salient_translation_error_detection_generate_until": lambda m: {
        "inputs": m.question,
        "targets": [m.answer],
    },
    "arabicmmlu_history_high_school": lambda m: {
        "Level": "High",
        "Country": "",
        "Subject": "History",
        "Question": m.question,
        "Context": "",
        **{f"Option {i}": o for i, o in enumerate(m.options, 1)},
        "Answer Key": letter(m),
    },
    "minerva_math_prealgebra": lambda m: {
        "problem": m.story,
        "solution": f"So it is $\\boxed{{{m.number}}}$.",
        "level": "Level 1",
        "type": "Prealgebra",
    },
    "wsc273": lambda m: {
        "text": f"The {m.options[0]} fed the {m.options[1]} since it was old in {m.n}.",
        "pronoun": "it",
        "pronoun_loc": len(f"The {m.options[0]} fed the {m.options[1]} since "),
        "options": [f"The {m.options[0]}", f"The {m.options[1]}"],
        "label": m.n % 2,
    },
    "belebele_kor_Hang": lambda m: {
        "flores_passage": f"A passage of {m.options[4]}.",
        "question": m.question,
        **{f"mc_answer{i}": o for i, o in enumerate(m.options[:4], 1)},
        "correct_answer_num": str(m.gold + 1),
    },
    "hellaswag_de": lambda m: ended(m, str(m.gold), ctx_a=m.question, ctx_b="they"),
    "aexams_Science": lambda m: lettered(m, "question", "answer", keys="ABCD"),
    "mmlusr_question_only_college_mathematics": lambda m: {
        "question": m.question,
        **{f"choice{i}": o for i, o in enumerate(m.options[:4], 1)},
        "answer": letter(m),
    },
    "agieval_math": lambda m: {"query": m.story, "answer": str(m.number)},
    "arab_culture_completion_syria": lambda m: {
        "country": "Syria",
        "region": "Levant",
        "first_statement": m.question,
        "options": {"text": m.options[:3], "english_keys": list("ABC"), "arabic_keys": list("ABC")},
        "answer_key": {"english_answer_key": "ABC"[m.n % 3], "arabic_answer_key": "ABC"[m.n % 3]},
    },
    "arc_challenge_mt_hu": labelled,
    "cmmlu_public_relations": lambda m: lettered(m, "Question", "Answer", keys="ABCD"),
    "eus_exams_es_opeosakitecnico": lambda m: {
        "question": m.question,
        "candidates": m.options[:4],
        "answer": m.gold,
    },
    "arabic_leaderboard_acva_Jordan_light": lambda m: {
        "question": m.question,
        "answer": ["صح", "خطأ"][m.n % 2],
    },
    "darija_sentiment_msda": lambda m: {
        "messages": [
            {"role": "user", "content": f"{m.question}\n-سلبي\n-ايجابي\n-ماكينش إحساس"},
            {"role": "assistant", "content": ["سلبي", "ايجابي", "ماكينش إحساس"][m.n % 3]},
        ]
    },
    "xwinograd_jp": two,
    "hrm8k_mmmlu_en": lambda m: {"original": m.story, "answer": str(m.number)},
    "anagrams1": lambda m: {"context": f"{m.options[0][::-1]} =", "completion": m.options[0]},
    "swag": lambda m: {
        "startphrase": m.question,
        **{f"ending{i}": o for i, o in enumerate(m.options[:4])},
        "label": m.gold,
    },
    "babilong_qa17": lambda m: {
        "input": f"The {m.options[0]} is left of the {m.options[1]}.",
        "question": f"Is the {m.options[1]} left of the {m.options[0]}?",
        "target": ["no", "yes"][m.n % 2],
    },
}
"""By task, the columns of one item."""


def write_data(name: str, folder: Path) -> Path:
    """All splits that a task's configuration names, each with items of its own."""
    config = find_task(name).config
    splits = dict.fromkeys(str(config[key]) for key in _SPLITS if config.get(key))
    for place, split in enumerate(splits):
        start = place * _ITEMS
        write(folder, split, [ROWS[name](made(n)) for n in range(start, start + _ITEMS)])
    return folder
