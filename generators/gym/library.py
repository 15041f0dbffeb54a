"""The adapter to reasoning-gym: its families, opened once a rung, and their scorers.

reasoning-gym (Apache-2.0) is the extra ``reasoning-gym``. An item's seed is the sum of the seed of
its data set and its place there, so that data sets of neighbouring seeds share items. Here every
data set has seed 0, and a place is a hash. Some families print or seed numpy's global generator:
both are undone.
"""

from __future__ import annotations

import importlib
import re
from contextlib import redirect_stdout
from functools import lru_cache
from importlib.util import find_spec
from io import StringIO
from typing import Any

import numpy

from saturate.errors import SaturateError, nearest
from saturate.generators.gym.axes import AXES
from saturate.generators.gym.drawn import PLACES
from saturate.generators.gym.fitting import fits
from saturate.generators.gym.refused import REFUSED

_NONE = {"question": "", "answer": ""}
_HUGE = re.compile(r"(?<!\w)[\d._,]+e[+-]?[\d_]{4,}(?!\w)", re.IGNORECASE)
"""A number that some scorers would write out digit by digit."""


def check_installed() -> None:
    """See that reasoning-gym can be imported.

    Raises:
        SaturateError: It is not installed.
    """
    if find_spec("reasoning_gym") is None:
        raise SaturateError(
            "Ladders rg:FAMILY are drawn by reasoning-gym, which is not installed here; install it "
            "by: pip install 'lm-saturate[reasoning-gym]'"
        )


def check_family(family: str) -> None:
    """See that a family is a ladder.

    Raises:
        SaturateError: It is refused, is not in the installed release, or nothing is installed.
    """
    if family in REFUSED:
        raise SaturateError(f"Family {family} of reasoning-gym is no ladder: {REFUSED[family]}.")
    check_installed()
    others = nearest(family, sorted(AXES))
    if family not in _factory().DATASETS:
        raise SaturateError(f"The installed reasoning-gym has no family {family!r}; {others}")
    if family not in AXES:
        raise SaturateError(
            f"Family {family} of reasoning-gym is no ladder: which of its parameters grows is not "
            f"stated yet; {others}"
        )


def parameters(family: str, rung: int) -> dict[str, Any]:
    """What the data set of a rung is configured with, but for seed and size."""
    axis = AXES[family]
    attribute = _factory().create_curriculum(family).get_attribute(axis.attribute)
    value = axis.values[rung - 1]
    if hasattr(attribute, "field_name"):
        return {**axis.held, attribute.field_name: value}
    lower = {} if axis.open_below else {attribute.lower_field_name: value}
    return {**axis.held, **lower, attribute.upper_field_name: value}


@lru_cache(maxsize=4_096)
def item(family: str, rung: int, place: int) -> dict[str, Any]:
    """The item at a place: ``question``, ``answer`` and what the scorer needs; both empty for none.

    There is none where the family fails (``basic_arithmetic`` divides by zero on some seeds), and
    where an item is of another rung or has several right answers.
    """
    data_set, state = _data_set(family, rung), numpy.random.get_state()
    try:
        with redirect_stdout(StringIO()):
            drawn: dict[str, Any] = data_set[place]
    except Exception:
        return dict(_NONE)
    finally:
        numpy.random.set_state(state)
    value = AXES[family].values[rung - 1]
    return drawn if fits(family, drawn.get("metadata", {}), value) else dict(_NONE)


def full_mark(family: str, rung: int, place: int, answer: str) -> bool:
    """Whether the family's ``score_answer`` gives 1.0; not where it fails, or might never end."""
    if _HUGE.search(answer):
        return False
    try:
        mark = _data_set(family, rung).score_answer(answer, item(family, rung, place))
    except Exception:  # answers are any text, and scorers parse them without care
        return False
    return float(mark) >= 1


@lru_cache(maxsize=64)
def _data_set(family: str, rung: int) -> Any:
    return _factory().create_dataset(family, seed=0, size=PLACES, **parameters(family, rung))


def _factory() -> Any:
    return importlib.import_module("reasoning_gym.factory")  # the package registers all families
