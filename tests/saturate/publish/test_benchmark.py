"""A frozen benchmark: what is in the folder, and that lm-eval runs it where saturate is not."""

import hashlib
import json
import subprocess
import sys
from typing import ClassVar

import pytest
import yaml
from support.runs import procedural_ladders

from saturate.errors import SaturateError
from saturate.ladder import AnswerPattern
from saturate.numbers import NO_ANSWER, integers
from saturate.publish import BenchmarkRequest, freeze
from saturate.publish.hub import check_repository, upload
from saturate.registry import load_ladder
from saturate.task_yamls.documents import extract


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    return freeze(BenchmarkRequest("gsm8k", 6, 7, 12), tmp_path_factory.mktemp("frozen") / "bench")


def rows(done, rung):
    text = (done.path / f"data/rung_{rung:02d}.jsonl").read_text()
    return [json.loads(line) for line in text.splitlines()]


def test_rows_are_the_score_problems_that_runs_score(done):
    ladder = load_ladder("gsm8k")
    found = rows(done, 6)
    assert [row["question"] for row in found] == [
        ladder.problem(6, "score", i).question for i in range(12)
    ]
    assert {row["canary"] for row in found} == {done.canary}
    assert all(ladder.solve(row["question"]) == row["answer"] for row in found)


def test_checksums_cover_every_file(done):
    sums = dict(
        reversed(line.split("  ")) for line in (done.path / "SHA256SUMS").read_text().splitlines()
    )
    files = {f.relative_to(done.path).as_posix() for f in done.path.rglob("*") if f.is_file()}
    assert set(sums) == files - {"SHA256SUMS"}
    for name, digest in sums.items():
        assert hashlib.sha256((done.path / name).read_bytes()).hexdigest() == digest


def test_card_names_axis_licence_canary_citation_and_says_how_it_was_made(done):
    card = (done.path / "README.md").read_text()
    info = load_ladder("gsm8k").describe()
    told = (info.axis, info.licence, info.source, done.canary, "@misc{", "seed 0", done.name)
    for word in (*told, "on Python 3.11 or newer"):
        assert word in card
    assert card.startswith("---\nlicense: apache-2.0\n")


def test_the_hub_reader_loads_a_rung_as_a_configuration(done, tmp_path):
    from datasets import load_dataset

    found = load_dataset(str(done.path), "rung_7", split="test", cache_dir=str(tmp_path))
    assert list(found["id"]) == [row["id"] for row in rows(done, 7)]


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_lm_eval_builds_and_scores_it_without_saturate(tmp_path, form):
    """In a process that refuses to import saturate; the model's answers are canned."""
    done = freeze(BenchmarkRequest("gsm8k", 6, 6, 4, form=form), tmp_path / "bench")
    done.path.rename(tmp_path / "moved")
    code = f"""
import sys
from typing import ClassVar
sys.modules["saturate"] = None
import lm_eval
from lm_eval.api.model import LM
from lm_eval.tasks import TaskManager
class Canned(LM):
    def generate_until(self, requests):
        golds = [r.doc["answer"] for r in requests]
        return ["1 + 1 = 2. #### " + golds[0], "so " + golds[1], "#### " + golds[2] + " 77", ""]
    def loglikelihood(self, requests): ...
    def loglikelihood_rolling(self, requests): ...
manager = TaskManager(include_path={str(tmp_path / "moved")!r}, include_defaults=False)
found = lm_eval.evaluate(Canned(), manager.load(["frozen_gsm8k"]), bootstrap_iters=1)
one = found["results"]["frozen_gsm8k"]
print(one["exact_match,strict"], one["exact_match,flexible"])
print("####" in found["samples"]["frozen_gsm8k_rung_6"][0]["arguments"][0][0])
"""
    told = subprocess.run(
        [sys.executable, "-I", "-c", code], cwd="/", capture_output=True, text=True
    )
    assert told.stdout.split() == ["0.5", "0.5", "True"], told.stderr[-2000:]


READ_BY_PATTERN = [n for n in procedural_ladders() if not load_ladder(n).describe().acts]


@pytest.mark.parametrize("name", READ_BY_PATTERN)
def test_patterns_read_answers_as_ladders_do(name):
    from lm_eval.filters.extraction import RegexFilter

    ladder = load_ladder(name)
    pattern = ladder.pattern()
    assert pattern is not None
    regex = RegexFilter(pattern.regex, pattern.match, NO_ANSWER)
    texts = [ladder.problem(3, "score", i).solution for i in range(40)]
    texts += ["", "none", "7", "a 12 b 13", "#### 12 #### 13", "####-4", "12 ####", "#### x 5"]
    docs = [{"ladder": name}] * len(texts)
    live = [row[0] for row in extract([[text] for text in texts], docs)]
    found = regex.apply([[text] for text in texts], docs)
    assert [row[0] for row in (integers(found, docs) if pattern.integer else found)] == live


def test_answers_that_are_carried_out_are_not_frozen(tmp_path):
    with pytest.raises(SaturateError, match="carried out, which takes saturate"):
        freeze(BenchmarkRequest("tools", 2, 3, 2), tmp_path / "bench")
    assert not list(tmp_path.iterdir())


def test_a_ladder_without_a_pattern_has_the_flexible_score_alone(tmp_path, monkeypatch):
    ladder = load_ladder("gsm8k")
    monkeypatch.setattr(type(ladder), "pattern", lambda self: None)
    done = freeze(BenchmarkRequest("gsm8k", 6, 6, 2), tmp_path / "bench")
    assert "strict" not in (done.path / "_base_yaml").read_text()
    group = yaml.safe_load((done.path / "group.yaml").read_text())
    assert group["aggregate_metric_list"][0]["filter_list"] == ["flexible"]


def test_odd_patterns_survive_the_yaml(tmp_path, monkeypatch):
    regex = "(?:a\"b\\s'{x}: |#### )([0-9]+)"
    ladder = load_ladder("gsm8k")
    monkeypatch.setattr(type(ladder), "pattern", lambda self: AnswerPattern(regex, -1))
    done = freeze(BenchmarkRequest("gsm8k", 6, 6, 2), tmp_path / "bench")
    text = (done.path / "_base_yaml").read_text().replace("!function ", "")
    assert yaml.safe_load(text)["filter_list"][0]["filter"][0]["regex_pattern"] == regex


def test_same_bytes_every_time(done, tmp_path):
    again = freeze(BenchmarkRequest("gsm8k", 6, 7, 12), tmp_path / "again")
    assert (again.path / "SHA256SUMS").read_bytes() == (done.path / "SHA256SUMS").read_bytes()
    other = freeze(BenchmarkRequest("gsm8k", 6, 7, 12, seed=1), tmp_path / "other")
    assert other.canary != done.canary


@pytest.mark.parametrize("wrong", ["file", "full"])
def test_a_folder_in_use_is_refused_and_left_alone(tmp_path, wrong):
    out = tmp_path / "out"
    if wrong == "file":
        out.write_text("mine")
    else:
        out.mkdir()
        (out / "mine").touch()
    with pytest.raises(SaturateError, match=r"not empty|is a file"):
        freeze(BenchmarkRequest("gsm8k", 6, 6, 2), out)
    assert list(tmp_path.rglob("*")) == ([out] if wrong == "file" else [out, out / "mine"])


def test_a_failure_half_way_leaves_nothing(tmp_path, monkeypatch):
    def fail(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("saturate.publish.benchmark.card", fail)
    with pytest.raises(KeyboardInterrupt):
        freeze(BenchmarkRequest("gsm8k", 6, 6, 2), tmp_path / "bench")
    assert not list(tmp_path.iterdir())


def knows_none(self, question):
    raise ValueError("none of the ladder's")


@pytest.mark.parametrize("solve", [lambda self, question: "0.5", knows_none])
def test_an_answer_that_the_solver_does_not_find_is_not_frozen(tmp_path, monkeypatch, solve):
    monkeypatch.setattr(type(load_ladder("gsm8k")), "solve", solve)
    with pytest.raises(SaturateError, match="solver does not confirm"):
        freeze(BenchmarkRequest("gsm8k", 6, 6, 2), tmp_path / "bench")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("regex", "told"),
    [
        (r"Answer: (\d+)", "does not find the one of problem [0-9a-f]{16} on rung 6"),
        (r"(#+) (\d+)", "does not find the one of problem [0-9a-f]{16} on rung 6"),
        (r"#### (\d+", r"is no regular expression \(missing \), unterminated"),
    ],
)
def test_a_pattern_that_misses_right_answers_is_not_frozen(tmp_path, monkeypatch, regex, told):
    monkeypatch.setattr(type(load_ladder("gsm8k")), "pattern", lambda self: AnswerPattern(regex, 0))
    with pytest.raises(SaturateError, match=told):
        freeze(BenchmarkRequest("gsm8k", 6, 6, 2), tmp_path / "bench")
    assert not list(tmp_path.iterdir())


class Hub:
    """The hub's API, recorded."""

    calls: ClassVar[list] = []

    def create_repo(self, repo_id, **settings):
        self.calls.append(("create", repo_id, settings))
        return f"https://hub/datasets/{repo_id}"

    def upload_folder(self, **settings):
        self.calls.append(("upload", settings["repo_id"], settings))


def test_push_uploads_the_folder_as_a_dataset(done, monkeypatch):
    monkeypatch.setattr("huggingface_hub.HfApi", Hub)
    monkeypatch.setattr(Hub, "calls", [])
    assert upload(done.path, "me/bench", "dataset") == "https://hub/datasets/me/bench"
    (create, sent) = Hub.calls
    assert create == ("create", "me/bench", {"repo_type": "dataset", "exist_ok": True})
    assert sent[2]["folder_path"] == done.path and sent[2]["repo_type"] == "dataset"


def test_a_hub_that_refuses_is_a_sentence_and_the_folder_stays(done, monkeypatch):
    def refuse(*_, **__):
        raise OSError("401 Client Error")

    monkeypatch.setattr("huggingface_hub.HfApi", Hub)
    monkeypatch.setattr(Hub, "create_repo", refuse)
    with pytest.raises(SaturateError, match="401 Client Error"):
        upload(done.path, "me/bench", "dataset")
    assert (done.path / "SHA256SUMS").exists()


@pytest.mark.parametrize("name", ["bench", "a/b/c", "/b", "me/", "me/be nch"])
def test_names_of_datasets(name):
    with pytest.raises(SaturateError, match="owner/name"):
        check_repository(name)
