"""Share of a run's wall time that is not the model's forward, backward, update or generation.

Usage: python tests/benchmarks/overhead.py [words for `saturate run`]
"""

from __future__ import annotations

import sys
import time

STARTED = time.perf_counter()

import saturate.cli.app  # noqa: E402


class Meter:
    """Adds up the time spent inside wrapped calls, the outermost only."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._depth = 0

    def wrap(self, owner: object, name: str) -> None:
        """Count the time of ``owner.name``."""
        inner = getattr(owner, name)

        def timed(*args: object, **kwargs: object) -> object:
            self._depth += 1
            start = time.perf_counter()
            try:
                return inner(*args, **kwargs)
            finally:
                self._depth -= 1
                if not self._depth:
                    self.seconds += time.perf_counter() - start

        setattr(owner, name, timed)


def main() -> None:
    """Run the command with the model's calls wrapped."""
    import torch
    from transformers import Trainer
    from transformers.generation import GenerationMixin

    meter = Meter()
    meter.wrap(GenerationMixin, "generate")
    meter.wrap(Trainer, "training_step")
    meter.wrap(torch.optim.AdamW, "step")
    sys.argv = ["saturate", "run", *sys.argv[1:]]
    try:
        saturate.cli.app.main()
    finally:
        wall = time.perf_counter() - STARTED
        share = 1 - meter.seconds / wall
        print(f"wall {wall:.1f} s, in the model {meter.seconds:.1f} s, outside {100 * share:.1f} %")


if __name__ == "__main__":
    main()
