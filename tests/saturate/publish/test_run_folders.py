"""What ``saturate push`` writes, refuses and sends."""

import hashlib
import json
import re

import pytest
from huggingface_hub import HfApi
from support.fakes import UNDONE, make_results, with_round, write_run

from saturate.cli.push import push_run
from saturate.errors import SaturateError
from saturate.publish import write_folders
from saturate.publish.hub import upload
from saturate.publish.private import public_command, public_results, public_text
from saturate.results.files import read_results, write_results
from saturate.results.reinforcement import Reinforced
from saturate.stats.intervals import Count
from saturate.storage.files import each_row

TO = "someone/climb"
TOKEN = "hf_" + "a1B2" * 9


@pytest.fixture
def run(tmp_path):
    """A run on a machine with a tell-tale home, user and token in its settings."""
    results = make_results(model="/home/alice/secret lab/base-model")
    command = (
        f"saturate --model '/home/alice/secret lab/base-model' --out=/mnt/alice/runs/x "
        f"--benchmark-data /data/alice/gsm8k --token {TOKEN}"
    )
    results = results.model_copy(
        update={"command": command, "original_skipped": "cannot read /home/alice/gsm8k/test.jsonl"}
    )
    results.config["benchmark_data"] = "/data/alice/gsm8k"
    return fill(write_run(tmp_path / "run", results), results)


DRAWN = {"tokens": 1, "logprob": 0.0, "finished": True}
"""What a stored ballot says of how it was drawn."""


def fill(run, results):
    """Add the stages that publishing reads."""
    for arm in results.arms:
        for number in (1, 2):
            stage = run / arm.arm / f"{number:02d}" / "train-0"
            (stage / "model").mkdir(parents=True)
            files = {
                "model/config.json": json.dumps({"_name_or_path": "/home/alice/x", "width": 4}),
                "model/model.safetensors": f"weights {arm.arm} {number}",
                "model/training_args.bin": "pickled",
            }
            for name, text in files.items():
                (stage / name).write_text(text)
            hashes = {n: hashlib.sha256(t.encode()).hexdigest() for n, t in files.items()}
            (stage / "stage.json").write_text(json.dumps({"files": hashes}))
            ballots = [
                {"prompt": f"Q{i}?", "completion": f" A{i}", "answer": str(i)} | DRAWN
                for i in range(3)
            ]
            row = {
                "rung": number + 1, "index": 1, "key": "k", "question": "Q?", "winner": "1",
                "votes": 2, "reason": "kept", "trained": [0, 2], "ballots": ballots,
            }  # fmt: skip
            label = run / arm.arm / f"{number:02d}" / "label"
            label.mkdir()
            (label / "labels.jsonl").write_text(json.dumps(row) + "\n")
    rows = [
        {"filter": kind, "doc": {"ladder": ladder, "rung": rung, "key": f"{rung}-{i}",
                                 "message": f"Question {i}", "answer": str(i)}}
        for ladder in ("gsm8k", "addition")
        for rung in (1, 2)
        for i in range(3)
        for kind in ("strict", "flexible")
    ]  # fmt: skip
    (run / "base/score/samples.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return run


@pytest.fixture
def made(run, tmp_path):
    return write_folders(run, TO, tmp_path / "out")


def test_the_last_model_of_the_arm_goes_out_without_its_origin(made):
    assert (made.model / "model.safetensors").read_text() == "weights voted 2"
    assert json.loads((made.model / "config.json").read_text()) == {"width": 4}
    assert sorted(p.name for p in made.model.iterdir()) == [
        "README.md", "config.json", "model.safetensors", "report.html", "results.json",
    ]  # fmt: skip


def test_rounds_that_were_undone_give_neither_the_model_nor_pairs(run, tmp_path):
    write_results(run, with_round(read_results(run), 2, watch=UNDONE))
    made = write_folders(run, TO, tmp_path / "out")
    assert (made.model / "model.safetensors").read_text() == "weights voted 1"
    assert {row["round"] for row in each_row(made.dataset / "corpus/train.jsonl")} == {1}
    card = (made.dataset / "README.md").read_text()
    assert "95.0 [76.4, 99.1] % of the labels were right" in card, "19 of 20, not 38 of 40"
    assert "| 1 | 2 | 30 |" in card and "| 2 | 3 | 30 |" not in card
    card = (made.model / "README.md").read_text()
    assert "Right labels among those trained on: 95.0 [76.4, 99.1] %" in card
    assert re.search(r"\| voted \| \S+ \[.*\] \| 95.0 \[76.4, 99.1\] \|", card)
    write_results(run, with_round(read_results(run), 1, watch=UNDONE))
    with pytest.raises(SaturateError, match="trained nothing, or undid what it trained"):
        write_folders(run, TO, tmp_path / "none")


def test_nothing_of_the_machine_or_its_user_goes_out(made, tmp_path):
    files = [p for p in tmp_path.joinpath("out").rglob("*") if p.is_file()]
    assert len(files) > 8
    for file in files:
        text = file.read_text(errors="replace")
        for needle in ("alice", "secret lab", "/home/", "/mnt/", "/data/", TOKEN, str(tmp_path)):
            if file.name == "report.html":  # the chart library's source has paths of its own
                text = text.split("<script>")[0]
            assert needle not in text, (file.name, needle)


def test_the_model_card_holds_the_figures_and_the_doubts(made):
    from huggingface_hub import ModelCard

    card = ModelCard.load(made.model / "README.md")
    assert card.data.license == "other", "the base model's licence is not known"
    assert card.data.base_model is None, "a local folder is no hub model"
    assert card.data.datasets == [TO]
    assert [r.dataset_config for r in card.data.eval_results] == [f"rung_0{i}" for i in range(1, 6)]
    assert {r.metric_type for r in card.data.eval_results} == {"exact_match"}
    text = card.text
    assert "Greedy answers, read in the format that was asked for, scored by lm-eval" in text
    assert "| frontier: the rung at which accuracy crosses one half | 2.0 [1.8, 2.2] | 3.2" in text
    assert "+1.2 [+0.9, +1.5] rungs" in text
    assert "`base-model`" in text and "ab" * 32 in text
    assert "was not scored: cannot read test.jsonl" in text
    assert "not at hand" in text
    assert "--token '[removed]'" in text
    assert re.search(r"\| 2 \| 40 \| [\d.]+ \[.*\] \| yes \|\n\| 3 \| 40 ", text), "one table"
    assert "<built-in" not in text


def test_a_collapse_is_said_first(run, tmp_path):
    made = write_folders(run, TO, tmp_path / "out", "unfiltered")
    text = (made.model / "README.md").read_text()
    doubts = text.split("## What to doubt")[1].split("##")[0]
    assert doubts.strip().startswith("- The frontier of arm unfiltered moved by")
    assert "Of the labels of arm unfiltered, 20.0 [10.5, 34.8] % were right" in doubts


def published(tmp_path, results, arm):
    """Model card and dataset card of an arm."""
    run = fill(write_run(tmp_path / "run", results), results)
    made = write_folders(run, TO, tmp_path / "out", arm)
    return [(folder / "README.md").read_text() for folder in made]


NO_TRUTH = "No true answer is in the corpus"


@pytest.mark.parametrize(
    ("arm", "learned", "completions"),
    [
        ("voted", "on its own answers; the labels come from a vote and not from the true answers, "
         "which only the audit opened", "a model's own answers that a vote kept. They are not"),
        ("unfiltered", "on its own answers; the labels come from these answers as they are, "
         "without a vote", "a model's own answers, which no vote chose. They are not"),
        ("gold", "on worked solutions with true labels: it is a control",
         "worked solutions with true labels.**"),
        ("noise:0.1", "a share of 0.1 that is wrong: it is a control",
         "worked solutions with true labels, but for a share of 0.1 that is wrong.**"),
        ("random-label", "solutions of other problems, so that its labels are wrong: it is a",
         "well-formed solutions of other problems, so that its labels are wrong.**"),
        ("format", "on worked solutions with true labels, of rungs below the first one to label:",
         "worked solutions with true labels, of rungs below the first one to label.**"),
    ],
)  # fmt: skip
def test_cards_say_whose_the_labels_of_an_arm_are(tmp_path, arm, learned, completions):
    results = make_results(arms=tuple(dict.fromkeys(("voted", arm))), replay=0.25)
    model, dataset = published(tmp_path, results, arm)
    assert learned in model and f"The completions are {completions}" in dataset
    assert "Its rounds also replayed rung 1 with true labels." in model
    assert "Not in it: rung 1 with true labels." in dataset
    own = arm in ("voted", "unfiltered")
    assert ("of self-improvement" in model, NO_TRUTH in dataset) == (own, own)
    assert ("vote and" in model, "that a vote kept" in dataset) == (own, arm == "voted")


def test_cards_name_rewards_and_what_was_kept_without_a_vote(tmp_path):
    results = make_results(filters=[], replay=0, model="org/base")
    model, dataset = published(tmp_path / "none", results, "voted")
    assert "answers as they are, without a vote" in model and "replayed" not in model
    assert "which no vote chose" in dataset and "Not in it" not in dataset
    for reward, told in (("answer", "true answers"), ("vote", "what most of its own answers")):
        part = Reinforced(
            reward=reward, steps=5, rungs=[2], problems=9, drawn=90, rewarded=40, taught=8,
            no_majority=1, winners=Count(7, 8), right=Count(40, 90), right_first=Count(8, 18),
            right_last=Count(9, 18),
        )  # fmt: skip
        rewarded = with_round(results, 1, labelling=[], reinforcement=part)
        model, dataset = published(tmp_path / reward, rewarded, "voted")
        assert f"Reinforcement rewarded {told}" in model
        assert ("which only the audit opened" in model) == (reward == "vote")
        assert "Not in it: the problems of reinforcement." in dataset


def test_labels_that_nobody_audited_are_no_dash(tmp_path):
    results = make_results()
    for number in (1, 2):
        label = results.arms[0].rounds[number].labelling[0]
        unaudited = label.model_copy(update={"audit": Count(0, 0), "unaudited": 20})
        results = with_round(results, number, labelling=[unaudited])
    model, dataset = published(tmp_path, results, "voted")
    assert "How many of the labels that it was trained on are right is not known." in model
    assert "They are not checked**: how many of the labels are right is not known. No" in dataset
    assert "- %" not in model + dataset


def test_an_arm_without_labels_has_no_corpus(tmp_path):
    from datasets import load_dataset

    results = make_results(model="org/base")
    run = fill(write_run(tmp_path / "run", results), results)
    for number in (1, 2):
        results = with_round(results, number, labelling=[])
        (run / f"voted/0{number}/label/labels.jsonl").unlink()
    write_results(run, results)
    made = write_folders(run, TO, tmp_path / "out")
    assert sorted(p.name for p in made.dataset.iterdir()) == ["README.md", "tasks"]
    assert load_dataset(str(made.dataset), "rung_02", split="test").num_rows == 3
    card = (made.dataset / "README.md").read_text()
    assert "# climb: frozen tasks\n\nNo label was trained on, so there is no corpus; here" in card
    assert "config_name: corpus" not in card and "- %" not in card
    card = (made.model / "README.md").read_text()
    assert "rungs. No label was trained on." in card and "- Frozen tasks: [" in card


def test_a_pair_of_the_corpus_has_the_answer_of_its_completion(made):
    rows = [*each_row(made.dataset / "corpus/train.jsonl")]
    assert [row["answer"] for row in rows] == ["0", "2"] * 2, "the most votes are for 1"


def test_rungs_that_were_scored_on_fewer_items_say_so_and_are_no_figure_of_the_task(tmp_path):
    from huggingface_hub import ModelCard

    results = make_results(score_items="adaptive")
    thin = Count(20, 20)
    scores = [
        score.model_copy(update={"strict": thin, "flexible": thin}) if score.rung < 3 else score
        for score in results.arms[0].rounds[2].scores
    ]
    published(tmp_path, with_round(results, 2, scores=scores), "voted")
    card = ModelCard.load(tmp_path / "out/model/README.md")
    told = [one.dataset_config for one in card.data.eval_results]
    assert told == ["rung_03", "rung_04", "rung_05"]
    assert "| 1 | 40, 20 |" in card.text and "| 3 | 40 |" in card.text
    assert "; where two numbers stand, after only so many of them" in card.text
    assert "The same items before and after." not in card.text


def test_the_seed_and_hub_models_have_their_lineage(tmp_path):
    from huggingface_hub import ModelCard

    for model, base, licence in (("seed", None, "apache-2.0"), ("org/base", "org/base", "other")):
        results = make_results(model=model)
        run = fill(write_run(tmp_path / model / "run", results), results)
        card = ModelCard.load(write_folders(run, TO, run / "publish").model / "README.md")
        assert (card.data.base_model, card.data.license) == (base and [base], licence)


@pytest.mark.parametrize(
    ("front", "told", "sentence"),
    [
        ("license: other\nlicense_name: lab-research\nlicense_link: LICENSE",
         ("other", "lab-research", None), "lab-research, as the base model."),
        ("license: mit", ("mit", None, None), "mit, as the base model."),
        ("license: other\nlicense_name: lab-research\nlicense_link: https://lab.org/licence",
         ("other", "lab-research", "https://lab.org/licence"),
         "[lab-research](https://lab.org/licence), as the base model."),
    ],
)  # fmt: skip
def test_the_licence_is_that_of_the_base_models_card(tmp_path, front, told, sentence):
    from huggingface_hub import ModelCard

    base = tmp_path / "base"
    base.mkdir()
    (base / "README.md").write_text(f"---\n{front}\n---\n# Base\n")
    model, dataset = published(tmp_path, make_results(model=str(base)), "voted")
    data = ModelCard(model).data
    assert (data.license, data.license_name, data.license_link) == told
    assert sentence in model and sentence in dataset


def test_the_dataset_loads_and_its_tasks_are_whole(made):
    from datasets import load_dataset

    corpus = load_dataset(str(made.dataset), "corpus", split="train")
    assert corpus.num_rows == 4
    assert set(corpus.column_names) == {
        "round", "rung", "key", "question", "prompt", "completion", "answer", "votes",
    }  # fmt: skip
    rung = load_dataset(str(made.dataset), "rung_02", split="test")
    assert rung["answer"] == ["0", "1", "2"] and set(rung["ladder"]) == {"gsm8k"}
    card = (made.dataset / "README.md").read_text()
    assert "95.0 [83.5, 98.6] % of the labels were right" in card
    assert re.search(r"\| 1 \| 2 \| 30 \| 20 \| 100 \| 95.0 \[.*\n\| 2 \| 3 ", card)


def test_lm_eval_reads_the_frozen_tasks(made, tmp_path, monkeypatch):
    """A folder of the repository's name stands in for the hub."""
    from lm_eval.tasks import TaskManager

    owner = tmp_path / "someone"
    owner.mkdir()
    (owner / "climb").symlink_to(made.dataset)
    monkeypatch.chdir(tmp_path)
    manager = TaskManager(include_path=str(made.dataset / "tasks"), include_defaults=False)
    assert manager.all_tasks == ["gsm8k_frozen_rung_01", "gsm8k_frozen_rung_02"]
    task = manager.load(["gsm8k_frozen_rung_02"])["tasks"]["gsm8k_frozen_rung_02"]
    docs = list(task.test_docs())
    assert [task.doc_to_text(doc) for doc in docs] == ["Question 0", "Question 1", "Question 2"]
    assert task.doc_to_target(docs[1]) == "1"
    assert task.config.generation_kwargs["max_gen_toks"] == 96, "as the run scored it"


def test_the_items_of_a_hardened_task_stay_out(tmp_path):
    """Its documents have columns of its own, and its filters their own names."""
    from huggingface_hub import DatasetCard, ModelCard

    results = make_results(ladder="options:arc_easy")
    choices = results.ladder.model_copy(update={"choices": True})
    results = results.model_copy(update={"ladder": choices})
    run = fill(write_run(tmp_path / "run", results), results)
    rows = [
        {"filter": kind, "doc": {"hard_text": "Which?", "hard_target": 0, "key": "a"}}
        for kind in ("none", "strict")
    ]
    (run / "base/score/samples.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    made = write_folders(run, TO, tmp_path / "out")
    assert sorted(p.name for p in made.dataset.iterdir()) == ["README.md", "corpus"]
    card = DatasetCard.load(made.dataset / "README.md")
    assert [one["config_name"] for one in card.data.configs] == ["corpus"]
    assert card.text.startswith("\n# climb: corpus\n")
    assert (
        "not here: they are items of `options:arc_easy`, procedural. `saturate export" in card.text
    )
    assert "lm_eval --include_path" not in card.text
    card = ModelCard.load(made.model / "README.md")
    assert {one.dataset_type for one in card.data.eval_results} == {"options:arc_easy"}
    assert {one.metric_type for one in card.data.eval_results} == {"accuracy"}
    assert "Choices read by log-likelihood, by the task's own metric, scored by" in card.text
    assert "are published beside the model" not in card.text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("chat_template.jinja", "{{ messages }}"),
        ("tokenizer_config.json", '{"chat_template": "{{ messages }}"}'),
        ("tokenizer_config.json", '{"model_max_length": 64}'),
    ],
)
def test_the_command_of_the_card_asks_as_the_run_did(tmp_path, name, text):
    results = make_results(system_instruction="Be brief.")
    run = fill(write_run(tmp_path / "run", results), results)
    stage = run / "voted/02/train-0"
    (stage / "model" / name).write_text(text)
    card = (write_folders(run, TO, tmp_path / "out").dataset / "README.md").read_text()
    (line,) = [line for line in card.splitlines() if line.startswith("lm_eval ")]
    flags = line.partition(f"pretrained={TO}")[2]
    chats = "messages" in text
    assert flags == (" --apply_chat_template --system_instruction 'Be brief.'" if chats else "")


def test_rungs_that_were_played_turn_by_turn_are_no_frozen_task(tmp_path):
    """A task would ask for all turns at once, and score another thing than the run did."""
    model, dataset = published(tmp_path, make_results(play="turns"), "voted")
    assert sorted(p.name for p in (tmp_path / "out/dataset").iterdir()) == ["README.md", "corpus"]
    assert "not here: they were played turn by turn, and a frozen task would ask once." in dataset
    assert "lm_eval --include_path" not in dataset and "saturate export" not in dataset
    assert "Played greedily, turn by turn, and scored by saturate" in model
    assert "lm-evaluation-harness" not in model and f"type: {TO}" not in model
    assert "are published beside the model" not in model


def test_a_dry_run_sends_nothing_and_a_push_sends_the_dataset_first(run, capsys):
    sent = []

    def send(folder, repository, kind, private):
        assert (folder / "README.md").is_file()
        sent.append((folder.name, repository, kind, private))
        return f"https://hub/{kind}"

    push_run(run, TO, None, True, run / "publish", True, send)
    assert sent == [] and "Nothing was uploaded" in capsys.readouterr().out
    push_run(run, TO, None, True, run / "publish", False, send)
    assert sent == [("dataset", TO, "dataset", True), ("model", TO, "model", True)]
    assert "https://hub/model" in capsys.readouterr().out


def test_the_hubs_refusal_is_a_sentence(run, tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise OSError("401 Client Error\nlong story")

    monkeypatch.setattr("huggingface_hub.HfApi.create_repo", refuse)
    with pytest.raises(SaturateError, match=r"401 Client Error\). Log in by 'hf auth login'"):
        upload(tmp_path, TO, "model", False)


@pytest.mark.parametrize(
    ("kind", "before"),
    [
        ("dataset", ["corpus/train.jsonl", "tasks/rung_24.jsonl", "data/rung_24.jsonl",
                     "tasks/gsm8k_frozen_rung_24.yaml", "rung_24.yaml"]),
        ("model", ["model-00001-of-00002.safetensors", "model.safetensors.index.json",
                   "adapter_config.json", "tokenizer.json", "chat_template.jinja"]),
    ],
)  # fmt: skip
def test_an_upload_deletes_what_an_earlier_one_left_and_nothing_else(
    tmp_path, monkeypatch, kind, before
):
    """The operations are made by the hub's own client, short of sending them."""
    theirs = ["LICENSE", "notes/results.json", "data/train-00000.parquet", "figure.png"]
    own = [*before, "README.md", "tasks/_frozen_yaml", "config.json"]
    there = [*own, *theirs, ".gitattributes"]
    asked = {}
    monkeypatch.setattr("huggingface_hub.HfApi.create_repo", lambda *_, **__: "https://hub/x")
    monkeypatch.setattr("huggingface_hub.HfApi.list_repo_files", lambda *_, **__: there)
    monkeypatch.setattr("huggingface_hub.HfApi.upload_folder", lambda _, **told: asked.update(told))
    upload(tmp_path, TO, kind)
    operations = HfApi()._prepare_folder_deletions(
        TO, kind, None, "", asked["delete_patterns"], token=False
    )
    assert sorted(one.path_in_repo for one in operations) == sorted(before)


@pytest.mark.parametrize("name", ["climb", "a/b/c", "some one/x", "someone/-x", ""])
def test_bad_repository_names_are_refused(run, name):
    with pytest.raises(SaturateError, match="--to"):
        push_run(run, name, None, False, run / "publish", True)
    assert not (run / "publish").exists()


def test_what_cannot_be_published_is_refused_and_leaves_nothing(run, tmp_path):
    out = tmp_path / "out"
    with pytest.raises(SaturateError, match="no arm 'votd'; it has: voted, unfiltered"):
        write_folders(run, TO, out, "votd")
    weights = run / "voted/02/train-0/model/model.safetensors"
    weights.write_text("bit rot")
    with pytest.raises(SaturateError, match="is damaged"):
        write_folders(run, TO, out)
    (run / "unfiltered/01/label/labels.jsonl").write_text(
        json.dumps({"rung": 1, "index": 0, "key": "k", "question": str(run.resolve()),
                    "winner": None, "votes": 1, "reason": "kept", "trained": [0],
                    "ballots": [{"prompt": "", "completion": "", "answer": None} | DRAWN]}) + "\n"
    )  # fmt: skip
    with pytest.raises(SaturateError, match=r"corpus/train\.jsonl holds a path of this machine"):
        write_folders(run, TO, out, "unfiltered")
    assert not out.exists() and not list(tmp_path.glob(".out*"))
    out.mkdir()
    (out / "thesis.txt").write_text("mine")
    with pytest.raises(SaturateError, match="holds other files"):
        write_folders(run, TO, out, "unfiltered")
    results = make_results().model_copy(update={"complete": False})
    write_run(tmp_path / "part", results)
    with pytest.raises(SaturateError, match="is not complete"):
        write_folders(tmp_path / "part", TO, tmp_path / "other")


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
