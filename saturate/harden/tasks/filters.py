"""What a task's filters leave of a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def filtered(
    chains: Iterable[Any], text: str, doc: Mapping[str, Any] | None = None, prompt: str = ""
) -> dict[str, Any]:
    """What each filter leaves of a completion, by the filter's name.

    Args:
        chains: The task's filters, or some of them.
        text: The completion.
        doc: The document that it answers, which some filters look at.
        prompt: What was asked.
    """
    from lm_eval.api.instance import Instance

    asked: Any = Instance("generate_until", dict(doc or {}), (prompt, {}), 0)
    asked.resps = [text]
    for chain in chains:
        chain.apply([asked])
    return dict(asked.filtered_resps)
