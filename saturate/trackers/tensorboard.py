"""TensorBoard: event files in the run folder, shown by ``tensorboard --logdir RUN/tensorboard``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from saturate.trackers.base import Tracker, environment

_FOLDER = "tensorboard"


class TensorBoard(Tracker):
    """Scalars by round; the chart stays away, as TensorBoard draws none that are HTML."""

    packages = "tensorboard"
    module = "tensorboard"

    def log(
        self, arm: str, step: int, metrics: Mapping[str, float], chart: str | None = None
    ) -> None:
        from torch.utils.tensorboard import SummaryWriter

        if not metrics:
            return
        with SummaryWriter(str(self.folder / _FOLDER / arm)) as writer:
            for name, value in metrics.items():
                writer.add_scalar(name, value, step)

    @contextmanager
    def training(self, name: str) -> Iterator[None]:
        # Its default is the training's output folder, which holds the model and nothing else.
        place = self.folder / _FOLDER / "training" / name.removeprefix(self.run).strip()
        with environment(TENSORBOARD_LOGGING_DIR=str(place)):
            yield
