"""The one place that writes to the hub."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from saturate.errors import SaturateError, first_line
from saturate.storage.hub_check import HubKind

_REPLACED: dict[HubKind, list[str]] = {
    "model": [
        "model*.safetensors*",
        "adapter_*",
        "tokenizer*",
        "chat_template.jinja",
        "generation_config.json",
    ],
    "dataset": [
        "corpus/train.jsonl",
        "tasks/rung_*.jsonl",
        "tasks/*_frozen_rung_*.yaml",
        "data/rung_*",
        "rung_*.yaml",
    ],
}
"""What an earlier upload put there and this one may not: it would be read beside what is new."""

Upload = Callable[[Path, str, HubKind, bool], str]
"""Folder, repository, kind, private: gives the address."""


def check_repository(name: str, option: str = "--to") -> None:
    """Refuse a name that the hub would not take, before any work is done.

    Args:
        name: The repository.
        option: The flag that named it, for the sentence.

    Raises:
        SaturateError: It is not owner/name.
    """
    from huggingface_hub.errors import HFValidationError
    from huggingface_hub.utils import validate_repo_id  # type: ignore[attr-defined]

    try:
        validate_repo_id(name)
    except HFValidationError as error:
        raise SaturateError(f"{option} {name!r}: {first_line(error)}; write owner/name.") from None
    if name.count("/") != 1:
        raise SaturateError(f"{option} {name!r}: name the owner as well, as owner/name.")


def upload(
    folder: Path,
    repository: str,
    kind: HubKind,
    private: bool = False,
    message: str = "Publish a saturate run",
) -> str:
    """Make the repository if it is not there, and upload a folder in one commit.

    Rungs, corpus, weights and tokenizer of an earlier upload that are not in the folder are deleted
    with it; what else lies there stays.

    Args:
        folder: What is uploaded; its README.md is the card.
        repository: owner/name.
        kind: What it holds.
        private: Whether a repository that is made now is private.
        message: Of the commit.

    Returns:
        The repository's address.

    Raises:
        SaturateError: The hub refused, or was not reached. The folder stays.
    """
    from huggingface_hub import HfApi

    api = HfApi()
    visibility: dict[str, Any] = {"private": True} if private else {}
    try:
        address = api.create_repo(repository, repo_type=kind, exist_ok=True, **visibility)
        api.upload_folder(
            repo_id=repository,
            repo_type=kind,
            folder_path=folder,
            commit_message=message,
            delete_patterns=_REPLACED[kind],
        )
    except Exception as error:  # no network, no token, no rights: each of several libraries' own
        raise SaturateError(
            f"The hub did not take the {kind} {repository} ({first_line(error)}). Log in by "
            f"'hf auth login' with a token that may write; {folder} is written and can be uploaded."
        ) from error
    return str(address)
