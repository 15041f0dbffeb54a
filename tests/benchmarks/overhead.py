"""Share of a run's wall time that is not the model's forward, backward, update or generation.

Usage: python tests/benchmarks/overhead.py [words for `saturate run`]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

STARTED = time.perf_counter()

import saturate.cli.app  # noqa: E402


class Meter:
    """Adds up the time spent inside wrapped calls, the outermost only.

    Args:
        clock: Tells the time in seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self.seconds = 0.0
        self._clock = clock
        self._depth = 0

    def wrap(self, owner: object, name: str) -> None:
        """Count the time of ``owner.name``."""
        inner = getattr(owner, name)

        def timed(*args: object, **kwargs: object) -> object:
            self._depth += 1
            start = self._clock()
            try:
                return inner(*args, **kwargs)
            finally:
                self._depth -= 1
                if not self._depth:
                    self.seconds += self._clock() - start

        setattr(owner, name, timed)


def wrap_model_calls(meter: Meter) -> None:
    """Count what a model writes, weighs and learns."""
    import torch
    from transformers import Trainer

    from saturate.models.transformers import TransformersSampler

    meter.wrap(TransformersSampler, "_write")
    meter.wrap(TransformersSampler, "log_likelihoods")
    meter.wrap(Trainer, "training_step")
    meter.wrap(torch.optim.AdamW, "step")


def main() -> None:
    """Run the command with the model's calls wrapped."""
    meter = Meter()
    wrap_model_calls(meter)
    sys.argv = ["saturate", "run", *sys.argv[1:]]
    try:
        saturate.cli.app.main()
    finally:
        wall = time.perf_counter() - STARTED
        share = 1 - meter.seconds / wall
        print(f"wall {wall:.1f} s, in the model {meter.seconds:.1f} s, outside {100 * share:.1f} %")


if __name__ == "__main__":
    main()
