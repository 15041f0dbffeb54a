"""Plans runs of forty tasks of different folders of lm-eval, on made documents in their columns.

    python tests/benchmarks/plans.py [TASK ...] > plans.md

Prints a table: which ladder each is given, or the sentence that refuses it.
"""

import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from saturate.config.run_config import build_config
from saturate.errors import SaturateError
from saturate.registry import load_ladder
from saturate.run.defaults import resolve_config
from saturate.run.plan import make_plan, plan_lines

sys.path.insert(0, str(Path(__file__).parents[1]))

from support.planned import ROWS, write_data
from support.tiny_models import write_tiny_model


class Planned(NamedTuple):
    """What came of one task."""

    ladder: str
    """The ladder's operator; empty where it is refused."""
    said: str
    """Its voters, or the sentence that refuses it."""


def plan(name: str, data: Path, model: Path) -> Planned:
    """Plan a round of all arms that a user gets by default."""
    from saturate.models.loading import load

    try:
        config = resolve_config(
            build_config(benchmark=name, benchmark_data=data, model=str(model), rounds=1)
        )
        ladder = load_ladder(config.ladder, config.benchmark_data)
        loaded = load(str(model))
        lines = plan_lines(config, ladder, loaded, make_plan(config, ladder, loaded))
    except SaturateError as refusal:
        return Planned("", str(refusal))
    assert any(line.startswith("Time") for line in lines)
    return Planned(config.ladder.partition(":")[0], str(config.voters))


def main() -> None:
    """Plan all of them."""
    print("| task | ladder | voters, or why not |\n|---|---|---|")
    planned = 0
    with tempfile.TemporaryDirectory() as held:
        model = write_tiny_model(Path(held) / "model", positions=32_768)
        names = sys.argv[1:] or list(ROWS)
        for name in names:
            found = plan(name, write_data(name, Path(held) / name), model)
            planned += bool(found.ladder)
            print(f"| `{name}` | {found.ladder or '-'} | {found.said} |", flush=True)
    print(f"\n{planned} of {len(names)} are planned.")


if __name__ == "__main__":
    main()
