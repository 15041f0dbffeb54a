"""Reads this benchmark's documents for lm-eval. Needs nothing but lm-eval itself.

The tasks beside this file call it. It was copied here when the benchmark was frozen.
"""

import json
from pathlib import Path
from typing import Any


def build(file: str, instruction: str, instructed: bool = True, **_: Any) -> dict[str, Any]:
    """The documents of one rung, as ``custom_dataset`` of a task wants them.

    Args:
        file: The data file, relative to this folder.
        instruction: Says the answer format.
        instructed: Whether it stands before each question; ``--metadata '{"instructed": false}'``
            leaves it out, for models that were trained on bare questions.
        **_: lm-eval passes all of a task's metadata and the model's arguments.
    """
    from datasets import Dataset

    path = Path(__file__).parent / file
    wanted = {"true": True, "false": False}.get(str(instructed).strip().lower())
    if wanted is None:
        raise ValueError(f"Metadata 'instructed' is {instructed!r}; it must be true or false.")
    lead = f"{instruction}\n\n" if wanted else ""
    return {
        "test": Dataset.from_list([row | {"message": lead + row["prompt"]} for row in _rows(path)])
    }


def _rows(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".parquet":
        from pyarrow import parquet

        rows: list[dict[str, Any]] = parquet.read_table(path).to_pylist()
        return rows
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
