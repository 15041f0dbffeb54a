"""The layout of a run folder, said once: places, stages, names of files.

run.json  models.json  results.json  report.html
base/score  base/original  base/redrawn  base/majority  base/replay
voted/01/reinforce-0  voted/03/label  voted/03/train-0  voted/03/watch  voted/03/score
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

RUN = "run.json"
"""A run's settings."""
MODELS = "models.json"
"""What tells the models that a run began with from others, one for each lineage."""
MANIFEST = "stage.json"
"""A stage's inputs, the hash of each file, and the digest over them."""
COST = "cost.json"
"""What a stage cost. Not part of its digest, as times differ from run to run."""
SUMMARY = "summary.json"
"""What a stage found, in short."""
LABELS = "labels.jsonl"
"""Proposals with their ballots and what became of them, of the rungs that are trained on."""
HELD_BACK = "held_back.jsonl"
"""Proposals of rungs that a floor held back: nothing is trained on them, readers can see why."""
REWARDS = "rewards.jsonl"
"""Problems of reinforcement with the answers that were drawn and how many were rewarded."""
ASKED = "asked.json"
"""How many problems of reinforcement a model's context does not hold with an answer."""
WRITTEN = "written.jsonl"
"""Texts that the model wrote as questions of a round, with what became of each."""
ANSWERS = "answers.jsonl"
"""Answers that were drawn to some scored items."""
SAMPLES = "samples.jsonl"
"""lm-eval's rows, one for each item and filter."""
SERVER_ANSWERS = "server_answers.sqlite"
"""What servers answered, until the run is done."""
MODEL = "model"
"""The folder of a trained model, inside its training stage."""

_BASE = "base"
_TASK_PREFIX = "saturate_"
_TASK_RUNG = "_rung_"
_WITH_SHOTS = re.compile(r" \((\d+)-shot\)$")


class StageName(StrEnum):
    """What a round is made of."""

    LABEL = "label"
    TRAIN = "train"
    REINFORCE = "reinforce"
    """Training by rewards instead of labels, before an arm's rounds."""
    WATCH = "watch"
    """Asks a newly trained model what it was taught; see :mod:`saturate.rounds.collapse`."""
    SCORE = "score"
    ORIGINAL = "original"
    """The original benchmark, by its own task."""
    REDRAWN = "redrawn"
    """Redraws of the original benchmark's items."""
    SAMPLED = "sampled"
    """Several answers to some of the scored items."""
    REPLAY = "replay"
    """The base model's own voted answers on rungs that it reads, which rounds replay."""
    MAJORITY = "majority"
    """The base model's own vote on the scored items."""


class Place(NamedTuple):
    """One round of one arm; round 0 is the base model, whatever the arm."""

    arm: str
    number: int

    @property
    def folder(self) -> str:
        """Where its stages are, below the run folder."""
        return f"{self.arm}/{self.number:02d}" if self.number else _BASE

    @property
    def before(self) -> Place:
        """The round before; the base model before the first."""
        return BASE if self.number <= 1 else Place(self.arm, self.number - 1)

    def stage(self, name: StageName, member: int | None = None) -> str:
        """Where one of its stages is; training has one for each model (``member``)."""
        return f"{self.folder}/{name}" if member is None else f"{self.folder}/{name}-{member}"

    def training_stages(self, run: Path) -> list[Path]:
        """Folders of the training stages that are there, one for each model."""
        names = (StageName.TRAIN, StageName.REINFORCE)
        return sorted(one for name in names for one in (run / self.folder).glob(f"{name}-*"))

    def costs(self, run: Path) -> Iterator[tuple[StageName, Path]]:
        """The cost files of its stages, with the stage that each is of."""
        for file in sorted((run / self.folder).glob(f"[!.]*/{COST}")):
            yield StageName(file.parent.name.split("-")[0]), file


def task_of_rung(ladder: str, rung: int) -> str:
    """The name of a rung's lm-eval task, by which stored scores name it."""
    return f"{_TASK_PREFIX}{ladder}{_TASK_RUNG}{rung}"


def rung_of_task(task: str) -> tuple[str, int]:
    """Ladder and rung of a task that :func:`task_of_rung` named."""
    ladder, _, rung = task.removeprefix(_TASK_PREFIX).rpartition(_TASK_RUNG)
    return ladder, int(rung)


def ladder_of_task(task: str) -> str | None:
    """The ladder of a task that :func:`task_of_rung` named; ``None`` for any other task."""
    named = task.startswith(_TASK_PREFIX) and _TASK_RUNG in task
    return rung_of_task(task)[0] if named else None


def task_with_shots(task: str, shots: int) -> str:
    """The name of a task with another number of few-shot examples than it sets itself."""
    return f"{task} ({shots}-shot)"


def shots_of_task(name: str) -> int | None:
    """What :func:`task_with_shots` was told; ``None`` for a task as it is."""
    match = _WITH_SHOTS.search(name)
    return None if match is None else int(match[1])


BASE = Place(_BASE, 0)
"""The model before any training."""


def labelled_rounds(run: Path, arm: str) -> list[Place]:
    """The rounds of an arm that have a label stage, in order."""
    stages = (run / arm).glob(f"*/{StageName.LABEL}")
    return sorted(Place(arm, int(stage.parent.name)) for stage in stages)
