"""What a folder or the hub tells of a model before its weights are read."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from saturate.config.model_options import ModelOptions
from saturate.config.servers import is_remote
from saturate.errors import SaturateError, first_line
from saturate.storage.hub_check import HubError, ask_hub
from saturate.storage.model_files import files_that_tell

if TYPE_CHECKING:
    from transformers import PretrainedConfig


def hub_settings(name_or_path: str, options: ModelOptions) -> dict[str, Any]:
    """What ``from_pretrained`` is told of a repository; a folder has no revisions."""
    found: dict[str, Any] = {"trust_remote_code": True} if options.trust else {}
    if options.args.revision and not Path(name_or_path).is_dir():
        found["revision"] = options.args.revision
    return found


def require_on_hub(name: str, revision: str | None) -> None:
    """Find out soon whether the hub has a model that is not cached; loading would retry for long.

    Raises:
        SaturateError: It doesn't, or it doesn't answer.
    """
    from huggingface_hub import try_to_load_from_cache

    if isinstance(try_to_load_from_cache(name, "config.json", revision=revision), str):
        return
    try:
        ask_hub(name, "model")
    except HubError as reason:
        raise SaturateError(
            f"Model {name!r} could not be found on the hub ({reason}); --model also takes a folder."
        ) from reason


def model_digest(path: str, options: ModelOptions | None = None) -> str:
    """What tells a model from another: its files' hash, its hub id and commit, or its name.

    Raises:
        SaturateError: The hub doesn't know the model or doesn't answer.
    """
    if is_remote(path):
        return path
    folder = Path(path)
    if folder.is_dir():
        digest = hashlib.sha256()
        for file in files_that_tell(folder):
            digest.update(file.relative_to(folder).as_posix().encode())
            with file.open("rb") as handle:  # read by blocks: weights may be larger than memory
                hashlib.file_digest(handle, lambda: digest)
        return digest.hexdigest()
    return f"{path}@{hub_commit(path, options or ModelOptions())}"


def hub_commit(name: str, options: ModelOptions) -> str | None:
    """The commit that a hub id stands for where it is loaded now, with or without a network.

    The hub's cache has a folder for each, and its name is all that is asked: configurations don't
    say it (transformers 5.24).

    Returns:
        ``None`` where the model has no configuration, and so cannot be loaded.

    Raises:
        SaturateError: The hub doesn't know the model or doesn't answer.
    """
    from transformers.utils import cached_file, extract_commit_hash

    require_on_hub(name, options.args.revision)
    try:
        file = cached_file(name, "config.json", revision=options.args.revision)
    except (OSError, ValueError) as error:
        raise _not_found(name, error) from error
    commit: str | None = extract_commit_hash(file, None)
    return commit


def _not_found(path: str, error: Exception) -> SaturateError:
    return SaturateError(f"Model {path!r} could not be found: {first_line(error)}")


def require_different(paths: Sequence[str], options: ModelOptions | None = None) -> None:
    """See that of models which vote beside one another none is there twice.

    Args:
        paths: Folders, hub ids, and names of models of servers.
        options: What they are opened with.

    Raises:
        SaturateError: One is, or the hub doesn't know one or doesn't answer.
    """
    known: dict[str, str] = {}
    for path in paths if len(paths) > 1 else ():
        digest = model_digest(path, options)
        if digest in known:
            raise SaturateError(
                f"Models {known[digest]!r} and {path!r} are the same, so that they agree whatever "
                "is right; name models that were trained apart, such as by saturate teach with "
                "other seeds (--seed)."
            )
        known[digest] = path


def published_config(path: str, options: ModelOptions | None = None) -> PretrainedConfig:
    """A model's configuration, read without its weights.

    Raises:
        SaturateError: There is none, or the hub doesn't know the model or doesn't answer.
    """
    from transformers import AutoConfig

    options = options or ModelOptions()
    if not Path(path).is_dir():
        require_on_hub(path, options.args.revision)
    try:
        return AutoConfig.from_pretrained(path, **hub_settings(path, options))
    except (OSError, ValueError) as error:
        raise _not_found(path, error) from error
