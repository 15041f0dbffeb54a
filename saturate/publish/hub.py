"""The one place that writes to the hub."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from saturate.errors import SaturateError, first_line

Kind = Literal["model", "dataset"]
Upload = Callable[[Path, str, Kind, bool], str]
"""Folder, repository, kind, private: gives the address."""


def check_repository(name: str) -> None:
    """Refuse a name that the hub would not take.

    Raises:
        SaturateError: It is not USER/NAME.
    """
    from huggingface_hub.errors import HFValidationError
    from huggingface_hub.utils import validate_repo_id  # type: ignore[attr-defined]

    try:
        validate_repo_id(name)
    except HFValidationError as error:
        raise SaturateError(f"--to {name!r}: {first_line(error)}") from None
    if name.count("/") != 1:
        raise SaturateError(f"--to {name!r}: name the owner as well, as USER/NAME.")


def upload(folder: Path, repository: str, kind: Kind, private: bool) -> str:
    """Make the repository if it is not there, and upload a folder in one commit.

    Raises:
        SaturateError: The hub refused, or was not reached.
    """
    from huggingface_hub import HfApi

    api = HfApi()
    try:
        made = api.create_repo(repository, repo_type=kind, private=private or None, exist_ok=True)
        api.upload_folder(
            repo_id=repository,
            repo_type=kind,
            folder_path=folder,
            commit_message="Publish a saturate run",
        )
    except Exception as error:  # no network, no token, no rights: each of several libraries' own
        raise SaturateError(
            f"The hub did not take the {kind} {repository} ({first_line(error)}). Log in by "
            "'hf auth login' with a token that may write, then repeat the command."
        ) from error
    return str(made)
