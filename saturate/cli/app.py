"""The command line. ``saturate --benchmark gsm8k`` is short for ``saturate run --benchmark gsm8k``.

Heavy libraries are imported inside commands, so that ``saturate --help`` answers at once.
"""

from __future__ import annotations

import os
import shlex
import signal
import sys
import warnings
from importlib.metadata import version
from typing import TextIO

from cyclopts import App, CycloptsError, UnusedCliTokensError
from pydantic import ValidationError

from saturate.cli.avalanche import avalanche
from saturate.cli.calibrate import calibrate
from saturate.cli.check_ladder import check_ladder
from saturate.cli.compare import compare
from saturate.cli.export import export
from saturate.cli.harden import harden
from saturate.cli.new_ladder import new_ladder
from saturate.cli.push import push
from saturate.cli.records import records
from saturate.cli.report import report
from saturate.cli.run import run
from saturate.cli.score import score
from saturate.cli.seed import seed
from saturate.cli.show import show
from saturate.cli.tasks import tasks
from saturate.cli.teach import teach
from saturate.cli.turns import turns
from saturate.cli.verdict import verdict
from saturate.cli.voters import voters
from saturate.config.base import refusal
from saturate.errors import SaturateError, without_secrets

_EXIT_USER = 2
_EXIT_INTERRUPT = 130
_EXIT_PIPE = 141
_LIBRARIES = r"(accelerate|datasets|lm_eval|peft|torch|transformers|trl)\b"

app = App(
    name="saturate",
    help="Grow harder variants of a benchmark, self-improve on them, and see what the gain was.",
    version=lambda: version("lm-saturate"),
    version_flags=["--version"],
    result_action="return_value",
    suppress_keyboard_interrupt=False,
)
for command in (
    run, avalanche, calibrate, check_ladder, compare, export, harden, new_ladder, push, records,
    report, score, seed, show, tasks, teach, turns, verdict, voters,
):  # fmt: skip
    app.command(command)


def _sentence(error: SaturateError | CycloptsError) -> str:
    """What was wrong: a value that its setting refuses, words too many, or as the error says."""
    if isinstance(error.__cause__, ValidationError):
        return str(refusal(error.__cause__))
    if isinstance(error, UnusedCliTokensError):
        words = shlex.join(error.unused_tokens or ())
        return f"Nothing is known of {words!r} here; a setting begins with --, as in --rounds 3."
    return str(error)


def _is_lost(stream: TextIO, more: str = "") -> bool:
    """Whether what is said to a stream cannot be written; then it leads nowhere from now on.

    Otherwise leaving would fail once more.

    Args:
        stream: Standard output.
        more: What is said to it, beside what waits to be written.
    """
    try:
        stream.write(more)
        stream.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        return True
    return False


def main() -> None:
    """Entry point: quiet libraries, ``run`` as the default command, errors as sentences."""
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # spinning threads starve each other
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("TQDM_DISABLE", "1")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    # What one library tells another of its future is nothing that a user can act on.
    warnings.filterwarnings("ignore", category=FutureWarning, module=_LIBRARIES)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a scheduler's Ctrl-C
    words = sys.argv[1:]
    if words and words[0].startswith("--") and words[0] not in ("--help", "--version"):
        words = ["run", *words]
    try:
        app(words, exit_on_error=False, print_error=False)
        sys.stdout.flush()
    except (SaturateError, CycloptsError) as error:
        print(f"saturate: {without_secrets(_sentence(error))}", file=sys.stderr)
        _is_lost(sys.stdout)
        raise SystemExit(_EXIT_USER) from None
    except KeyboardInterrupt as stop:
        print("\n" + " ".join(["Stopped.", *map(str, stop.args)]))
        raise SystemExit(_EXIT_INTERRUPT) from None
    except BrokenPipeError:  # who read along, such as head, has seen enough
        _is_lost(sys.stdout)
        raise SystemExit(_EXIT_PIPE) from None
    except OSError as error:
        if not _is_lost(sys.stdout, "\n"):
            raise
        print(f"saturate: What is shown cannot be written: {error.strerror}.", file=sys.stderr)
        raise SystemExit(_EXIT_USER) from None
