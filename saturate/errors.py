"""The one exception that a user can cause, what its sentence may show, and what stopping leaves."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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


def raised(error: BaseException) -> str:
    """What was raised, and in which line of which file where that is known."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    file = "<" if last is None else last.tb_frame.f_code.co_filename
    # An import that fails is raised by Python's own machinery, and says itself what it is about.
    place = "" if last is None or file.startswith("<") else f" ({Path(file).name}:{last.tb_lineno})"
    return f"{type(error).__name__} is raised, {first_line(error)}{place}"


def without_secrets(text: str) -> str:
    """A text without the key of servers, and without what logs in at an address."""
    key = os.environ.get(KEY, "")
    return _LOGIN.sub("", text.replace(key, "***") if len(key) >= _SECRET else text)
