"""Keeps what servers answered, each answer before it counts, until the command is done.

A command that was killed, or lost its server, finds its answers again and asks only what is
missing. Once it is done its file goes: a server may hold other weights by the next time.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from saturate.errors import SaturateError, first_line
from saturate.storage.files import disk_errors
from saturate.storage.outputs import check_file

_FOLDER = Path("runs") / "answers"
"""Where commands without a folder keep theirs."""
_SIDE_FILES = ("", "-wal", "-shm")
"""What SQLite adds to a file's name for those beside it."""
_ASKS_THE_REST = "The same command asks servers only what is missing."
_ASKS_ANEW = "Nothing was kept; the same command asks all anew."
MISSING = object()
"""What is found of a question that was not answered yet; an answer may be ``None``."""


class AnswerStore:
    """Answers by question, in one file of SQLite, which never shows half a row."""

    def __init__(self, file: Path | None) -> None:
        """Open it.

        Args:
            file: Where it is, made where it is not there; in memory where ``None``.

        Raises:
            SaturateError: It cannot be opened or is no file of answers.
        """
        self._file = file
        if file is not None:
            check_file(file)
            with disk_errors(file):
                file.parent.mkdir(parents=True, exist_ok=True)
        with self._errors():
            # One thread at a time writes, but not always the same one.
            self._rows = sqlite3.connect(
                file or ":memory:", isolation_level=None, check_same_thread=False
            )
            self._rows.execute("PRAGMA journal_mode = WAL")
            self._rows.execute("PRAGMA synchronous = NORMAL")
            self._rows.execute(
                "CREATE TABLE IF NOT EXISTS answers (question TEXT PRIMARY KEY, answer TEXT)"
            )

    def get(self, question: str) -> Any:
        """The answer to a question, or :data:`MISSING`."""
        with self._errors():
            row = self._rows.execute(
                "SELECT answer FROM answers WHERE question = ?", (question,)
            ).fetchone()
        return MISSING if row is None else json.loads(row[0])

    def put(self, question: str, answer: Any) -> None:
        """Keep an answer, which has to fit into JSON; it is in the file when this returns."""
        with self._errors():
            self._rows.execute(
                "INSERT OR REPLACE INTO answers VALUES (?, ?)", (question, json.dumps(answer))
            )

    def __len__(self) -> int:
        with self._errors():
            return int(self._rows.execute("SELECT count(*) FROM answers").fetchone()[0])

    def close(self) -> None:
        """Let go of the file."""
        self._rows.close()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Turn what SQLite says of a full disk or a damaged file into a sentence."""
        try:
            yield
        except sqlite3.Error as error:
            raise SaturateError(
                f"{self._file} cannot keep answers ({first_line(error)}). Free some room or remove "
                "a damaged file; the same command goes on from the answers that are there."
            ) from error


@contextmanager
def kept_answers(command: str, settings: Any) -> Iterator[Path]:
    """A file for the answers of one command, which goes once the command is done.

    Args:
        command: Its name.
        settings: What its questions follow from, as JSON; the same ones find the same file.
    """
    text = json.dumps([command, settings], sort_keys=True, default=str)
    file = _FOLDER / f"{command}-{hashlib.sha256(text.encode()).hexdigest()[:12]}.sqlite"
    try:
        yield file
    except KeyboardInterrupt:
        raise KeyboardInterrupt(_ASKS_THE_REST if file.exists() else _ASKS_ANEW) from None
    forget_answers(file)


def forget_answers(file: Path) -> None:
    """Remove a file of answers, where there is one."""
    for ending in _SIDE_FILES:
        file.with_name(file.name + ending).unlink(missing_ok=True)
