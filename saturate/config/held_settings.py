"""What a run folder remembers of a run's settings, so that no other run goes on in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from saturate.config.fields import LATER
from saturate.config.run_config import RunConfig, build_config
from saturate.storage.item_files import items_digest
from saturate.storage.stages import FolderSettings

_CONTENT = "content of benchmark_data"
"""What a run folder calls the hash of the files that ``--benchmark-data`` names."""
ASKED_CONTENT = "content of the benchmark"
"""What it calls that of all that the run asks (:mod:`saturate.run.held_benchmark`)."""


def folder_settings(config: RunConfig) -> FolderSettings:
    """What a run folder remembers of a run, so that the same command goes on and no other does.

    Of the files that ``--benchmark-data`` names it is a hash; a folder of an older saturate has
    none, and takes any. Of several settings that differ one is told that somebody gave, else one
    that does not follow from others.
    """
    data = config.benchmark_data
    content = {} if data is None else {_CONTENT: items_digest(data)}
    values, defaults = config.model_dump(mode="json"), RunConfig().model_dump(mode="json")
    given, fields = config.model_fields_set, RunConfig.model_fields
    order = sorted(fields, key=lambda name: (name not in given, LATER in fields[name].metadata))
    open_ended = config.open_ended() | {ASKED_CONTENT}  # which is compared by itself
    return FolderSettings(values | content, open_ended, defaults | content, order)


def remembered(values: Mapping[str, Any]) -> RunConfig:
    """The configuration of the run whose folder remembers these settings.

    Raises:
        SaturateError: One is out of its range, as by :func:`build_config`.
    """
    hashes = {_CONTENT, ASKED_CONTENT}
    return build_config(**{name: value for name, value in values.items() if name not in hashes})
