"""Reads this benchmark's documents for lm-eval. Needs nothing but lm-eval itself.

The tasks beside this file call it. It was copied here when the benchmark was frozen.
"""

import json
import re
from pathlib import Path
from typing import Any

_LAST_NUMBER = re.compile(
    r"-?(?:[0-9]{1,3}(?:,[0-9]{3}){1,100}|[0-9]{1,400})(?:\.[0-9]{1,400})?(?![0-9])"
)
_TAIL = 4_000


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
    lead = f"{instruction}\n\n" if instructed else ""
    return {
        "test": Dataset.from_list([row | {"message": lead + row["prompt"]} for row in _rows(path)])
    }


def last_number(resps: Any, docs: Any) -> list[list[str]]:
    """Filter: the last number, whatever the format."""
    return [
        [_plain((_LAST_NUMBER.findall(text[-_TAIL:]) or ["[no answer]"])[-1]) for text in texts]
        for texts in resps
    ]


def _plain(number: str) -> str:
    """Without separators, and without a fraction that is nothing: ``1,200.00`` is ``1200``."""
    whole, _, fraction = number.replace(",", "").partition(".")
    rest = fraction.rstrip("0")
    return f"{whole}.{rest}" if rest else whole


def _rows(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".parquet":
        from pyarrow import parquet

        rows: list[dict[str, Any]] = parquet.read_table(path).to_pylist()
        return rows
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
