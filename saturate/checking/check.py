"""All checks of a family, one after the other."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from saturate.checking.answers import read_back, solved, viewed
from saturate.checking.child import MOST_TOLD, Elsewhere, pure, rung_hashes, survives_there
from saturate.checking.contract import described
from saturate.checking.figures import RungFigures, fast, fitting, rewritten, rung_figures
from saturate.checking.hostile import survives_garbling
from saturate.checking.sample import sampled_rungs
from saturate.checking.splits import Drawn
from saturate.errors import SaturateError, raised
from saturate.ladder import Ladder, NoProblem, stable_hash
from saturate.registry import load_ladder

_EACH = 50
"""Problems of a rung that are solved, viewed and read."""
_GARBLED = 150


class Check(NamedTuple):
    """What was looked at, and what is to be mended."""

    title: str
    faults: tuple[str, ...]
    """Sentences, the first few; none where all is well."""


class Report(NamedTuple):
    """A family's checks and figures."""

    ladder: str
    checks: tuple[Check, ...]
    figures: tuple[RungFigures, ...]
    scored: dict[int, int]
    """By rung, how many of the problems drawn to be scored are different."""
    drawn: int
    """How many were drawn to be scored on each rung."""
    fingerprint: str
    """A hash of some problems of every rung looked at, the same on every machine and Python."""

    @property
    def faults(self) -> list[str]:
        """All that is to be mended."""
        return [fault for check in self.checks for fault in check.faults]


def check_ladder(
    name: str,
    problems: int = 20_000,
    data: Path | None = None,
    python: str = sys.executable,
    named: tuple[int, int] | None = None,
) -> Report:
    """Check an installed family.

    Args:
        name: Its entry point, or ``maker:argument``.
        problems: How many are drawn to see whether splits stay apart.
        data: Folder of published items, for ladders that grow out of them.
        python: The Python that draws again, in which the family is installed as well.
        named: First and last of the rungs that are looked at; some of all where ``None``.

    Raises:
        SaturateError: No installed package offers it, a rung is not on it, or its data are not at
            hand.
    """
    ladder = load_ladder(name, data)
    contract = _checked("contract", lambda: described(ladder, name))
    try:
        rungs = sampled_rungs(ladder.describe(), named)
        drawn = Drawn(ladder, rungs, problems)
        figures = tuple(rung_figures(ladder, rung, _EACH) for rung in rungs)
        fingerprint = f"{stable_hash(rung_hashes(ladder, rungs)):016x}"
    except Exception as error:  # without problems there is nothing else to look at
        if isinstance(error, SaturateError) and not isinstance(error, NoProblem):
            raise  # what was asked for is not here, which is no fault of the family
        return Report(name, (contract, Check("problems", (_fault(error),))), (), {}, 0, "")
    there = Elsewhere(name, data, python)
    checks = (
        contract,
        *(_checked(title, check) for title, check in _checks(ladder, rungs, drawn, figures)),
        _checked("same problems in a new process", lambda: pure(ladder, there, rungs)),
        _checked("hostile texts", lambda: survives_there(there, rungs)),
    )
    return Report(name, checks, figures, drawn.scored, drawn.each, fingerprint)


def _checks(
    ladder: Ladder, rungs: Sequence[int], drawn: Drawn, figures: Sequence[RungFigures]
) -> Iterator[tuple[str, Callable[[], Iterable[str]]]]:
    yield (
        "solver and worked solutions",
        lambda: chain(solved(ladder, rungs, _EACH), fitting(figures)),
    )
    yield "views", lambda: [*viewed(ladder, rungs, _EACH), *rewritten(ladder, figures)]
    yield "problems read back", lambda: read_back(ladder, rungs, _EACH)
    yield "splits apart", drawn.apart
    yield "problems enough", drawn.enough
    yield "garbled solutions", lambda: survives_garbling(ladder, rungs, _GARBLED)
    yield "speed", lambda: fast(figures)


def _checked(title: str, check: Callable[[], Iterable[str]]) -> Check:
    try:
        return Check(title, tuple(islice(check(), MOST_TOLD)))
    except Exception as error:  # a family may raise anything, which is a fault like others
        return Check(title, (_fault(error),))


def _fault(error: Exception) -> str:
    return f"{raised(error)}: mend what raises it."
