"""A made-up run folder that can be published."""

import hashlib
import json

from saturate.publish import write_folders
from support.fakes import write_run

TO = "someone/climb"
TOKEN = "hf_" + "a1B2" * 9
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


def published(tmp_path, results, arm):
    """Model card and dataset card of an arm."""
    run = fill(write_run(tmp_path / "run", results), results)
    made = write_folders(run, TO, tmp_path / "out", arm)
    return [(folder / "README.md").read_text() for folder in made]
