"""Training by several processes of a Ray cluster together: Ray Train under TRL's trainer.

Each process gets its share of every step's pairs, and their gradients are averaged (PyTorch's
DistributedDataParallel, which the trainer takes when Ray Train has set up its process group). Ray
Train fits beside the workers that answer: the same cluster, resources and nodes, where
``accelerate launch`` would want a command on every node.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from saturate.config.model_options import ModelOptions
from saturate.errors import SaturateError, first_line
from saturate.models.cluster.files import NodeFolder, Packed, pack, pieces
from saturate.models.cluster.nodes import Bundle, check_room, import_ray, nodes
from saturate.models.cluster.pool import pool_of
from saturate.models.loading import load
from saturate.storage.model_files import files_of_model
from saturate.training.recipe import Learn, Recipe, StepDone, TrainingSummary

_LOOK_SECONDS = 1.0
_MOST_FAILURES = 1
"""Times that training begins again where a process or its node is lost."""


class _Job(NamedTuple):
    """What every process is given."""

    source: str | Packed
    """The model's hub id, or its folder in the object store."""
    options: ModelOptions
    learn: Learn
    recipe: Recipe
    threads: int
    mailbox: Any
    """Takes what the first process tells of."""


class _Mailbox:
    """An actor on the node of the run: takes steps and the trained model's files."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._steps = 0

    def begin(self) -> None:
        """Forget what came before."""
        self._steps = 0
        self._out.mkdir(parents=True, exist_ok=True)
        for file in self._out.iterdir():
            file.unlink()

    def step(self) -> None:
        """Take in that a step is done."""
        self._steps += 1

    def steps(self) -> int:
        """How many are."""
        return self._steps

    def write(self, name: str, piece: Any) -> None:
        """Take the next piece of a file."""
        with (self._out / name).open("ab") as out:
            out.write(piece)


def check_training_room(options: ModelOptions, world: int) -> Bundle:
    """See that a cluster holds so many processes; what each takes.

    Raises:
        SaturateError: It does not.
    """
    pool = pool_of(options.cluster)
    bundle = pool.bundle._replace(gpus=float(pool.bundle.gpus > 0))  # processes share none
    check_room(nodes(pool.ray), bundle, world, f"--train-workers {world}")
    return bundle


def train_over_nodes(
    learn: Learn,
    path: str,
    options: ModelOptions,
    recipe: Recipe,
    out: Path,
    step_done: StepDone,
) -> TrainingSummary:
    """Train a model by ``recipe.world`` processes, and write it into a folder here.

    The workers that answer are let go of meanwhile.

    Args:
        learn: What trains, as for one process; it can be pickled.
        path: The model: a folder or a hub id.
        options: What it is opened with, and which cluster.
        recipe: How to train.
        out: Folder for model and tokenizer.
        step_done: Called after every step.

    Raises:
        SaturateError: The cluster does not hold so many, or training failed there.
    """
    bundle = check_training_room(options, recipe.world)
    pool = pool_of(options.cluster)
    pool.rest()
    ray = pool.ray
    here = ray.util.scheduling_strategies.NodeAffinitySchedulingStrategy(
        ray.get_runtime_context().get_node_id(), soft=False
    )
    mailbox = ray.remote(_Mailbox).options(num_cpus=0, scheduling_strategy=here).remote(out)
    folder = Path(path)
    source = pack(ray, uuid.uuid4().hex, files_of_model(folder)) if folder.is_dir() else path
    job = _Job(source, options, learn, recipe, bundle.cpus, mailbox)
    fitting = _Fitting(ray.put(job), recipe.world, bundle)
    told = 0
    while True:
        over = fitting.wait(_LOOK_SECONDS)
        for _ in range(steps := max(0, ray.get(mailbox.steps.remote()) - told)):
            step_done()
        told += steps
        if over:
            ray.kill(mailbox)
            return fitting.summary()


class _Fitting(threading.Thread):
    """Ray Train at work in a thread: in the first one it would keep the handler of Ctrl+C."""

    def __init__(self, job: Any, world: int, bundle: Bundle) -> None:
        super().__init__(daemon=True)
        self._job, self._world, self._bundle = job, world, bundle
        self._summary: TrainingSummary | None = None
        self._error: Exception | None = None
        self.start()

    def wait(self, seconds: float) -> bool:
        """Whether it is over, after so long at most."""
        self.join(seconds)
        return not self.is_alive()

    def summary(self) -> TrainingSummary:
        """What came of it.

        Raises:
            SaturateError: It failed.
        """
        if self._summary is None:
            raise _refusal(self._error, self._world) from self._error
        return self._summary

    def run(self) -> None:
        """Train."""
        from ray.train import FailureConfig, RunConfig, ScalingConfig
        from ray.train.torch import TorchTrainer

        with TemporaryDirectory() as storage:  # nothing that others read: no checkpoint is kept
            try:
                result = TorchTrainer(
                    _train_here,
                    train_loop_config={"job": self._job},
                    scaling_config=ScalingConfig(
                        num_workers=self._world,
                        use_gpu=self._bundle.gpus > 0,
                        resources_per_worker={"CPU": self._bundle.cpus},
                    ),
                    run_config=RunConfig(
                        storage_path=storage, failure_config=FailureConfig(_MOST_FAILURES)
                    ),
                ).fit()
                self._summary = TrainingSummary(*result.return_value)
            except Exception as error:  # told by the thread that waits
                self._error = error


def _train_here(config: dict[str, Any]) -> Sequence[Any]:
    """One process: load, train its share, and let the first one hand the model over."""
    import torch
    from ray.train import get_context

    ray = import_ray()
    job: _Job = ray.get(config["job"])
    torch.set_num_threads(job.threads)
    first = get_context().get_world_rank() == 0
    if first:
        ray.get(job.mailbox.begin.remote())
    held = NodeFolder(ray, job.source) if isinstance(job.source, Packed) else None
    path = str(held.path) if held else str(job.source)
    with TemporaryDirectory() as out:
        summary = job.learn(
            loaded=load(path, job.options, exact=not job.recipe.lora),
            recipe=job.recipe,
            out=Path(out),
            step_done=job.mailbox.step.remote if first else None,
        )
        for file in sorted(Path(out).iterdir()) if first else ():
            for piece in pieces(file):
                ray.get(job.mailbox.write.remote(file.name, piece))
    if held:
        held.close()
    return tuple(summary)


def _refusal(error: Exception | None, world: int) -> SaturateError:
    """What a process refused, or that it failed."""
    failures = getattr(error, "worker_failures", None) or {}
    causes = [getattr(one, "cause", None) or one for one in failures.values()] or [error]
    refusals = [one for one in causes if isinstance(one, SaturateError)]
    if refusals:
        return SaturateError(str(refusals[0]))
    told = [first_line(one) for one in causes if one is not None] or ["it tells no reason"]
    return SaturateError(
        f"Training by {world} processes failed on the cluster: {told[0]}; the same command begins "
        "this stage again."
    )
