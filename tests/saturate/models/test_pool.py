"""Worker processes beside this one: what they answer, how they die, whom they make room for."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from saturate.config.model_options import ModelOptions
from saturate.errors import SaturateError
from saturate.models import Completion, Decoding, worker
from saturate.models.loading import load
from saturate.models.naming import seed_folder
from saturate.models.pool import Pool
from saturate.models.processes import Slots, begin_child
from saturate.models.shards import Completing, Here, ModelPlace, Weighing
from saturate.models.transformers import TransformersSampler
from saturate.models.worker import _Reply
from saturate.registry import load_ladder

PROMPTS = ["a", "b", "c", "d", "e", "f"]


def work_on_words(pipe, filters):
    """The process of a worker without a model: prompts say what it does, a folder what it did."""
    begin_child(filters)
    while True:
        place, shard, _ = pipe.recv()
        if place is None:
            continue
        folder = Path(place.path)
        (folder / f"pid-{os.getpid()}").touch()
        word = shard.prompts[0] if shard else ""
        if shard:
            (folder / "asked").touch()
        if word == "die" or (word == "die once" and not (folder / "died").exists()):
            (folder / "died").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if word in ("refused", "failed"):
            pipe.send(_Reply(word, "So it is."))
        elif word == "slow":
            time.sleep(60)
        else:
            pipe.send(_Reply("answers", said(shard.prompts, place.digest) if shard else None))


def said(prompts, by):
    return [[Completion(f"{prompt} by {by}", 1, 0.0, True)] for prompt in prompts]


class Patient:
    """The model of this process, which answers once a worker was asked."""

    def __init__(self, folder):
        self.file = folder / "asked"

    def complete(self, prompts, decoding, progress=None):
        end = time.monotonic() + 30
        while not self.file.exists() and time.monotonic() < end:
            time.sleep(0.01)
        if progress is not None:
            progress(len(prompts))
        if prompts == ["fault"]:
            raise ValueError("a fault here")
        return said(prompts, "here")


@pytest.fixture
def words(monkeypatch):
    """Workers of one pool that answer with words; they are ended."""
    monkeypatch.setattr(worker, "_work", work_on_words)
    slots = Slots(2)
    pool = Pool(slots, 1)
    with slots.held():
        yield pool
    pool.close()


def shards(*prompts):
    return [Completing([prompt], Decoding()) for prompt in prompts]


def place(folder, digest="w"):
    return ModelPlace(str(folder), digest, "transformers", ModelOptions())


def answers(pool, folder, *prompts, digest="w", told=None):
    progress = None if told is None else told.append
    held = pool.bound(place(folder, digest), Patient(folder))
    found = dict(held.answer(shards(*prompts), progress))
    return [found[i][0][0].text for i in range(len(prompts))]


def pids(folder):
    return [int(file.name.removeprefix("pid-")) for file in folder.glob("pid-*")]


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def gone(pid):
    end = time.monotonic() + 20
    while alive(pid) and time.monotonic() < end:
        time.sleep(0.02)
    return not alive(pid)


def test_every_shard_is_answered_once_here_or_there(words, tmp_path):
    told = []
    found = answers(words, tmp_path, *PROMPTS, told=told)
    assert [text.split(" by ")[0] for text in found] == PROMPTS
    assert {text.split(" by ")[1] for text in found} == {"here", "w"}
    assert sum(told) == len(PROMPTS)
    (tmp_path / "asked").unlink()
    again = answers(words, tmp_path, *PROMPTS, digest="next round's")
    assert {text.split(" by ")[1] for text in again} == {"here", "next round's"}
    assert len(pids(tmp_path)) == 1  # the same process took both


def test_a_worker_that_is_killed_loses_nothing(words, tmp_path):
    found = answers(words, tmp_path, "a", "die once", "c", "d")
    assert [text.split(" by ")[0] for text in found] == ["a", "die once", "c", "d"]
    assert len(pids(tmp_path)) == 2
    words.workers[0].kill()  # between two calls as well
    (tmp_path / "asked").unlink()
    assert len(answers(words, tmp_path, *PROMPTS)) == len(PROMPTS)
    assert len(pids(tmp_path)) == 3


@pytest.mark.parametrize(
    ("word", "error", "message"),
    [
        ("refused", SaturateError, r"^So it is\.$"),
        ("failed", RuntimeError, r"a worker process failed:\nSo it is\."),
        ("die", SaturateError, r"3 worker processes ended .* code -9 \(killed, .*--jobs 1"),
    ],
)
def test_what_a_worker_cannot_answer_ends_the_call(words, tmp_path, word, error, message):
    with pytest.raises(error, match=message):
        answers(words, tmp_path, "a", *[word] * 5)


def test_a_fault_here_ends_what_workers_are_at_and_the_next_call_starts_anew(words, tmp_path):
    with pytest.raises(ValueError, match="a fault here"):
        answers(words, tmp_path, "fault", "slow")
    assert all(map(gone, pids(tmp_path)))
    found = answers(words, tmp_path, *PROMPTS)
    assert [text.split(" by ")[0] for text in found] == PROMPTS


def test_no_worker_starts_where_no_slot_is_free(monkeypatch, tmp_path):
    monkeypatch.setattr(worker, "_work", work_on_words)
    slots = Slots(2)
    pool = Pool(slots, 1)
    with slots.held(), slots.held():  # another process works
        (tmp_path / "asked").touch()
        assert answers(pool, tmp_path, *PROMPTS) == [f"{prompt} by here" for prompt in PROMPTS]
        assert pids(tmp_path) == []
        (tmp_path / "asked").unlink()
        with slots.lent():  # it waits for something
            assert "a by w" in answers(pool, tmp_path, *["a"] * 9)
    pool.close()
    assert all(map(gone, pids(tmp_path)))


def test_workers_end_with_the_process_that_they_work_for(tmp_path):
    code = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from saturate.models import worker\n"
        "from saturate.models.pool import Pool\n"
        "from saturate.models.processes import Slots\n"
        "from saturate.models.shards import ModelPlace\n"
        "from saturate.config.model_options import ModelOptions\n"
        "if __name__ == '__main__':\n"
        "    pool = Pool(Slots(2), 1)\n"
        "    pool.bound(ModelPlace('', '', 'transformers', ModelOptions()), None)\n"
        "    print(pool.workers[0]._process.pid, flush=True)\n"
        "    time.sleep(60)\n"
    )
    script = tmp_path / "script.py"
    script.write_text(code)
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as process:
        pid = int(process.stdout.readline())
        assert alive(pid)
        process.kill()
    assert gone(pid)


def test_a_worker_gives_the_bytes_that_this_process_gives():
    """The embedded model, opened there by its place, for completions and for log-likelihoods."""
    path = str(seed_folder(0))
    sampler = TransformersSampler(load(path))
    ladder = load_ladder("gsm8k")
    texts = [ladder.prompt(ladder.problem(rung, "vote", 0).question) for rung in (3, 9, 5)]
    asked = [Completing(texts, Decoding(n=2, temperature=1.0, seed=4, max_new_tokens=40))]
    asked += [Weighing([(text, " 1") for text in texts])]
    here = dict(Here(sampler).answer(asked))
    process = worker.WorkerProcess()
    at = ModelPlace(path, "0", "transformers", ModelOptions())
    assert process.ready(at, lambda: True)
    assert [process.answered(at, shard, None) for shard in asked] == [here[0], here[1]]
    with pytest.raises(SaturateError, match="could not be loaded"):
        process.answered(at._replace(path=str(seed_folder(0).parent), digest="1"), asked[0], None)
    process.end()
