"""What scored items were made from, as their documents tell it."""

from __future__ import annotations

import json
from pathlib import Path

from saturate.ladder import first_source
from saturate.storage.layout import BASE, SAMPLES, StageName


def read_sources(folder: Path | None) -> dict[str, str]:
    """The published item that each scored one was made from, by its key.

    The first of several: the item that all rungs hold, beside others that make it harder.

    Args:
        folder: The run folder, whose base model was asked every item; without one nothing is known.
    """
    file = None if folder is None else folder / BASE.stage(StageName.SCORE) / SAMPLES
    if file is None or not file.exists():
        return {}
    found = {}
    with file.open(encoding="utf-8") as handle:
        for line in handle:
            doc = json.loads(line)["doc"] if '"source"' in line else {}
            if doc.get("source"):
                found[doc["key"]] = first_source(doc["source"])
    return found
