"""The adapter to textarena's environments: opened without side effects, and moved in.

textarena (MIT) is the extra ``agents``. Its ``reset(seed=...)`` seeds Python's global generator and
some environments print; both are undone here. It ends a game at the second refused move in a row;
here refused moves change nothing and are counted by whoever plays.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import random
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any, NamedTuple

from saturate.errors import SaturateError

ENDLESS = 10**9
"""Turns, where textarena takes a limit: whoever plays has one."""


class Made(NamedTuple):
    """What came of a move."""

    refused: bool
    """Whether the game did not let it happen; then nothing has changed."""
    over: bool
    solved: bool
    said: str
    """What the game says: why it refused, how it ended, or nothing."""


def check_installed() -> None:
    """See that textarena can be imported.

    Raises:
        SaturateError: It is not installed.
    """
    if find_spec("textarena") is None:
        raise SaturateError(
            "Games are carried out by textarena, which is not installed here; install it by: "
            "pip install 'lm-saturate[agents]'"
        )


@contextlib.contextmanager
def left_alone() -> Iterator[None]:
    """Keep Python's global random state and standard output as they are."""
    state = random.getstate()
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            yield
    finally:
        random.setstate(state)


def open_environment(path: str, *arguments: object) -> Any:
    """One of textarena's environments, reset once.

    Args:
        path: Module below ``textarena.envs`` and class, ``LightsOut.env:LightsOutEnv``.
        *arguments: What its class is called with.
    """
    module, _, name = path.partition(":")
    with left_alone():
        environment = getattr(importlib.import_module(f"textarena.envs.{module}"), name)(*arguments)
        environment.reset(1, 0)
    return environment


def restart(environment: Any, game_state: dict[str, Any]) -> None:
    """Begin anew from a state of the game, whatever was played before."""
    state = environment.state
    state.reset(game_state=game_state)
    state.max_turns = state.error_allowance = ENDLESS


def make_move(environment: Any, move: str) -> Made:
    """Let textarena carry out a move."""
    environment.step(move)
    state = environment.state
    refused = state.error_count > 0
    state.error_count = 0
    solved = state.done and state.rewards[0] == 1
    said = ""
    if refused:
        said = _reason(state.observations[0])
    elif state.done:
        said = str(state.game_info[0]["reason"])
    state.observations[0].clear()
    state.logs.clear()
    return Made(refused, state.done, solved, said)


_BEFORE, _AFTER = "Reason: ", " Please resubmit"
"""What textarena puts around the reason of a refusal."""


def _reason(observations: list[tuple[int, str, Any]]) -> str:
    told: str = next(text for _, text, _ in reversed(observations) if _BEFORE in text)
    return told.partition(_BEFORE)[2].partition(_AFTER)[0]
