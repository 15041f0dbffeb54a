"""The schema of ``results.json``: every figure of a run, typed, documented, versioned.

Times and costs sit in fields named ``cost``, ``speed`` and ``created``; everything else is the same
for the same command, seed and machine.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from saturate.errors import SaturateError
from saturate.frozen import Frozen as _Frozen
from saturate.saturation.schema import Saturation
from saturate.stats import Count, Frontier, Interval
from saturate.store import read_json, write_json
from saturate.verdict.schema import Verdict

SCHEMA_VERSION = 1
FILE = "results.json"


class RungScore(_Frozen):
    """Accuracy on one rung."""

    rung: int
    strict: Count
    """Right by the ladder's own answer format."""
    flexible: Count
    """Right when the last number counts, whatever the format."""


class RungLabelling(_Frozen):
    """How one rung was labelled in one round."""

    rung: int
    proposals: int
    kept: int
    coverage: float
    """Share of the proposals that were kept."""
    estimated_precision: float
    """Share of right labels, estimated from agreement alone."""
    trained: bool
    """Whether the labels went into training, or a floor held them back."""
    pairs: int
    """Training pairs."""
    audit: Count
    """Right labels among those kept, by the sealed gold."""
    ballots: Count
    """Right ballots among all."""


class Training(_Frozen):
    """One round's training of one model."""

    steps: int
    tokens: int
    loss: float


class OriginalScore(_Frozen):
    """The original benchmark, scored by its own lm-eval task."""

    items: int
    strict: Interval
    flexible: Interval
    strict_change: Interval | None
    """Paired difference to the base model on the same items; ``None`` for the base model."""
    flexible_change: Interval | None
    """The same by the flexible filter."""


class Round(_Frozen):
    """One round of one arm; round 0 is the base model."""

    number: int
    labelling: list[RungLabelling]
    training: list[Training]
    scores: list[RungScore]
    frontier: Frontier
    untouched: dict[str, list[RungScore]]
    """Ladders that were not trained on, where they were scored."""
    original: OriginalScore | None
    cost: dict[str, float]
    """Seconds and tokens by stage."""


class ArmResult(_Frozen):
    """One policy through all rounds."""

    arm: str
    rounds: list[Round]
    frontier_gain: Interval
    """Last frontier minus the base model's, in rungs."""
    label_precision: Interval | None
    """Right labels among all that were trained on; ``None`` where there were none."""


class LadderResult(_Frozen):
    """What the ladder said of itself."""

    name: str
    benchmark: str
    axis: str
    licence: str
    source: str
    symmetry: str


class ModelResult(_Frozen):
    """The model that was trained."""

    name: str
    parameters: int
    digest: str
    """Hash of its weights, or the hub's commit."""
    known_rungs: dict[str, int]
    """Rungs it was taught with true labels, by ladder."""


class Results(_Frozen):
    """Everything that a report shows."""

    schema_version: int
    complete: bool
    """Whether all rounds of all arms are in."""
    command: str
    config: dict[str, Any]
    versions: dict[str, str]
    ladder: LadderResult
    model: ModelResult
    detectable: float
    """Smallest paired difference that the scored items of one rung can show."""
    arms: list[ArmResult]
    original_skipped: str | None
    """Why the original benchmark was not scored."""
    created: str
    cost: dict[str, float]
    """Seconds and tokens of the whole run, by stage."""
    verdict: Verdict | None = None
    """What the change was; ``None`` before the first round, or from an older saturate."""
    saturation: Saturation | None = None
    """How far the benchmark is from saturation; ``None`` likewise."""


def write_results(folder: Path, results: Results) -> Path:
    """Write ``results.json`` into a run folder."""
    path = folder / FILE
    write_json(path, results.model_dump(mode="json"))
    return path


def read_results(path: Path) -> Results:
    """Read ``results.json``, or the one in a run folder.

    Raises:
        SaturateError: It is missing, cut short, or of another schema version.
    """
    file = path / FILE if path.is_dir() else path
    held = read_json(file)
    if not isinstance(held, dict):
        raise SaturateError(f"{file} is missing or cannot be read; is this a run folder?")
    if held.get("schema_version") != SCHEMA_VERSION:
        raise SaturateError(
            f"{file} has schema version {held.get('schema_version')!r}; this saturate reads "
            f"version {SCHEMA_VERSION}."
        )
    try:
        return Results.model_validate(held)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise SaturateError(f"{file} is damaged at {where}.") from None
