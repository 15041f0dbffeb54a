"""What is left of texts that go out, and what is not."""

import pytest
from support.fakes import make_results
from support.published_runs import TOKEN

from saturate.publish.private import public_command, public_results, public_text
from saturate.results.samples import Sample, SampleBallot

TEXTS = ["(48+2)/2=25", "\\sqrt{3}/2", "50%/2=25", "4!/2!", "[/INST] ok", "/2 is half", "C:\\x 1"]
"""Answers in which a slash begins no path."""


def test_samples_go_out_as_they_were_asked_and_answered():
    ballots = [
        SampleBallot(answer=text, completion=text, length=9, right=True, trained=True)
        for text in [*TEXTS, TOKEN]
    ]
    sample = Sample(
        arm="voted", round=1, rung=2, key="k", question="Is (1+2)/3 = 1?", gold="1/2",
        winner="/2 is half", votes=1, reason="kept", right=True, ballots=ballots,
    )  # fmt: skip
    (shown,) = public_results(make_results().model_copy(update={"samples": [sample]})).samples
    assert [one.completion for one in shown.ballots] == [*TEXTS, "[removed]"]
    assert [one.answer for one in shown.ballots] == [*TEXTS, "[removed]"]
    left = {"ballots"}
    assert shown.model_dump(exclude=left) == sample.model_dump(exclude=left)


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("see /home/alice/x/run.log.", "see run.log."),
        ("~/models/a and C:\\Users\\alice\\b", "a and b"),
        ("file:///srv/data/c", "c"),
        ("options:/home/alice/tasks/quiz.yaml rung 2", "options:quiz.yaml rung 2"),
        ("https://host/path/d and org/name", "https://host/path/d and org/name"),
        ("strict/flexible, 3 / 4, gsm8k", "strict/flexible, 3 / 4, gsm8k"),
        ("key sk-abcdefghijklmnopqrst here", "key [removed] here"),
    ],
)
def test_private_parts_are_cut_and_the_rest_is_left(text, public):
    assert public_text(text) == public


def test_addresses_of_servers_go(tmp_path):
    where = {"base_url": ["http://gpu17.corp:8000/v1"], "ray_address": "head.corp:6379"}
    results = make_results(**where).model_copy(
        update={
            "command": "saturate --model openai:m --base-url http://gpu17.corp:8000/v1,http://b/v1 "
            "--ray-address=head.corp:6379 --rounds 2"
        }
    )
    public = public_results(results)
    assert {name: public.config[name] for name in where} == dict.fromkeys(where, "[removed]")
    assert public.command == (
        "saturate --model openai:m --base-url '[removed]' '--ray-address=[removed]' --rounds 2"
    )
    assert "corp" not in public.model_dump_json()
    assert public_results(make_results(base_url=[])).config["base_url"] == []


def test_secrets_of_the_environment_and_names_go(monkeypatch):
    monkeypatch.setenv("MY_API_KEY", "correct-horse-battery")
    monkeypatch.setattr("getpass.getuser", lambda: "alice")
    assert public_text("by alice: correct-horse-battery") == "by [removed]: [removed]"
    assert public_text("malice") == "malice"
    monkeypatch.setattr("getpass.getuser", lambda: "root")
    assert public_text("square root") == "square root"
    assert public_command("saturate --model '/a b/c d' --out=/x/y") == (
        "saturate --model 'c d' --out=y"
    )
