"""The one exception that a user can cause, what its sentence may show, and what stopping leaves."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

KEY = "OPENAI_API_KEY"
"""The variable of the environment that holds the key of servers."""
NO_MODEL = "No model was written; the same command begins anew."
"""What is left where the training of one is stopped."""
_SECRET = 6
"""Characters of the shortest key that is one; shorter ones stand in for none."""
_LOGIN = re.compile(r"(?<=://)[^/\s]*@")


class SaturateError(Exception):
    """Something the user asked for cannot be done.

    The message is one sentence or two: what was wrong, where, and what to do about it. The command
    prints it without a traceback and exits with code 2.
    """


@contextmanager
def when_stopped(told: str) -> Iterator[None]:
    """Tell a user who stops what goes on here what is left of it; the innermost sentence counts."""
    try:
        yield
    except KeyboardInterrupt as stop:
        raise (stop if stop.args else KeyboardInterrupt(told)) from None


def nearest(name: str, valid: list[str]) -> str:
    """Say which valid names are closest to a wrong one: ``"did you mean 'voted'? Valid: ..."``."""
    import difflib

    close = difflib.get_close_matches(name, valid, n=1, cutoff=0.5)
    listing = "Valid: " + ", ".join(sorted(valid)) + "."
    return f"did you mean {close[0]!r}? {listing}" if close else listing


def first_line(error: BaseException) -> str:
    """The first line of an error's message, cut to a length that fits a sentence."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0][:200]


def without_secrets(text: str) -> str:
    """A text without the key of servers, and without what logs in at an address."""
    key = os.environ.get(KEY, "")
    return _LOGIN.sub("", text.replace(key, "***") if len(key) >= _SECRET else text)
