"""Asks the hub whether it has something, before it is loaded: loading would retry for long."""

from __future__ import annotations

from typing import Literal

from saturate.errors import first_line

HubKind = Literal["model", "dataset"]
"""What a repository of the hub holds."""
_TIMEOUT_SECONDS = 5.0


class HubError(Exception):
    """The hub has no such repository or does not answer; the message says why."""


class HubOfflineError(HubError):
    """The hub's client is told to stay offline; a cached copy may be there."""


def ask_hub(name: str, kind: HubKind) -> None:
    """See that the hub has a repository and gives it.

    Raises:
        HubError: It is gated or missing, or the hub does not answer.
    """
    from huggingface_hub import HfApi
    from huggingface_hub.errors import OfflineModeIsEnabled

    try:
        HfApi().repo_info(name, repo_type=kind, timeout=_TIMEOUT_SECONDS)
    except OfflineModeIsEnabled as error:
        raise HubOfflineError(first_line(error)) from error
    except Exception as error:  # no network, no such name, a proxy's refusal: all mean no
        raise HubError(first_line(error)) from error
