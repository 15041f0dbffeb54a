"""What a model reads of a question."""

from saturate.models.prompting import Prompter
from saturate.registry import load_ladder

LADDER = load_ladder("gsm8k")
BARE = "Question: How many?\nAnswer:"


class Chatting:
    has_chat_template = True

    def chat(self, message: str) -> str:
        return f"<user>{message}<model>"


class Plain(Chatting):
    has_chat_template = False


def test_a_model_of_bare_prompts_reads_the_question_alone():
    assert Prompter(LADDER, Plain(), bare=True).prompt("How many?") == BARE


def test_others_are_told_the_answer_format_in_their_chat_template():
    told = f"{LADDER.describe().instruction}\n\n{BARE}"
    assert Prompter(LADDER, Plain(), bare=False).prompt("How many?") == told
    chatting = Prompter(LADDER, Chatting(), bare=False)
    assert chatting.message("How many?") == told
    assert chatting.prompt("How many?") == f"<user>{told}<model>"
