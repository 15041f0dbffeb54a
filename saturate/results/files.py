"""Reads and writes ``results.json``."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from saturate.errors import SaturateError
from saturate.results.schema import SCHEMA_VERSION, Results
from saturate.storage.files import read_json, write_json

FILE = "results.json"


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
    if not file.exists():
        raise SaturateError(f"{file} is missing; is this a run folder, and has a round ended?")
    held = read_json(file)
    if not isinstance(held, dict):
        raise SaturateError(
            f"{file} cannot be read: it was cut short or is no results file. Running the command "
            "again writes it anew from the run folder."
        )
    if held.get("schema_version") != SCHEMA_VERSION:
        raise SaturateError(
            f"{file} has schema version {held.get('schema_version')!r}; this saturate reads "
            f"{SCHEMA_VERSION}."
        )
    try:
        return Results.model_validate(held)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise SaturateError(f"{file} is damaged at {where}.") from None
