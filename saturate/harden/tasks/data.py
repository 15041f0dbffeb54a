"""Where a task's documents come from: a local folder with a file a split, or the hub."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from saturate.errors import SaturateError, first_line
from saturate.harden.tasks.configs import Config
from saturate.harden.tasks.shards import read_split
from saturate.storage.hub_check import HubError, HubOfflineError, ask_hub

if TYPE_CHECKING:
    from datasets import Dataset

_SPLITS = ("training_split", "validation_split", "test_split", "fewshot_split")
_BUILDERS = ("json", "csv", "parquet", "text", "arrow")
"""Dataset paths that name a reader of local files, not a place on the hub."""


def use_folder(config: Config, folder: Path) -> Config:
    """The configuration with its documents taken from a folder.

    A split that only offers few-shot examples may be missing where no examples are asked for.

    Args:
        config: The task's configuration.
        folder: Holds ``SPLIT.jsonl``, ``SPLIT.json`` or ``SPLIT.parquet`` for the splits that the
            configuration names, in the columns of the original data set.

    Raises:
        SaturateError: The folder or the scored split is missing, or a file cannot be read.
    """
    if not folder.is_dir():
        raise SaturateError(f"There is no data folder {str(folder)!r}.")
    scored = config.get("test_split") or config.get("validation_split")
    wanted = {str(config[key]) for key in _SPLITS if config.get(key)}
    tables = {split: read_split(folder, split) for split in sorted(wanted)}
    splits = {split: table for split, table in tables.items() if table is not None}
    if scored not in splits:
        have = ", ".join(sorted(file.name for file in folder.iterdir())[:8]) or "nothing"
        raise SaturateError(
            f"Data folder {str(folder)!r} has no {scored}.jsonl or {scored}.parquet, the split "
            f"that task {config['task']!r} scores; it holds {have}."
        )
    changed = dict(config)
    for key in _SPLITS:
        if config.get(key) and str(config[key]) not in splits:
            if config.get("num_fewshot") and key == "fewshot_split":
                raise SaturateError(
                    f"Data folder {str(folder)!r} has no {config[key]}.jsonl, from which task "
                    f"{config['task']!r} takes its few-shot examples."
                )
            changed[key] = None
    changed["custom_dataset"] = _giving(splits)
    changed["dataset_kwargs"] = None
    return changed


def origin_of(config: Config) -> str:
    """Where a task's documents come from, for people: a data set, files, or a function's name.

    Args:
        config: The task's configuration.
    """
    path, kwargs = config.get("dataset_path"), config.get("dataset_kwargs") or {}
    if path is None:
        return str(config.get("custom_dataset"))
    if path not in _BUILDERS:
        return str(path)
    files = kwargs.get("data_files") or kwargs.get("data_dir") or path
    listed = files.values() if isinstance(files, dict) else [files]
    flat = [str(one) for held in listed for one in (held if isinstance(held, list) else [held])]
    return ", ".join(dict.fromkeys(one if "://" in one else Path(one).name for one in flat))


def check_data(config: Config) -> None:
    """See that the hub gives a task's data, where they come from there.

    Raises:
        SaturateError: It is gated or missing, or the hub does not answer.
    """
    path = config.get("dataset_path")
    if not isinstance(path, str) or "custom_dataset" in config or path in _BUILDERS:
        return
    if Path(path).exists():
        return
    try:
        ask_hub(path, "dataset")
    except HubOfflineError:
        return  # a cached copy may do; without one, loading fails at once
    except HubError as error:
        raise no_data(config, error) from error


def no_data(config: Config, error: Exception) -> SaturateError:
    """The sentence for data that the hub does not give."""
    path, name = config.get("dataset_path"), config.get("task")
    gated = "gated" in str(error).lower() or "401" in str(error) or "403" in str(error)
    why = (
        "gated: ask for access on its page and log in with `hf auth login`"
        if gated
        else first_line(error)
    )
    return SaturateError(
        f"Task {name!r} needs data set {path!r}, which could not be had ({why}); --data FOLDER "
        "(in runs --benchmark-data) takes its splits as jsonl or parquet files."
    )


def _giving(tables: dict[str, Dataset]) -> Callable[..., dict[str, Dataset]]:
    def build(**_: Any) -> dict[str, Dataset]:
        return dict(tables)

    return build
