"""Commands that ask a server, as a user types them."""

import json

import pytest
from support.runs import run_cli
from support.servers import serving, sums

ASKED = ["--engine", "openai", "--model", "stand-in", "--max-retries", "0"]
LOGIN = "http://me:secret@"


def short_sums(prompt):
    """Right up to four digits."""
    answer = sums(prompt)
    return answer if len(answer) < 5 else "0"


def test_calibrate_asks_a_server(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    with serving(short_sums) as server:
        words = ["calibrate", "addition", *ASKED, "--base-url", server.url, "--rungs", "1:8"]
        assert run_cli(monkeypatch, *words, "--max-items", "64") == 0
    shown = capsys.readouterr().out
    threshold = float(shown.split("Threshold  ")[1].split()[0])
    assert 2.5 < threshold < 5
    assert list((tmp_path / "runs/answers").iterdir()) == []


def test_score_asks_a_server_no_more_than_it_must(monkeypatch, capsys, tmp_path):
    """All or none are right, so 50 items a rung are enough for 10 points, and a few of rung 4."""
    monkeypatch.chdir(tmp_path)
    with serving(short_sums) as server:
        words = ["score", "addition", *ASKED, "--base-url", server.url, "--rungs", "3:5"]
        assert run_cli(monkeypatch, *words, "--points", "10", "--json", "all.json") == 0
    figures = json.loads((tmp_path / "all.json").read_text())
    assert figures["model"] == "stand-in"
    assert [figures["rungs"][rung]["accuracy"] for rung in "35"] == [1, 0]
    assert len(server.asked) == sum(one["items"] for one in figures["rungs"].values()) < 300
    assert list((tmp_path / "runs/answers").iterdir()) == []


def test_items_that_a_server_finds_too_long_are_left_out_and_told(monkeypatch, capsys, tmp_path):
    """Without a tokenizer it alone can tell: rung 2 fits, half of rung 3 does, and none of 5."""
    from saturate.registry import load_ladder

    monkeypatch.chdir(tmp_path)
    ladder = load_ladder("gsm8k")

    def solved(prompt):
        return f"#### {ladder.solve(prompt.splitlines()[-2].removeprefix('Question: '))}"

    with serving(solved, context=len(ladder.describe().instruction) + 165) as server:
        words = ["gsm8k", *ASKED, "--base-url", server.url]
        read = ["score", *words, "--points", "20", "--json", "all.json"]
        assert run_cli(monkeypatch, *read, "--rungs", "2:5") == 0
        shown = capsys.readouterr().out
        asked = [json.dumps(body) for body in server.asked]
        assert run_cli(monkeypatch, *read, "--rungs", "5:6") == 2
        assert "No item of gsm8k, rungs 5 to 6, fits into" in capsys.readouterr().err
        assert run_cli(monkeypatch, "calibrate", *words, "--rungs", "2:5") == 0
        searched = capsys.readouterr().out
    rungs = json.loads((tmp_path / "all.json").read_text())["rungs"]
    assert "5" not in rungs and rungs["2"]["left_out"] == 0 < rungs["3"]["left_out"]
    assert all(one["right"] == one["items"] > 0 for one in rungs.values())
    assert f"{rungs['3']['left_out']} too long for the model's context" in shown
    assert "Rung 5     no item fits into the model's context" in shown
    assert len(asked) == len(set(asked))
    assert "of rung 5; what helps" in searched and "below the first rung" not in searched


def test_voters_go_on_where_a_server_was_lost(monkeypatch, capsys, tmp_path):
    """A server that dies half way is started again: nothing is asked twice."""
    monkeypatch.chdir(tmp_path)
    words = ["voters", "--ladder", "addition", "--rung", "2", "--voters", "samples:3", "-n", "8"]
    words += [*ASKED, "--json", "all.json"]
    with serving(sums) as first:
        first.faults.extend([""] * 10 + ["500"] * 99)
        assert run_cli(monkeypatch, *words, "--base-url", first.url) == 2
        assert "repeat the command" in capsys.readouterr().err
    lost = first.asked[10:]
    with serving(sums) as second:
        assert run_cli(monkeypatch, *words, "--base-url", second.url) == 0
    answered = [json.dumps(body) for body in first.asked if body not in lost]
    asked_again = [json.dumps(body) for body in second.asked]
    assert len(answered) == 10 and not set(answered) & set(asked_again)
    (found,) = json.loads((tmp_path / "all.json").read_text())
    assert len(answered) + len(asked_again) == found["problems"] * 3 == 21
    assert found["independence"]["accuracy"][0] == 1.0


def test_turns_are_played_with_a_server(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    with serving(lambda prompt: "go barn" if "go barn\n" not in prompt else "done") as server:
        words = ["turns", "out", *ASKED, "--base-url", server.url, "--rung", "2", "-n", "2"]
        words += ["--ladder", "tools", "--system-instruction", "Be brief."]
        assert run_cli(monkeypatch, *words) == 0
    summary = json.loads((tmp_path / "out/summary.json").read_text())
    assert (summary["items"], summary["model"]) == (2, "stand-in")
    assert all(body["max_tokens"] == 128 for body in server.asked)
    system = {"role": "system", "content": "Be brief."}
    assert all(body["messages"][0] == system for body in server.asked)


def test_a_run_needs_a_model_that_is_here(monkeypatch, capsys):
    with serving() as server:
        assert run_cli(monkeypatch, *ASKED, "--base-url", server.url, "--ladder", "addition") == 2
    said = capsys.readouterr().err
    assert "weights of one that a server holds are out of reach" in said
    assert "saturate score, calibrate, voters or turns" in said
    assert server.headers == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--engine", "openai"], "give --base-url"),
        (["--base-url", f"{LOGIN}h"], "no model is asked there"),
        (["--base-url", "me:secret@h"], "is no address of a server"),
        (["--base-urls", f"{LOGIN}h"], "--base-urls"),
        (["--num-concurrent", "0"], "--num-concurrent '0': Input should be"),
    ],
)
def test_mistakes_get_a_sentence_without_secrets(monkeypatch, capsys, words, sentence):
    assert run_cli(monkeypatch, "calibrate", "addition", *words) == 2
    said = capsys.readouterr().err
    assert sentence in said and "secret" not in said


def test_a_server_votes_beside_a_model_that_is_here(monkeypatch, capsys, tmp_path):
    """The labels are its answers too; it is not trained, and its login is in no file."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-hidden")
    with serving(sums) as server:
        url = server.url.replace("http://", LOGIN)
        words = ["--ladder", "addition", "--model", "seed,openai:stand-in", "--base-url", url]
        words += "--voters models:2 --start-rung 3 --score-rungs 3:4 --rounds 1".split()
        words += "--arms voted --proposals 16 --steps 4 --score-items 8".split()
        words += "--rungs-per-round 1 --precision-floor 0 --out out".split()
        words += "--score-original never --max-new-tokens 24".split()
        assert run_cli(monkeypatch, *words) == 0
    shown = capsys.readouterr().out
    assert f"Servers    stand-in at {server.url}, 8 requests at once" in shown
    assert len(server.asked) == 16
    out = tmp_path / "out"
    rows = [json.loads(line) for line in (out / "voted/01/label/labels.jsonl").open()]
    here, there = rows[0]["ballots"]
    assert json.loads(there["prompt"])[0]["role"] == "user"
    assert there["taught"] == here["prompt"] == rows[0]["question"]
    assert (there["answer"], there["logprob"]) == (rows[0]["winner"], None)
    assert [one.name for one in sorted((out / "voted/01").glob("train-*"))] == ["train-0"]
    assert not list(out.glob("server_answers*"))
    for file in out.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            assert b"secret" not in data and b"sk-hidden" not in data, file
