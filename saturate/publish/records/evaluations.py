"""What a run folder holds of its evaluations: one for each model, the base and every round's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from saturate.config.settings import SEED_MODEL
from saturate.errors import SaturateError
from saturate.publish.private import is_local, public_results
from saturate.results.schema import Results
from saturate.storage.files import must_read_json, read_json, read_rows
from saturate.storage.layout import BASE, COST, SAMPLES, SUMMARY, Place, StageName

_STAGES = (StageName.SCORE, StageName.ORIGINAL, StageName.REDRAWN)
_OWN = "lm-saturate"
"""Who made the embedded model."""
UNKNOWN = "unknown"
"""Who evaluated, or made a model, where nobody said so."""


class TaskScores(NamedTuple):
    """One task of an evaluation."""

    name: str
    rows: list[dict[str, Any]]
    """lm-eval's, one for each item and filter; of a task that was played, one for each item."""
    metrics: Mapping[str, float]
    """Every figure that lm-eval gave, by ``metric,filter``."""
    shots: int | None
    """Few-shot examples before each question; ``None`` in runs that kept no number."""
    left_out: int
    """Items that the model's context does not hold."""

    @property
    def items(self) -> int:
        """Items that were scored."""
        return len({row["doc_id"] for row in self.rows})

    @property
    def played(self) -> bool:
        """Whether its items were played turn by turn, which lm-eval does not do."""
        return any(map(is_play, self.rows))


class Model(NamedTuple):
    """A model that was evaluated."""

    developer: str
    name: str
    base: str
    """The model that it was trained from; empty for the base model."""
    digest: str
    """Hash of its weights, or the hub's commit; empty where the run kept none."""
    is_open: bool
    """Whether its weights are known to be published."""

    @property
    def id(self) -> str:
        """``developer/name``."""
        return f"{self.developer}/{self.name}"


class Evaluation(NamedTuple):
    """All tasks that one model was scored on."""

    place: Place
    model: Model
    tasks: list[TaskScores]
    seconds: float
    """What scoring took."""


def evaluations(run: Path, results: Results, organization: str) -> Iterator[Evaluation]:
    """Every evaluation of a run, the base model's first.

    Args:
        run: The run folder.
        results: Its results.
        organization: Who trained its models.

    Raises:
        SaturateError: The scored items of a round are missing.
    """
    places = [Place(arm.arm, one.number) for arm in results.arms for one in arm.rounds[1:]]
    for place in (BASE, *places):
        folders = [run / place.stage(name) for name in _STAGES]
        held = [folder for folder in folders if (folder / SAMPLES).is_file()]
        if folders[0] not in held:
            raise SaturateError(
                f"{folders[0] / SAMPLES} is missing; repeat the run's command to make it again."
            )
        tasks = [task for folder in held for task in _tasks(folder)]
        costs = [read_json(folder / COST) or {} for folder in held]
        seconds = sum(cost.get("seconds", 0.0) for cost in costs)
        yield Evaluation(place, _model(results, place, organization), tasks, seconds)


def is_play(row: Mapping[str, Any]) -> bool:
    """Whether a row is of a problem that was played (:mod:`saturate.scoring.turns`)."""
    return "said" in row


def portable(text: str) -> str:
    """A text as part of a name that any file system takes."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", text).strip("-.") or UNKNOWN


def _tasks(folder: Path) -> Iterator[TaskScores]:
    summary = must_read_json(folder / SUMMARY)
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in read_rows(folder / SAMPLES):
        if is_play(row):
            row["exact_match"] = float(row["right"])
        rows.setdefault(row.pop("task"), []).append(row)
    for name, held in rows.items():
        yield TaskScores(
            name,
            held,
            summary.get("metrics", {}).get(name, {}),
            summary.get("shots", {}).get(name),
            summary.get("left_out", {}).get(name, 0),
        )


def _model(results: Results, place: Place, organization: str) -> Model:
    given = results.model.name.split(",")[0].strip()
    public = public_results(results).model.name.split(",")[0].strip()
    from_hub = given == SEED_MODEL or not is_local(given)
    developer, _, name = public.rpartition("/")
    if given == SEED_MODEL:
        developer = _OWN
    base = Model(developer or UNKNOWN, portable(name), "", results.model.digest, from_hub)
    if place == BASE:
        return base
    kept = next(arm.kept_rounds for arm in results.arms if arm.arm == place.arm)
    trainings = [one.training for one in kept if one.number <= place.number]
    digests = [training[0].digest for training in trainings if training]
    trained = portable(f"{base.name}-{results.ladder.name}-{place.arm}-{place.number:02d}")
    return Model(portable(organization), trained, base.id, (digests or [base.digest])[-1], False)
