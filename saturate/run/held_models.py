"""A run goes on with the models that it began with, or not at all.

Otherwise its stages would be done again, one after the other, as they hang on the model.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from saturate.config.run_config import RunConfig
from saturate.config.servers import is_remote
from saturate.errors import SaturateError
from saturate.models.naming import resolve_all
from saturate.models.published import hub_commit
from saturate.rounds.state import ModelRef, starting_models
from saturate.storage.files import disk_errors, read_json, write_json
from saturate.storage.layout import MODELS, RUN


def with_commit(config: RunConfig, folder: Path) -> RunConfig:
    """The settings with a commit of the hub's model, where no revision is named.

    It is the one that the run in a folder began with; for a new run, the one of today. Models of
    several repositories have no revision in common, and stay as they are, and so does the run of an
    older saturate, whose stages hang on its settings without.

    Raises:
        SaturateError: The hub doesn't know the model or doesn't answer, or the folder's list of
            models is damaged.
    """
    paths = resolve_all(config.model_names, config.ladder)
    published = {path for path in paths if is_remote(path) or not Path(path).is_dir()}
    if config.model_args.revision or len(published) != 1 or is_remote(name := published.pop()):
        return config
    held = _held(folder)
    if held is None and (folder / RUN).exists():
        return config
    began = (one.removeprefix(f"{name}@") for one in held or () if one.startswith(f"{name}@"))
    commit = next(began, None) or hub_commit(name, config.model_options)
    args = config.model_args.model_copy(update={"revision": commit})
    return config.model_copy(update={"model_args": args})


def unchanged_models(config: RunConfig, folder: Path) -> list[ModelRef]:
    """The models that arms start from.

    Raises:
        SaturateError: One is no longer what the run in that folder began with, or the folder's list
            of them is damaged. A folder of an older saturate has none, and takes any.
    """
    models = starting_models(config)
    held = _held(folder) or [model.digest for model in models]
    for name, model, began in zip(config.model_names, models, held, strict=True):
        if model.digest != began:
            raise SaturateError(
                f"Model {name!r} has changed since the run in {folder} began; name another folder "
                "with --out, or put the model back."
            )
    return models


def _held(folder: Path) -> list[str] | None:
    """Digests of the models that the run in a folder began with; ``None`` where nothing tells.

    Raises:
        SaturateError: The file that does is damaged.
    """
    file = folder / MODELS
    if not (folder / RUN).exists() or not file.exists():
        return None
    held = read_json(file)
    if not isinstance(held, list) or not held or not all(isinstance(one, str) for one in held):
        raise SaturateError(f"{file} is damaged; name another folder with --out.")
    return held


def keep_models(folder: Path, models: Sequence[ModelRef]) -> None:
    """Write down what models a run begins with."""
    with disk_errors(folder):
        write_json(folder / MODELS, [model.digest for model in models])
