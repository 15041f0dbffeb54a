"""The table of a run's questions where the model wrote them, beside those that the ladder drew."""

from __future__ import annotations

from saturate.reports.tables import Cell, Table, percent
from saturate.results.labels import NOT_KNOWN
from saturate.results.questions import Questions, by_rung
from saturate.results.schema import Results


def questions(results: Results) -> Table:
    """What was written, what of it could be asked, and what came of it; one line a rung."""
    rows: list[tuple[Cell, ...]] = [
        (arm, number, rung, *_written(held), held.asked, held.labelled, held.kept, _right(held))
        for arm, number, rung, held in by_rung(results)
    ]
    columns = ("arm", "round", "rung", "written", "readable", "on the rung", "copies", "new",
               "really on", "asked", "labelled", "trained on", "right labels %")  # fmt: skip
    return Table("questions", "Questions by arm, round and rung", columns, rows)


def _written(held: Questions) -> tuple[Cell, ...]:
    writing = held.writing
    if writing is None:
        return (None,) * 6
    copies = sum(writing.fates.get(fate, 0) for fate in ("copy", "near-copy", "reserved"))
    on_rung = NOT_KNOWN if held.on_rung is None else held.on_rung
    rungs = ", ".join(f"{rung}: {n}" for rung, n in sorted(writing.really.items()))
    unknown = NOT_KNOWN if writing.readable else None
    return writing.written, writing.readable, on_rung, copies, writing.proposed, rungs or unknown


def _right(held: Questions) -> Cell:
    return NOT_KNOWN if held.unaudited and not held.right.total else percent(held.right)
