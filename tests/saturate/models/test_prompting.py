"""What a model reads of a question."""

from saturate.models.prompting import Prompter, own_forms
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


def test_forms_are_told_apart_where_models_read_otherwise():
    def render(prompter):
        return prompter.shown("How many?", "#### 3")

    plain, chatting = (Prompter(LADDER, one, bare=True) for one in (Plain(), Chatting()))
    shown = render(plain)
    assert own_forms([plain, plain, None], shown, render) == []
    assert own_forms([chatting], shown, render) == [], "a lone model is taught what it is asked"
    assert own_forms([plain, chatting, None], shown, render) == [shown, render(chatting), shown]
    assert render(chatting) == [(f"<user>{BARE}<model>", " #### 3")]
