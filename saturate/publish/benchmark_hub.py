"""Uploads a frozen benchmark to the hub as a dataset."""

from __future__ import annotations

import re

from saturate.errors import SaturateError, first_line
from saturate.publish.benchmark import Frozen

_ID = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}")


def check_id(dataset: str) -> None:
    """See that a name can be one of a dataset, before any work is done.

    Raises:
        SaturateError: It cannot.
    """
    if not _ID.fullmatch(dataset):
        raise SaturateError(f"{dataset!r} is no name of a dataset on the hub; write owner/name.")


def push(done: Frozen, dataset: str) -> str:
    """Upload the folder in one commit; its card's header makes each rung a configuration.

    Returns:
        The dataset's address.

    Raises:
        SaturateError: The hub does not take it. The folder stays.
    """
    from huggingface_hub import HfApi

    api = HfApi()
    try:
        url = api.create_repo(dataset, repo_type="dataset", exist_ok=True)
        api.upload_folder(
            repo_id=dataset,
            repo_type="dataset",
            folder_path=done.path,
            commit_message=f"{done.name}, {sum(done.sizes.values())} problems",
        )
    except Exception as error:  # no network, no right to write, a proxy's refusal
        raise SaturateError(
            f"{done.path} is written, but the hub did not take {dataset} ({first_line(error)}); "
            "log in with hf auth login and upload the folder."
        ) from error
    return str(url)
